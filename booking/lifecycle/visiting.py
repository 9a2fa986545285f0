"""How a visit ends: it takes place, or it does not."""

from datetime import date, datetime

from django.db import transaction

from booking import checks, outbox
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.models.treatment import LONGEST, SHORTEST
from booking.moves import Actor, FormMissing, NotAllowed, NoteMissing, change, move, note


@transaction.atomic
def complete(booking, *, minutes: int, by: Actor, now: datetime, words=None, on_paper: bool = False):
    """The visit has taken place, for so many minutes. Below 90 and above 120 needs a note.

    A first visit needs the client's health form, or a note that it is on paper."""
    checks.person(by)
    _check_begun(booking, now)
    if not SHORTEST <= minutes <= LONGEST and words is None:
        raise NoteMissing
    if booking.is_first and not booking.client.has_form(booking.visit_on):
        if not on_paper or words is None:
            raise FormMissing
        # One that came after the visit stays the newest.
        booking.client.form_on = max(booking.visit_on, booking.client.form_on or booking.visit_on)
        booking.client.save(update_fields=["form_on"])
    move(booking, Status.COMPLETED, by=by, at=now, words=words, minutes_given=minutes)


@transaction.atomic
def correct_minutes(booking, *, minutes: int, by: Actor, now: datetime, words):
    """Put right how long a completed visit was; the note says how the mistake came about."""
    checks.person(by)
    if booking.status != Status.COMPLETED:
        raise NotAllowed
    if words is None:
        raise NoteMissing
    change(booking, minutes_given=minutes)
    note(booking, booking.status, by=by, at=now, why="corrected", words=words)


@transaction.atomic
def not_treated(booking, *, by: Actor, now: datetime, words, safe_from: date | None = None):
    """The client came, and it was better not to treat them. The day it is safe from goes on their record."""
    checks.person(by)
    _check_begun(booking, now)
    if words is None:
        raise NoteMissing
    move(booking, Status.NOT_TREATED, by=by, at=now, words=words)
    if safe_from is not None:
        booking.client.not_before_on = safe_from
        booking.client.save(update_fields=["not_before_on"])


@transaction.atomic
def no_show(booking, *, by: Actor, now: datetime, words=None):
    """The client did not come."""
    checks.person(by)
    _check_begun(booking, now)
    move(booking, Status.NO_SHOW, by=by, at=now, words=words)


@transaction.atomic
def add_note(booking, *, by: Actor, now: datetime, words):
    """Add to what is noted about a visit; nothing that stands there is written over."""
    checks.person(by)
    take_diary()
    current = Booking.objects.select_for_update().get(pk=booking.pk)
    note(current, current.status, by=by, at=now, why="note", words=words)


@transaction.atomic
def send_receipt(booking, *, by: Actor, now: datetime):
    """Write to the client what they were treated for and paid."""
    checks.person(by)
    if booking.status != Status.COMPLETED:
        raise NotAllowed
    outbox.put(Kind.RECEIPT, booking=booking, at=now)
    note(booking, booking.status, by=by, at=now, why="receipt")


def _check_begun(booking, now):
    if booking.starts_at > now:
        raise NotAllowed
