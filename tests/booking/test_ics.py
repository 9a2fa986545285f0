from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from booking import ics
from content.models import Practice
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory
from tests.intake.factories import ClientFactory

LONDON = ZoneInfo("Europe/London")
PRACTICE = Practice(
    name="NPM Practice",
    practitioner="Kim Example",
    email="kim@example.com",
    address="1 Birch Lane",
    town="Exampleton",
    postcode="EX1 2PL",
)


def event_of(text):
    (event,) = Calendar.from_ical(text).events
    return event


def built(**fields):
    return BookingFactory.build(pk=7, treatment=None, price=98, **fields)


def test_a_confirmed_visit_is_published_with_its_time_and_place():
    booking = built(reference="ABCD2345")

    text = ics.confirmed(booking, PRACTICE, now=NOW)

    event = event_of(text)
    assert Calendar.from_ical(text)["method"] == "PUBLISH"
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 1)
    assert event["uid"] == "booking-7-ABCD2345@testserver"
    assert event["summary"] == "Session with Kim Example"
    assert event["location"] == "1 Birch Lane, Exampleton, EX1 2PL"
    assert event["dtstamp"].dt == NOW
    assert (event.start, event.end) == (booking.starts_at, booking.ends_at)


def test_a_later_version_is_the_same_visit_with_a_higher_number():
    first = event_of(ics.confirmed(built(reference="ABCD2345"), PRACTICE, now=NOW))
    moved = event_of(ics.confirmed(built(reference="ABCD2345", version=3), PRACTICE, now=NOW))

    assert (moved["uid"], moved["sequence"]) == (first["uid"], 3)


def test_a_cancelled_visit_is_taken_out_by_a_number_above_the_last():
    booking = built(version=2)

    text = ics.cancelled(booking, PRACTICE, now=NOW)

    event = event_of(text)
    assert Calendar.from_ical(text)["method"] == "CANCEL"
    assert (event["uid"], event["status"], event["sequence"]) == (ics.uid(booking), "CANCELLED", 3)


@pytest.mark.parametrize(
    ("starts_at", "clock"),
    [
        (datetime(2027, 3, 27, 10, tzinfo=UTC), "20270327T100000"),
        (datetime(2027, 3, 28, 9, tzinfo=UTC), "20270328T100000"),
        (datetime(2027, 3, 29, 9, tzinfo=UTC), "20270329T100000"),
        (datetime(2027, 10, 30, 9, tzinfo=UTC), "20271030T100000"),
        (datetime(2027, 10, 31, 10, tzinfo=UTC), "20271031T100000"),
        (datetime(2027, 11, 1, 10, tzinfo=UTC), "20271101T100000"),
    ],
    ids=[
        "day before summer",
        "summer begins",
        "day after",
        "day before winter",
        "winter begins",
        "day after",
    ],
)
def test_a_visit_around_a_clock_change_is_at_ten_on_the_practices_clock(starts_at, clock):
    text = ics.confirmed(built(starts_at=starts_at), PRACTICE, now=NOW)

    assert f"DTSTART;TZID=Europe/London:{clock}" in text.replace("\r\n ", "")
    assert event_of(text).start == starts_at
    assert event_of(text).end - event_of(text).start == timedelta(hours=2)


@pytest.mark.parametrize(
    "starts_at", [datetime(2027, 3, 28, 0, tzinfo=UTC), datetime(2027, 10, 31, 0, tzinfo=UTC)]
)
def test_a_session_over_the_clock_change_itself_keeps_its_real_minutes(starts_at):
    event = event_of(ics.confirmed(built(starts_at=starts_at), PRACTICE, now=NOW))

    assert event.end.astimezone(UTC) - event.start.astimezone(UTC) == timedelta(minutes=120)


@pytest.mark.parametrize("year", [2026, 2027, 2031])
def test_the_file_explains_both_changes_of_its_year(year):
    """Read by the file's own rules alone, as a calendar that does not know the zone has to."""
    for month in (1, 7):
        starts_at = datetime(year, month, 15, 10, tzinfo=LONDON)
        text = ics.confirmed(built(starts_at=starts_at), PRACTICE, now=NOW)

        (zone,) = Calendar.from_ical(text).timezones
        own_rules = zone.to_tz(lookup_tzid=False)
        for moment in (starts_at, starts_at + timedelta(days=180), starts_at - timedelta(days=180)):
            wall = moment.replace(tzinfo=None)
            assert own_rules.utcoffset(wall) == LONDON.utcoffset(wall)


@pytest.mark.django_db
def test_the_file_says_nothing_of_the_client():
    client = ClientFactory(name="Joan Heron", email="joan@heron.example")
    booking = ConfirmedFactory(client=client)

    text = ics.confirmed(booking, PRACTICE, now=NOW).casefold()

    assert [word for word in ("joan", "heron", client.phone, "attendee", "description") if word in text] == []


def test_lines_end_and_fold_as_calendars_want_them():
    wide = Practice(name="NPM", practitioner="Kim Ström", address="Björkgränd " * 12)

    text = ics.confirmed(built(), wide, now=NOW)

    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
