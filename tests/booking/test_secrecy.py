"""Planted answers after whole journeys: in no table, file, session, log line or mail can they be read."""

import logging
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client as Browser

from booking import feed, lifecycle, outbox
from booking.models import Booking, BookingEvent, Status
from booking.views.contact import stamp
from content.models import Practice
from intake import records
from intake.models import Draft, Enquiry, Screening
from tests.booking import flow
from tests.booking.factories import NOW
from tests.intake.factories import UserFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("open_week"),
]
MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)

# Typed by somebody, each in another place.
TYPED = (
    "zebrafinch keyhole",
    "marmot splinter",
    "heron question",
    "badger reason",
    "otter letter",
    "lynx draft",
)
# What was chosen or found, as it stands in an answer or a finding; no column is called so.
CHOSEN = (
    "had_operation",
    "2027-07-19",
    "oncology_unsure",
    '"unsure"',
    "not_recovered",
    "straight_from",
    'born_on":',
)
SECRETS = TYPED + CHOSEN
HEALTH_WORDS = (
    "pregnan",
    "operation",
    "cancer",
    "oncolog",
    "symptom",
    "tumour",
    "baby",
    "due date",
    "surgery",
)

OPERATED = {"answer": "yes", "details": "1", "rows": "2", "healed": "no"} | {
    "operation_0_what": TYPED[0],
    "operation_0_on_day": "",
    "operation_0_on_month": "12",
    "operation_0_on_year": "2026",
    "operation_1_what": TYPED[1],
    "operation_1_on_day": "19",
    "operation_1_on_month": "7",
    "operation_1_on_year": "2027",
}
PREGNANT = {"answer": "yes", "details": "1"} | {
    "due_on_day": "19",
    "due_on_month": "7",
    "due_on_year": "2027",
}


@pytest.fixture
def journeys(caplog):
    """One request confirmed with a letter, one declined, one confirmed at once, one left half-way, and a
    message from the contact page; then the mails leave."""
    caplog.set_level(logging.DEBUG)
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    her = lifecycle.practitioner(UserFactory(username="kim"))
    _held_for_a_letter(her)
    _declined(her)
    omar = flow.DETAILS | {"name": "Omar Example"}
    flow.fill_in(ready := Browser(), MONDAY + timedelta(days=2), details=omar)
    flow.send(ready)
    flow.fill_in(Browser(), MONDAY + timedelta(days=3), operation=OPERATED | {"operation_0_what": TYPED[5]})
    _written_from_the_contact_page()
    outbox.send_due(now=NOW)


def _held_for_a_letter(her):
    flow.fill_in(browser := Browser(), MONDAY, cancer={"answer": "yes"}, symptoms={"answer": "unsure"})
    booking = _sent(browser)
    records.accept_clearance(
        client=booking.client,
        valid_from=MONDAY.date(),
        valid_until=MONDAY.date(),
        note=TYPED[4],
        by=her.user,
        now=NOW,
    )
    lifecycle.approve(booking, by=her, now=NOW)


def _declined(her):
    details = flow.DETAILS | {"name": "Lena Example", "email": "lena@example.com"}
    answers = {"operation": OPERATED, "pregnancy": PREGNANT, "cancer": {"answer": "unsure"}}
    flow.fill_in(browser := Browser(), MONDAY + timedelta(days=1), details=details, **answers)
    booking = _sent(browser)
    words = records.write_words(text=TYPED[3], now=NOW)
    lifecycle.decline(booking, by=her, now=NOW, words=words)


def _sent(browser):
    """Send the request, and the mails about it before it is answered."""
    flow.send(browser)
    outbox.send_due(now=NOW)
    return flow.booking_of(browser)


def _written_from_the_contact_page():
    message = {"name": "Lena Example", "email": "lena@example.com", "text": TYPED[2]}
    Browser().post("/contact/", message | {"shown": stamp(NOW - timedelta(minutes=1))})


def stored() -> bytes:
    """Everything that the database holds, as it lies there."""
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite():
    connection.close()
    name = str(connection.settings_dict["NAME"])
    files = [Path(name + ending) for ending in ("", "-wal", "-journal")]
    return b"".join(file.read_bytes() for file in files if file.exists())


def _postgresql():
    with closing(connection.cursor()) as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608  the tables' own names
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()


def found_in(where: bytes, words=SECRETS):
    """The words that can be read there, in clear or as PostgreSQL prints bytes."""
    return [word for word in words if word.encode() in where or word.encode().hex().encode() in where]


def test_the_journeys_left_what_is_looked_for(journeys):
    declined = Booking.objects.get(status=Status.DECLINED)
    event = BookingEvent.objects.get(to_status=Status.DECLINED)
    opened = [
        *(f"{row.answers}{row.findings}{row.asked}" for row in Screening.objects.all()),
        *(str(row.answers) for row in Draft.objects.all()),
        *(str(row.message) for row in Enquiry.objects.all()),
        *(str(row.note) for row in declined.client.clearances.model.objects.all()),
        str(event.words.text),
    ]
    everything = " ".join(opened).replace("'", '"')

    assert found_in(everything.encode()) == list(SECRETS)
    assert Booking.objects.filter(status=Status.CONFIRMED).count() == 2


def test_no_answer_lies_in_the_database_in_clear(journeys):
    everything = stored()

    # What is not sealed is found, so the search would find the rest.
    assert found_in(everything, ["Lena Example", "robin@example.com"]) == [
        "Lena Example",
        "robin@example.com",
    ]
    assert found_in(everything) == []


def test_a_session_holds_the_draft_s_key_alone(journeys):
    sessions = [row.get_decoded() for row in Session.objects.all()]

    assert len(sessions) == 4
    assert all(list(session) == ["draft"] for session in sessions)


def test_no_log_line_names_an_answer_or_a_person(journeys, caplog):
    lines = caplog.text

    assert found_in(lines.encode(), (*SECRETS, "robin@example.com", "Lena", "07700 900456")) == []


def test_no_mail_names_an_answer_or_a_way_to_reach_somebody(journeys):
    assert [len(message.alternatives) for message in mail.outbox] == [1] * 9
    for message in mail.outbox:
        pages = [page for page, _kind in message.alternatives]
        files = [_file(part, message) for part in message.attachments]
        parts = [message.subject, message.body, *pages, *files]
        written = "\n".join(parts).lower().encode()
        assert found_in(written, (*SECRETS, *HEALTH_WORDS, "07700 900456", "robin@example.com")) == []


def _file(part, message):
    """What a calendar file says beside whom its mail goes to."""
    said = part.get_content().replace("\r\n ", "")
    return said.replace(f"RSVP=FALSE:mailto:{message.to[0]}", "")


def test_no_address_that_was_asked_for_names_a_question(journeys, caplog):
    assert found_in(caplog.text.lower().encode(), HEALTH_WORDS) == []


def test_her_calendar_feed_names_no_answer_and_nobody_in_full(journeys):
    address = feed.address(feed.switch_on(now=NOW)).removeprefix("http://testserver")

    with time_machine.travel(NOW, tick=False):
        read = Browser().get(address).content.lower()

    assert read.count(b"begin:vevent") == 2
    assert (
        found_in(read, (*SECRETS, *HEALTH_WORDS, "robin@example.com", "lena example", "07700 900456")) == []
    )
