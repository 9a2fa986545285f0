"""A visit waits for the practitioner again, or a request gets newer answers."""

from datetime import datetime

from django.db import transaction

from booking import checks, outbox, together
from booking.lifecycle.common import FOR_HER, ask_the_practitioner, found
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.moves import NotAllowed, change, move, note


@transaction.atomic
@outbox.in_one_step()
def hold_again(
    booking, screening, *, answer_due_at: datetime, now: datetime, by, why="answers_changed"
) -> list[Booking]:
    """A confirmed visit has to be looked at again; its time is kept until she decides or it starts.

    So has what was booked together with it, each visit with the screening that it has. Return all."""
    checks.owner(screening, booking.client)
    checks.not_loosened(booking, screening, by)
    if booking.starts_at <= now:
        raise NotAllowed
    take_diary()
    group = together.coming(booking, now=now)
    for one in group:
        judged = screening if one == booking else one.screening
        _hold_again(one, judged, answer_due_at=answer_due_at, now=now, by=by, why=why)
    return group


def _hold_again(booking, screening, *, answer_due_at, now, by, why):
    move(
        booking,
        Status.HELD,
        by=by,
        at=now,
        why=why,
        **found(screening) | FOR_HER,
        version=booking.version + 1,
        held_until=booking.starts_at,
        answer_due_at=min(answer_due_at, booking.starts_at),
    )
    outbox.put(Kind.HELD, booking=booking, at=now)
    ask_the_practitioner(booking, now, by=by)


@transaction.atomic
@outbox.in_one_step()
def adopt_screening(booking, screening, *, by, now: datetime, why="answers_changed"):
    """Give a held booking a newer screening. It stays held: once held, only a person confirms.

    It becomes a new version, so that a yes to what she read before comes too late. What was about to
    be sent goes with it."""
    checks.owner(screening, booking.client)
    checks.not_loosened(booking, screening, by)
    if booking.status != Status.HELD:
        raise NotAllowed
    unsent = booking.messages.filter(version=booking.version, sent_at=None, dropped_at=None, gave_up_at=None)
    change(booking, **found(screening) | FOR_HER, version=booking.version + 1)
    unsent.update(version=booking.version)
    note(booking, Status.HELD, by=by, at=now, why=why)
    if by.user is None:
        outbox.put(Kind.NEW_REQUEST, booking=booking, at=now)
