"""The style guide shows every part that there is, and to nobody but staff."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from booking.styleguide import colours, views
from tests.intake.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
CSS = Path(settings.BASE_DIR) / "static" / "css"
INCLUDES = Path(settings.BASE_DIR) / "templates" / "includes"
TOKENS = (CSS / "tokens.css").read_text()
SHEETS = [("styleguide", []), *(("styleguide_sheet", [name]) for name in views.SHEETS)]


def address(name, arguments):
    return reverse(name, args=arguments)


@pytest.fixture
def marja(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize(("name", "arguments"), SHEETS)
def test_nobody_else_learns_that_it_is_there(client, name, arguments):
    unknown = client.get(address(name, arguments)).status_code
    client.force_login(UserFactory(is_staff=False))

    assert (unknown, client.get(address(name, arguments)).status_code) == (404, 404)


def test_a_password_alone_opens_it_no_more_than_the_desk(marja, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert marja.get("/styleguide/").status_code == 404


@pytest.mark.parametrize(("name", "arguments"), SHEETS)
def test_it_is_kept_by_nobody_and_found_by_nobody(marja, name, arguments):
    shown = marja.get(address(name, arguments))

    assert shown.status_code == 200
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["X-Robots-Tag"] == "noindex"


def test_a_sheet_that_there_is_not_says_so(marja):
    assert marja.get("/styleguide/nowhere/").status_code == 404


@pytest.fixture
def shown(marja):
    """All sheets: their HTML, and the names of the templates that made them."""
    answers = [marja.get(address("styleguide_sheet", [name])) for name in views.SHEETS]
    return "".join(answer.text for answer in answers), {
        one.name for each in answers for one in each.templates
    }


def test_every_include_occurs(shown):
    _html, names = shown
    there = {f"includes/{file.relative_to(INCLUDES)}" for file in INCLUDES.rglob("*.html") if is_seen(file)}

    assert there - names == set()
    assert len(there) > 30


def is_seen(include):
    """Whether it shows something; what only stands in a page's head needs no place."""
    return (
        re.sub(r"{#.*?#}|{%.*?%}|<meta\b[^>]*>|<script\b[^>]*></script>", "", include.read_text()).strip()
        != ""
    )


def test_what_stands_in_the_head_alone_shows_nothing(tmp_path):
    include = tmp_path / "one.html"
    include.write_text(
        '{% load static %}\n{# Words. #}\n<meta name="a">\n<script src="{% static "c" %}"></script>'
    )
    head = is_seen(include)
    include.write_text("{% load static %}<p>Words</p>")

    assert (head, is_seen(include)) == (False, True)


def test_every_drawing_occurs_with_its_size(shown):
    html, _names = shown
    drawings = list((Path(settings.BASE_DIR) / "static" / "img").glob("*.svg"))

    assert [
        file.name for file in drawings if f'<img src="/static/img/{file.name}" alt="" width="' not in html
    ] == []
    assert len(drawings) > 5


@pytest.mark.parametrize("sort", ["size", "space", "round"])
def test_every_size_has_a_sample(shown, sort):
    html, _names = shown
    sheet = (CSS / "styleguide.css").read_text()

    found = [name for name, _value in colours.sizes(TOKENS, sort)]

    assert len(found) > 1
    assert [name for name in found if f"guide-{name}" not in html or f".guide-{name} {{" not in sheet] == []


def test_every_colour_and_every_pair_is_shown_with_what_was_measured(shown):
    html, _names = shown
    schemes = colours.schemes(TOKENS)

    assert [name for name in schemes["light"] if f"<b>{name}</b>" not in html] == []
    assert html.count(">at least ") == len(colours.PAIRS)
    ratio = colours.contrast(schemes["light"]["ink"], schemes["light"]["paper"])
    assert f"{ratio:.1f} light" in html


def test_every_field_is_shown_empty_filled_in_and_to_be_mended(shown):
    html, _names = shown

    assert html.count("There is a problem") == 2
    for state in ("empty", "filled", "wrong"):
        assert f'id="id_{state}-name"' in html
    assert 'href="#id_wrong-email"' in html
