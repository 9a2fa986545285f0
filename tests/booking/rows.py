"""What the tests of the moves share: copies and screenings of a booking, and what was noted of it."""

from datetime import timedelta

from booking.lifecycle import Screened
from booking.models import Booking
from tests.booking.factories import NOW, HeldFactory
from tests.intake.factories import ScreeningFactory

VISIT = NOW + timedelta(days=7)
DAY = VISIT.date()
DUE = NOW + timedelta(days=2)


def again(booking):
    """Return a second copy of the row, as another request has it."""
    return Booking.objects.get(pk=booking.pk)


def kinds(booking):
    return {message.kind for message in booking.messages.filter(version=booking.version)}


def last_event(booking):
    event = booking.events.last()
    return event.from_status, event.to_status, event.actor, event.by, event.at, event.why, event.words


def ready(booking, **changes):
    """Return a screening for the booking's day in which nothing was found."""
    screening = ScreeningFactory(**{"visit_on": booking.visit_on} | changes)
    return Screened(screening.client, screening, is_first=True)


def found(booking, **changes):
    """Return a screening for the booking's client and day that a person has to read."""
    who = {"client": booking.client} if booking.client else {}
    return ScreeningFactory(**who | {"visit_on": booking.visit_on, "needs_review": True} | changes)


def held_for_a_letter(**changes):
    booking = HeldFactory(needs_clearance=True, **changes)
    screening = found(booking, needs_clearance=True)
    Booking.objects.filter(pk=booking.pk).update(screening=screening)
    return again(booking)


def fails(*args, **kwargs):
    raise RuntimeError("This step fails.")
