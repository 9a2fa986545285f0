"""The same visit at another time: the same row with the next version."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from booking import availability, checks, deadlines, freed, late, outbox
from booking.lifecycle.common import (
    FOR_HER,
    answer_due,
    ask_ahead,
    ask_the_practitioner,
    end_as_one,
    found,
    no_overlap,
    taken,
    taken_by_hand,
    times,
    was_visit,
)
from booking.lifecycle.lapsing import lapse_run_out
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.moves import CLIENT, MOVED, Actor, NotAllowed, change, note


@transaction.atomic
@freed.held_back()
def reschedule(booking, starts_at: datetime, *, screening, by: Actor, now: datetime, why=MOVED, kept_by=None):
    """Move a coming visit or request to another free time. Raise Taken when it is not free.

    `screening` is of the new day. Her earlier yes stays good on the same day and for the same screening;
    anything else that was found holds the visit, and what is held stays held. A client leaves her as much
    time to read as with a new request. The practitioner is not bound by the rules for clients: the row names
    those it crosses. Nor is who moves to what an offer, `kept_by`, has kept for them until this moment."""
    take_diary()
    starts_at = starts_at.astimezone(UTC)
    if not can_move(booking, now) or starts_at <= now or starts_at == booking.starts_at:
        raise NotAllowed
    checks.owner(screening, booking.client)
    checks.not_loosened(booking, screening, by)
    if screening.visit_on != availability.day_of(starts_at):
        raise NotAllowed
    judged = _judged(booking, screening, starts_at, now)
    notice = deadlines.NOTICE_WHEN_HELD if judged.get("status") == Status.HELD else None
    new = _new_times(booking, starts_at, by, now, notice, kept_by)
    lapse_run_out(now=now, between=(new["blocked_from"], new["blocked_until"]))
    came_from, was_at, old_version = booking.status, booking.starts_at, booking.version
    blocked = booking.blocked_from, booking.blocked_until
    with no_overlap(lambda: _taken(booking, starts_at, by, now, notice)):
        change(booking, **new, **judged, version=booking.version + 1, unchanged_at=None)
    note(booking, came_from, by=by, at=now, why=why, was_at=was_at)
    end_as_one(booking)
    freed.tell(*blocked, now=now)
    _tell(booking, old_version, by, now)


def can_move(booking, now: datetime) -> bool:
    """Whether this is still ahead; what has begun, ended or run out stays where it was."""
    is_ahead = booking.starts_at > now and not booking.has_run_out(now)
    return is_ahead and booking.status in (Status.HELD, Status.CONFIRMED)


def move_by(booking) -> datetime:
    """Return until when a client may move a visit by themselves."""
    return booking.starts_at - timedelta(hours=booking.treatment.policy.move_hours)


def may_move_alone(booking, now: datetime) -> bool:
    """Whether the deadline leaves it to the client. What was never confirmed has none."""
    return now <= move_by(booking) or not was_visit(booking)


@transaction.atomic
def ask_to_move(booking, *, now: datetime) -> bool:
    """Note that the client wants another time, said too late to take one, and tell the practitioner.

    Return whether it is news. Raise NotAllowed where they may move it by themselves, or nothing is ahead."""
    take_diary()
    booking = Booking.objects.select_related("treatment__policy").get(pk=booking.pk)
    if not can_move(booking, now) or may_move_alone(booking, now):
        raise NotAllowed
    if late.is_move_asked(booking):
        return False
    note(booking, booking.status, by=CLIENT, at=now, why=late.WANTS_TO_MOVE)
    outbox.put(Kind.WANTS_TO_MOVE, booking=booking, at=now)
    return True


def _new_times(booking, starts_at, by, now, notice, kept_by):
    treatment, session = booking.treatment, availability.session_of(booking)
    new = times(treatment.policy, starts_at, session["length"])
    if kept_by is not None:
        return new | {"crossed": kept_by.crossed}
    if by.user is None:
        if not availability.is_free(treatment, starts_at, now=now, notice=notice, **session):
            raise _taken(booking, starts_at, by, now, notice)
        return new | {"crossed": []}
    about = {"now": now, "leave_out": booking}
    if availability.clashes(treatment.policy, starts_at, session["length"], **about):
        raise _taken(booking, starts_at, by, now, notice)
    crossed = availability.crossed(treatment, starts_at, session["length"], **about)
    return new | {"crossed": [str(reason) for reason in crossed]}


def _taken(booking, starts_at, by, now, notice):
    session = availability.session_of(booking)
    if by.user is None:
        return taken(booking.treatment, starts_at, now, notice, **session)
    return taken_by_hand(booking.treatment, starts_at, session["length"], now, leave_out=booking)


def _is_yes_good(booking, screening):
    """Whether what made it a visit still says so: the same answers, and a letter that has not ended."""
    letter, day = booking.clearance, screening.visit_on
    is_same = booking.screening_id == screening.pk and booking.screened_for_on == day
    return booking.status == Status.CONFIRMED and is_same and (letter is None or letter.is_valid_on(day))


def _judged_again(booking):
    """The same screening on the same day: her yes, if there was one, is given to the new version."""
    return {"approved_version": booking.approved_version and booking.version + 1}


def _judged(booking, screening, starts_at, now):
    if _is_yes_good(booking, screening):
        return _judged_again(booking)
    result = found(screening)
    if booking.status == Status.CONFIRMED and not screening.needs_review:
        return result
    kept_until = deadlines.held_until(starts_at)
    if kept_until <= now or was_visit(booking):
        kept_until = starts_at
    due = {"held_until": kept_until, "answer_due_at": _answer_due(booking, starts_at, kept_until, now)}
    return result | FOR_HER | due | {"status": Status.HELD}


def _answer_due(booking, starts_at, kept_until, now):
    """An answer that was promised stays promised; one that is late is promised anew."""
    is_promised = booking.status == Status.HELD and booking.answer_due_at > now
    due = booking.answer_due_at if is_promised else answer_due(booking, now, starts_at)
    return min(due, kept_until)


@outbox.in_one_step()
def _tell(booking, old_version, by, now):
    if booking.status == Status.CONFIRMED:
        outbox.put(Kind.MOVED, booking=booking, at=now)
        if by.user is None:
            outbox.put(Kind.MOVED_BY_CLIENT, booking=booking, at=now)
        ask_ahead(booking, now)
        return
    # That a letter is wanted stays true for the new time.
    about_letter = (Kind.LETTER, Kind.LETTER_WAITED, Kind.LETTER_STILL)
    asked = booking.messages.filter(kind__in=about_letter, version=old_version)
    asked.filter(sent_at=None, dropped_at=None, gave_up_at=None).update(version=booking.version)
    outbox.put(Kind.HELD, booking=booking, at=now)
    ask_the_practitioner(booking, now, by=by)
