"""Where a letter that was asked for stands, as far as mails and pages of a visit depend on it."""

from datetime import datetime, timedelta

from intake import records
from intake.models import LetterRequest

# A reminder that comes nearer to the visit helps nobody.
NEAR = timedelta(days=3)


def open_for(booking) -> LetterRequest | None:
    """Return what the client of this visit has been asked for and nobody has decided about."""
    return records.open_request(booking.client) if booking.client_id else None


def is_wanted(booking) -> bool:
    """Whether it was asked for, and nothing has come yet."""
    request = open_for(booking)
    return request is not None and request.received_at is None


def is_to_read(booking) -> bool:
    return LetterRequest.objects.to_read().filter(client=booking.client_id).exists()


def is_near(booking, now: datetime) -> bool:
    return booking.starts_at - now < NEAR
