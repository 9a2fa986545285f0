"""Messages are written here with their cause, in the caller's transaction, and sent by the worker.

Nothing is sent inside a transaction: a slow mail server would keep SQLite's only writer waiting. What
a sender works on is its own for a few minutes; when it dies, the clock gives the message back."""

import logging
import threading
import uuid
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from enum import Enum

from django.core.mail import mailers
from django.db import transaction
from django.db.models import F, Q

from booking import emails, gathering, mail_faults, message_rules, refused
from booking.models import Message
from booking.models.message import ABOUT, TO_CLIENT

# Longer than a mail server that answers each line at its last moment can take over one mail.
LEASE = timedelta(minutes=5)
# After each failed try. With the last of them 44 hours have passed; another would be past the 48.
WAITS = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 30)),
    timedelta(hours=2),
    *[timedelta(hours=6)] * 7,
)

log = logging.getLogger(__name__)


class OutOfReach(Exception):
    """No mail server could be spoken to; what it was stands as the cause."""


class Turn(Enum):
    """What came of one turn at the queue, and so whether another makes sense at this moment."""

    # Sent, or dropped because it is no longer true.
    DONE = "done"
    # This one was not taken; another may be.
    REFUSED = "refused"
    # Nobody's mail is taken now.
    NO_SERVER = "no server"
    NOTHING_DUE = "nothing due"


class _Kept(threading.local):
    def __init__(self):
        self.depth, self.rows, self.rules = 0, {}, None


_kept = _Kept()


@contextmanager
def in_one_step():
    """Write what is put in here with one query, at the end: for actions that put several of bookings.

    It belongs inside the transaction. Nothing in it may look for these messages, or undo a part of them."""
    _kept.depth += 1
    try:
        yield
        if _kept.depth == 1 and _kept.rows:
            _write(list(_kept.rows.values()), BOOKING)
    finally:
        _kept.depth -= 1
        if _kept.depth == 0:
            _kept.rows.clear()
            _kept.rules = None


def rules() -> message_rules.Rules:
    """Return how each kind is sent; within a step it is looked up once."""
    if not _kept.depth:
        return message_rules.load()
    _kept.rules = _kept.rules or message_rules.load()
    return _kept.rules


# What a message is unique by, where it tells of a booking.
BOOKING = ["booking", "kind", "version"]


def put(
    kind,
    *,
    at,
    booking=None,
    enquiry=None,
    link=None,
    entry=None,
    erasure=None,
    breach=None,
    run=None,
    news=None,
):
    """Write one message of this kind for the booking as it is now; due at `at`.

    A second one for the same booking, kind and version is not written: twice is a defect."""
    others = {"enquiry": enquiry, "link": link, "entry": entry, "erasure": erasure, "breach": breach}
    others |= {"run": run, "news": news}
    about = {name: thing for name, thing in others.items() if thing is not None}
    if booking is None:
        return _write([_new(kind, at, **about)], [*about, "kind"])
    message = _new(kind, at, booking=booking, version=booking.version)
    if not _kept.depth:
        return _write([message], BOOKING)
    _kept.rows.setdefault((booking.pk, str(kind), booking.version), message)


def _new(kind, at, **about):
    return Message(**about, kind=kind, due_at=at, message_id=f"<{uuid.uuid4()}@booking.invalid>")


def _write(messages, unique):
    """Insert what is not there yet. A row that is there is written over by what it is found by, so that
    nothing but that clash is forgiven."""
    Message.objects.bulk_create(messages, update_conflicts=True, unique_fields=unique, update_fields=["kind"])


def put_again(kind, *, at, booking):
    """Write one message of something that can happen once more to the same booking, as it is now."""
    put(kind, booking=booking, at=at)
    anew = {"sent_at": None, "attempts": 0, "due_at": at, "message_id": f"<{uuid.uuid4()}@booking.invalid>"}
    booking.messages.filter(kind=kind, version=booking.version, sent_at__isnull=False).update(**anew)


def send_due(*, now: datetime, limit: int = 50) -> int:
    """Send what is due and still true, at most `limit` messages; return how many were dealt with.

    It ends with the first that finds no server: the others would only wait for that one by one."""
    for done in range(limit):
        if send_next(now=now) in (Turn.NO_SERVER, Turn.NOTHING_DUE):
            return done
    return limit


def send_next(*, now: datetime) -> Turn:
    """Send the message that has been due for longest, if it is still true; return what came of it."""
    message = _claim(now)
    return Turn.NOTHING_DUE if message is None else _deal_with(message, now)


def _due(now):
    waiting = gathering.still_open().filter(due_at__lte=now)
    return gathering.speaking(waiting.filter(Q(claimed_until=None) | Q(claimed_until__lte=now)))


def _claim(now):
    """Take one message for ourselves; of several senders exactly one changes the row.

    The row is compared with what was seen by its own columns: of a condition that looks at other rows,
    PostgreSQL keeps what was true before it had to wait for another sender."""
    while message := _due(now).first():
        seen = {name: getattr(message, name) for name in ("attempts", "claimed_until", "due_at")}
        lease = {"claimed_until": now + LEASE, "attempts": F("attempts") + 1, "awaits_server": False}
        if gathering.still_open().filter(pk=message.pk, **seen).update(**lease):
            # In one look, so that the message and its booking are of the same moment.
            return Message.objects.select_related(*ABOUT).get(pk=message.pk)
    return None


def _deal_with(message, now) -> Turn:
    """Send it, drop it or let it wait."""
    told, mail = [message], None
    try:
        if not emails.is_still_true(message, now=now):
            return _close(told, dropped_at=now, last_error=mail_faults.why_dropped(message.kind))
        others = gathering.with_it(message, now=now)
        told += others
        mail = emails.build(message, now=now, others=[one.booking for one in others])
        if mail is None:
            return _close(told, dropped_at=now, last_error="")
        if message.kind in TO_CLIENT:
            refused.check(mail.to[0])
        if not _send(mail, told, now):
            return Turn.DONE
    except Exception as error:  # whatever it was, the other messages go out
        return _try_again(told, mail, error, now)
    # Sent is sent, also when it took so long that somebody else has the row by now.
    done = {"sent_at": now, "claimed_until": None, "last_error": "", "awaits_server": False}
    Message.objects.filter(pk__in=[one.pk for one in told]).update(**done)
    return Turn.DONE


def _send(mail, told, now) -> bool:
    """Hand the mail over; return False when the server is back, and older ones have to go first."""
    server = mailers["default"]
    try:
        server.open()
    except OSError as error:
        raise OutOfReach from error
    try:
        if _let_older_go(told, now):
            return False
        server.send_messages([mail])
    finally:
        # What was taken is taken, whether or not the server hears the goodbye.
        with suppress(OSError):
            server.close()
    return True


def _let_older_go(told, now) -> bool:
    """Let all that found no server be due at once, in the order in which it was written."""
    keys = [one.pk for one in told]
    waiting = gathering.still_open().filter(awaits_server=True).exclude(pk__in=keys)
    first = waiting.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        return False
    waiting.update(due_at=now, awaits_server=False)
    if first > keys[0]:
        return False
    Message.objects.filter(pk=keys[0]).update(attempts=F("attempts") - 1)
    _close(told, due_at=now)
    return True


def _try_again(told, mail, error, now) -> Turn:
    message, is_out = told[0], isinstance(error, OutOfReach)
    error = error.__cause__ if is_out else error
    said = mail_faults.in_words(error)
    log.warning("Message %s (%s), try %s: %s", message.pk, message.kind, message.attempts, said)
    if mail_faults.is_of_address(error) and message.kind in TO_CLIENT:
        refused.mark(mail.to[0], now=now)
    if mail_faults.is_for_good(error) or message.attempts > len(WAITS):
        _close(told, gave_up_at=now, last_error=said)
    else:
        _close(told, due_at=now + WAITS[message.attempts - 1], last_error=said, awaits_server=is_out)
    return Turn.NO_SERVER if is_out or mail_faults.is_of_server(error) else Turn.REFUSED


def _close(told, **changes) -> Turn:
    """Write the end of a try, unless a row has another sender or another version meanwhile.

    Of messages in one mail all are written alike, in one step: they stay together for the next try."""
    with transaction.atomic():
        for message in told:
            seen = {"claimed_until": message.claimed_until, "version": message.version}
            ended = {"claimed_until": None, "awaits_server": False} | changes
            Message.objects.filter(pk=message.pk, **seen).update(**ended)
    return Turn.DONE
