"""Free times as JSON: its shape, its bounds, and that it shows what is accepted."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from booking.models import Booking, Status
from tests.booking import flow
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import ScreeningFactory

pytestmark = pytest.mark.usefixtures("open_week")
ADDRESS = "/book/slots.json"
MOST_QUERIES = 4
NEXT_MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)


def ask(client, **query):
    return client.get(ADDRESS, {"treatment": "first-session"} | query)


def slots(client, **query):
    return ask(client, **query).json()["slots"]


def test_one_day_of_free_times_with_the_zone_and_the_offset(client):
    response = ask(client, **{"from": "2027-03-08", "days": "1"})

    hours = ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30")
    hours += ("13:00", "13:30", "14:00", "14:30", "15:00")
    assert response.json() == {
        "time_zone": "Europe/London",
        "slots": [f"2027-03-08T{hour}:00+00:00" for hour in hours],
    }
    assert response["Content-Type"] == "application/json"


def test_in_summer_the_clock_stays_and_the_offset_changes(client):
    # Easter lies between them.
    shown = slots(client, **{"from": "2027-03-25", "days": "6"})

    assert (shown[0], shown[-1]) == ("2027-03-25T09:00:00+00:00", "2027-03-30T15:00:00+01:00")
    assert len(shown) == 2 * 13


def test_left_out_the_range_is_28_days_from_today(client):
    days = {text[:10] for text in slots(client)}

    # Notice leaves out what is left of today; the 28 days end with Good Friday and a weekend.
    assert (min(days), max(days)) == ("2027-03-02", "2027-03-25")
    assert slots(client) == slots(client, **{"from": "2027-03-01", "days": "28"})


@pytest.mark.parametrize("days", ["1", "62"])
def test_the_ends_of_the_range_are_allowed(client, days):
    assert ask(client, days=days).status_code == 200


BAD = {
    "no days": {"days": "0"},
    "too many days": {"days": "63"},
    "not a number": {"days": "NaN"},
    "below nothing": {"days": "-1"},
    "half a day": {"days": "1.5"},
    "digits of another script": {"days": "٣"},
    "a very long number": {"days": "9" * 5000},
    "twice": {"days": ["1", "2"]},
    "from twice": {"from": ["2027-03-08", "2027-03-09"]},
    "treatment twice": {"treatment": ["first-session", "follow-up"]},
    "a day that is none": {"from": "2027-02-30"},
    "the end of time": {"from": "9999-99-99"},
    "the last day of all": {"from": "9999-12-31"},
    "the first day of all": {"from": "0001-01-01"},
    "another spelling of a day": {"from": "20270308"},
    "a week": {"from": "2027-W10-1"},
    "a long text": {"from": "x" * 100_000},
    "a NUL": {"from": "2027-03-08\0"},
    "a NUL in the treatment": {"treatment": "first\0session"},
    "a long treatment": {"treatment": "x" * 100_000},
    "an emoji": {"days": "🌲"},
}


@pytest.mark.parametrize("query", BAD.values(), ids=BAD)
def test_bad_parameters_are_refused_and_named(client, query):
    response = ask(client, **query)

    error = response.json()["error"]
    assert response.status_code == 400
    assert f"“{next(iter(query))}”" in error
    assert len(error) < 100


def test_bytes_that_are_no_text_are_refused(client):
    assert client.get(f"{ADDRESS}?treatment=first-session&from=%ED%B3%BF").status_code == 400


@pytest.mark.parametrize("query", ["treatment=nothing", "", "treatment=", "treatment=%3Cscript%3E"])
def test_an_unknown_treatment_is_not_found(client, query):
    assert client.get(f"{ADDRESS}?{query}").status_code == 404


def test_a_treatment_that_cannot_be_booked_is_not_found(client):
    TreatmentFactory(slug="closed", is_bookable=False)

    assert ask(client, treatment="closed").status_code == 404


def test_what_has_not_changed_is_not_sent_again(client):
    etag = ask(client)["ETag"]

    response = client.get(ADDRESS, {"treatment": "first-session"}, headers={"If-None-Match": etag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_a_booking_changes_the_fingerprint(client):
    etag = ask(client)["ETag"]
    BookingFactory()

    response = client.get(ADDRESS, {"treatment": "first-session"}, headers={"If-None-Match": etag})

    assert response.status_code == 200
    assert response["ETag"] != etag


def test_nobody_keeps_it_without_asking_again(client):
    assert ask(client)["Cache-Control"] == "no-cache"


def test_head_says_the_same_without_a_body(client):
    response = client.head(ADDRESS, {"treatment": "first-session"})

    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == ask(client)["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_not_allowed(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


@pytest.mark.parametrize("count", [0, 3, 300])
def test_as_many_queries_however_full_the_diary(client, django_assert_num_queries, count):
    book(count)

    with django_assert_num_queries(MOST_QUERIES):
        ask(client)


def test_no_more_than_the_days_asked_for_are_read(client):
    book(300)

    assert slots(client, **{"from": "2027-03-09", "days": "1"})[0] == "2027-03-09T09:00:00+00:00"


def book(count):
    """Sessions three hours apart, from next Monday back into the past."""
    screening = ScreeningFactory()
    shared = {"treatment": TreatmentFactory(), "client": screening.client, "screening": screening}
    starts = (NEXT_MONDAY - timedelta(hours=3 * n) for n in range(count))
    Booking.objects.bulk_create(
        ConfirmedFactory.build(**shared, starts_at=start, status=Status.COMPLETED) for start in starts
    )


def test_exactly_what_is_shown_is_accepted_at_the_time_page(client, settings):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"reserve": 1000}
    ConfirmedFactory(starts_at=NEXT_MONDAY)
    HoursOverrideFactory(day=date(2027, 3, 9), is_closed=True, starts=time(12), ends=time(13))
    WorkingHoursFactory(weekday=5, starts=time(10), ends=time(12, 30))
    flow.start(client)
    flow.agree(client)
    flow.answer(client)
    shown = set(slots(client, **{"from": "2027-03-08", "days": "6"}))
    # Each quarter of an hour of six days, from before the first period begins until after the last ends.
    monday = datetime(2027, 3, 8, 8, 30, tzinfo=UTC)
    quarters = [monday + timedelta(days=day, minutes=15 * n) for day in range(6) for n in range(36)]

    accepted = {start.isoformat() for start in quarters if flow.choose(client, start).status_code == 302}

    assert accepted == shown
    assert "2027-03-13T10:30:00+00:00" in accepted


def test_the_time_page_shows_what_the_json_shows(client):
    ConfirmedFactory(starts_at=NEXT_MONDAY)
    flow.start(client)
    flow.agree(client)
    flow.answer(client)

    page = client.get("/book/time/?week=2027-03-08").content.decode()

    shown = slots(client, **{"from": "2027-03-08", "days": "7"})
    assert [text for text in shown if f'value="{text}"' not in page] == []
    assert page.count('value="2027-03-') == len(shown)


def test_a_reservation_counts_until_it_has_run_out(client):
    BookingFactory(starts_at=NEXT_MONDAY, expires_at=NOW)
    BookingFactory(starts_at=NEXT_MONDAY + timedelta(days=1), expires_at=NOW + timedelta(seconds=1))

    shown = slots(client)

    assert "2027-03-08T10:00:00+00:00" in shown
    assert "2027-03-09T10:00:00+00:00" not in shown
