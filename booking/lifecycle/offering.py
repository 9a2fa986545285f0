"""A free time is kept for somebody on the waitlist, who takes it or lets it go."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from booking import availability, checks, deadlines, freed, outbox
from booking.lifecycle.common import (
    FOR_HER,
    answer_due,
    ask_ahead,
    ask_the_practitioner,
    no_overlap,
    taken,
    taken_by_hand,
    times,
)
from booking.lifecycle.lapsing import lapse_run_out
from booking.lifecycle.reserving import Screened, check_room, screened_as, why_screened
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.moves import CLIENT, SPENT, SYSTEM, Actor, NotAllowed, move, note


@transaction.atomic
@freed.held_back()
def offer(entry, starts_at: datetime, *, until: datetime, length: timedelta, now: datetime, by=SYSTEM):
    """Keep a free time for this place on the waitlist until they answer. Raise Taken when it is not free.

    The practitioner is stopped by a clash alone; the row names the rules for clients that she crosses."""
    take_diary()
    starts_at = starts_at.astimezone(UTC)
    if entry.ended_at is not None or not now < until <= starts_at:
        raise NotAllowed
    treatment = entry.treatment
    crossed = _check_free(treatment, starts_at, length, now, by)
    booking = Booking(
        status=Status.OFFERED,
        treatment=treatment,
        client=entry.client,
        guardianship=entry.guardianship,
        entry=entry,
        **times(treatment.policy, starts_at, length),
        is_first=treatment.is_first,
        price=treatment.price.amount,
        crossed=crossed,
        expires_at=until,
        created_at=now,
    )
    lapse_run_out(now=now, between=(booking.blocked_from, booking.blocked_until))
    with no_overlap(lambda: taken(treatment, starts_at, now)):
        booking.save(force_insert=True)
    note(booking, "", by=by, at=now)
    outbox.put(Kind.OFFER, booking=booking, at=now)
    return booking


@transaction.atomic
def take_up(booking, screened: Screened, *, now: datetime, by: Actor = CLIENT):
    """An offer becomes a visit, or a request when the screening of its day found something.

    Raise TooMany where as many visits lie ahead as can be booked online; the offer then stands."""
    take_diary()
    screening = screened.screening
    _check_open(booking, now)
    check_room(booking, screened, now, by)
    checks.owner(screening, screened.client)
    if screening.visit_on != booking.visit_on:
        raise NotAllowed
    result = screened_as(booking, screened) | {"expires_at": None}
    about = {"by": by, "at": now, "why": why_screened(booking, screened)}
    if not screening.needs_review:
        move(booking, Status.CONFIRMED, **about, **result)
        with outbox.in_one_step():
            outbox.put(Kind.CONFIRMED, booking=booking, at=now)
            ask_ahead(booking, now)
            return outbox.put(Kind.OFFER_TAKEN, booking=booking, at=now)
    kept_until = deadlines.held_until(booking.starts_at)
    if kept_until <= now:
        kept_until = booking.starts_at
    due = {"held_until": kept_until, "answer_due_at": min(answer_due(booking, now), kept_until)}
    move(booking, Status.HELD, **about, **result | FOR_HER | due)
    with outbox.in_one_step():
        outbox.put(Kind.HELD, booking=booking, at=now)
        ask_the_practitioner(booking, now, by=by)


@transaction.atomic
def spend(booking, *, now: datetime, by: Actor = CLIENT):
    """An offer makes room for the visit that moves to its time; nobody needs to hear of it."""
    _check_open(booking, now)
    move(booking, Status.CANCELLED, by=by, at=now, why=SPENT, expires_at=None)


@transaction.atomic
def take_back(booking, *, now: datetime, by: Actor, why: str, words=None):
    """Let an offer go before it runs out: it was refused, or is not to stand any longer."""
    if booking.status != Status.OFFERED:
        raise NotAllowed
    move(booking, Status.LAPSED, by=by, at=now, why=why, words=words)
    if by != CLIENT:
        outbox.put(Kind.OFFER_OVER, booking=booking, at=now)


def _check_open(booking, now):
    if booking.status != Status.OFFERED or booking.has_run_out(now) or booking.starts_at <= now:
        raise NotAllowed


def _check_free(treatment, starts_at, length, now, by) -> list[str]:
    if by.user is None:
        diary = availability.load(availability.day_of(starts_at), 1, policy=treatment.policy, now=now)
        if diary.why_not(starts_at, length, is_first=treatment.is_first):
            raise taken(treatment, starts_at, now)
        return []
    if availability.clashes(treatment.policy, starts_at, length, now=now):
        raise taken_by_hand(treatment, starts_at, length, now)
    return [str(one) for one in availability.crossed(treatment, starts_at, length, now=now)]
