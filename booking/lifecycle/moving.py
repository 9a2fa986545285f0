"""The same visit at another time: the same row with the next version."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from booking import availability, checks, deadlines, outbox
from booking.lifecycle.common import (
    FOR_HER,
    ask_the_practitioner,
    found,
    no_overlap,
    taken,
    taken_by_hand,
    times,
)
from booking.lifecycle.lapsing import lapse_run_out
from booking.lock import take_diary
from booking.models import Kind, Status
from booking.moves import Actor, NotAllowed, change, note


@transaction.atomic
def reschedule(
    booking, starts_at: datetime, *, screening, answer_due_at: datetime, by: Actor, now: datetime, why="moved"
):
    """Move a visit or a request to a free time. Raise Taken when it is not free.

    `screening` is of the new day. Her earlier yes stays good on the same day and for the same screening;
    anything else that was found holds the visit, and what is held stays held. The practitioner is not
    bound by the rules for clients: the row names those it crosses."""
    take_diary()
    checks.owner(screening, booking.client)
    checks.not_loosened(booking, screening, by)
    starts_at = starts_at.astimezone(UTC)
    if booking.status not in (Status.HELD, Status.CONFIRMED) or starts_at < now or booking.has_run_out(now):
        raise NotAllowed
    new = _new_times(booking, starts_at, by, now)
    if screening.visit_on != new["visit_on"]:
        raise NotAllowed
    lapse_run_out(now=now, between=(new["blocked_from"], new["blocked_until"]))
    came_from, was_at = booking.status, booking.starts_at
    is_yes_good = booking.status == Status.CONFIRMED and booking.screening_id == screening.pk
    judged = _judged_again(booking) if is_yes_good else _judged(booking, screening, new, answer_due_at, now)
    with no_overlap(lambda: _taken(booking, starts_at, by, now)):
        change(booking, **new, **judged, version=booking.version + 1)
    note(booking, came_from, by=by, at=now, why=why, was_at=was_at)
    _tell(booking, by, now)


def _new_times(booking, starts_at, by, now):
    length = timedelta(minutes=booking.reserved_minutes)
    new = times(booking.treatment.policy, starts_at, length)
    about = {"now": now, "leave_out": booking}
    if by.user is None:
        if not availability.is_free(booking.treatment, starts_at, **about):
            raise _taken(booking, starts_at, by, now)
        return new | {"crossed": []}
    if availability.clashes(booking.treatment.policy, starts_at, length, **about):
        raise _taken(booking, starts_at, by, now)
    crossed = availability.crossed(booking.treatment, starts_at, length, **about)
    return new | {"crossed": [str(reason) for reason in crossed]}


def _taken(booking, starts_at, by, now):
    if by.user is None:
        return taken(booking.treatment, starts_at, now)
    length = timedelta(minutes=booking.reserved_minutes)
    return taken_by_hand(booking.treatment, starts_at, length, now, leave_out=booking)


def _judged_again(booking):
    """The same screening on the same day: her yes, if there was one, is given to the new version."""
    return {"approved_version": booking.approved_version and booking.version + 1}


def _judged(booking, screening, new, answer_due_at, now):
    result = found(screening)
    if booking.status == Status.CONFIRMED and not screening.needs_review:
        return result
    kept_until = deadlines.held_until(new["starts_at"])
    if booking.status == Status.CONFIRMED or kept_until <= now:
        kept_until = new["starts_at"]
    due = {"held_until": kept_until, "answer_due_at": min(answer_due_at, kept_until)}
    return result | FOR_HER | due | {"status": Status.HELD}


def _tell(booking, by, now):
    if booking.status == Status.CONFIRMED:
        outbox.put(Kind.MOVED, booking=booking, at=now)
        return
    outbox.put(Kind.HELD, booking=booking, at=now)
    ask_the_practitioner(booking, now, by=by)
