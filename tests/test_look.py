"""The look, measured: contrast of the colours, weight of the files, nothing inline."""

import gzip
import re
from itertools import chain
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from booking.styleguide.colours import PAIRS, SCHEMES, contrast, measured, schemes

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
HEX = re.compile(r"#[0-9a-f]{6}\b")


def templates():
    return sorted(chain(TEMPLATES.rglob("*.html"), Path(settings.BASE_DIR).glob("*/templates/**/*.html")))


def tokens():
    """The colours of both schemes, as tokens.css has them."""
    return schemes((STATIC / "css" / "tokens.css").read_text())


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair.ink} on {pair.ground}" for pair in PAIRS])
def test_colours_can_be_told_apart(pair, scheme):
    assert measured(pair, tokens()[scheme]) >= pair.least


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)


def test_a_colour_that_the_dark_scheme_leaves_alone_is_the_same_in_both():
    colours = tokens()

    assert colours["dark"]["held-mark"] == colours["light"]["held-mark"]
    assert colours["dark"]["paper"] != colours["light"]["paper"]


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
