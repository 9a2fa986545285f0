"""Whether what a message tells is still so: asked before each mail is made."""

from datetime import datetime, timedelta

from booking import afterwards, asked, form_due, late, message_rules, told, tomorrow, undelivered
from booking.emails.past import last_why
from booking.letter import running_out, standing
from booking.models import Kind, Status, WaitlistEntry

# Whoever asked for a link longer ago has found another way.
LINK_IS_WANTED = timedelta(hours=12)


def is_still_true(message, *, now: datetime) -> bool:
    """Return whether what the message tells is so for what it is about, as that is now, and is to be told."""
    return _is_so(message, now) and message_rules.is_on(message.kind)


def _is_so(message, now):
    if message.enquiry is not None:
        return message.enquiry.answered_at is None
    if message.link is not None:
        return now < message.link.made_at + LINK_IS_WANTED
    if message.entry is not None:
        return TRUE_WHILE[message.kind](message.entry, now)
    if message.erasure is not None:
        return message.erasure.sent_to is not None
    if message.breach is not None:
        return message.breach.is_ico_open
    if message.news is not None:
        # What has happened stays so; by the clock it goes with its row.
        return True
    if message.run is not None:
        return TRUE_WHILE[message.kind](message.run, now)
    booking = message.booking
    return booking.version == message.version and TRUE_WHILE[message.kind](booking, now)


def _is_coming(booking, now):
    return booking.status == Status.CONFIRMED and now < booking.starts_at


def _is_asked(booking, now):
    """Whether the question is open. The form asks it too, so while that lacks it is the one thing to do."""
    is_open = booking.status == Status.CONFIRMED and asked.is_open(booking, now)
    return is_open and not form_due.is_asked_for(booking, now)


def _has_moved(booking, now):
    """Whether there is a move to tell of, or a visit that the client does not know to be one."""
    return _is_coming(booking, now) and (told.was_at(booking) is not None or not told.is_known(booking))


def _is_held(booking, now):
    return booking.status == Status.HELD and now < booking.held_until


def _letter_is_wanted(booking, now):
    """Whether it can still be reminded of, and come in time."""
    return _is_held(booking, now) and standing.is_wanted(booking) and not standing.is_near(booking, now)


def _letter_is_wanted_again(booking, now):
    return (_is_held(booking, now) or _is_coming(booking, now)) and standing.is_wanted(booking)


def _letter_is_here(booking, now):
    return standing.is_to_read(booking)


def _letter_ends(booking, now):
    return running_out.last_day(booking, now=now) is not None


def _cannot_come(booking, now):
    return booking.status in (Status.HELD, Status.CONFIRMED) and late.is_asked(booking)


def _wants_to_move(booking, now):
    return booking.status in (Status.HELD, Status.CONFIRMED) and now < booking.starts_at


def _has_lapsed(booking, now):
    return booking.status == Status.LAPSED


def _is_cancelled(booking, now):
    return booking.status == Status.CANCELLED


def _is_offered(booking, now):
    return booking.status == Status.OFFERED and not booking.has_run_out(now)


def _was_offered(booking, now):
    """Whether they were told of an offer that came to nothing."""
    was_told = booking.messages.filter(kind=Kind.OFFER, sent_at__isnull=False).exists()
    return booking.status in (Status.LAPSED, Status.CANCELLED) and was_told


def _is_waiting(entry, now):
    return entry.ended_at is None


def _has_waited(entry, now):
    return entry.ended_why == WaitlistEntry.Ended.OVER


def _was_said(booking, now):
    """What somebody has said stays said, whatever becomes of the visit."""
    return True


def _was_completed(booking, now):
    return booking.status == Status.COMPLETED


def _is_felt(kind):
    return lambda booking, now: afterwards.kind_of(booking) == kind and afterwards.helps(booking, now)


def _was_decided(why):
    return lambda booking, now: booking.status == Status.DECLINED and last_why(booking) == why


def _is_to_come(run, now):
    return tomorrow.is_to_come(run.day, now)


def _is_news(run, now):
    return undelivered.is_news(run, now)


TRUE_WHILE = {
    Kind.CONFIRMED: _is_coming,
    Kind.HELD: _is_held,
    Kind.DECLINED: _was_decided("declined"),
    Kind.LATER: _was_decided("later_date"),
    Kind.LAPSED: _has_lapsed,
    Kind.CANCELLED: _is_cancelled,
    Kind.MOVED: _has_moved,
    Kind.LETTER: _is_held,
    Kind.LETTER_WAITED: _letter_is_wanted,
    Kind.LETTER_STILL: _letter_is_wanted,
    Kind.LETTER_AGAIN: _letter_is_wanted_again,
    Kind.LETTER_CAME: _letter_is_here,
    Kind.LETTER_CAME_AGAIN: _letter_is_here,
    Kind.LETTER_ENDS: _letter_ends,
    Kind.RECEIPT: _was_completed,
    Kind.OFFER: _is_offered,
    Kind.OFFER_OVER: _was_offered,
    Kind.WAITING: _is_waiting,
    Kind.WAIT_OVER: _has_waited,
    Kind.CHANGED: _is_asked,
    Kind.FORM_SOON: form_due.is_asked_for,
    Kind.FORM_LAST: form_due.is_asked_for,
    Kind.REMINDER: _is_coming,
    Kind.AFTER_FIRST: _is_felt(Kind.AFTER_FIRST),
    Kind.AFTER_SERIES: _is_felt(Kind.AFTER_SERIES),
    Kind.NEW_REQUEST: _is_held,
    Kind.NEW_BOOKING: _is_coming,
    Kind.OFFER_TAKEN: _is_coming,
    Kind.MOVED_BY_CLIENT: _is_coming,
    Kind.WANTS_TO_MOVE: _wants_to_move,
    Kind.REQUEST_WAITING: _is_held,
    Kind.REQUEST_DUE: _is_held,
    Kind.REQUEST_LAPSED: _has_lapsed,
    Kind.GIVEN_BACK: _is_cancelled,
    Kind.CANNOT_COME: _cannot_come,
    Kind.TAKEN_BACK: _was_said,
    Kind.SHEET: _is_to_come,
    Kind.UNSENT: _is_news,
}
