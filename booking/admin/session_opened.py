"""The notes of sessions, opened for her pages. That they are read is written down first, in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from booking import ratings_picture, session_notes
from booking.models import Booking
from booking.ratings_picture import MOST_SESSIONS
from booking.session_notes import Noted
from intake import records
from intake.history import complaints
from intake.history.session import Rating, SessionContent
from intake.models import Client
from intake.records import ReadSessionNote

# So many sessions before are looked into for lines to offer again.
LOOKS_BACK, MOST_OFFERED = 3, 12


@dataclass(frozen=True)
class Opened:
    """One visit with its notes as they were read, and what holds after all of them."""

    booking: Booking
    notes: Sequence[ReadSessionNote] = ()
    stands: SessionContent = SessionContent()  # noqa: RUF009  frozen
    # The session before this one.
    last: "Opened | None" = None
    # What is rated, or to be rated, and the lines used in earlier sessions.
    rated: Sequence[Rating] = ()
    used: Sequence[str] = ()


def of_visit(booking, *, by, now: datetime) -> Opened:
    """Open what is noted of this visit and of the ones before it, and what the client comes with."""
    if not by.has_perm("intake.view_sessionnote"):
        return Opened(booking)
    client = booking.client
    before = session_notes.of_client(client, before=booking.starts_at, most=LOOKS_BACK)
    this = Noted(booking, session_notes.notes_of(booking))
    own, *earlier = _opened([this, *before], client, by, now)
    comes_with = records.read_complaints(client, by=by, now=now) if _may_read_forms(by) else ()
    used = dict.fromkeys(line for one in earlier for line in one.stands.worked)
    return Opened(
        booking,
        own.notes,
        own.stands,
        last=earlier[0] if earlier else None,
        rated=to_rate(own.stands, comes_with, earlier),
        used=[line for line in used if line not in own.stands.worked][:MOST_OFFERED],
    )


def of_client(client: Client, *, is_all: bool, by, now: datetime) -> dict:
    """Open the newest sessions of a client, or all: what is not shown is not opened either."""
    most = None if is_all else MOST_SESSIONS
    noted = session_notes.of_client(client, most=None if most is None else most + 1)
    sessions = _opened(noted[:most], client, by, now)
    told = [(one.booking.visit_on, one.stands.ratings) for one in reversed(sessions)]
    return {
        "sessions": sessions,
        "pictures": ratings_picture.pictures(told),
        "has_more": most is not None and len(noted) > most,
    }


def to_rate(stands: SessionContent, comes_with, earlier: Sequence[Opened]) -> list[Rating]:
    """Return what is rated already, then the client's own complaints, the worst first, then what was rated
    in the session before; not more than can be rated."""
    lines = {one.key: one for one in stands.ratings}
    measured = [one for one in comes_with if complaints.is_measured(one.code)]
    worst_first = sorted(measured, key=lambda one: -(one.trouble or 0))
    last = earlier[0].stands.ratings if earlier else ()
    for one in (*(Rating(one.label, code=one.code) for one in worst_first), *last):
        lines.setdefault(one.key, Rating(one.label, code=one.code))
    return list(lines.values())[: complaints.MOST]


def _opened(noted: Sequence[Noted], client, by, now) -> list[Opened]:
    notes = [note for one in noted for note in one.notes]
    read = iter(records.read_session_notes(notes, client=client, by=by, now=now) if notes else ())
    opened = []
    for one in noted:
        own = [next(read) for _note in one.notes]
        opened.append(Opened(one.booking, own, session_notes.as_it_stands(own)))
    return opened


def _may_read_forms(user) -> bool:
    return user.has_perm("intake.view_screening")
