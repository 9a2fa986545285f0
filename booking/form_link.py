"""A link to a health form that somebody has begun, or filled in a year ago: asked for by a press, sent to the
address on file, and spent by the first press that opens it."""

from datetime import datetime, timedelta

from django.db import transaction

from booking import outbox
from booking.links import kept
from booking.lock import take_diary
from booking.models import Booking, Kind, Link, Purpose

MAILS_AN_HOUR = 3
HOUR = timedelta(hours=1)


@transaction.atomic
def ask(booking: Booking, *, now: datetime):
    """Write a link to this visit's form, and the mail about it; after three in an hour, nothing."""
    take_diary()
    asked = Link.objects.filter(purpose=Purpose.FORM, booking=booking, made_at__gt=now - HOUR)
    if not booking.email or asked.count() >= MAILS_AN_HOUR:
        return
    link = Link.objects.create(
        purpose=Purpose.FORM, booking=booking, address=kept(booking.email), made_at=now
    )
    outbox.put(Kind.FORM_LINK, link=link, at=now)
