"""Messages that go out as one mail: of one kind, due at one moment, about visits that belong together.

Each visit has its own message, so that what is told of it is known of each. They are sent as one by
whoever sends the first of them; the others wait for that. When the first is no longer true, because
its visit was cancelled or moved meanwhile, the next one speaks for the rest."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from booking import emails
from booking.emails import group
from booking.models import Message


def speaking(messages):
    """Leave out the messages that wait for an earlier one of theirs."""
    earlier = still_open().filter(
        Q(booking__together=OuterRef("booking__together")) | Q(booking__series=OuterRef("booking__series")),
        kind=OuterRef("kind"),
        kind__in=group.KINDS,
        due_at=OuterRef("due_at"),
        pk__lt=OuterRef("pk"),
    )
    return messages.filter(~Exists(earlier))


def with_it(message, *, now: datetime) -> list[Message]:
    """Return the other messages that are told in the same mail: to the same address, and still true."""
    booking = message.booking
    is_alone = booking is None or (booking.together is None and booking.series_id is None)
    if is_alone or message.kind not in group.KINDS:
        return []
    theirs = Q(booking__together=booking.together) if booking.together else Q()
    if booking.series_id:
        theirs |= Q(booking__series=booking.series_id)
    waiting = still_open().filter(theirs, kind=message.kind, due_at=message.due_at).exclude(pk=message.pk)
    rows = waiting.select_related("booking__client", "booking__guardianship", "booking__treatment__policy")
    return [one for one in rows if one.booking.email == booking.email and emails.is_still_true(one, now=now)]


def still_open():
    """Return the messages that have not come to their end."""
    return Message.objects.filter(sent_at=None, dropped_at=None, gave_up_at=None)
