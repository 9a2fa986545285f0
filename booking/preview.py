"""The very mail that a decision would send, made without deciding anything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from booking import emails, gathering
from booking.models import Booking, Message
from booking.models.message import TO_CLIENT


@dataclass(frozen=True)
class Letter:
    """A mail as the client would read it. Without an address there is none."""

    to: str
    subject: str
    text: str
    has_file: bool


def of(booking: Booking, decide: Callable[[], object], *, now: datetime) -> Letter | None:
    """Do what was decided, read the mail it writes to the client, and undo all of it.

    Return None when nothing would be sent. What `decide` refuses it raises here as well."""
    with transaction.atomic():
        written = list(booking.messages.values_list("pk", flat=True))
        decide()
        message = booking.messages.filter(kind__in=TO_CLIENT).exclude(pk__in=written).first()
        letter = message and _letter(message, now)
        transaction.set_rollback(True)
    return letter


def _letter(message, now):
    # Read anew with its booking, as the worker does.
    message = Message.objects.select_related("booking").get(pk=message.pk)
    others = [one.booking for one in gathering.with_it(message, now=now)]
    try:
        mail = emails.build(message, now=now, others=others)
    except emails.NoAddress:
        return None
    if mail is None:
        return None
    return Letter(mail.to[0], mail.subject, mail.body, bool(mail.attachments))
