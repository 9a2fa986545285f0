"""The mails: one function and one template each, and whether what they tell is still true."""

from datetime import datetime

from django.core.mail import EmailMessage

from booking.emails import client, group, practitioner, waiting
from booking.emails.making import NoAddress
from booking.emails.truth import TRUE_WHILE, is_still_true

__all__ = ["MAILS", "TRUE_WHILE", "NoAddress", "build", "is_still_true"]

MAILS = client.MAILS | waiting.MAILS | practitioner.MAILS


def build(message, *, now: datetime, others=()) -> EmailMessage | None:
    """Return the mail, None when a client left no e-mail address. Raise NoAddress when one is needed.

    `others` are the bookings that are told of in the same mail."""
    mail = group.build(message.kind, [message.booking, *others], now) if others else _of_one(message, now)
    if mail is not None:
        mail.extra_headers |= {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    return mail


def _of_one(message, now):
    return MAILS[message.kind](message.about, now)
