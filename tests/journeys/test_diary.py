"""The diary in a browser: on a phone a day, on a desk a week, without scripts, by keyboard and by mouse."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from booking.models import HoursOverride, Status
from tests.booking.factories import (
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    HoursOverrideFactory,
    OfferedFactory,
)
from tests.conftest import NOON
from tests.journeys.conftest import DESK
from tests.journeys.onward import goes_on_by
from tests.journeys.practitioner import Practitioner

DIARY = "/admin/booking/booking/diary/"
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
def full_week(practice):
    """A week with one of each: sessions, a request, an offer, a reservation, closed and extra times."""
    robin = ConfirmedFactory(starts_at=TUESDAY, client__name="Robin Example", client__form_on=None)
    HeldFactory(starts_at=TUESDAY + timedelta(hours=3), client__name="Kim Example")
    BookingFactory(starts_at=TUESDAY + timedelta(days=1), expires_at=NOON + timedelta(hours=2))
    OfferedFactory(
        starts_at=TUESDAY + timedelta(days=2), client=robin.client, expires_at=NOON + timedelta(hours=9)
    )
    ConfirmedFactory(starts_at=TUESDAY + timedelta(days=3), status=Status.NO_SHOW)
    HoursOverrideFactory(day=date(2027, 3, 10), starts=time(14), ends=time(16), note="Dentist")
    HoursOverrideFactory(day=date(2027, 3, 12), note="Training day")
    HoursOverrideFactory(day=date(2027, 3, 13), is_closed=False, starts=time(17), ends=time(19))
    return robin


@pytest.fixture
def practitioner(page, practice, address):
    practitioner = Practitioner(page, address)
    practitioner.signs_in()
    return practitioner


@pytest.fixture
def at_her_desk(her_page, practice, address):
    practitioner = Practitioner(her_page, address)
    practitioner.signs_in()
    return practitioner


def days_shown(page) -> list[str]:
    return [day.get_attribute("data-day") for day in page.locator(".diary-day:visible").all()]


@pytest.mark.parametrize(
    "query", ["?day=2027-03-09", "?day=2027-03-12", "?view=day&day=2027-03-10", "?view=month&day=2027-03-09"]
)
def test_each_view_is_sound_on_the_phone_and_on_the_desk(full_week, practitioner, page, is_sound, query):
    practitioner.opens(DIARY + query)
    is_sound(page)

    page.set_viewport_size(DESK)
    practitioner.opens(DIARY + query)
    is_sound(page)


def test_an_opened_free_time_is_sound(full_week, practitioner, page, is_sound):
    practitioner.opens(f"{DIARY}?day=2027-03-09")
    page.set_viewport_size(DESK)

    page.locator("details.diary-free summary").last.click()

    is_sound(page)


def test_on_the_phone_she_goes_from_day_to_day(full_week, practitioner, page):
    practitioner.opens(f"{DIARY}?day=2027-03-08")
    first = days_shown(page)

    days = page.get_by_role("navigation", name="Days of this week")
    goes_on_by(days.get_by_role("link", name="Tuesday"))
    chosen = days_shown(page)
    listed = page.locator(".diary-day:visible .diary-visit").all_inner_texts()
    practitioner.follows("Day after")

    assert (first, chosen, days_shown(page)) == (["2027-03-08"], ["2027-03-09"], ["2027-03-10"])
    assert [" ".join(text.split()) for text in listed] == [
        "Confirmed Robin E. 10:00 – 12:00 First session No health form yet",
        "Held Kim E. 13:00 – 15:00 First session Answer by Wed 3 Mar, 12:00",
    ]


def test_on_the_desk_the_week_stands_in_columns_by_the_clock(full_week, at_her_desk, her_page):
    at_her_desk.opens(f"{DIARY}?day=2027-03-09")

    robin = her_page.get_by_role("link", name="Confirmed Robin E.").bounding_box()
    kim = her_page.locator(".diary-list").get_by_role("link", name="Kim E.").bounding_box()
    hours = {n: her_page.locator(f'[data-hour="{n}"]').bounding_box()["y"] for n in (10, 12, 13, 15)}

    assert len(days_shown(her_page)) == 7
    assert robin["x"] == kim["x"]
    placed = [robin["y"], robin["y"] + robin["height"], kim["y"], kim["y"] + kim["height"]]
    assert placed == pytest.approx(list(hours.values()), abs=3)


def test_without_scripts_half_a_day_is_closed_in_four_presses(full_week, page_nojs, address):
    practitioner = Practitioner(page_nojs, address)
    practitioner.signs_in()
    practitioner.opens(f"{DIARY}?day=2027-03-11")

    page_nojs.locator("summary:visible", has_text="Free from 12:30").click()
    practitioner.follows("Close this time")
    practitioner.sends("Save", exact=True)

    closed = HoursOverride.objects.get(day=date(2027, 3, 11))
    assert (closed.is_closed, closed.starts, closed.ends) == (True, time(12, 30), time(17))


def test_by_keyboard_she_opens_a_free_time_and_leaves_it(full_week, at_her_desk, her_page):
    at_her_desk.opens(f"{DIARY}?day=2027-03-09")
    summary = her_page.locator("details.diary-free summary").first

    summary.focus()
    her_page.keyboard.press("Enter")
    book = her_page.get_by_role("link", name="Book 09:00").first
    expect(book).to_be_visible()
    her_page.keyboard.press("Tab")
    expect(book).to_be_focused()
    her_page.keyboard.press("Escape")

    expect(book).to_be_hidden()
    expect(summary).to_be_focused()


def carry(page, visit, day: str, hour: int):
    """Hold a session at its top and bring it to an hour of another day, without letting go."""
    box = visit.bounding_box()
    column = page.locator(f'.diary-day[data-day="{day}"]').bounding_box()
    line = page.locator(f'[data-hour="{hour}"]').bounding_box()["y"]
    page.mouse.move(box["x"] + 20, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 20, steps=3)
    page.mouse.move(column["x"] + 30, line + 3, steps=5)


def test_a_session_carried_to_another_time_is_moved_and_can_be_taken_back(full_week, at_her_desk, her_page):
    at_her_desk.opens(f"{DIARY}?day=2027-03-09")
    her_page.set_viewport_size({"width": 1280, "height": 1600})
    visit = her_page.get_by_role("link", name="Confirmed Robin E.")

    carry(her_page, visit, "2027-03-08", 14)
    expect(her_page.locator(".diary-drop")).to_have_text("14:00")
    with her_page.expect_navigation():
        her_page.mouse.up()
    full_week.refresh_from_db()
    moved = full_week.starts_at
    address = her_page.url
    at_her_desk.sends("Undo the move")
    full_week.refresh_from_db()

    assert address.endswith("view=week&day=2027-03-09")
    assert moved == TUESDAY.replace(day=8, hour=14)
    assert full_week.starts_at == TUESDAY


def test_escape_lets_a_carried_session_stay_and_a_press_still_opens_it(full_week, at_her_desk, her_page):
    at_her_desk.opens(f"{DIARY}?day=2027-03-09")
    her_page.set_viewport_size({"width": 1280, "height": 1600})
    visit = her_page.get_by_role("link", name="Confirmed Robin E.")

    carry(her_page, visit, "2027-03-08", 14)
    her_page.keyboard.press("Escape")
    her_page.mouse.up()
    expect(her_page.locator(".diary-drop")).to_have_count(0)
    stayed = her_page.url
    goes_on_by(visit)

    full_week.refresh_from_db()
    assert stayed == f"{at_her_desk.address}{DIARY}?day=2027-03-09"
    assert full_week.starts_at == TUESDAY
    assert her_page.url.endswith(f"/{full_week.pk}/change/")
