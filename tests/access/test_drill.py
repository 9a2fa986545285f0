"""The drill's table: it names what it finds, counts it, and ends as it found."""

from dataclasses import replace

import pytest

from tests.access import desk, looking, planted
from tests.drill import access

WAY = access.Way((320, 640), "dark")
GOOD = planted.page()
IN_THE_DARK = "@media (prefers-color-scheme: dark) { .pale { color: #bbb } }"
PALE = replace(
    planted.page("<p class=pale>Words.</p>", style=IN_THE_DARK),
    name="pale",
)


@pytest.fixture
def drilled(looker, capsys):
    """Call it with pages: how the drill ends, and its lines."""

    def drill(*pages, **more):
        looker.facts.clear()
        ended = access.drill(looker, [access.Group(list(pages), **more)], ways=[WAY])
        return ended, capsys.readouterr().out.splitlines()

    yield drill
    looker.page.emulate_media(color_scheme="light")


def test_it_looks_on_four_screens_by_light_and_by_dark():
    assert [str(way) for way in access.WAYS] == [
        f"{width} {theme}" for width in (320, 375, 768, 1280) for theme in ("light", "dark")
    ]


def test_where_nothing_is_wrong_every_check_was_made_and_it_ends_well(drilled, browser):
    ended, (_head, row) = drilled(GOOD)

    assert (ended, row.split()) == (0, ["320", "dark", "1", str(len(looking.EVERY)), "0"])


def test_what_is_wrong_is_counted_and_named_and_it_ends_badly(drilled, browser):
    ended, (_head, row, *named) = drilled(GOOD, planted.elsewhere(PALE, "/pale/"))

    assert (ended, row.split()[-1]) == (1, "1")
    assert named[0].startswith("320 dark, /pale/: axe: color-contrast:")
    assert named[1:] == ["together, own_title: “A page – A practice” is the title of ['/pale/', '/planted/']"]


def test_what_is_no_fault_is_left_out_by_its_own_check_alone(drilled, browser):
    found = {"hovering": ["a.sortremove shows something", "b shows something"], "axe": ["a.sortremove"]}

    assert desk.faults(found) == {"hovering": ["b shows something"], "axe": ["a.sortremove"]}
    assert drilled(PALE, faults=lambda found: {})[0] == 0
