"""The page of the diary: what it shows, where it leads, and what it makes of odd addresses."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.admin.decisions import seen_of
from booking.models import Booking, Status, WorkingHours
from booking.practitioner import make_practitioner
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    HoursOverrideFactory,
    OfferedFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import ClientFactory, GuardianshipFactory, ScreeningFactory, UserFactory

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


def words(page) -> str:
    """The page without its tags, each stretch of white space a single space."""
    main = page.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_session_is_a_link_with_its_status_name_time_and_number(marja):
    client = ClientFactory(name="Robin van Example", form_on=date(2027, 2, 1))
    for days in (7, 14):
        ConfirmedFactory(client=client, starts_at=TUESDAY - timedelta(days=days), status=Status.COMPLETED)
    coming = ConfirmedFactory(client=client, starts_at=TUESDAY, is_first=False)

    page = marja.get(DIARY, {"view": "day", "day": "2027-03-09"})

    assert "Confirmed Robin E. 10:00 – 12:00 Session 3" in words(page)
    assert "No health form" not in words(page)
    assert reverse("admin:booking_booking_change", args=[coming.pk]) in page.content.decode()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            lambda: ConfirmedFactory(starts_at=TUESDAY, client__form_on=None),
            "First session No health form yet",
        ),
        (
            lambda: ConfirmedFactory(starts_at=TUESDAY, is_first=False, client__treated_before=True),
            "Follow-up session",
        ),
        (lambda: HeldFactory(starts_at=TUESDAY), "Answer by Wed 3 Mar, 12:00"),
        (lambda: HeldFactory(starts_at=TUESDAY, answer_due_at=NOW), "Answer overdue"),
        (
            lambda: BookingFactory(starts_at=TUESDAY),
            "Being booked Somebody is booking 10:00 – 12:00 Kept until 12:15 today",
        ),
        (
            lambda: OfferedFactory(starts_at=TUESDAY, client=ClientFactory(name="Kim Fox")),
            "Offer Kim F. 10:00 – 12:00 First session Kept until 14:00 today",
        ),
        (lambda: ConfirmedFactory(starts_at=TUESDAY, status=Status.NO_SHOW), "Did not come"),
        (
            lambda: ConfirmedFactory(starts_at=TUESDAY, status=Status.COMPLETED, minutes_given=105),
            "105 min given",
        ),
        (
            lambda: ConfirmedFactory(starts_at=TUESDAY, guardianship=GuardianshipFactory()),
            "With a guardian",
        ),
    ],
    ids=["no form", "treated before", "held", "overdue", "reserved", "offered", "no-show", "given", "child"],
)
def test_what_a_session_says(marja, made, expected):
    made()

    assert expected in words(marja.get(DIARY, {"view": "day", "day": "2027-03-09"}))


def test_a_visit_that_is_over_asks_how_it_went(marja):
    ConfirmedFactory(starts_at=NOW - timedelta(hours=3))

    assert "How did it go?" in words(marja.get(DIARY))


def test_a_closing_that_is_over_a_session_leaves_both_to_be_seen(marja):
    ConfirmedFactory(starts_at=TUESDAY)
    HoursOverrideFactory(day=TUESDAY.date(), starts=time(10), ends=time(13), note="Dentist")

    html = marja.get(DIARY, {"view": "day", "day": "2027-03-09"}).content.decode()

    assert ("is-over-closed" in html, "Dentist" in html) == (True, True)


def test_a_free_time_leads_to_a_booking_and_to_a_closing(marja):
    ConfirmedFactory(starts_at=TUESDAY)

    html = marja.get(DIARY, {"view": "day", "day": "2027-03-09"}).content.decode()

    closing = reverse("admin:booking_hoursoverride_add")
    assert f'href="{closing}?day=2027-03-09&amp;starts=12:30&amp;ends=17:00"' in html
    assert "?start=2027-03-09T12:30" in html


def test_what_waits_stands_above_with_its_deadline_and_the_rest_is_counted(marja):
    for n in range(5):
        due = NOW + timedelta(hours=(n - 1) * 3)
        HeldFactory(
            starts_at=TUESDAY + timedelta(days=n), answer_due_at=due, client__name=f"Ann {chr(65 + n)}x"
        )

    said = words(marja.get(DIARY, {"view": "month"}))

    assert "Waits for your answer 2 more requests" in said
    assert "Held Ann A. Tue 9 Mar, 10:00 Overdue: was due 09:00 today" in said
    assert "Held Ann C. Thu 11 Mar, 10:00 Answer by 15:00 today" in said


def test_only_what_can_move_carries_what_a_move_needs(marja):
    coming = ConfirmedFactory(starts_at=TUESDAY)
    BookingFactory(starts_at=TUESDAY + timedelta(hours=3))
    ConfirmedFactory(starts_at=TUESDAY + timedelta(days=1), status=Status.NO_SHOW)

    html = marja.get(DIARY, {"day": "2027-03-09"}).content.decode()

    move = reverse("admin:booking_booking_move", args=[coming.pk])
    assert re.findall(r'data-move="([^"]+)" data-seen="([^"]+)" data-from="([^"]+)"', html) == [
        (move, seen_of(coming), "2027-03-09T10:00")
    ]
    assert 'name="next" value="/admin/booking/booking/diary/?view=week&amp;day=2027-03-09"' in html


def test_the_month_counts_and_each_day_leads_to_itself(marja):
    ConfirmedFactory(starts_at=TUESDAY)
    HeldFactory(starts_at=TUESDAY + timedelta(hours=3))
    HoursOverrideFactory(day=date(2027, 3, 11), note="Training day")

    page = marja.get(DIARY, {"view": "month", "day": "2027-03-31"})

    days = {day.day: day for day in page.context["grid"].days}
    busy = days[date(2027, 3, 9)]
    assert (min(days), max(days)) == (date(2027, 3, 1), date(2027, 4, 4))
    assert (busy.sessions, busy.requests, busy.load) == (1, 1, 62)
    assert "view=day&amp;day=2027-03-09" in page.content.decode()
    assert "9 March 1 session 1 request 62 in 100 taken. 1 h 30 free" in words(page)
    assert [word in words(page) for word in ("Closed Training day", "Good Friday")] == [True, True]


def test_a_reader_is_offered_nothing_to_change(marja):
    ConfirmedFactory(starts_at=TUESDAY)
    reader = Browser()
    user = UserFactory(is_superuser=False)
    user.user_permissions.add(_permission("view_booking"))
    reader.force_login(user)

    page = reader.get(DIARY, {"day": "2027-03-09"})

    assert page.status_code == 200
    assert [word in words(page) for word in ("Add a booking", "Close a time", "Day sheet")] == [False] * 3
    assert "data-move" not in page.content.decode()


def test_the_diary_is_for_those_who_may_see_bookings_alone(marja):
    stranger, staff = Browser(), Browser()
    staff.force_login(UserFactory(is_superuser=False))

    assert stranger.get(DIARY).status_code == 302
    assert staff.get(DIARY).status_code == 403
    assert marja.post(DIARY).status_code == 405


def test_the_queries_are_the_same_however_full_three_years_are(marja):
    counts = []
    for more in (1, 9, 4990):
        _fill(more)
        counts.append([_queries(marja, view) for view in ("day", "week", "month")])

    assert counts == [counts[0]] * 3
    assert max(counts[0]) <= 13


def test_the_sheet_of_rows_has_a_place_for_every_quarter_hour():
    css = (Path(settings.BASE_DIR) / "static/css/diary-rows.css").read_text()

    assert re.findall(r"\.at-(\d+) \{ grid-row-start: (\d+); \}", css) == [
        (str(row), str(row + 1)) for row in range(96)
    ]
    assert re.findall(r"\.for-(\d+) \{ grid-row-end: span (\d+); \}", css) == [
        (str(rows), str(rows)) for rows in range(1, 98)
    ]


def _permission(codename):
    return Permission.objects.get(codename=codename)


def _fill(more):
    """Add sessions, five hours apart, back from the Tuesday shown."""
    screening = ScreeningFactory()
    shared = {"treatment": TreatmentFactory(), "client": screening.client, "screening": screening}
    last = Booking.objects.order_by("starts_at").first()
    start = last.starts_at - timedelta(hours=5) if last else TUESDAY
    Booking.objects.bulk_create(
        ConfirmedFactory.build(**shared, starts_at=start - timedelta(hours=5 * n), status=Status.COMPLETED)
        for n in range(more)
    )


def _queries(marja, view) -> int:
    marja.get(DIARY)
    with CaptureQueriesContext(connection) as queries:
        assert marja.get(DIARY, {"view": view, "day": "2027-03-09"}).status_code == 200
    return len(queries)
