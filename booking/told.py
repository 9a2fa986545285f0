"""What a client knows of a visit by the mails that were sent: its time, and whether it is one."""

from datetime import datetime

from booking.models import Kind
from booking.moves import AWAY

SURE = (Kind.CONFIRMED, Kind.MOVED)
TELL_A_TIME = (*SURE, Kind.HELD, Kind.LETTER)


def is_known(booking) -> bool:
    """Whether the last they read is that it takes place."""
    last = _last(booking)
    return last is not None and last.kind in SURE


def is_letter_asked(booking) -> bool:
    """Whether a paper has been asked for since anything about the booking changed."""
    return booking.messages.filter(kind=Kind.LETTER, version=booking.version).exists()


def was_at(booking) -> datetime | None:
    """Return when it was as far as they know, None when they know of no other time."""
    return move(booking)["was_at"]


def move(booking) -> dict:
    """Return when it was as far as they know, and whether it moved because she is away.

    A move they were told of is no news, and of a time between two moves they never hear."""
    last = _last(booking)
    moves = list(booking.events.filter(was_at__isnull=False, version__gt=last.version if last else 0))
    if not moves or moves[0].was_at == booking.starts_at:
        return {"was_at": None, "is_away": False}
    return {"was_at": moves[0].was_at, "is_away": moves[-1].why == AWAY}


def _last(booking):
    sent = booking.messages.filter(kind__in=TELL_A_TIME, sent_at__isnull=False)
    return sent.order_by("version", "id").last()
