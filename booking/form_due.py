"""The health form that a visit needs: whether it is here, by when, and when the client is asked for it.

The confirmation asks for it first; two messages follow, each of which goes out only if it still lacks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from booking import availability, deadlines
from booking.message_rules import Rules
from booking.models import Booking, Kind, Status

COMING = (Status.HELD, Status.CONFIRMED)
ASKED_AGAIN = (Kind.FORM_SOON, Kind.FORM_LAST)


def is_lacking(booking: Booking) -> bool:
    """Whether no form holds on the day: for a first visit none is here, for any visit it has run out."""
    client = booking.client
    if client is None or client.has_form(booking.visit_on):
        return False
    return booking.is_first or client.form_on is not None


def has_run_out(booking: Booking) -> bool:
    """Whether there is one that no longer holds on the day, which is looked through and not begun anew."""
    return is_lacking(booking) and booking.client.form_on is not None


def due_at(booking: Booking) -> datetime:
    return deadlines.form_due_at(booking.starts_at)


def is_late(booking: Booking, now: datetime) -> bool:
    """Whether it should be here by now, and is not."""
    return booking.status in COMING and is_lacking(booking) and due_at(booking) <= now


def asks(
    booking: Booking, now: datetime, rules: Rules, starts_at: datetime
) -> Iterator[tuple[Kind, datetime]]:
    """Give the messages that ask for the form, and when, by `starts_at`, the first visit of those who come
    together: none for today, when it has been asked for."""
    if not is_lacking(booking):
        return
    today = availability.day_of(now)
    before = [timedelta(days=rules[kind].number) for kind in ASKED_AGAIN]
    moments = deadlines.form_asked_at(starts_at, availability.zone(), before)
    for kind, moment in zip(ASKED_AGAIN, moments, strict=True):
        if availability.day_of(moment) > today:
            yield kind, moment


def is_asked_for(booking: Booking, now: datetime) -> bool:
    """Whether it is to be asked for at this moment: for the first of a client's sure visits that lacks it,
    so that whoever comes several times is asked once."""
    if booking.status != Status.CONFIRMED or booking.starts_at <= now or not is_lacking(booking):
        return False
    earlier = booking.client.bookings.filter(
        status=Status.CONFIRMED, starts_at__gt=now, starts_at__lt=booking.starts_at
    )
    return not any(is_lacking(visit) for visit in earlier.select_related("client"))
