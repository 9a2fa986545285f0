"""One mail for several visits that were booked together, where each of them has the same to tell."""

from booking import availability, deadlines, form_due, ics
from booking.emails.making import attach, to_client_of_all, to_practitioner
from booking.emails.past import last_why, was_confirmed
from booking.models import Kind
from booking.moves import AWAY, CALLED_OFF
from intake import screening

TIMES_OFFERED = 3
TO_HER = (
    Kind.NEW_REQUEST,
    Kind.NEW_BOOKING,
    Kind.MOVED_BY_CLIENT,
    Kind.REQUEST_WAITING,
    Kind.REQUEST_DUE,
    Kind.REQUEST_LAPSED,
)
TO_THEM = (
    Kind.CONFIRMED,
    Kind.HELD,
    Kind.DECLINED,
    Kind.LATER,
    Kind.LAPSED,
    Kind.CANCELLED,
    Kind.MOVED,
    Kind.LETTER,
    Kind.FORM_SOON,
    Kind.FORM_LAST,
    Kind.CHANGED,
    Kind.REMINDER,
    Kind.AFTER_FIRST,
)
# What can be told of several visits at once; anything else is told of each by itself.
KINDS = (*TO_HER, *TO_THEM)


def build(kind, bookings, now):
    """Return the mail about these visits; None when a client left no e-mail address."""
    bookings = sorted(bookings, key=lambda booking: booking.starts_at)
    if kind in TO_HER:
        return to_practitioner(str(kind), bookings[0], others=bookings[1:])
    about = {"count": len(bookings), "is_one_day": len({one.visit_on for one in bookings}) == 1}
    about |= MORE[kind](bookings, now) if kind in MORE else {}
    mail = to_client_of_all(f"together/{TEMPLATES.get(kind, kind)}", bookings, now, **about)
    return mail and _with_files(mail, kind, bookings, now)


def _confirmed(bookings, now):
    policy = bookings[0].treatment.policy
    return {
        "move_hours": policy.move_hours,
        "cancel_hours": policy.cancel_hours,
        **_reminder(bookings, now),
    }


def _held(bookings, now):
    return {
        "is_held_again": any(was_confirmed(booking) for booking in bookings),
        "due_at": min(booking.answer_due_at for booking in bookings),
        "until": min(booking.held_until for booking in bookings),
    }


def _letter(bookings, now):
    return {"until": min(booking.held_until for booking in bookings)}


def _moved(bookings, now):
    moves = [booking.events.filter(was_at__isnull=False).last() for booking in bookings]
    return {"is_away": any(move is not None and move.why == AWAY for move in moves)}


def _form(bookings, now, *, is_last=False):
    """Each has a form of its own; once the first of them is late, nothing is said of when they were due."""
    by = min(form_due.due_at(booking) for booking in bookings)
    to_look_through = [booking for booking in bookings if form_due.has_run_out(booking)]
    return {"due_at": by if by > now else None, "to_look_through": to_look_through, "is_last": is_last}


def _form_last(bookings, now):
    return _form(bookings, now, is_last=True)


def _reminder(bookings, now):
    return {"guardian_stays": any(_guardian_stays(booking) for booking in bookings)}


def _later(bookings, now):
    days = [booking.client.not_before_on for booking in bookings if booking.client.not_before_on]
    return {"free": _free(bookings, now, from_day=max(days, default=None))}


def _lapsed(bookings, now):
    return {"free": _free(bookings, now)}


def _cancelled(bookings, now):
    is_called_off = all(last_why(booking) == CALLED_OFF for booking in bookings)
    return {
        "is_called_off": is_called_off,
        "is_paused": all(booking.series is not None and booking.series.paused_at for booking in bookings),
        "free": _free(bookings, now) if is_called_off else [],
    }


MORE = {
    Kind.CONFIRMED: _confirmed,
    Kind.HELD: _held,
    Kind.LETTER: _letter,
    Kind.MOVED: _moved,
    Kind.LATER: _later,
    Kind.LAPSED: _lapsed,
    Kind.CANCELLED: _cancelled,
    Kind.FORM_SOON: _form,
    Kind.FORM_LAST: _form_last,
    Kind.REMINDER: _reminder,
}
# Those that are not named as their kind is.
TEMPLATES = dict.fromkeys((Kind.FORM_SOON, Kind.FORM_LAST), "form")
# What each writes for a calendar; what takes a visit out is for those that were confirmed once.
FILES = {
    **dict.fromkeys((Kind.CONFIRMED, Kind.MOVED), ics.confirmed),
    **dict.fromkeys((Kind.DECLINED, Kind.LATER, Kind.LAPSED, Kind.CANCELLED), ics.ended),
    Kind.HELD: ics.held_again,
}


def _with_files(mail, kind, bookings, now):
    """Put each visit into the calendar, or take out again what stands there."""
    write = FILES.get(kind)
    for number, booking in enumerate(bookings, start=1):
        if write == ics.confirmed or (write and was_confirmed(booking)):
            attach(mail, write, booking, now, number)
    return mail


def _free(bookings, now, from_day=None):
    return availability.next_free(
        bookings[0].treatment, TIMES_OFFERED, now=now, from_day=from_day, notice=deadlines.NOTICE_WHEN_HELD
    )


def _guardian_stays(booking):
    born_on, visit_on = booking.client.born_on, booking.visit_on
    return bool(booking.guardianship) and screening.guardian_needed(born_on, visit_on, screening.Policy())
