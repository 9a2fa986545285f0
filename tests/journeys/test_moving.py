"""She moves a visit, takes it back, and clears a day she cannot work: on a phone, on a desk, by keyboard."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.models import HoursOverride, Status
from tests.booking.factories import ConfirmedFactory, HeldFactory
from tests.booking.test_admin_moving import OPERATION
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.onward import goes_on_by, goes_on_by_enter
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner

TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)
SCREENS = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def practitioner(page, practice, address):
    marja = Practitioner(page, address)
    marja.signs_in()
    return marja


def joan(**more):
    return ConfirmedFactory(
        starts_at=TUESDAY, client__name="Joan Green", client__email="joan@example.com", **more
    )


def where(visit):
    visit.refresh_from_db()
    return visit.starts_at, visit.status


@SCREENS
def test_a_visit_moves_by_one_press_and_comes_back_by_another(practitioner, page, is_sound, screen):
    page.set_viewport_size(screen)
    visit = joan()
    practitioner.opens(f"/admin/booking/booking/{visit.pk}/move/")
    is_sound(page)

    practitioner.sends("Wednesday 10 March, 14:00")
    moved, told = where(visit), practitioner.told
    is_sound(page)
    practitioner.sends("Undo the move")

    assert moved == (datetime(2027, 3, 10, 14, tzinfo=UTC), Status.CONFIRMED)
    assert "Moved to Wednesday 10 March, 14:00. Joan Green gets a message." in told
    assert "Moved back to Tuesday 9 March, 10:00." in practitioner.told
    assert where(visit) == (TUESDAY, Status.CONFIRMED)
    assert "Tuesday 9 March, 10am" in deliver()["joan@example.com"].subject


@SCREENS
def test_a_time_outside_her_hours_is_asked_once_more(practitioner, page, is_sound, screen):
    page.set_viewport_size(screen)
    visit = joan(screening__answers=OPERATION)
    practitioner.opens(f"/admin/booking/booking/{visit.pk}/move/")
    page.get_by_role("textbox", name="Day").fill("10 March 2027")
    page.get_by_role("textbox", name="Time").fill("7:30pm")

    practitioner.sends("Move it there")
    asked = page.get_by_role("main").inner_text()
    is_sound(page)
    practitioner.sends("Move it all the same")
    is_sound(page)

    assert "This is outside your hours." in asked
    assert "On that day the visit waits for your yes." in asked
    assert where(visit) == (datetime(2027, 3, 10, 19, 30, tzinfo=UTC), Status.HELD)
    practitioner.follows("Read and answer")
    assert page.url.endswith(f"/{visit.pk}/review/")


@SCREENS
def test_a_time_that_is_taken_says_whose_it_is(practitioner, page, is_sound, screen):
    page.set_viewport_size(screen)
    visit = joan()
    ConfirmedFactory(starts_at=TUESDAY + timedelta(days=1), client__name="Robin Sample")
    practitioner.opens(f"/admin/booking/booking/{visit.pk}/move/")
    page.get_by_role("textbox", name="Day").fill("10/3/2027")
    page.get_by_role("textbox", name="Time").fill("11")

    practitioner.sends("Move it there")
    is_sound(page)

    assert "Robin S., 10:00 to 12:00" in page.get_by_role("alert").inner_text()
    assert page.get_by_role("textbox", name="Day").input_value() == "10/3/2027"
    nearest = page.get_by_role("region", name="The nearest free times")
    goes_on_by(nearest.get_by_role("button", name="Wednesday 10 March 12:30"))
    assert where(visit) == (datetime(2027, 3, 10, 12, 30, tzinfo=UTC), Status.CONFIRMED)


def test_all_of_it_goes_by_keyboard(practitioner, page):
    visit = joan()
    practitioner.opens(f"/admin/booking/booking/{visit.pk}/move/")
    page.get_by_role("textbox", name="Day").focus()

    page.keyboard.type("10/3/2027")
    page.keyboard.press("Tab")
    page.keyboard.type("14:00")
    goes_on_by_enter(page)
    told, moved = practitioner.told, where(visit)
    page.get_by_role("button", name="Undo the move").focus()
    goes_on_by_enter(page)

    assert ("Moved to" in told, "Moved back to" in practitioner.told) == (True, True)
    assert moved == (datetime(2027, 3, 10, 14, tzinfo=UTC), Status.CONFIRMED)
    assert where(visit) == (TUESDAY, Status.CONFIRMED)


def test_it_works_without_scripts(page_nojs, practice, address, axe):
    marja = Practitioner(page_nojs, address)
    marja.signs_in()
    visit = joan()

    marja.opens(f"/admin/booking/booking/{visit.pk}/move/")
    axe(page_nojs)
    marja.sends("Wednesday 10 March, 14:00")

    assert where(visit) == (datetime(2027, 3, 10, 14, tzinfo=UTC), Status.CONFIRMED)


@SCREENS
def test_a_day_she_cannot_work_is_cleared_at_once(practitioner, page, is_sound, screen):
    page.set_viewport_size(screen)
    first, second = joan(), ConfirmedFactory(starts_at=TUESDAY + timedelta(hours=3), client__email="")
    third = HeldFactory(starts_at=TUESDAY + timedelta(hours=6), client__name="Kim Other")
    practitioner.opens("/admin/booking/booking/ill/?day=2027-03-09")
    is_sound(page)

    page.get_by_role("group", name="13:00").get_by_label("Cancel").check()
    page.get_by_role("group", name="Kim Other").get_by_label("Leave it").check()
    practitioner.sends("Do all this now")
    is_sound(page)

    assert where(first) == (datetime(2027, 3, 10, 9, tzinfo=UTC), Status.CONFIRMED)
    assert where(second) == (TUESDAY + timedelta(hours=3), Status.CANCELLED)
    assert where(third) == (TUESDAY + timedelta(hours=6), Status.HELD)
    assert HoursOverride.objects.get().day == TUESDAY.date()
    assert page.get_by_role("region", name="Ring these").get_by_role("link").count() == 1
    assert "I cannot be there on Tuesday 9 March." in deliver()["joan@example.com"].body


def test_a_day_in_which_somebody_was_quicker_is_shown_again(practitioner, page, is_sound):
    visit = joan()
    practitioner.opens("/admin/booking/booking/ill/?day=2027-03-09")
    ConfirmedFactory(starts_at=datetime(2027, 3, 10, 9, tzinfo=UTC))

    practitioner.sends("Do all this now")
    is_sound(page)

    assert "one of the times has been taken meanwhile" in page.get_by_role("alert").inner_text()
    assert where(visit) == (TUESDAY, Status.CONFIRMED)
