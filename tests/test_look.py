"""The look, measured: contrast of the colours, weight of the files, nothing inline."""

import gzip
import re
from itertools import chain
from pathlib import Path

import brotli
import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
TEXT, CONTROL = 4.5, 3.0
HEX = re.compile(r"#[0-9a-f]{6}\b")

PAIRS = [
    *[(ink, ground, 7.0) for ink in ("ink", "ink-2", "lake", "error") for ground in ("paper", "sheet")],
    *[(ink, "mist", 7.0) for ink in ("ink", "lake")],
    ("on-lake", "lake", 7.0),
    ("on-lake", "lake-2", 7.0),
    ("ok-ink", "ok-bg", 7.0),
    ("held-ink", "held-bg", 7.0),
    ("held-mark", "held-bg", CONTROL),
    ("ink", "held-wash", 7.0),
    ("held-edge", "held-wash", CONTROL),
    ("later-ink", "later-bg", 7.0),
    ("ink", "berry-wash", 7.0),
    ("berry-ink", "paper", TEXT),
    ("berry-ink", "berry-wash", TEXT),
    ("on-bar", "bar", 7.0),
    *[("edge", ground, CONTROL) for ground in ("paper", "sheet")],
    *[("berry", ground, CONTROL) for ground in ("paper", "sheet", "mist")],
    *[("focus", ground, CONTROL) for ground in ("paper", "sheet", "mist")],
    ("focus-in", "lake", CONTROL),
]


def tokens():
    """The colours of both schemes, as tokens.css has them."""
    css = (STATIC / "css" / "tokens.css").read_text()
    light, _, dark = css.partition("@media (prefers-color-scheme: dark)")
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def luminance(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def templates():
    return sorted(chain(TEMPLATES.rglob("*.html"), Path(settings.BASE_DIR).glob("*/templates/**/*.html")))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS, ids=[f"{pair[0]} on {pair[1]}" for pair in PAIRS])
def test_colours_can_be_told_apart(ink, ground, least, scheme):
    colours = tokens()[scheme]

    assert contrast(colours[ink], colours[ground]) >= least


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def pages():
    """Templates of the site. A mail has no stylesheet and no policy: mail programs read what stands in it."""
    return [
        path for path in templates() if not path.is_relative_to(TEMPLATES / "booking" / "emails" / "html")
    ]


@pytest.mark.parametrize("template", pages(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_nothing_is_inline_in_a_template(template):
    html = template.read_text()

    # A block of data is no script: no browser runs it, so the policy has nothing to say of it.
    inline = re.findall(
        r"<style|<script(?![^>]*(?:\ssrc=|\stype=\"application/ld\+json\"))|\sstyle=|\son[a-z]+=[\"']|javascript:",
        html,
    )

    assert inline == []


@pytest.mark.parametrize("template", templates(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_trusts_html(template):
    html = template.read_text()

    assert "|safe" not in html
    assert "autoescape off" not in html


@pytest.mark.parametrize("template", pages(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_each_picture_says_how_big_it_is(template):
    """So that nothing moves when it arrives."""
    pictures = re.findall(
        r"<(?:img|source)\b(?:\"[^\"]*\"|[^>\"])*>", re.sub(r"{%.*?%}", "", template.read_text())
    )

    assert [one for one in pictures if not re.search(r" width=.* height=", one)] == []


def test_styles_of_the_public_pages_weigh_under_10_kb():
    names = ("tokens", "base", "parts", "forms", "slots", "content")

    weight = sum(len(brotli.compress((STATIC / "css" / f"{name}.css").read_bytes())) for name in names)

    assert weight <= 10_000


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("hand", 30),
        ("hand-phone", 15),
        ("back", 20),
        ("band", 9),
        ("mooring", 7),
        ("mark", 1),
        ("lake", 5),
        ("fairway", 1),
    ],
)
def test_drawings_are_light(name, most):
    weight = len(gzip.compress((STATIC / "img" / f"{name}.svg").read_bytes()))

    assert weight <= most * 1000


@pytest.mark.parametrize("drawing", sorted((STATIC / "img").glob("*.svg")), ids=lambda path: path.stem)
def test_drawings_are_in_the_sites_own_colours(drawing):
    text = drawing.read_text()
    dark = text.partition("@media(prefers-color-scheme:dark)")[2].partition("</style>")[0]
    colours = {scheme: set(found.values()) for scheme, found in tokens().items()}

    # The mooring lies on a panel that is dark in both.
    assert set(HEX.findall(text)) <= colours["light"] | colours["dark"]
    assert set(HEX.findall(dark)) <= colours["dark"]


def test_drawings_hold_no_script_and_ask_for_nothing_else():
    for drawing in (STATIC / "img").glob("*.svg"):
        text = drawing.read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")

        assert not re.search(r"<script|\son[a-z]+=|https?:|url\(|@import|href=\"[^#]", text), drawing.name


@pytest.mark.parametrize("template", pages(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_picture_says_its_size_so_that_nothing_jumps(template):
    pictures = re.findall(r"<img\b[^>]*>", re.sub(r"{%.*?%}", "", template.read_text()))

    assert [one for one in pictures if not re.search(r'\swidth="[^"]+" height="[^"]+"', one)] == []


def test_motion_is_only_for_those_who_want_it():
    moving = re.compile(
        r"\b(transition|animation|view-transition-name)\b\s*:(?!\s*none)|@view-transition|@keyframes"
    )

    for sheet in (STATIC / "css").glob("*.css"):
        rest = without_wanted_motion(sheet.read_text())

        assert not moving.search(rest), sheet.name


def without_wanted_motion(css):
    """The sheet without the blocks that stand inside prefers-reduced-motion: no-preference."""
    while "prefers-reduced-motion: no-preference" in css:
        start = css.index("@media (prefers-reduced-motion: no-preference)")
        depth, end = 0, css.index("{", start)
        for place in range(end, len(css)):
            depth += {"{": 1, "}": -1}.get(css[place], 0)
            if depth == 0:
                end = place + 1
                break
        css = css[:start] + css[end:]
    return css
