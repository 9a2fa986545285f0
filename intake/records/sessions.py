"""What the practitioner notes of a session: added to, never written over, and locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intake.crypto import Unreadable
from intake.history.session import SessionContent
from intake.history.values import Complaint
from intake.models import Client, Reading, SessionNote

from .sealed import note_reading


@dataclass(frozen=True)
class ReadSessionNote:
    """A note of a session, opened; it says None when no key in use opens it."""

    note: SessionNote
    said: SessionContent | None


def write_session_note(
    *, client: Client, content: SessionContent, by, now: datetime, adds_to: SessionNote | None = None
) -> SessionNote:
    """Keep a note of a session, or what is added to one: always to the first note, so that all stand side
    by side."""
    if adds_to is not None and (adds_to.client_id != client.pk or adds_to.adds_to_id is not None):
        raise ValueError("What is added belongs to the first note of a session of the same client.")
    return SessionNote.objects.create(
        client=client, content=content.to_json(), adds_to=adds_to, by=by, created_at=now
    )


@transaction.atomic
def read_session_notes(
    notes: Iterable[SessionNote], *, client: Client, by, now: datetime
) -> list[ReadSessionNote]:
    """Open these notes of one client. What opens is written down first, all of it in one go."""
    read = open_session_notes(notes)
    Reading.objects.bulk_create(
        Reading(by=by, at=now, what="session_note", row=one.note.pk, client=client)
        for one in read
        if one.said is not None
    )
    return read


def open_session_notes(notes: Iterable[SessionNote]) -> list[ReadSessionNote]:
    """Open these notes for a rule, or for the client whose they are; for a person at the desk there is
    read_session_notes()."""
    return [ReadSessionNote(note, _opened(note)) for note in notes]


@transaction.atomic
def read_complaints(client: Client, *, by, now: datetime) -> tuple[Complaint, ...]:
    """Open what the client comes with, as the newest health form has it; () without one that opens."""
    form = client.health_forms.order_by("sent_at").last()
    if form is None:
        return ()
    try:
        complaints = form.complaints()
    except Unreadable:
        return ()
    note_reading(form, what="health_form", client=client, by=by, now=now)
    return complaints


def _opened(note: SessionNote) -> SessionContent | None:
    try:
        return note.said()
    except Unreadable:
        return None
