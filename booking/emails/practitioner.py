"""The mails to the practitioner. They name nobody: they say when, and where in her desk to read the rest."""

from django.urls import reverse

from booking import tomorrow, undelivered
from booking.emails.making import to_account, to_practitioner
from booking.emails.past import was_at
from booking.letter import running_out
from booking.models import Kind

BREACH = "admin:booking_booking_breach"
# The visits that one mail lists; the list has all.
MOST_NAMED = 20


def new_request(booking, now):
    return to_practitioner("new_request", booking, was_at=was_at(booking))


def new_booking(booking, now):
    return to_practitioner("new_booking", booking)


def offer_taken(booking, now):
    return to_practitioner("offer_taken", booking)


def moved_by_client(booking, now):
    return to_practitioner("moved_by_client", booking, was_at=was_at(booking))


def wants_to_move(booking, now):
    return to_practitioner("wants_to_move", booking)


def request_waiting(booking, now):
    return to_practitioner("request_waiting", booking)


def request_due(booking, now):
    return to_practitioner("request_due", booking)


def request_lapsed(booking, now):
    return to_practitioner("request_lapsed", booking)


def given_back(booking, now):
    return to_practitioner("given_back", booking)


def cannot_come(booking, now):
    return to_practitioner("cannot_come", booking)


def taken_back(booking, now):
    return to_practitioner("taken_back", booking)


def letter_came(booking, now):
    return to_practitioner("letter_came", booking)


def letter_ends(booking, now):
    ends_on = running_out.last_day(booking, now=now)
    return to_practitioner("letter_ends", booking, ends_on=ends_on) if ends_on else None


def enquiry(enquiry, now):
    return to_practitioner("enquiry", enquiry)


def breach_open(breach, now):
    return to_practitioner("breach_open", breach, to_page=BREACH)


def breach_due(breach, now):
    return to_practitioner("breach_due", breach, to_page=BREACH)


def sheet(run, now):
    rows = tomorrow.rows(run.day, now)
    if not rows:
        return None
    path = f"{reverse('admin:booking_booking_sheet')}?day={run.day.isoformat()}"
    firsts, asking = (sum(one) for one in zip(*((r.is_first, r.needs_something) for r in rows), strict=True))
    return to_practitioner("sheet", run, path=path, rows=rows, firsts=firsts, asking=asking)


def unsent(run, now):
    failed = list(undelivered.recent(now).select_related("booking").order_by("booking__starts_at", "pk"))
    visits = list({one.booking_id: one.booking for one in failed if one.booking_id}.values())
    pages = [
        (visit, reverse("admin:booking_booking_change", args=[visit.pk]) + "#messages") for visit in visits
    ]
    is_all = len(pages) == 1 and all(one.booking_id for one in failed)
    path = pages[0][1] if is_all else f"{reverse('admin:booking_message_changelist')}?state=given_up"
    about = {"failed": len(failed), "pages": pages[:MOST_NAMED], "is_of_one": is_all}
    return to_practitioner("unsent", run, path=path, **about)


def account(news, now):
    """Unlike the others it goes to the account that it tells of."""
    return to_account("account", news.account.email, news=news)


MAILS = {
    Kind.NEW_REQUEST: new_request,
    Kind.NEW_BOOKING: new_booking,
    Kind.OFFER_TAKEN: offer_taken,
    Kind.MOVED_BY_CLIENT: moved_by_client,
    Kind.WANTS_TO_MOVE: wants_to_move,
    Kind.REQUEST_WAITING: request_waiting,
    Kind.REQUEST_DUE: request_due,
    Kind.REQUEST_LAPSED: request_lapsed,
    Kind.GIVEN_BACK: given_back,
    Kind.CANNOT_COME: cannot_come,
    Kind.TAKEN_BACK: taken_back,
    Kind.LETTER_CAME: letter_came,
    Kind.LETTER_CAME_AGAIN: letter_came,
    Kind.LETTER_ENDS: letter_ends,
    Kind.ENQUIRY: enquiry,
    Kind.BREACH_OPEN: breach_open,
    Kind.BREACH_DUE: breach_due,
    Kind.SHEET: sheet,
    Kind.UNSENT: unsent,
    Kind.ACCOUNT: account,
}
