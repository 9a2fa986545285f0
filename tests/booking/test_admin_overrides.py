"""Dated changes of hours: a day off, a week away, extra hours; shown before they are saved."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client as Browser

from booking.models import HoursOverride
from booking.practitioner import make_practitioner
from tests.booking.factories import (
    NOW,
    BookingPolicyFactory,
    ConfirmedFactory,
    HeldFactory,
    HoursOverrideFactory,
    WorkingHoursFactory,
)
from tests.booking.hours_pages import look, save, seen_on
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.django_db
CHANGES = "/admin/booking/hoursoverride/"
ADD = CHANGES + "add/"
# The day of the visit that ConfirmedFactory makes: a Monday, 12:00 to 14:00.
DAY = date(2027, 3, 8)
ALL_DAY = {"is_closed": "True", "day": "8/3/2027", "starts": "", "ends": ""}
EXTRA = {"is_closed": "False", "day": "14/3/2027", "starts": "9:00", "ends": "12:00"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def rows():
    return list(HoursOverride.objects.values_list("day", "is_closed", "starts", "ends", "note"))


def test_a_free_day_is_closed_once_it_was_looked_at(marja):
    save(marja, ADD, ALL_DAY)

    assert rows() == [(DAY, True, None, None, "")]


def test_a_closing_lists_whom_it_touches_before_it_is_saved(marja):
    booking = ConfirmedFactory(client=ClientFactory(name="Pat Cole"))
    typed = ALL_DAY | {"note": "Training"}

    page = look(marja, ADD, typed)
    before = HoursOverride.objects.count()
    answer = save(marja, ADD, typed)

    assert f"/admin/booking/booking/{booking.pk}/change/" in page
    assert "Pat C." in page
    assert 'value="Training"' in page
    assert (before, HoursOverride.objects.count()) == (0, 1)
    assert answer.url == CHANGES
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_saving_without_a_look_only_looks(marja):
    page = save(marja, ADD, ALL_DAY, seen="").content.decode()

    assert not HoursOverride.objects.exists()
    assert "What would change" in page


def test_a_booking_made_meanwhile_is_listed_too(marja):
    ConfirmedFactory()
    shown = seen_on(look(marja, ADD, ALL_DAY))
    ConfirmedFactory(client=ClientFactory(name="Lena Frost"), starts_at=NOW + timedelta(days=7, hours=4))

    page = save(marja, ADD, ALL_DAY, seen=shown).content.decode()

    assert "Lena F." in page
    assert not HoursOverride.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "touches"),
    [
        ("09:00", "12:00", False),
        ("14:00", "17:00", False),
        ("11:00", "12:01", True),
        ("13:59", "15:00", True),
    ],
)
def test_a_part_of_the_day_touches_only_the_sessions_in_it(marja, starts, ends, touches):
    ConfirmedFactory()

    page = look(marja, ADD, ALL_DAY | {"starts": starts, "ends": ends})

    assert ("1 booking in that time" in page) is touches


def test_what_has_run_out_is_not_listed(marja):
    HeldFactory(held_until=NOW)

    assert "Nobody is booked in that time." in look(marja, ADD, ALL_DAY)


def test_a_session_that_is_over_today_is_not_listed(marja):
    ConfirmedFactory(starts_at=NOW - timedelta(hours=3))

    assert "Nobody is booked in that time." in look(marja, ADD, ALL_DAY | {"day": "1/3/2027"})


def test_extra_hours_touch_nobody(marja):
    ConfirmedFactory()

    save(marja, ADD, EXTRA | {"day": "8/3/2027"})

    assert rows() == [(DAY, False, time(9), time(12), "")]


def test_a_week_away_is_one_step(marja):
    ConfirmedFactory(client=ClientFactory(name="Pat Cole"))
    typed = ALL_DAY | {"last_day": "12/3/2027", "note": "Holiday"}

    page = look(marja, ADD, typed)
    save(marja, ADD, typed)

    assert "Monday 8 to Friday 12 March 2027" in page
    assert "Pat C." in page
    assert rows() == [(date(2027, 3, 8 + n), True, None, None, "Holiday") for n in range(5)]
    assert LogEntry.objects.count() == 5


def test_days_that_are_closed_like_that_are_not_closed_twice(marja):
    HoursOverrideFactory(day=DAY)

    save(marja, ADD, ALL_DAY | {"last_day": "9/3/2027"})
    page = look(marja, ADD, ALL_DAY)

    assert [row[0] for row in rows()] == [DAY, date(2027, 3, 9)]
    assert "It is closed then already." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "9999-99-99"}, "Enter a day like 27/3/2027."),
        ({"day": ""}, "Enter a day like 27/3/2027."),
        ({"day": "8\x00/3/2027"}, "Enter a day like 27/3/2027."),
        ({"day": "31/12/9999"}, "Enter a day within the next two years."),
        ({"day": "28/2/2027"}, "This day is over. Enter today or a later day."),
        ({"day": "1/1/0001"}, "This day is over. Enter today or a later day."),
        ({"last_day": "7/3/2027"}, "Enter a last day that is not before the first."),
        ({"last_day": "7/5/2027"}, "Enter at most 60 days at once."),
        ({"last_day": "31/12/9999"}, "Enter at most 60 days at once."),
        ({"last_day": "soon"}, "Enter a day like 27/3/2027."),
        ({"starts": "9:00"}, "Enter this time too, or leave both empty for the whole day."),
        ({"ends": "9:00"}, "Enter this time too, or leave both empty for the whole day."),
        ({"starts": "12:00", "ends": "9:00"}, "Enter a time after 12:00, when it begins."),
        ({"starts": "12:00", "ends": "12:00"}, "Enter a time after 12:00, when it begins."),
        ({"starts": "late", "ends": "12:00"}, "Enter a time like 09:00 or 14:30."),
        ({"is_closed": "False"}, "Enter from when until when you are open."),
        ({"is_closed": ""}, "Choose closed or extra hours."),
        ({"is_closed": "perhaps"}, "Select a valid choice."),
        ({"note": "x" * 121}, "at most 120 characters"),
        ({"note": "a\x00b"}, "Null characters are not allowed."),
        ({"day": "28/3/2027", "starts": "01:15", "ends": "01:45"}, "There is no 01:15 on Sunday 28 March"),
        ({"day": "28/3/2027", "starts": "00:15", "ends": "01:45"}, "There is no 01:45 on Sunday 28 March"),
        (
            {"day": "27/3/2027", "last_day": "29/3/2027", "starts": "01:15", "ends": "04:00"},
            "There is no 01:15 on Sunday 28 March",
        ),
        (
            {"is_closed": "False", "starts": "11", "ends": "14"},
            "This overlaps with the extra hours of Monday 8 March",
        ),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence_and_kept(marja, typed, sentence):
    HoursOverrideFactory(day=DAY, is_closed=False, starts=time(9), ends=time(12), note="before")

    answer = save(marja, ADD, ALL_DAY | {"note": "mine"} | typed, seen="")

    page = answer.content.decode()
    assert (answer.status_code, len(rows())) == (200, 1)
    assert sentence in page
    kept = (ALL_DAY | {"note": "mine"} | typed).items()
    assert all(f'value="{value}"' in page for name, value in kept if value and name != "is_closed")


def test_sixty_days_are_not_too_many(marja):
    save(marja, ADD, ALL_DAY | {"last_day": "6/5/2027"})

    assert len(rows()) == 60


def test_the_hour_before_clocks_go_back_can_be_closed(marja):
    save(marja, ADD, ALL_DAY | {"day": "31/10/2027", "starts": "01:15", "ends": "01:45"})

    assert len(rows()) == 1


def test_a_change_is_changed_in_its_place(marja):
    row = HoursOverrideFactory(day=DAY, note="Training")
    address = f"{CHANGES}{row.pk}/change/"

    page = marja.get(address).content.decode()
    save(marja, address, ALL_DAY | {"day": "9/3/2027", "note": "Training"})

    assert 'value="08/03/2027"' in page
    assert list(HoursOverride.objects.values_list("pk", "day")) == [(row.pk, date(2027, 3, 9))]


def test_shorter_extra_hours_list_whom_they_leave_outside(marja):
    row = HoursOverrideFactory(day=DAY, is_closed=False, starts=time(10), ends=time(14))
    ConfirmedFactory(client=ClientFactory(name="Pat Cole"))
    typed = {"is_closed": "False", "day": "8/3/2027", "starts": "10:00"}

    shorter = look(marja, f"{CHANGES}{row.pk}/change/", typed | {"ends": "13:00"})
    longer = look(marja, f"{CHANGES}{row.pk}/change/", typed | {"ends": "15:00"})

    assert ("Pat C." in shorter, "Pat C." in longer) == (True, False)


@pytest.mark.parametrize(
    ("is_closed", "listed"), [pytest.param(False, True, id="extra"), pytest.param(True, False, id="closed")]
)
def test_removing_asks_and_lists_who_is_in_extra_hours(marja, is_closed, listed):
    row = HoursOverrideFactory(day=DAY, is_closed=is_closed, starts=time(10), ends=time(14))
    ConfirmedFactory(client=ClientFactory(name="Pat Cole"))
    address = f"{CHANGES}{row.pk}/delete/"

    page = marja.get(address).content.decode()
    marja.post(address)
    before = len(rows())
    marja.post(address, {"act": "save", "seen": seen_on(page)})

    assert ("Pat C." in page) is listed
    assert (before, len(rows())) == (1, 0)


def test_neighbouring_days_are_one_line_and_removed_together(marja):
    week = [HoursOverrideFactory(day=DAY + timedelta(days=n), note="Holiday") for n in range(5)]
    other = HoursOverrideFactory(day=DAY + timedelta(days=9), note="Holiday")
    run = f"{CHANGES}{week[0].pk}/run/"

    page = marja.get(CHANGES).content.decode()
    asked = marja.get(f"{CHANGES}{week[2].pk}/run/").content.decode()
    marja.post(run, {"act": "save", "seen": seen_on(asked)})

    assert "Monday 8 to Friday 12 March 2027" in page
    assert page.count("Remove all of it") == 1
    assert "Remove all 5 days" in asked
    assert list(HoursOverride.objects.all()) == [other]


def test_past_changes_are_behind_a_link_year_by_year(marja):
    HoursOverrideFactory(day=date(2027, 2, 1), note="Flu")
    HoursOverrideFactory(day=date(2025, 8, 4), note="Lapland")
    HoursOverrideFactory(day=DAY, note="Training")

    coming, latest, year, nonsense = (
        marja.get(CHANGES + query).content.decode() for query in ("", "?past=", "?past=2025", "?past=x9")
    )
    endless = marja.get(f"{CHANGES}?past={'9' * 5000}").content.decode()

    assert ["Training" in coming, "Flu" in coming] == [True, False]
    assert ["Training" in latest, "Flu" in latest, "Lapland" in latest] == [False, True, False]
    assert ["Flu" in year, "Lapland" in year] == [False, True]
    assert ["Flu" in nonsense, "Lapland" in nonsense] == [True, False]
    assert ["Flu" in endless, "Lapland" in endless] == [True, False]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?day=2027-03-09&starts=13:00&ends=17:00", True),
        ("?day=2027-03-09", True),
        ("?day=2027-03-09&last_day=2027-03-12", True),
        ("?is_closed=False&day=2027-03-26", False),
        ("?day=2027-02-30", False),
        ("?day=%00&starts=%00", False),
        ("?day=2027-03-09&last_day=9999-12-31", False),
        ("?starts=13:00&ends=17:00", False),
    ],
)
def test_what_the_diary_fills_in_is_shown_at_once(marja, query, shown):
    answer = marja.get(ADD + query)

    page = answer.content.decode()
    assert (answer.status_code, "What would change" in page) == (200, shown)
    assert not rows()


def test_a_block_from_the_diary_is_saved_with_one_press(marja):
    page = marja.get(ADD + "?day=2027-03-09&starts=13:00&ends=17:00").content.decode()

    save(marja, ADD, ALL_DAY | {"day": "09/03/2027", "starts": "13:00", "ends": "17:00"}, seen=seen_on(page))

    assert rows() == [(date(2027, 3, 9), True, time(13), time(17), "")]


def test_opening_a_bank_holiday_has_its_day_filled_in(marja):
    page = marja.get(ADD + "?is_closed=False&day=2027-03-26").content.decode()

    assert 'value="26/03/2027"' in page
    assert "There is a problem" not in page


def test_the_bank_holidays_ahead_can_be_opened(marja):
    BookingPolicyFactory()
    HoursOverrideFactory(day=date(2027, 5, 3), is_closed=False, starts=time(9), ends=time(13))

    page = marja.get(CHANGES).content.decode()

    assert "Good Friday" in page
    assert "?is_closed=False&amp;day=2027-03-26" in page
    assert "day=2027-05-03" not in page


def test_the_calendar_shows_before_after_holidays_and_how_many_are_booked(marja):
    BookingPolicyFactory()
    WorkingHoursFactory(weekday=0)
    ConfirmedFactory(starts_at=datetime(2027, 3, 15, 10, tzinfo=UTC))

    page = look(marja, ADD, ALL_DAY | {"starts": "12:00", "ends": "17:00"})

    monday, quiet, friday = (cell(page, day) for day in ("2027-03-08", "2027-03-15", "2027-03-26"))
    assert monday == "8 Before: 9–17 Then: 9–12"
    assert quiet == "15 9–17 1 booked"
    assert friday == "26 Good Friday Closed"


def cell(page, day):
    """The words of one day of the calendar."""
    inner = re.search(rf'<time datetime="{day}">.*?</td>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", inner).split())
