"""Stylesheets joined when files are collected, and asked for one by one where none were."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from npm_site import joined

CSS = Path(settings.BASE_DIR) / "static" / "css"
DRAWINGS = ("img/lake.svg", "img/fairway.svg")
FRAME = [f"css/{name}.css" for name in ("tokens", "base", "parts")]
SHEETS = '{% for name in names %}<link rel="stylesheet" href="{% static name %}">\n{% endfor %}'
PAGE = "{% load joined static %}{% filter joined %}" + SHEETS + "{% endfilter %}"


@pytest.fixture
def collected(tmp_path, monkeypatch):
    """The site's own sheets as collectstatic leaves them, in a folder of the test."""
    (tmp_path / "css").mkdir()
    for sheet in CSS.glob("*.css"):
        (tmp_path / "css" / sheet.name).write_bytes(sheet.read_bytes())
    (tmp_path / "img").mkdir()
    for name in DRAWINGS:
        (tmp_path / name).write_bytes((CSS.parent / name).read_bytes())
    storage = joined.JoinedStorage(location=tmp_path, base_url="/static/")
    monkeypatch.setattr(joined, "staticfiles_storage", storage)
    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage", storage)
    return storage


def collect(storage):
    names = {f"css/{sheet.name}" for sheet in CSS.glob("*.css")} | set(DRAWINGS)
    return list(storage.post_process({name: (storage, name) for name in names}))


def links(*names):
    """The addresses of a page that asks for these sheets, without what collectstatic adds to a name."""
    html = engines["django"].from_string(PAGE).render({"names": names})
    return [re.sub(r"\.[0-9a-f]{12}\.css", ".css", address) for address in re.findall('href="([^"]+)"', html)]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (["content"], ["all-content"]),
        (["content", "chart"], ["all-charted"]),
        (["forms"], ["all-step"]),
        (["forms", "own"], ["all-own"]),
        (["forms", "own", "series"], ["all-own", "series"]),
        (["forms", "wait", "paper"], ["all-step", "wait", "paper"]),
        (["series"], ["tokens", "base", "parts", "series"]),
    ],
    ids=lambda names: " ".join(names),
)
def test_a_page_asks_for_one_sheet_and_for_what_only_it_needs(collected, more, found):
    collect(collected)

    asked = links(*FRAME, *[f"css/{name}.css" for name in more])

    assert asked == [f"/static/css/{name}.css" for name in found]


@pytest.mark.parametrize("kind", joined.KINDS)
def test_a_joined_sheet_says_what_its_parts_say(collected, kind):
    collect(collected)

    made = Path(collected.path(collected.stored_name(joined.joined_name(kind))))
    parts = [(CSS / f"{name}.css").read_text() for name in joined.KINDS[kind]]
    drawings = re.sub(r"\.[0-9a-f]{12}\.svg", ".svg", made.read_text())
    assert drawings == "\n".join(parts)
    assert Path(f"{made}.br").exists()


def test_sheets_collected_again_are_joined_again(collected):
    collect(collected)
    before = collected.stored_name("css/all-content.css")
    Path(collected.path("css/content.css")).write_text(".new { color: var(--ink) }")

    collect(collected)

    after = collected.stored_name("css/all-content.css")
    assert after != before
    assert ".new" in Path(collected.path(after)).read_text()


def test_where_nothing_was_collected_each_is_asked_for(collected):
    collected.hashed_files = {name: name for name in [*FRAME, "css/content.css"]}
    names = [*FRAME, "css/content.css"]

    assert links(*names) == [f"/static/{name}" for name in names]


def test_who_edits_a_sheet_sees_it_at_once(collected, settings):
    collect(collected)
    settings.DEBUG = True
    names = [*FRAME, "css/content.css"]

    assert links(*names) == [f"/static/{name}" for name in names]


def test_a_dry_run_writes_nothing(collected, tmp_path):
    before = sorted(tmp_path.rglob("*"))

    list(collected.post_process({}, dry_run=True))

    assert sorted(tmp_path.rglob("*")) == before


def test_no_sheet_holds_what_may_only_stand_at_the_beginning():
    rules = re.compile(r"@(import|charset|namespace)\b")

    assert [sheet.name for sheet in CSS.glob("*.css") if rules.search(sheet.read_text())] == []


def test_the_order_of_layers_is_told_first():
    first = [sheets[0] for sheets in joined.KINDS.values()]

    assert set(first) == {"tokens"}
    assert (CSS / "tokens.css").read_text().index("@layer tokens, base") < 400
