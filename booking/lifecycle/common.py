"""What the moves of a booking share."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from booking import asked, availability, deadlines, form_due, outbox, together
from booking.models import Kind, Status
from booking.models.booking import NO_OVERLAP
from booking.moves import Taken, change

# What is held for any reason waits for her, also when a newer screening alone would be ready.
FOR_HER = {"needs_review": True}


def answer_due(booking, now: datetime, starts_at: datetime | None = None) -> datetime:
    """Return by when the practitioner is asked to answer a request sent now, for the time it is booked
    for or for another."""
    starts_at = starts_at or booking.starts_at
    diary = availability.load(availability.day_of(now), 28, policy=booking.treatment.policy, now=now)
    kept_until = deadlines.held_until(starts_at)
    if kept_until <= now:
        kept_until = starts_at
    return deadlines.answer_due(now, diary.open_days, kept_until, availability.zone())


def times(policy, starts_at: datetime, length: timedelta) -> dict:
    """Return what a session takes from the diary, written into its row: later settings move nothing."""
    return {
        "starts_at": starts_at,
        "visit_on": availability.day_of(starts_at),
        "reserved_minutes": length // timedelta(minutes=1),
        "blocked_from": starts_at - policy.buffers.before,
        "blocked_until": starts_at + length + policy.buffers.after,
    }


@contextmanager
def no_overlap(to_raise):
    """A clash that only the database sees is a taken time like any other."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        raise to_raise() from error


def taken_by_hand(treatment, starts_at, length, now, leave_out=None) -> Taken:
    nearest = availability.nearest_by_hand(treatment, starts_at, 6, length, now=now, leave_out=leave_out)
    return Taken(nearest)


def taken(treatment, starts_at, now, notice=None, **about) -> Taken:
    return Taken(availability.nearest(treatment, starts_at, 6, now=now, notice=notice, **about))


def found(screening):
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


def ask_ahead(booking, now):
    """Write what the client is asked before a visit that is sure."""
    rules, starts = outbox.rules(), together.starts_of_day(booking)
    ask_whether_changed(booking, now, rules, starts[-1])
    for kind, at in form_due.asks(booking, now, rules, starts[0]):
        outbox.put(kind, booking=booking, at=at)


def ask_whether_changed(booking, now, rules, last_start):
    """Ask the client two days before the visit, or later where she wants it so; at once when it is nearer,
    and what they said is older. Of two on one day it goes by the last, for it is open for both then."""
    if asked.is_to_ask(booking):
        days = timedelta(days=rules[Kind.CHANGED].number)
        at = deadlines.days_before(last_start, days, availability.zone())
        outbox.put(Kind.CHANGED, booking=booking, at=max(now, at))


def ask_the_practitioner(booking, now, *, by):
    """Tell her of a request, and remind her of it. What she did herself is no news to her."""
    if by.user is None:
        outbox.put(Kind.NEW_REQUEST, booking=booking, at=now)
    rules = outbox.rules()
    for kind in (Kind.REQUEST_WAITING, Kind.REQUEST_DUE):
        outbox.put(kind, booking=booking, at=now + timedelta(hours=rules[kind].number))


def was_visit(booking) -> bool:
    """Whether it was confirmed once: what was a visit is kept until it starts, however often it moves."""
    return booking.status == Status.CONFIRMED or booking.events.filter(from_status=Status.CONFIRMED).exists()


def end_as_one(booking):
    """Let the requests that were sent together end together, with the first of them.

    None is decided without the others, so each at its own time would leave the later ones alone."""
    if booking.together is None or was_visit(booking):
        return
    requests = [one for one in together.held(booking) if not was_visit(one)]
    ends = {name: min(getattr(one, name) for one in requests) for name in ("held_until", "answer_due_at")}
    for one in requests:
        change(one, **ends)
