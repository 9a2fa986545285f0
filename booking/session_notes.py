"""What is noted of each session: written for a visit that has begun, added to, never written over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from booking import checks, moves
from booking.lock import take_diary
from booking.models import Booking, BookingEvent, Status
from booking.models.booking import SESSION, SESSION_ADDED
from booking.moves import Actor, NotAllowed
from intake import records
from intake.history.session import SessionContent, beyond, standing
from intake.models import Client, SessionNote

MAY_BE_NOTED = (Status.CONFIRMED, Status.COMPLETED)


@dataclass(frozen=True)
class Noted:
    """One visit with its notes, still closed: the first one, and what was added to it."""

    booking: Booking
    notes: list[SessionNote]


def may_note(booking, now: datetime) -> bool:
    """Whether there is a session to note: it has begun, and nobody stayed away or was sent home."""
    return booking.status in MAY_BE_NOTED and booking.starts_at <= now


@transaction.atomic
def write(booking, content: SessionContent, *, by: Actor, now: datetime) -> bool:
    """Keep what this says that is not noted yet; return whether that was anything. Raise NotAllowed.

    What was noted at the start of the visit stands as it is: the rest is added to it."""
    checks.person(by)
    take_diary()
    current = Booking.objects.select_for_update().get(pk=booking.pk)
    if not may_note(current, now):
        raise NotAllowed
    earlier = notes_of(current)
    said = beyond(as_it_stands(records.open_session_notes(earlier)), content)
    if said is None:
        return False
    first = earlier[0] if earlier else None
    note = records.write_session_note(client=current.client, content=said, by=by.user, now=now, adds_to=first)
    why = SESSION_ADDED if first else SESSION
    moves.note(current, current.status, by=by, at=now, why=why, session_note=note)
    return True


def as_it_stands(read: Iterable[records.ReadSessionNote]) -> SessionContent:
    """Return what holds after these notes of one session; what no key opens counts as not there."""
    return standing(one.said for one in read if one.said is not None)


def notes_of(booking) -> list[SessionNote]:
    """Return the notes of one visit, the first one first, in one query."""
    return [event.session_note for event in _events().filter(booking=booking)]


def of_client(client: Client, *, before: datetime | None = None, most: int | None = None) -> list[Noted]:
    """Return the sessions that are noted, the newest first, in two queries however many there are; only
    those that start before a moment, and only so many, if that is said."""
    visits = Booking.objects.filter(client=client, events__why=SESSION).order_by("-starts_at")
    if before is not None:
        visits = visits.filter(starts_at__lt=before)
    return of_visits(visits[:most])


def of_visits(visits: Iterable[Booking]) -> list[Noted]:
    """Return those of these visits that are noted, in their order; one query beside their own."""
    notes: dict[int, list[SessionNote]] = {}
    visits = list(visits)
    for event in _events().filter(booking__in=visits):
        notes.setdefault(event.booking_id, []).append(event.session_note)
    return [Noted(visit, notes[visit.pk]) for visit in visits if visit.pk in notes]


def _events():
    noted = BookingEvent.objects.filter(session_note__isnull=False)
    return noted.select_related("session_note__by").order_by("at", "pk")
