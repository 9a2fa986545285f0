"""After a visit: which of the two messages tells how people may feel, and as long as it helps to know."""

from datetime import datetime

from booking import deadlines
from booking.models import Booking, Kind, Status
from booking.models.booking import OCCUPYING

KINDS = (Kind.AFTER_FIRST, Kind.AFTER_SERIES)


def kind_of(booking: Booking) -> Kind | None:
    """Return what is told after this visit, None for one that did not take place, or lies in the middle."""
    if booking.status != Status.COMPLETED:
        return None
    if booking.is_first:
        return Kind.AFTER_FIRST
    return Kind.AFTER_SERIES if _is_the_last(booking) else None


def helps(booking: Booking, now: datetime) -> bool:
    return now < booking.ends_at + deadlines.HELPS_FOR


def _is_the_last(booking):
    """Whether its series has come to an end with it; one that is paused goes on later."""
    row = booking.series
    if row is None or row.ended_at is None:
        return False
    return not row.bookings.filter(starts_at__gt=booking.starts_at, status__in=OCCUPYING).exists()
