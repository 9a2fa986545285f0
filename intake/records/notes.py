"""What the practitioner notes about a person: added to, never written over, and locked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intake.crypto import Unreadable
from intake.models import Client, Note, Reading


@dataclass(frozen=True)
class ReadNote:
    """A note, opened; its text is None when no key in use opens it."""

    note: Note
    text: str | None


def write_note(*, client: Client, kind: str, text: str, by, now: datetime) -> Note:
    return Note.objects.create(client=client, kind=kind, text=text, by=by, created_at=now)


@transaction.atomic
def read_notes(notes, *, client: Client, by, now: datetime) -> list[ReadNote]:
    """Open these notes of one client. What opens is written down first, all of it in one go."""
    read = [ReadNote(note, _opened(note)) for note in notes]
    Reading.objects.bulk_create(
        Reading(by=by, at=now, what="note", row=one.note.pk, client=client)
        for one in read
        if one.text is not None
    )
    return read


def _opened(note: Note) -> str | None:
    try:
        return note.text
    except Unreadable:
        return None
