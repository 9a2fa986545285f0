"""One client of whom every table has a row; and what is left of them."""

from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet

from booking import outbox
from booking.models import Booking, BookingEvent, Kind, Link, Message, Purpose, Status
from booking.rights import plan, rows
from intake import agreement, records
from intake.models import Client, Note
from tests.booking.factories import NOW, ConfirmedFactory, SeriesFactory, WaitlistEntryFactory
from tests.intake.factories import (
    ClearanceFactory,
    ErasureFactory,
    FormDraftFactory,
    GuardianshipFactory,
    HealthFormFactory,
    LegalHoldFactory,
    LetterFileFactory,
    ScreeningFactory,
    SessionNoteFactory,
    WordsFactory,
)

DAYS = timedelta(days=1)


def visit(client, status, at: datetime, **changes) -> Booking:
    """A visit that is over, noted on its own day."""
    given = {"minutes_given": 100} if status == Status.COMPLETED else {}
    one = ConfirmedFactory(
        client=client,
        status=status,
        starts_at=at,
        created_at=at - 7 * DAYS,
        screening__created_at=at,
        **given | changes,
    )
    step = {"to_status": status, "from_status": Status.CONFIRMED, "version": 1, "actor": "system"}
    BookingEvent.objects.create(booking=one, at=at, words=WordsFactory(text="It hurts less."), **step)
    outbox.put(Kind.CONFIRMED, booking=one, at=at)
    Link.objects.create(purpose=Purpose.VISIT, booking=one, address=client.email, made_at=at)
    return one


def fill(client, user, *, at: datetime = NOW) -> Booking:
    """Give them a row of each table, all of it over by `at`; return the one visit, which was cancelled."""
    one = visit(client, Status.CANCELLED, at)
    ScreeningFactory(client=client, created_at=at, supersedes=one.screening)
    GuardianshipFactory(child=client)
    ClearanceFactory(client=client, accepted_by=user, note="Light work is fine")
    records.give_consent(
        client=client, agreement=agreement.current("self"), given_by=client.name, relation="self", now=at
    )
    records.write_note(client=client, kind=Note.Kind.GENERAL, text="Cold hands", by=user, now=at)
    records.read_screening(one.screening, by=user, now=at)
    HealthFormFactory(client=client, screening=one.screening)
    FormDraftFactory(client=client, saved_at=at)
    SessionNoteFactory(client=client, by=user)
    LetterFileFactory(request__client=client, request__asked_by=user, request__received_at=at)
    LegalHoldFactory(client=client, set_by=user, set_at=at, lifted_by=user, lifted_at=at)
    ErasureFactory(client=client, outcome="kept", by=user, at=at)
    SeriesFactory(client=client)
    WaitlistEntryFactory(
        client=client, screening=one.screening, instead_of=one, created_at=at, ended_at=at, ended_why="left"
    )
    opened = {"user_id": user.pk, "object_id": str(client.pk), "object_repr": client.name}
    LogEntry.objects.create(action_flag=CHANGE, content_type_id=_type(Client).pk, **opened)
    return one


def _type(model):
    return apps.get_model("contenttypes.ContentType").objects.get_for_model(model)


def left_of(clients) -> dict[str, int]:
    """Return how many rows of each table are about these people."""
    return {line.model: rows.of(line, clients).count() for line in plan.LINES}


def everything() -> dict[str, list]:
    """Return every row of every table that is about somebody, column by column."""
    return {
        line.model: list(QuerySet(apps.get_model(line.model)).order_by("pk").values()) for line in plan.LINES
    }


def messages_to_come():
    return Message.objects.filter(sent_at=None, dropped_at=None, gave_up_at=None)
