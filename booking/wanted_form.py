"""Whether a client still has a health form to fill in before a visit."""

from datetime import datetime

from booking.models import Booking, Status
from intake.models import FormDraft

COMING = (Status.HELD, Status.CONFIRMED)


def is_wanted(booking: Booking, *, now: datetime) -> bool:
    """Whether there is a form to fill in before this visit: none that still holds, or one that was begun."""
    if not is_coming(booking, now=now):
        return False
    return not booking.client.has_form(booking.visit_on) or is_begun(booking)


def is_coming(booking: Booking, *, now: datetime) -> bool:
    return booking.status in COMING and now < booking.starts_at


def is_begun(booking: Booking) -> bool:
    return FormDraft.objects.filter(client=booking.client_id).exists()
