"""Messages are written here with their cause, in the caller's transaction, and sent by the worker.

Nothing is sent inside a transaction: a slow mail server would keep SQLite's only writer waiting. What
a sender works on is its own for a few minutes; when it dies, the clock gives the message back."""

import logging
import smtplib
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from booking import emails, gathering
from booking.models import Message
from booking.models.message import ABOUT

# Longer than a mail server that answers each line at its last moment can take over one mail.
LEASE = timedelta(minutes=5)
# After each failed try. With the last of them 44 hours have passed; another would be past the 48.
WAITS = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 30)),
    timedelta(hours=2),
    *[timedelta(hours=6)] * 7,
)

log = logging.getLogger(__name__)


def put(kind, *, at, booking=None, enquiry=None, link=None, entry=None, erasure=None, breach=None):
    """Write one message of this kind for the booking as it is now; due at `at`.

    A second one for the same booking, kind and version is not written: twice is a defect."""
    others = {"enquiry": enquiry, "link": link, "entry": entry, "erasure": erasure, "breach": breach}
    about = {name: thing for name, thing in others.items() if thing is not None}
    if booking is not None:
        about = {"booking": booking, "version": booking.version}
    Message.objects.get_or_create(
        **about, kind=kind, defaults={"due_at": at, "message_id": f"<{uuid.uuid4()}@booking.invalid>"}
    )


def put_again(kind, *, at, booking):
    """Write one message of something that can happen once more to the same booking, as it is now."""
    put(kind, booking=booking, at=at)
    anew = {"sent_at": None, "attempts": 0, "due_at": at, "message_id": f"<{uuid.uuid4()}@booking.invalid>"}
    booking.messages.filter(kind=kind, version=booking.version, sent_at__isnull=False).update(**anew)


def send_due(*, now: datetime, limit: int = 50) -> int:
    """Send what is due and still true, at most `limit` messages; return how many were dealt with."""
    for done in range(limit):
        message = _claim(now)
        if message is None:
            return done
        _deal_with(message, now)
    return limit


def _due(now):
    waiting = Message.objects.filter(sent_at=None, dropped_at=None, gave_up_at=None, due_at__lte=now)
    return gathering.speaking(waiting.filter(Q(claimed_until=None) | Q(claimed_until__lte=now)))


def _claim(now):
    """Take one message for ourselves; of several senders exactly one changes the row."""
    while message := _due(now).first():
        lease = {"claimed_until": now + LEASE, "attempts": F("attempts") + 1}
        if _due(now).filter(pk=message.pk).update(**lease):
            # In one look, so that the message and its booking are of the same moment.
            return Message.objects.select_related(*ABOUT).get(pk=message.pk)
    return None


def _deal_with(message, now):
    told = [message]
    try:
        if not emails.is_still_true(message, now=now):
            return _close(told, dropped_at=now)
        others = gathering.with_it(message, now=now)
        told += others
        mail = emails.build(message, now=now, others=[one.booking for one in others])
        if mail is None:
            return _close(told, dropped_at=now)
        mail.send(using="default")
    except Exception as error:  # whatever it was, the other messages go out
        return _try_again(told, error, now)
    # Sent is sent, also when it took so long that somebody else has the row by now.
    keys = [one.pk for one in told]
    Message.objects.filter(pk__in=keys).update(sent_at=now, claimed_until=None, last_error="")


def _try_again(told, error, now):
    message, said = told[0], _in_words(error)
    log.warning("Message %s (%s), try %s: %s", message.pk, message.kind, message.attempts, said)
    if _is_for_good(error) or message.attempts > len(WAITS):
        return _close(told, gave_up_at=now, last_error=said)
    _close(told, due_at=now + WAITS[message.attempts - 1], last_error=said)


def _close(told, **changes):
    """Write the end of a try, unless a row has another sender or another version meanwhile.

    Of messages in one mail all are written alike, in one step: they stay together for the next try."""
    with transaction.atomic():
        for message in told:
            seen = {"claimed_until": message.claimed_until, "version": message.version}
            Message.objects.filter(pk=message.pk, **seen).update(claimed_until=None, **changes)


def _is_for_good(error):
    """Whether this mail can never be sent. A wrong password or sender can be mended, so mail waits for it."""
    if isinstance(error, emails.NoAddress):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return _code(error) >= 500
    return False


def _code(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min(code for code, _said in error.recipients.values())
    return getattr(error, "smtp_code", 0)


def _in_words(error):
    """What went wrong, without what the server said: that often repeats the address."""
    if isinstance(error, emails.NoAddress):
        return _("There is no usable address to send to.")
    if isinstance(error, smtplib.SMTPException) and (code := _code(error)):
        return _("The mail server answered %(code)s.") % {"code": code}
    if isinstance(error, OSError):
        return _("The mail server did not answer (%(name)s).") % {"name": type(error).__name__}
    return _("The mail could not be made (%(name)s).") % {"name": type(error).__name__}
