"""A free time becomes a reservation, and a reservation a visit or a request."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction

from booking import availability, checks, deadlines, outbox
from booking.lifecycle.common import FOR_HER, ask_the_practitioner, found, taken
from booking.lifecycle.lapsing import lapse, lapse_run_out
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.models.booking import NO_OVERLAP
from booking.moves import CLIENT, NotAllowed, NotSafeYet, move, note


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
        raise taken(treatment, starts_at, now, notice)
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
        raise taken(booking.treatment, booking.starts_at, now, deadlines.NOTICE_WHEN_HELD)
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
    ask_the_practitioner(booking, now)


def _insert(booking, now, notice):
    """Write the row; a clash that only the database sees is a taken time like any other."""
    try:
        with transaction.atomic():
            booking.save(force_insert=True)
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        raise taken(booking.treatment, booking.starts_at, now, notice) from error


def _check_kept(booking, now):
    """A reservation that has run out is only worth what is still free, and none outlives the notice."""
    take_diary()
    treatment, starts_at = booking.treatment, booking.starts_at
    is_too_near = starts_at < now + treatment.policy.notice - deadlines.FILLING_IN
    is_lost = booking.has_run_out(now) and not availability.is_free(
        treatment, starts_at, now=now, leave_out=booking
    )
    if is_too_near or is_lost:
        raise taken(treatment, starts_at, now)


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
    return people | found(screened.screening) | {"is_first": screened.is_first}
