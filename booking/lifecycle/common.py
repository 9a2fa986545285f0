"""What the moves of a booking share."""

from datetime import datetime

from booking import availability, deadlines, outbox
from booking.models import Kind
from booking.moves import Taken

# What is held for any reason waits for her, also when a newer screening alone would be ready.
FOR_HER = {"needs_review": True}


def answer_due(booking, now: datetime) -> datetime:
    """Return by when the practitioner is asked to answer a request sent now."""
    diary = availability.load(availability.day_of(now), 28, policy=booking.treatment.policy, now=now)
    kept_until = deadlines.held_until(booking.starts_at)
    if kept_until <= now:
        kept_until = booking.starts_at
    return deadlines.answer_due(now, diary.open_days, kept_until, availability.zone())


def taken(treatment, starts_at, now, notice=None) -> Taken:
    return Taken(availability.nearest(treatment, starts_at, 6, now=now, notice=notice))


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


def ask_the_practitioner(booking, now):
    outbox.put(Kind.NEW_REQUEST, booking=booking, at=now)
    for kind, wait in zip((Kind.REQUEST_WAITING, Kind.REQUEST_DUE), deadlines.REMIND_AFTER, strict=True):
        outbox.put(kind, booking=booking, at=now + wait)
