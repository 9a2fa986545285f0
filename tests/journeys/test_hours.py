"""Her hours, on a phone and on a desk: seen on a calendar before anything is saved."""

from datetime import UTC, date, datetime, time

import pytest

from booking.models import BookingPolicy, HoursOverride, Status, WorkingHours
from tests.booking.factories import ConfirmedFactory
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.practitioner import Practitioner

TUESDAY = datetime(2027, 4, 6, 10, tzinfo=UTC)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def practitioner(request, page, practice, address):
    """She looks at her hours on either screen."""
    page.set_viewport_size(request.param)
    practitioner = Practitioner(page, address)
    practitioner.signs_in()
    return practitioner


def test_a_week_away_is_one_step_and_one_line(practitioner, is_sound):
    page = practitioner.page
    visit = ConfirmedFactory(starts_at=TUESDAY, client__name="Robin Example")
    practitioner.opens("/admin/booking/hoursoverride/")
    practitioner.follows("Close a day or a time")
    is_sound(page)
    page.get_by_label("Day, or first day").fill("5 April 2027")
    page.get_by_label("Last day").fill("9 April 2027")
    page.get_by_label("Note for yourself").fill("Holiday")

    practitioner.sends("Look at it")
    month = page.get_by_role("table", name="April 2027").inner_text()
    touched = page.get_by_role("region", name="1 booking in that time").inner_text()
    is_sound(page)
    before = HoursOverride.objects.count()
    practitioner.sends("Save it all the same")

    assert ("Robin E." in touched, "Closed" in month, before) == (True, True, 0)
    assert "1 booking in that time stays booked" in practitioner.told
    assert HoursOverride.objects.count() == 5
    visit.refresh_from_db()
    assert visit.status == Status.CONFIRMED
    is_sound(page)
    practitioner.follows("Remove all of it")
    is_sound(page)
    practitioner.sends("Remove all 5 days")
    assert not HoursOverride.objects.exists()


def test_half_a_day_from_an_address_takes_one_press(practitioner, is_sound):
    practitioner.opens("/admin/booking/hoursoverride/add/?day=2027-03-09&starts=13:00&ends=17:00")
    is_sound(practitioner.page)

    practitioner.sends("Save")

    row = HoursOverride.objects.get()
    assert (row.day, row.starts, row.ends) == (date(2027, 3, 9), time(13), time(17))


def test_mistakes_are_said_where_they_are(practitioner, is_sound):
    page = practitioner.page
    practitioner.opens("/admin/booking/hoursoverride/add/")
    page.get_by_label("Extra hours").check()
    page.get_by_label("Day, or first day").fill("28/3/2027")
    page.get_by_label("From").fill("01:15")
    page.get_by_label("Until").fill("09:00")

    practitioner.sends("Look at it")

    assert practitioner.problems == [
        "There is no 01:15 on Sunday 28 March: clocks go forward then. Choose another time."
    ]
    assert page.get_by_label("Until").input_value() == "09:00"
    is_sound(page)


def test_the_week_is_changed_period_by_period(practitioner, is_sound):
    page = practitioner.page
    ConfirmedFactory(starts_at=TUESDAY, client__name="Robin Example")
    practitioner.opens("/admin/booking/workinghours/")
    is_sound(page)
    practitioner.follows("Tuesday 09:00 – 17:00")
    page.get_by_label("From").fill("12")

    practitioner.sends("Look at it")
    touched = page.get_by_role("region", name="1 booking in that time").inner_text()
    is_sound(page)
    practitioner.sends("Save it all the same")

    assert "Robin E." in touched
    assert WorkingHours.objects.get(weekday=1).starts == time(12)


def test_another_nation_is_looked_at_first(practitioner, is_sound):
    page = practitioner.page
    ConfirmedFactory(starts_at=datetime(2027, 3, 17, 10, tzinfo=UTC), client__name="Robin Example")
    practitioner.opens("/admin/booking/bookingpolicy/1/change/")
    page.get_by_label("Bank holidays of").select_option("Northern Ireland")

    practitioner.sends("Save", exact=True)
    touched = page.get_by_role("region", name="1 booking in that time").inner_text()
    before = BookingPolicy.objects.get().nation
    is_sound(page)
    practitioner.sends("Save", exact=True)

    assert "Robin E." in touched
    assert (before, BookingPolicy.objects.get().nation) == ("ENG", "NIR")
