"""The page of the diary: what it shows, where it leads, and what it makes of odd addresses."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from booking.models import WorkingHours
from booking.practitioner import make_practitioner
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    HoursOverrideFactory,
    WorkingHoursFactory,
)

pytestmark = pytest.mark.django_db
DIARY = "/admin/booking/booking/diary/"
# The Tuesday after next week's Monday.
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    WorkingHours.objects.all().delete()
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(17))
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def entries(page) -> list[tuple]:
    """What stands in each day: the day, the kind, and when it begins."""
    return [
        (day.day.day, str(entry.kind), f"{entry.starts_at:%H:%M}")
        for day in page.context["grid"].days
        for entry in day.entries
        if entry.kind != "buffer"
    ]


def heading(page) -> str:
    return page.content.decode().partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "1 to 7 March 2027"),
        ({"day": "2027-03-09"}, "8 to 14 March 2027"),
        ({"day": "2027-03-31"}, "29 March to 4 April 2027"),
        ({"day": "2027-01-01"}, "28 December 2026 to 3 January 2027"),
        ({"view": "day", "day": "2027-03-09"}, "Tuesday 9 March 2027"),
        ({"view": "month", "day": "2027-03-09"}, "March 2027"),
    ],
)
def test_the_address_says_what_is_shown(marja, query, expected):
    assert heading(marja.get(DIARY, query)) == expected


@pytest.mark.parametrize("view", ["day", "week", "month"])
@pytest.mark.parametrize(
    "day",
    [
        "tomorrow",
        "2027-02-30",
        "0001-01-01",
        "9999-12-31",
        "-1",
        "1999-12-31",
        "2101-01-01",
        "\0",
        "9" * 5000,
    ],
)
def test_a_day_that_makes_no_sense_is_today_with_a_sentence(marja, view, day):
    page = marja.get(DIARY, {"view": view, "day": day})

    assert (page.status_code, page.context["shown"].day) == (200, date(2027, 3, 1))
    assert page.context["problem"] in page.content.decode()
    assert page.context["problem"].endswith("This is today.")


@pytest.mark.parametrize("view", ["day", "week", "month"])
@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_shown_and_nothing_leads_beyond(marja, view, day):
    page = marja.get(DIARY, {"view": view, "day": day})

    beyond = [url for url in page.context["steps"].values() if "1999-" in url or "2101-" in url]

    assert (page.status_code, page.context["problem"], beyond) == (200, "", [])


def test_a_view_that_is_not_there_is_this_week_with_a_sentence(marja):
    page = marja.get(DIARY, {"view": "year\0", "day": "2027-03-09"})

    assert (page.status_code, heading(page)) == (200, "1 to 7 March 2027")
    assert "There is no such view" in page.content.decode()


def test_the_week_shows_sessions_closings_and_what_is_free(marja):
    ConfirmedFactory(starts_at=TUESDAY, client__name="Robin Example")
    HoursOverrideFactory(day=date(2027, 3, 10), starts=time(12), ends=time(17), note="Dentist")
    HoursOverrideFactory(day=date(2027, 3, 11), note="Training day")

    page = marja.get(DIARY, {"day": "2027-03-09"})

    html = page.content.decode()
    assert entries(page) == [
        (8, "free", "09:00"),
        (9, "visit", "10:00"),
        (9, "free", "12:30"),
        (10, "free", "09:00"),
        (10, "closed", "12:00"),
        (12, "free", "09:00"),
    ]
    assert [word in html for word in ("Robin E.", "Dentist", "Training day")] == [True] * 3
    assert "Robin Example" not in html


def test_what_has_run_out_is_not_there_and_its_time_is_free(marja):
    gone = {"expires_at": NOW - timedelta(minutes=1)}
    BookingFactory(starts_at=TUESDAY, **gone)
    HeldFactory(starts_at=TUESDAY + timedelta(hours=3), held_until=NOW)

    page = marja.get(DIARY, {"view": "day", "day": "2027-03-09"})

    assert entries(page) == [(9, "free", "09:00")]
