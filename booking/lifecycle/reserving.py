"""A free time becomes a reservation, and a reservation a visit or a request."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4, uuid5

from django.db import transaction

from booking import ahead, availability, checks, deadlines, freed, outbox
from booking.lifecycle.common import (
    FOR_HER,
    ask_ahead,
    ask_the_practitioner,
    found,
    no_overlap,
    taken,
    taken_by_hand,
    times,
)
from booking.lifecycle.lapsing import lapse, lapse_run_out
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.moves import (
    BEEN_BEFORE,
    CLIENT,
    Actor,
    NotAllowed,
    NotSafeYet,
    TooMany,
    change,
    move,
    note,
)


@dataclass(frozen=True)
class Screened:
    """Who is booked and what their screening found: what a reservation lacks."""

    client: object
    screening: object
    is_first: bool
    guardianship: object = None
    # What they are booked for, where that may be another sort than they picked.
    treatment: object = None
    # When somebody who is on file said that nothing has changed since their answers.
    unchanged_at: datetime | None = None

    @property
    def email(self) -> str:
        return self.guardianship.adult_email if self.guardianship else self.client.email

    def is_follow_up_of(self, booking) -> bool:
        """Whether a first session was picked by somebody who has been here before."""
        return booking.treatment.is_first and self.treatment is not None and not self.treatment.is_first


@transaction.atomic
@freed.held_back()
def reserve(
    treatment, starts_at: datetime, *, draft_key, now: datetime, notice=None, length=None, by=CLIENT
) -> Booking:
    """Keep a free time for the visitor who fills in this draft, as long as the treatment keeps unless
    another length is known. Raise Taken when it is not free.

    An earlier reservation of the same draft is let go in the same step, so its own time is free too."""
    take_diary()
    let_go(draft_key, by=by, now=now)
    length = length or availability.length_of(treatment)
    if not availability.is_free(treatment, starts_at, now=now, notice=notice, length=length):
        raise taken(treatment, starts_at, now, notice, length=length)
    booking = _new(treatment, starts_at.astimezone(UTC), now, length)
    lapse_run_out(now=now, between=(booking.blocked_from, booking.blocked_until))
    booking.draft_key = draft_key
    with no_overlap(lambda: taken(treatment, starts_at, now, notice, length=length)):
        booking.save(force_insert=True)
    note(booking, "", by=by, at=now)
    return booking


@transaction.atomic
@freed.held_back()
def reserve_by_hand(
    treatment, starts_at: datetime, *, length, draft_key, by: Actor, now: datetime
) -> Booking:
    """Keep a time while the practitioner is on the phone. Only a clash stops her: raise Taken.

    The rules for clients that it crosses are named in the row. Raise NotAllowed for a time that is past."""
    checks.person(by)
    take_diary()
    if starts_at <= now:
        raise NotAllowed
    let_go(draft_key, by=by, now=now)
    starts_at = starts_at.astimezone(UTC)
    if availability.clashes(treatment.policy, starts_at, length, now=now):
        raise taken_by_hand(treatment, starts_at, length, now)
    booking = _new(treatment, starts_at, now, length)
    lapse_run_out(now=now, between=(booking.blocked_from, booking.blocked_until))
    booking.draft_key = draft_key
    booking.crossed = [str(one) for one in availability.crossed(treatment, starts_at, length, now=now)]
    with no_overlap(lambda: taken_by_hand(treatment, starts_at, length, now)):
        booking.save(force_insert=True)
    note(booking, "", by=by, at=now)
    return booking


def keys_of(draft_key) -> tuple:
    """Return the keys of the rows that a draft may keep: its own, and for a second person one that follows
    from it."""
    return (draft_key, uuid5(draft_key, "second")) if draft_key else ()


def let_go(draft_key, *, by, now: datetime):
    """Give back what the same draft has kept before. Raise NotAllowed when it has become a booking."""
    own = Booking.objects.filter(draft_key__in=keys_of(draft_key))
    if own.exclude(status__in=(Status.RESERVED, Status.LAPSED)).exists():
        raise NotAllowed
    for earlier in own.filter(status=Status.RESERVED):
        lapse(earlier, by=by, now=now, why="chose_again")
    own.update(draft_key=None)


def renew(draft_key, *, now: datetime) -> bool:
    """Keep a reservation for another 15 minutes; return whether there was one to keep."""
    own = Booking.objects.filter(draft_key__in=keys_of(draft_key), status=Status.RESERVED)
    return own.filter(expires_at__gt=now).update(expires_at=now + deadlines.RESERVED_FOR) > 0


@transaction.atomic
def tie(bookings, *, series=None):
    """Note that these reservations are booked in one step, and so held and decided together."""
    key = uuid4()
    for booking in bookings:
        if booking.status != Status.RESERVED:
            raise NotAllowed
        change(booking, together=key, series=series)


@transaction.atomic
def confirm_new(booking, screened: Screened, *, now: datetime, by=CLIENT):
    """A reservation becomes a visit, when the screening found nothing that holds it."""
    _check_kept(booking, now, by)
    check_room(booking, screened, now, by)
    checks.owner(screened.screening, screened.client)
    if screened.screening.needs_review or screened.screening.visit_on != booking.visit_on:
        raise NotSafeYet
    changes = screened_as(booking, screened) | {"expires_at": None}
    move(booking, Status.CONFIRMED, by=by, at=now, why=why_screened(booking, screened), **changes)
    with outbox.in_one_step():
        outbox.put(Kind.CONFIRMED, booking=booking, at=now)
        ask_ahead(booking, now)
        if by.user is None:
            outbox.put(Kind.NEW_BOOKING, booking=booking, at=now)


@transaction.atomic
def hold_new(booking, screened: Screened, *, answer_due_at: datetime, now: datetime, by=CLIENT):
    """A reservation becomes a request that waits for the practitioner; its time stays taken."""
    _check_kept(booking, now, by)
    check_room(booking, screened, now, by)
    checks.owner(screened.screening, screened.client)
    held_until = deadlines.held_until(booking.starts_at)
    if held_until <= now and by.user is not None:
        held_until = booking.starts_at
    if held_until <= now:
        raise taken(booking.treatment, booking.starts_at, now, deadlines.NOTICE_WHEN_HELD)
    move(
        booking,
        Status.HELD,
        by=by,
        at=now,
        why=why_screened(booking, screened),
        **screened_as(booking, screened) | FOR_HER,
        expires_at=None,
        held_until=held_until,
        answer_due_at=answer_due_at,
    )
    with outbox.in_one_step():
        outbox.put(Kind.HELD, booking=booking, at=now)
        ask_the_practitioner(booking, now, by=by)


def check_room(booking, screened, now, by):
    """Raise TooMany where as many visits lie ahead as can be booked online."""
    if by.user is None and ahead.is_full(screened.email, now=now, besides=booking):
        raise TooMany


def _check_kept(booking, now, by=CLIENT):
    """A reservation that has run out is only worth what is still free, and none outlives the notice."""
    take_diary()
    if by.user is not None:
        return _check_kept_by_hand(booking, now)
    treatment, starts_at = booking.treatment, booking.starts_at
    is_too_near = starts_at < now + treatment.policy.notice - deadlines.FILLING_IN
    about = {"now": now, "length": timedelta(minutes=booking.reserved_minutes)}
    is_lost = booking.has_run_out(now) and not availability.is_free(
        treatment, starts_at, now=now, **availability.session_of(booking)
    )
    if is_too_near or is_lost:
        raise taken(treatment, starts_at, **about)


def _check_kept_by_hand(booking, now):
    length = timedelta(minutes=booking.reserved_minutes)
    if booking.has_run_out(now) and availability.clashes(
        booking.treatment.policy, booking.starts_at, length, now=now, leave_out=booking
    ):
        raise taken_by_hand(booking.treatment, booking.starts_at, length, now)


def _new(treatment, starts_at, now, length):
    return Booking(
        treatment=treatment,
        **times(treatment.policy, starts_at, length),
        is_first=treatment.is_first,
        price=treatment.price.amount,
        expires_at=now + deadlines.RESERVED_FOR,
        created_at=now,
    )


def screened_as(booking, screened: Screened) -> dict:
    """Return what a row gets once it is known who comes, and what their screening found."""
    people = {"client": screened.client, "guardianship": screened.guardianship}
    shorter, sort = _usual_length(booking, screened), _sort(booking, screened)
    said = {"is_first": screened.is_first, "unchanged_at": screened.unchanged_at}
    return people | found(screened.screening) | said | sort | shorter


def why_screened(booking, screened) -> str:
    """Return why it became another sort of session than was picked, if it did."""
    return BEEN_BEFORE if screened.is_follow_up_of(booking) else ""


def _sort(booking, screened):
    """Whoever has been here before has a follow-up session, for no more than was promised."""
    if not screened.is_follow_up_of(booking):
        return {}
    treatment = screened.treatment
    return {"treatment": treatment, "price": min(booking.price, treatment.price.amount)}


def _usual_length(booking, screened):
    """Who is known only now may need less than was kept; never more, for the rest may be taken."""
    needed = screened.client.usual_minutes or booking.reserved_minutes
    if screened.is_follow_up_of(booking):
        needed = min(needed, screened.treatment.reserved_minutes)
    spare = booking.reserved_minutes - needed
    if spare <= 0:
        return {}
    until = booking.blocked_until - timedelta(minutes=spare)
    return {"reserved_minutes": needed, "blocked_until": until}
