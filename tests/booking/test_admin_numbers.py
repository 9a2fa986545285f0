"""The page of numbers, its file, and the pictures of the first page."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from booking import lifecycle
from booking.models import Booking, Status
from booking.practitioner import make_practitioner
from tests.booking.factories import (
    NOW,
    BookingPolicyFactory,
    ConfirmedFactory,
    HeldFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import ClientFactory, ScreeningFactory, UserFactory

pytestmark = pytest.mark.django_db
NUMBERS, FILE = "/admin/booking/booking/numbers/", "/admin/booking/booking/numbers.csv"
QUERIES = 5


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def rows_of(browser, **query):
    response = browser.get(FILE, query)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_week_is_counted_in_the_file(marja, user):
    BookingPolicyFactory(cancel_hours=48)
    WorkingHoursFactory(weekday=0)
    by = lifecycle.practitioner(user)
    lifecycle.complete(ConfirmedFactory(starts_at=NOW - timedelta(hours=3)), minutes=105, by=by, now=NOW)
    late = ConfirmedFactory(starts_at=NOW + timedelta(days=1))
    lifecycle.cancel(late, by=lifecycle.CLIENT, now=NOW)
    called_off = ConfirmedFactory(starts_at=NOW + timedelta(days=2))
    lifecycle.cancel(called_off, by=by, now=NOW, is_called_off=True)
    held = HeldFactory(starts_at=NOW + timedelta(days=3))
    lifecycle.offer_later(held, by=by, now=NOW, from_on=NOW.date() + timedelta(days=30))

    week = rows_of(marja)[-1]

    assert week == {
        "from": "2027-03-01",
        "to": "2027-03-07",
        "completed": "1",
        "hours given": "1.75",
        "first sessions": "1",
        "did not come": "0",
        "came, not treated": "0",
        "cancelled in time": "0",
        "cancelled late": "1",
        "called off": "1",
        "median days ahead": "1.5",
        "holds confirmed": "0",
        "holds declined": "0",
        "holds given a later date": "1",
        "holds let go": "0",
        "holds cancelled": "0",
        "open hours": "8.0",
        "taken hours": "2.25",
        "share of open hours in %": "28",
    }


def test_the_file_is_one_to_keep_and_names_nobody(marja):
    ConfirmedFactory(client=ClientFactory(name="Robin Secret"), starts_at=NOW + timedelta(days=1))

    response = marja.get(FILE)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="numbers-by-week-2027-03-07.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert b"Robin" not in response.content


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [("week", "2026-12-14", "2027-03-07"), ("month", "2026-04-01", "2027-03-31")],
)
def test_there_are_twelve_periods(marja, by, first, last):
    rows = rows_of(marja, by=by)

    assert (len(rows), rows[0]["from"], rows[-1]["to"]) == (12, first, last)


def test_the_page_has_pictures_and_the_same_numbers_as_words(marja):
    WorkingHoursFactory(weekday=0)
    ConfirmedFactory(starts_at=NOW - timedelta(hours=3), status=Status.COMPLETED, minutes_given=105)

    page = marja.get(NUMBERS).content.decode()

    assert page.count('<svg class="picture"') == 2
    words = [
        "Numbers by week",
        "14 December 2026 to 7 March 2027",
        "1 to 7 Mar",
        "1 h 45",
        "2 h 15",
        "28 %",
        "Together",
    ]
    assert [word for word in words if word not in page] == []


@pytest.mark.parametrize(
    ("ahead", "said"),
    [((1,), "1 day"), ((0, 1), "0.5 days"), ((1, 2), "1.5 days"), ((3,), "3 days"), ((0,), "0 days")],
)
def test_days_ahead_may_be_halves(marja, ahead, said):
    for n, days in enumerate(ahead):
        booked = ConfirmedFactory(starts_at=NOW + timedelta(days=n))
        Booking.objects.filter(pk=booked.pk).update(created_at=booked.starts_at - timedelta(days=days))

    assert f"<td>{said}</td>" in marja.get(NUMBERS).content.decode()


def test_months_have_their_names(marja):
    page = marja.get(NUMBERS, {"by": "month"}).content.decode()

    assert ("Numbers by month" in page, "March 2027" in page) == (True, True)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"by": "day"}, "Numbers are by week or by month."),
        ({"by": "\0"}, "Numbers are by week or by month."),
        ({"until": "soon"}, "That is not a day like 2027-03-09."),
        ({"until": "9999-12-31"}, "The diary goes from 2000 to 2100."),
        ({"until": "9" * 5000}, "That is not a day like 2027-03-09."),
    ],
)
def test_an_address_that_makes_no_sense_is_answered_with_today(marja, query, said):
    page = marja.get(NUMBERS, query).content.decode()

    assert (said in page, "1 to 7 Mar" in page) == (True, True)
    assert marja.get(FILE, query).status_code == 200


@pytest.mark.parametrize("until", ["2000-01-01", "2100-12-31"])
@pytest.mark.parametrize("by", ["week", "month"])
def test_the_diary_ends_are_counted_too(marja, by, until):
    assert marja.get(NUMBERS, {"by": by, "until": until}).status_code == 200


@pytest.mark.parametrize("address", [NUMBERS, FILE])
def test_numbers_are_for_staff_who_may_see_bookings(client, address):
    stranger = client.get(address)
    client.force_login(UserFactory(is_superuser=False))

    assert (stranger.status_code, client.get(address).status_code) == (302, 403)


@pytest.mark.parametrize("address", [NUMBERS, FILE])
def test_numbers_are_only_shown(marja, address):
    assert marja.post(address).status_code == 405


def pictures() -> str:
    template = "{% load desk %}{% load_pictures as pictures %}{% include 'admin/booking/pictures.html' %}"
    return Template(template).render(Context())


def test_the_first_page_can_show_how_full_the_diary_is():
    WorkingHoursFactory(weekday=0)
    ConfirmedFactory(starts_at=NOW + timedelta(days=7))
    ConfirmedFactory(starts_at=NOW - timedelta(days=7), status=Status.COMPLETED, minutes_given=100)

    page = " ".join(pictures().split())

    # Twelve Mondays less the bank holiday of 28 December.
    assert "8 %: 2 h 30 of 32 h" in page
    assert "3 %: 2 h 30 of 88 h" in page
    assert "Mon 8 Mar</th><td>8 h</td><td>2 h 30</td><td>31 %" in page


def test_a_diary_without_hours_has_pictures_too():
    assert pictures().count("No open hours") == 2


@pytest.mark.parametrize("count", [1, 10, 5000])
def test_the_page_takes_the_same_queries_however_full_the_diary_is(marja, count):
    book(count)
    of_the_frame = queries_of(lambda: marja.get("/admin/booking/booking/sheet/?notes=no&day=2020-01-01")) - 1

    assert queries_of(lambda: marja.get(NUMBERS)) <= of_the_frame + QUERIES
    assert queries_of(pictures) <= 4


def queries_of(ask) -> int:
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def book(count):
    screening = ScreeningFactory()
    shared = {"treatment": TreatmentFactory(), "client": screening.client, "screening": screening}
    Booking.objects.bulk_create(
        ConfirmedFactory.build(**shared, starts_at=NOW - timedelta(hours=2.5 * n), status=Status.COMPLETED)
        for n in range(count)
    )
