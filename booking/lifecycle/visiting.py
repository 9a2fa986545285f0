"""How a visit ends."""

from datetime import datetime

from django.db import transaction

from booking import outbox
from booking.models import Kind, Status
from booking.moves import Actor, NotAllowed, move


@transaction.atomic
def cancel(booking, *, by: Actor, now: datetime, words=None):
    """Give a time back. The row stays as history. What is nobody's visit yet lapses instead."""
    if booking.client_id is None:
        return move(booking, Status.LAPSED, by=by, at=now, words=words, why="given_back")
    move(booking, Status.CANCELLED, by=by, at=now, words=words, expires_at=None)
    outbox.put(Kind.CANCELLED, booking=booking, at=now)


@transaction.atomic
def complete(booking, *, by: Actor, now: datetime, words=None):
    """The visit has taken place."""
    if booking.starts_at > now:
        raise NotAllowed
    move(booking, Status.COMPLETED, by=by, at=now, words=words)
