"""The style guide in a browser: what is wrong with a part is seen here first."""

import pytest

from booking.styleguide import views
from tests.journeys import sound
from tests.journeys.practitioner import Practitioner


def test_every_sheet_is_sound(page, practice, address, is_sound):
    practitioner = Practitioner(page, address)
    practitioner.signs_in()

    for name, title in views.SHEETS.items():
        practitioner.opens(f"/styleguide/{name}/")
        assert sound.headings(page) == [title]
        is_sound(page)


@pytest.fixture
def parts(page, practice, address):
    practitioner = Practitioner(page, address)
    practitioner.signs_in()
    practitioner.opens("/styleguide/parts/")
    return page


def test_on_paper_the_words_stay_and_what_leads_elsewhere_goes(parts):
    parts.emulate_media(media="print")

    for gone in (".nav", ".actions", ".back", ".panel-drawing"):
        assert parts.locator(gone).filter(visible=True).count() == 0, gone
    for stays in (".panel .status", ".facts dd", ".note p", ".route-when"):
        assert parts.locator(stays).filter(visible=True).count() > 0, stays
    assert grounds(parts, "body, .panel, .error-summary") == {"rgb(255, 255, 255)"}


def test_in_forced_colours_edges_say_what_grounds_said(parts):
    parts.emulate_media(forced_colors="active")

    assert parts.locator(".panel-drawing").filter(visible=True).count() == 0
    assert parts.locator(".status .shape").filter(visible=True).count() > 10
    widths = parts.locator("main :is(.button, .panel, .error-summary)").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).borderTopWidth))"
    )
    assert len(widths) > 8
    assert min(widths) >= 2


def test_whoever_wants_no_motion_gets_none(parts):
    moving = "all => all.filter(e => /[1-9]/.test(getComputedStyle(e).transitionDuration)).length"
    parts.emulate_media(reduced_motion="no-preference")
    wanted = parts.locator("body *").evaluate_all(moving)
    parts.emulate_media(reduced_motion="reduce")

    assert wanted > 0
    assert parts.locator("body *").evaluate_all(moving) == 0


def grounds(page, selector):
    return set(
        page.locator(selector).evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
    )
