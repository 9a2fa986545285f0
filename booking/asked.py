"""“Has anything changed?”, as a booking's row has it: when it is asked, and whether it is still open."""

from datetime import datetime

from booking import availability, deadlines
from booking.models import Booking, Status

COMING = (Status.HELD, Status.CONFIRMED)


def asked_at(booking: Booking) -> datetime:
    return deadlines.asked_at(booking.starts_at, availability.zone())


def told_at(booking: Booking) -> datetime:
    """Return when the client last said how they are: by answers, or by a word that nothing has changed."""
    answered_at = booking.screening.answered_at
    return max(answered_at, booking.unchanged_at or answered_at)


def is_to_ask(booking: Booking) -> bool:
    """Whether the question is asked at all; what was told after its moment is new enough."""
    return told_at(booking) < asked_at(booking)


def is_open(booking: Booking, now: datetime) -> bool:
    """Whether the question is out, and can still be answered."""
    return is_unanswered(booking, now) and now < booking.starts_at


def is_unanswered(booking: Booking, now: datetime) -> bool:
    """Whether the question is out and was not answered, also when the visit has begun meanwhile."""
    if booking.status not in COMING or booking.screening is None:
        return False
    return deadlines.is_unanswered(booking.starts_at, told_at(booking), now, availability.zone())
