"""The one writer of a booking's status: one function for each move of the table in `moves`.

Each function is atomic and takes `by` and `now`; of two who race exactly one wins, the other gets
NotAllowed. The event and the messages are written in the same transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction

from booking import availability, checks, deadlines, outbox
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.models.booking import NO_OVERLAP
from booking.moves import (
    CLIENT,
    MOVES,
    SYSTEM,
    Actor,
    NotAllowed,
    NotSafeYet,
    Taken,
    change,
    move,
    note,
    practitioner,
)

__all__ = ["CLIENT", "MOVES", "SYSTEM", "Actor", "NotAllowed", "NotSafeYet", "Taken", "practitioner"]

# What is held for any reason waits for her, also when a newer screening alone would be ready.
FOR_HER = {"needs_review": True}


@dataclass(frozen=True)
class Screened:
    """Who is booked and what their screening found: what a reservation lacks."""

    client: object
    screening: object
    is_first: bool
    guardianship: object = None


@transaction.atomic
def reserve(treatment, starts_at: datetime, *, draft_key, now: datetime, notice=None, by=CLIENT) -> Booking:
    """Keep a free time for the visitor who fills in this draft. Raise Taken when it is not free.

    An earlier reservation of the same draft is let go in the same step, so its own time is free too."""
    take_diary()
    own = Booking.objects.filter(draft_key=draft_key)
    if own.exclude(status__in=(Status.RESERVED, Status.LAPSED)).exists():
        raise NotAllowed
    for earlier in own.filter(status=Status.RESERVED):
        lapse(earlier, by=by, now=now, why="chose_again")
    own.update(draft_key=None)
    if not availability.is_free(treatment, starts_at, now=now, notice=notice):
        raise _taken(treatment, starts_at, now, notice)
    booking = _new(treatment, starts_at.astimezone(UTC), now)
    lapse_run_out(now=now, between=(booking.blocked_from, booking.blocked_until))
    booking.draft_key = draft_key
    _insert(booking, now, notice)
    note(booking, "", by=by, at=now)
    return booking


def renew(draft_key, *, now: datetime) -> bool:
    """Keep a reservation for another 15 minutes; return whether there was one to keep."""
    own = Booking.objects.filter(draft_key=draft_key, draft_key__isnull=False, status=Status.RESERVED)
    return own.filter(expires_at__gt=now).update(expires_at=now + deadlines.RESERVED_FOR) > 0


@transaction.atomic
def confirm_new(booking, screened: Screened, *, now: datetime, by=CLIENT):
    """A reservation becomes a visit, when the screening found nothing that holds it."""
    _check_kept(booking, now)
    checks.owner(screened.screening, screened.client)
    if screened.screening.needs_review or screened.screening.visit_on != booking.visit_on:
        raise NotSafeYet
    move(booking, Status.CONFIRMED, by=by, at=now, **_screened(screened), expires_at=None)
    outbox.put(Kind.CONFIRMED, booking=booking, at=now)
    outbox.put(Kind.NEW_BOOKING, booking=booking, at=now)


@transaction.atomic
def hold_new(booking, screened: Screened, *, answer_due_at: datetime, now: datetime, by=CLIENT):
    """A reservation becomes a request that waits for the practitioner; its time stays taken."""
    _check_kept(booking, now)
    checks.owner(screened.screening, screened.client)
    held_until = deadlines.held_until(booking.starts_at)
    if held_until <= now:
        raise _taken(booking.treatment, booking.starts_at, now, deadlines.NOTICE_WHEN_HELD)
    move(
        booking,
        Status.HELD,
        by=by,
        at=now,
        **_screened(screened) | FOR_HER,
        expires_at=None,
        held_until=held_until,
        answer_due_at=answer_due_at,
    )
    outbox.put(Kind.HELD, booking=booking, at=now)
    _ask_the_practitioner(booking, now)


@transaction.atomic
def hold_again(booking, screening, *, answer_due_at: datetime, now: datetime, by, why="answers_changed"):
    """A confirmed visit has to be looked at again; its time is kept until she decides or it starts."""
    checks.owner(screening, booking.client)
    checks.not_loosened(booking, screening, by)
    if booking.starts_at <= now:
        raise NotAllowed
    move(
        booking,
        Status.HELD,
        by=by,
        at=now,
        why=why,
        **_found(screening) | FOR_HER,
        version=booking.version + 1,
        held_until=booking.starts_at,
        answer_due_at=min(answer_due_at, booking.starts_at),
    )
    outbox.put(Kind.HELD, booking=booking, at=now)
    _ask_the_practitioner(booking, now)


@transaction.atomic
def adopt_screening(booking, screening, *, by, now: datetime, why="answers_changed"):
    """Give a held booking a newer screening. It stays held: once held, only a person confirms.

    It becomes a new version, so that a yes to what she read before comes too late. What was about to
    be sent goes with it."""
    checks.owner(screening, booking.client)
    checks.not_loosened(booking, screening, by)
    if booking.status != Status.HELD:
        raise NotAllowed
    unsent = booking.messages.filter(version=booking.version, sent_at=None, dropped_at=None, gave_up_at=None)
    change(booking, **_found(screening) | FOR_HER, version=booking.version + 1)
    unsent.update(version=booking.version)
    note(booking, Status.HELD, by=by, at=now, why=why)
    if by.user is None:
        outbox.put(Kind.NEW_REQUEST, booking=booking, at=now)


@transaction.atomic
def approve(booking, *, by: Actor, now: datetime, words=None):
    """The practitioner's yes to a held booking: to this screening, for this day, in this version.

    What was found is checked again; raise NotSafeYet while a letter or an answer is missing."""
    checks.person(by)
    if booking.has_run_out(now) or booking.starts_at <= now:
        raise NotAllowed
    # A clearance that is ended at this very moment is ended before or after, not in between.
    take_diary()
    clearance = checks.clearance_for(booking)
    move(
        booking,
        Status.CONFIRMED,
        by=by,
        at=now,
        words=words,
        why="approved",
        clearance=clearance,
        approved_version=booking.version,
        decided_by=by.user,
        decided_at=now,
    )
    outbox.put(Kind.CONFIRMED, booking=booking, at=now)


@transaction.atomic
def decline(booking, *, by: Actor, now: datetime, words):
    """The practitioner's no, with her reason, which is kept sealed."""
    if words is None:
        raise ValueError("Declining needs a reason.")
    _decide(booking, by=by, now=now, words=words, why="declined")
    outbox.put(Kind.DECLINED, booking=booking, at=now)


@transaction.atomic
def offer_later(booking, *, by: Actor, now: datetime, from_on, words=None):
    """Let a held time go and write to the client with times from `from_on` on.

    The day is noted on the client, so that an earlier booking waits for the practitioner again."""
    _decide(booking, by=by, now=now, words=words, why="later_date")
    booking.client.not_before_on = from_on
    booking.client.save(update_fields=["not_before_on"])
    outbox.put(Kind.LATER, booking=booking, at=now)


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


@transaction.atomic
def lapse(booking, *, now: datetime, by=SYSTEM, why="ran_out"):
    """Let go of a reservation, an offer or a hold that has run out, or that its owner gave back."""
    was_held = booking.status == Status.HELD
    if (was_held or by == SYSTEM) and not booking.has_run_out(now):
        raise NotAllowed
    move(booking, Status.LAPSED, by=by, at=now, why=why)
    if was_held:
        outbox.put(Kind.LAPSED, booking=booking, at=now)
        outbox.put(Kind.REQUEST_LAPSED, booking=booking, at=now)


@transaction.atomic
def lapse_run_out(*, now: datetime, between=None) -> int:
    """Lapse all that has run out by itself, or what of it lies in a range; return how many."""
    take_diary()
    rows = Booking.objects.run_out(now)
    if between is not None:
        rows = rows.between(*between)
    run_out = list(rows.select_for_update())
    for booking in run_out:
        lapse(booking, now=now)
    return len(run_out)


def answer_due(booking, now: datetime) -> datetime:
    """Return by when the practitioner is asked to answer a request sent now."""
    diary = availability.load(availability.day_of(now), 28, policy=booking.treatment.policy, now=now)
    kept_until = deadlines.held_until(booking.starts_at)
    if kept_until <= now:
        kept_until = booking.starts_at
    return deadlines.answer_due(now, diary.open_days, kept_until, availability.zone())


def _taken(treatment, starts_at, now, notice=None) -> Taken:
    return Taken(availability.nearest(treatment, starts_at, 6, now=now, notice=notice))


def _insert(booking, now, notice):
    """Write the row; a clash that only the database sees is a taken time like any other."""
    try:
        with transaction.atomic():
            booking.save(force_insert=True)
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        raise _taken(booking.treatment, booking.starts_at, now, notice) from error


def _check_kept(booking, now):
    """A reservation that has run out is only worth what is still free, and none outlives the notice."""
    take_diary()
    treatment, starts_at = booking.treatment, booking.starts_at
    is_too_near = starts_at < now + treatment.policy.notice - deadlines.FILLING_IN
    is_lost = booking.has_run_out(now) and not availability.is_free(
        treatment, starts_at, now=now, leave_out=booking
    )
    if is_too_near or is_lost:
        raise _taken(treatment, starts_at, now)


def _new(treatment, starts_at, now):
    buffers = treatment.policy.buffers
    return Booking(
        treatment=treatment,
        starts_at=starts_at,
        reserved_minutes=treatment.reserved_minutes,
        blocked_from=starts_at - buffers.before,
        blocked_until=starts_at + timedelta(minutes=treatment.reserved_minutes) + buffers.after,
        visit_on=availability.day_of(starts_at),
        is_first=treatment.is_first,
        price=treatment.price.amount,
        expires_at=now + deadlines.RESERVED_FOR,
        created_at=now,
    )


def _screened(screened: Screened):
    people = {"client": screened.client, "guardianship": screened.guardianship}
    return people | _found(screened.screening) | {"is_first": screened.is_first}


def _found(screening):
    return {
        "screening": screening,
        "screened_for_on": screening.visit_on,
        "needs_review": screening.needs_review,
        "needs_clearance": screening.needs_clearance,
        "clearance": None,
        "approved_version": None,
        "decided_by": None,
        "decided_at": None,
    }


def _ask_the_practitioner(booking, now):
    outbox.put(Kind.NEW_REQUEST, booking=booking, at=now)
    for kind, wait in zip((Kind.REQUEST_WAITING, Kind.REQUEST_DUE), deadlines.REMIND_AFTER, strict=True):
        outbox.put(kind, booking=booking, at=now + wait)


def _decide(booking, *, by, now, words, why):
    checks.person(by)
    move(booking, Status.DECLINED, by=by, at=now, words=words, why=why, decided_by=by.user, decided_at=now)
