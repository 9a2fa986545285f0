"""What the practitioner noted about several people, opened at once for one page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from intake.crypto import Unreadable
from intake.history.precautions import Named
from intake.models import Note, Reading, Words

from .precautions import newest_forms, opened


@dataclass(frozen=True)
class Line:
    """What was noted, on one line; its text is None when no key in use opens it."""

    text: str | None
    written_at: datetime


@dataclass(frozen=True)
class FirstLines:
    """Of one person: what is noted about access and comfort, what was noted last, and what their form
    names; that is None when no key in use opens it."""

    access: Line | None = None
    note: Line | None = None
    care: tuple[Named, ...] | None = ()


def read_first_lines(
    clients: Iterable[int], words: Mapping[int, UUID], *, by, now: datetime, with_forms: bool = False
) -> dict[int, FirstLines]:
    """Return by client what holds of their notes, and of their forms where these may be opened too; `words`
    names the newest words about each of them.

    All that is opened is written down as read in one statement, before any of it is opened."""
    clients = list(clients)
    newest = _newest(clients, words)
    if with_forms:
        newest |= {(form.client_id, "form"): form for form in newest_forms(clients)}
    Reading.objects.bulk_create(
        Reading(by=by, at=now, what=row._meta.model_name, row=row.pk, client_id=client)
        for (client, _place), row in newest.items()
    )
    lines = {key: _line(row, key[1]) for key, row in newest.items() if key[1] != "form"}
    care = {client: opened(row) for (client, place), row in newest.items() if place == "form"}
    return {
        client: FirstLines(lines.get((client, "access")), lines.get((client, "note")), care.get(client, ()))
        for client in clients
    }


def _newest(clients, words) -> dict:
    """Return by client and place on the page the row that stands there."""
    found = {}
    for note in _notes(clients):
        place = "access" if note.kind == Note.Kind.ACCESS else "note"
        found[note.client_id, place] = note
    client_of = {key: client for client, key in words.items() if client in clients}
    for row in Words.objects.filter(pk__in=client_of):
        place = client_of[row.pk], "note"
        if place not in found or found[place].created_at < row.created_at:
            found[place] = row
    return found


def _notes(clients):
    same = Note.objects.filter(client=OuterRef("client"), kind=OuterRef("kind"))
    newest = same.order_by("-created_at", "-pk").values("pk")[:1]
    return Note.objects.filter(client__in=clients, pk=Subquery(newest))


def _line(row, place: str) -> Line:
    try:
        lines = str(row.text).split("\n")
    except Unreadable:
        return Line(None, row.created_at)
    # Access needs are short and all of them count; a note may be long, and its first line says what it is.
    kept = [line.strip() for line in lines if line.strip()]
    return Line(" ".join(kept if place == "access" else kept[:1]), row.created_at)
