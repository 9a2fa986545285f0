"""Letters that will run out before something that is ahead."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from booking import availability
from booking.models import Booking, Series, Status
from booking.models.booking import OCCUPYING
from intake.models import Clearance

WARNED = timedelta(days=14)
COMING = (Status.HELD, Status.CONFIRMED)


def ending(now: datetime):
    """Return the letters whose last day is today or within two weeks, and which no later one outlasts."""
    today = availability.day_of(now)
    standing = Clearance.objects.filter(ended_at=None)
    longer = standing.filter(client=OuterRef("client"), valid_until__gt=OuterRef("valid_until"))
    soon = standing.filter(valid_until__range=(today, today + WARNED))
    return soon.exclude(Exists(longer)).select_related("client").order_by("valid_until", "pk")


def beyond(letter: Clearance, *, now: datetime) -> Booking | None:
    """Return the first coming visit after its last day that needs one, else the last visit that stands on
    it, when a series of theirs is not booked to its end."""
    theirs = Booking.objects.taking(now).filter(client=letter.client_id, needs_clearance=True)
    ahead = theirs.filter(status__in=COMING, starts_at__gt=now, visit_on__gt=letter.valid_until)
    first = ahead.order_by("starts_at").first()
    if first is not None or not _has_more_to_plan(letter):
        return first
    return theirs.filter(clearance=letter).order_by("starts_at").last()


def last_day(booking: Booking, *, now: datetime) -> date | None:
    """Return the last day of the client's letter that runs out before something that is ahead, if any."""
    letters = ending(now).filter(client=booking.client_id)
    return next((letter.valid_until for letter in letters if beyond(letter, now=now)), None)


def _has_more_to_plan(letter):
    running = Series.objects.filter(client=letter.client_id, ended_at=None)
    return any(row.bookings.filter(status__in=OCCUPYING).count() < row.wanted for row in running)
