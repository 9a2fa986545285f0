"""A visit is given back: by the practitioner at any time, by the client until the deadline."""

from datetime import datetime, timedelta

from django.db import transaction

from booking import checks, late, outbox
from booking.emails.past import was_confirmed
from booking.lifecycle.moving import can_move
from booking.lifecycle.offering import take_back
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.moves import ASKED, ASKED_LATE, CALLED_OFF, CLIENT, Actor, NotAllowed, TooLate, move, note


@transaction.atomic
def cancel(booking, *, by: Actor, now: datetime, words=None, is_called_off: bool = False):
    """Give a time back. The row stays as history. What is nobody's visit yet lapses instead.

    Inside the deadline for cancelling it is noted as late, unless the practice calls it off."""
    if booking.status == Status.OFFERED:
        return take_back(booking, by=by, now=now, words=words, why="given_back")
    if booking.client_id is None:
        return move(booking, Status.LAPSED, by=by, at=now, words=words, why="given_back")
    why = CALLED_OFF if is_called_off else _asked(booking, now)
    was_kept = booking.status in (Status.HELD, Status.CONFIRMED)
    move(booking, Status.CANCELLED, by=by, at=now, words=words, why=why, expires_at=None)
    outbox.put(Kind.CANCELLED, booking=booking, at=now)
    if by == CLIENT and was_kept:
        outbox.put(Kind.GIVEN_BACK, booking=booking, at=now)


def give_back(booking, *, now: datetime):
    """The client cancels. Raise TooLate inside the deadline, NotAllowed when there is nothing to cancel."""
    if not can_move(booking, now):
        raise NotAllowed
    if not may_give_back(booking, now):
        raise TooLate
    cancel(booking, by=CLIENT, now=now)


def may_give_back(booking, now: datetime) -> bool:
    """Whether the client may cancel by themselves. What was never confirmed has no deadline."""
    is_in_time = now <= cancel_by(booking)
    return can_move(booking, now) and (is_in_time or not _is_visit(booking))


@transaction.atomic
def cannot_come(booking, *, now: datetime) -> bool:
    """Note that the client cannot come, said too late to cancel, and tell the practitioner: she decides.

    Return whether it is news. Raise NotAllowed where they may cancel by themselves, or nothing is ahead."""
    take_diary()
    booking = Booking.objects.select_related("treatment__policy").get(pk=booking.pk)
    if not can_move(booking, now) or may_give_back(booking, now):
        raise NotAllowed
    if late.is_asked(booking):
        return False
    note(booking, booking.status, by=CLIENT, at=now, why=late.CANNOT_COME)
    outbox.put(Kind.CANNOT_COME, booking=booking, at=now)
    return True


@transaction.atomic
def comes_after_all(booking, *, by: Actor, now: datetime):
    """Note that the practitioner has heard otherwise: nothing waits for her any more."""
    checks.person(by)
    if not late.is_asked(booking):
        raise NotAllowed
    note(booking, booking.status, by=by, at=now, why=late.COMES)


def cancel_by(booking) -> datetime:
    """Return until when a client may ask to cancel without its counting as late."""
    return booking.starts_at - timedelta(hours=booking.treatment.policy.cancel_hours)


def _asked(booking, now):
    is_late = now > cancel_by(booking) and _is_visit(booking)
    return ASKED_LATE if is_late else ASKED


def _is_visit(booking):
    """Whether it was ever agreed; a request that waits is nobody's promise yet."""
    return booking.status == Status.CONFIRMED or was_confirmed(booking)
