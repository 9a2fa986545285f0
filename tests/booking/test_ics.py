from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from booking import ics
from content.models import Practice
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory
from tests.booking.second_reader import Event, read, zone_of
from tests.intake.factories import ClientFactory

LONDON = ZoneInfo("Europe/London")
JOAN = "joan@heron.example"
PRACTICE = Practice(
    name="NPM Practice",
    practitioner="Kim Example",
    email="kim@example.com",
    address="1 Birch Lane",
    town="Exampleton",
    postcode="EX1 2PL",
)
WRITERS = {"confirmed": ics.confirmed, "held again": ics.held_again, "ended": ics.ended}
# How the clocks change in 2027: what lies around it, and a visit of another season.
MOMENTS = {
    "winter": datetime(2027, 1, 11, 10, tzinfo=LONDON),
    "summer": datetime(2027, 7, 12, 10, tzinfo=LONDON),
    "day before spring": datetime(2027, 3, 27, 10, tzinfo=LONDON),
    "late before spring": datetime(2027, 3, 27, 23, 30, tzinfo=LONDON),
    "just before spring": datetime(2027, 3, 28, 0, 59, tzinfo=LONDON),
    "just after spring": datetime(2027, 3, 28, 2, tzinfo=LONDON),
    "day of spring": datetime(2027, 3, 28, 10, tzinfo=LONDON),
    "late on spring": datetime(2027, 3, 28, 23, 30, tzinfo=LONDON),
    "day after spring": datetime(2027, 3, 29, 10, tzinfo=LONDON),
    "day before autumn": datetime(2027, 10, 30, 10, tzinfo=LONDON),
    "late before autumn": datetime(2027, 10, 30, 23, 30, tzinfo=LONDON),
    "the first half past one": datetime(2027, 10, 31, 1, 30, tzinfo=LONDON),
    "the second half past one": datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=1),
    "just after autumn": datetime(2027, 10, 31, 2, tzinfo=LONDON),
    "day of autumn": datetime(2027, 10, 31, 10, tzinfo=LONDON),
    "late on autumn": datetime(2027, 10, 31, 23, 30, tzinfo=LONDON),
    "day after autumn": datetime(2027, 11, 1, 10, tzinfo=LONDON),
}
HOSTILE = 'Kim; \\ Ström, "DESCRIPTION:x"\r\nATTENDEE:mailto:x@example.com\x00\u202e\tÅ'


def event_of(text):
    (event,) = Calendar.from_ical(text).events
    return event


def built(**fields):
    return BookingFactory.build(pk=7, treatment=None, price=98, **fields)


def confirmed(booking, practice=PRACTICE, to=JOAN):
    return ics.confirmed(booking, practice, to=to, now=NOW)


def unfolded(text):
    return text.replace("\r\n ", "")


def test_a_confirmed_visit_asks_for_its_time_and_place():
    booking = built(reference="ABCD2345")

    file = confirmed(booking)

    event = event_of(file.text)
    assert (file.method, Calendar.from_ical(file.text)["method"]) == ("REQUEST", "REQUEST")
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 2)
    assert event["uid"] == "booking-7-ABCD2345@testserver"
    assert event["summary"] == "Session with Kim Example"
    assert event["location"] == "1 Birch Lane, Exampleton, EX1 2PL"
    assert event["dtstamp"].dt == NOW
    assert (event.start, event.end) == (booking.starts_at, booking.ends_at)


def test_the_guest_has_said_yes_already_and_no_answer_is_asked_for():
    event = event_of(confirmed(built()).text)

    assert event["attendee"] == f"mailto:{JOAN}"
    assert event["attendee"].params == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }


def test_the_practice_invites_by_the_address_that_sends_the_mail(settings):
    settings.MAIL_FROM = "Diary <diary@example.com>"

    organiser = event_of(confirmed(built()).text)["organizer"]

    assert organiser == "mailto:kim@example.com"
    assert organiser.params == {"CN": "NPM Practice", "SENT-BY": "mailto:diary@example.com"}


@pytest.mark.parametrize("address", ["", "Diary@example.com"], ids=["none of its own", "the same"])
def test_a_practice_with_the_senders_address_is_named_once(settings, address):
    settings.MAIL_FROM = "diary@example.com"

    organiser = event_of(confirmed(built(), Practice(name="NPM", email=address)).text)["organizer"]

    assert organiser.casefold() == "mailto:diary@example.com"
    assert organiser.params == {"CN": "NPM"}


def test_the_numbers_of_a_visit_grow_whatever_becomes_of_it():
    """Confirmed, held again by new answers, confirmed, moved, held again twice, confirmed, cancelled."""
    steps = [
        (ics.confirmed, 1),
        (ics.held_again, 2),
        (ics.confirmed, 2),
        (ics.confirmed, 3),
        (ics.held_again, 4),
        (ics.held_again, 5),
        (ics.confirmed, 5),
        (ics.ended, 5),
    ]

    read_back = [
        read(write(built(version=version, reference="ABCD2345"), PRACTICE, to=JOAN, now=NOW).text).events[0]
        for write, version in steps
    ]

    numbers = [event.sequence for event in read_back]
    assert numbers == sorted(set(numbers))
    assert {event.uid for event in read_back} == {"booking-7-ABCD2345@testserver"}


@pytest.mark.parametrize("write", [ics.held_again, ics.ended])
def test_what_is_taken_out_names_the_same_guest_and_says_so_twice(write):
    file = write(built(), PRACTICE, to=JOAN, now=NOW)

    event = event_of(file.text)
    assert (file.method, Calendar.from_ical(file.text)["method"]) == ("CANCEL", "CANCEL")
    assert (event["status"], event["attendee"]) == ("CANCELLED", f"mailto:{JOAN}")


@pytest.mark.parametrize("minutes", [90, 120])
@pytest.mark.parametrize("starts_at", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_a_second_reader_reads_what_was_written(write, starts_at, minutes):
    booking = built(starts_at=starts_at.astimezone(UTC), reserved_minutes=minutes, version=4)

    file = write(booking, PRACTICE, to=JOAN, now=NOW)

    found = read(file.text)
    first = event_of(file.text)
    assert found.method == file.method
    assert found.events == (
        Event(
            uid=ics.uid(booking),
            sequence=first["sequence"],
            status=first["status"],
            starts_at=booking.starts_at,
            ends_at=booking.starts_at + timedelta(minutes=minutes),
            summary="Session with Kim Example",
        ),
    )


@pytest.mark.parametrize("starts_at", MOMENTS.values(), ids=MOMENTS)
def test_by_the_rules_of_the_file_alone_the_visit_is_at_the_practices_hour(starts_at):
    text = confirmed(built(starts_at=starts_at.astimezone(UTC))).text

    shown = read(text).events[0].starts_at.astimezone(zone_of(text))

    assert shown.strftime("%d %H:%M") == starts_at.strftime("%d %H:%M")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("day of spring", "DTSTART;TZID=Europe/London:20270328T100000"),
        ("day of autumn", "DTSTART;TZID=Europe/London:20271031T100000"),
        # It ends in the hour that the clock shows twice.
        ("late before autumn", "DTSTART:20271030T223000Z"),
        ("the second half past one", "DTSTART:20271031T013000Z"),
    ],
)
def test_the_hour_is_the_practices_unless_its_clock_shows_it_twice(name, written):
    text = confirmed(built(starts_at=MOMENTS[name].astimezone(UTC))).text

    assert written in unfolded(text).split("\r\n")


def test_there_is_no_alarm():
    """The practice reminds by mail, and a calendar has an alarm of its own for who wants one."""
    assert "VALARM" not in confirmed(built()).text


@pytest.mark.django_db
def test_the_file_says_nothing_of_the_client_but_where_the_mail_goes():
    client = ClientFactory(name="Joan Heron", email=JOAN)
    booking = ConfirmedFactory(client=client)

    said = unfolded(confirmed(booking).text).replace(JOAN, "").casefold()

    assert [word for word in ("joan", "heron", client.phone, "description", "98") if word in said] == []


@pytest.mark.django_db
def test_the_file_that_is_fetched_names_nobody():
    client = ClientFactory(name="Joan Heron", email=JOAN)
    visits = [ConfirmedFactory(client=client), ConfirmedFactory(starts_at=NOW + timedelta(days=8))]

    file = ics.published(visits, PRACTICE, now=NOW)

    said = unfolded(file.text).casefold()
    assert [word for word in ("joan", "heron", client.phone, "attendee", "description") if word in said] == []
    assert read(file.text).method == file.method == "PUBLISH"
    assert [event.starts_at for event in read(file.text).events] == [visit.starts_at for visit in visits]


def test_lines_end_and_fold_as_calendars_want_them():
    wide = Practice(name="NPM", practitioner="Kim Ström", address="Björkgränd 白樺 " * 12)

    text = confirmed(built(), wide, to="a" * 60 + "@exämple.com").text

    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    assert event_of(text)["location"] == wide.address_lines[0].strip()


def test_hostile_names_stay_in_their_own_line():
    hostile = Practice(name=HOSTILE, practitioner=HOSTILE, address=HOSTILE, email="kim@example.com")

    text = confirmed(built(), hostile).text

    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(text).split("\r\n")]
    event = event_of(text)
    shown = 'Kim; \\ Ström, "DESCRIPTION:x" ATTENDEE:mailto:x@example.com Å'
    assert (names.count("ATTENDEE"), names.count("DESCRIPTION")) == (1, 0)
    assert event["summary"] == f"Session with {shown}"
    assert event["location"] == shown.replace('x" ', 'x", ')
    assert read(text).events[0].summary == f"Session with {shown}"
    assert not [sign for sign in text.replace("\r\n", "") if not sign.isprintable()]


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("joan+npm@heron.example", "mailto:joan+npm@heron.example"),
        ("o'neill@heron.example", "mailto:o'neill@heron.example"),
        ('"a;b,c:d"@heron.example', "mailto:%22a%3Bb%2Cc%3Ad%22@heron.example"),
        ("a?b&c%@heron.example", "mailto:a%3Fb%26c%25@heron.example"),
        ("joan@björk.example", "mailto:joan@björk.example"),
        ("joan@heron.example\r\nX:y\x00\\", "mailto:joan@heron.example%0D%0AX%3Ay%00%5C"),
    ],
)
def test_an_address_is_written_so_that_nothing_of_it_is_taken_for_the_file(address, written):
    text = confirmed(built(), to=address).text

    assert event_of(text)["attendee"] == written
    assert len(read(text).events) == 1
