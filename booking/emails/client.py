"""The mails to a client, one function each. None holds a word about health: why a visit waits, or was
declined, is said in person."""

from datetime import timedelta

from booking import availability, deadlines, family, form_due, ics, links, told, wanted_form
from booking.emails.making import attach, to_address, to_client
from booking.emails.past import last_why, was_confirmed
from booking.models import Kind, Purpose
from booking.moves import BEEN_BEFORE, CALLED_OFF
from intake import screening

TIMES_OFFERED = 3


def confirmed(booking, now):
    policy = booking.treatment.policy
    by = {"move_by": policy.move_hours, "cancel_by": policy.cancel_hours}
    until = {name: booking.starts_at - timedelta(hours=hours) for name, hours in by.items()}
    still = {name: moment if moment > now else None for name, moment in until.items()}
    form_by = form_due.due_at(booking)
    still["form_by"] = form_by if form_by > now else None
    more = {"guardian_stays": _guardian_stays(booking), "has_been_before": _has_been_before(booking)}
    mail = to_client("confirmed", booking, now, **still, **more)
    return mail and attach(mail, ics.confirmed, booking, now)


def held(booking, now):
    move = told.move(booking)
    is_held_again = was_confirmed(booking)
    mail = to_client("held", booking, now, is_held_again=is_held_again, **move)
    return attach(mail, ics.held_again, booking, now) if mail and is_held_again else mail


def moved(booking, now):
    move = told.move(booking)
    if move["was_at"] is None and booking.events.filter(was_at__isnull=False).exists():
        # There and back again, before anybody heard of it: what is left to tell is the visit itself.
        return confirmed(booking, now)
    mail = to_client("moved", booking, now, **move)
    return mail and attach(mail, ics.confirmed, booking, now)


def letter(booking, now):
    return to_client("letter", booking, now)


def letter_waited(booking, now):
    return to_client("letter_waited", booking, now)


def letter_again(booking, now):
    return to_client("letter_again", booking, now)


def receipt(booking, now):
    return to_client("receipt", booking, now)


def changed(booking, now):
    return to_client("changed", booking, now)


def reminder(booking, now):
    return to_client("reminder", booking, now, guardian_stays=_guardian_stays(booking))


def after_first(booking, now):
    return to_client("after_first", booking, now)


def after_series(booking, now):
    return to_client("after_series", booking, now)


def form_soon(booking, now):
    return _form(booking, now)


def form_last(booking, now):
    return _form(booking, now, is_last=True)


def _form(booking, now, *, is_last=False):
    """Ask again for the form; once it is late, nothing is said of when it was due."""
    by = form_due.due_at(booking)
    is_old = form_due.has_run_out(booking)
    return to_client("form", booking, now, due_at=by if by > now else None, is_old=is_old, is_last=is_last)


def declined(booking, now):
    return _taken_back(to_client("declined", booking, now), booking, now)


def later(booking, now):
    free = _free(booking, now, from_day=booking.client.not_before_on)
    return _taken_back(to_client("later", booking, now, free=free), booking, now)


def lapsed(booking, now):
    mail = to_client("lapsed", booking, now, free=_free(booking, now))
    return _taken_back(mail, booking, now)


def cancelled(booking, now):
    is_called_off = last_why(booking) == CALLED_OFF
    free = _free(booking, now) if is_called_off else []
    mail = to_client("cancelled", booking, now, is_called_off=is_called_off, free=free)
    return _taken_back(mail, booking, now)


def link(link, now):
    """A way to all visits of an address, None when nobody is known by it."""
    if not family.visits(link.address, now=now):
        return None
    token = links.give_token(link, now=now)
    return to_address("link", link.address, url=links.url(Purpose.FAMILY, token))


def erased(erasure, now):
    """What was deleted and what is kept, to the address that they had."""
    return to_address("erased", erasure.sent_to["address"], erasure=erasure, name=erasure.sent_to["name"])


def form_link(link, now):
    """A way to an unfinished form, or to last year's; None when there is none to fill in any more."""
    if not wanted_form.is_wanted(link.booking, now=now):
        return None
    token = links.give_token(link, now=now)
    return to_client("form_link", link.booking, now, url=links.url(Purpose.FORM, token))


def _has_been_before(booking):
    """Whether it was asked for as a first session, by somebody who has had theirs."""
    return booking.events.filter(why=BEEN_BEFORE).exists()


def _guardian_stays(booking):
    born_on, visit_on = booking.client.born_on, booking.visit_on
    return bool(booking.guardianship) and screening.guardian_needed(born_on, visit_on, screening.Policy())


def _free(booking, now, from_day=None):
    """Return the first free times; as many hours away as a request has to be, for it may be one again."""
    return availability.next_free(
        booking.treatment, TIMES_OFFERED, now=now, from_day=from_day, notice=deadlines.NOTICE_WHEN_HELD
    )


def _taken_back(mail, booking, now):
    """A visit that was once confirmed stands in a calendar: send the file that takes it out."""
    if mail is None or not was_confirmed(booking):
        return mail
    return attach(mail, ics.ended, booking, now)


MAILS = {
    Kind.CONFIRMED: confirmed,
    Kind.HELD: held,
    Kind.DECLINED: declined,
    Kind.LATER: later,
    Kind.LAPSED: lapsed,
    Kind.CANCELLED: cancelled,
    Kind.MOVED: moved,
    Kind.LETTER: letter,
    Kind.LETTER_WAITED: letter_waited,
    Kind.LETTER_STILL: letter_waited,
    Kind.LETTER_AGAIN: letter_again,
    Kind.RECEIPT: receipt,
    Kind.LINK: link,
    Kind.CHANGED: changed,
    Kind.FORM_SOON: form_soon,
    Kind.FORM_LAST: form_last,
    Kind.ERASED: erased,
    Kind.FORM_LINK: form_link,
    Kind.REMINDER: reminder,
    Kind.AFTER_FIRST: after_first,
    Kind.AFTER_SERIES: after_series,
}
