"""Mail that could not be sent, until the practitioner has seen to it: by another try, or in her own way."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from booking import emails, refused
from booking.lock import take_diary
from booking.models import Booking, Message
from booking.models.message import ABOUT

# How long the desk tells of it.
TOLD_OF = timedelta(days=28)


def to_see_to(*, now: datetime):
    """Return what was given up lately and waits for her, the newest first."""
    lately = waiting().filter(gave_up_at__gt=now - TOLD_OF)
    return lately.select_related("booking__client", "booking__treatment").order_by("-gave_up_at", "pk")


def of(booking: Booking) -> list[Message]:
    """Return what could not be sent about this visit, and waits for her."""
    return list(waiting().filter(booking=booking).select_related(*ABOUT))


def still_true(messages: Iterable[Message], *, now: datetime) -> list[Message]:
    return [message for message in messages if emails.is_still_true(message, now=now)]


@transaction.atomic
def try_again(booking: Booking, *, seen: datetime, now: datetime) -> int:
    """Let what was given up until `seen`, and is still true, go to the address on file; return how many.

    Of several presses of one page the first alone finds any. What was told in one mail goes in one again."""
    take_diary()
    found = still_true(_until(booking, seen), now=now)
    anew = {"gave_up_at": None, "due_at": now, "attempts": 0, "last_error": ""}
    count = sum(bool(_in_one_mail(message).update(**anew)) for message in found)
    if count:
        refused.forget(booking.email)
    return count


@transaction.atomic
def is_told(booking: Booking, *, seen: datetime, now: datetime) -> int:
    """Note that she has told in another way what was given up until `seen`; return how many."""
    take_diary()
    found = _until(booking, seen)
    return sum(bool(_in_one_mail(message).update(seen_to_at=now)) for message in found)


def waiting():
    """Return what was given up, and she has not seen to."""
    return Message.objects.filter(gave_up_at__isnull=False, seen_to_at=None)


def _until(booking, seen):
    return [message for message in of(booking) if message.gave_up_at <= seen]


def _in_one_mail(message):
    """The message, and those that were given up in the same mail: see gathering.

    Under the diary's lock alone: PostgreSQL judges a row anew after waiting for it, but not what the row is
    joined with."""
    booking = message.booking
    theirs = Q(pk=message.pk)
    if booking.together:
        theirs |= Q(booking__together=booking.together)
    if booking.series_id:
        theirs |= Q(booking__series=booking.series_id)
    return waiting().filter(theirs, kind=message.kind, gave_up_at=message.gave_up_at)
