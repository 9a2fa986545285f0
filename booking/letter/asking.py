"""A doctor's letter is asked for, comes, and is decided about. What becomes of a visit stays with its own
moves: an accepted letter opens the practitioner's yes, and gives none."""

from datetime import date, datetime, timedelta

from django.db import transaction

from booking import availability, deadlines, lifecycle, message_rules, outbox, together
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from intake import records
from intake.models import Clearance, Client, LetterFile, LetterRequest

REMINDERS = (Kind.LETTER_WAITED, Kind.LETTER_STILL)
# Several pages are sent one after the other, and told of in one mail.
GATHERED = timedelta(minutes=10)
COMING = (Status.HELD, Status.CONFIRMED)


class AskedAgain(lifecycle.NotAllowed):
    """They were written to twice about this visit: a third time is for the telephone."""


@transaction.atomic
def ask_all(booking, *, by, now: datetime) -> None:
    """Ask the client of each request that is answered with this one and waits for a letter."""
    rules = message_rules.load()
    group = [one for one in together.held(booking) if one == booking or one.needs_clearance]
    for one in group:
        records.ask_for_letter(one.client, by=by.user, now=now)
        for kind in REMINDERS:
            days = timedelta(days=rules[kind].number)
            outbox.put(kind, booking=one, at=deadlines.days_before(now, -days, availability.zone()))


@transaction.atomic
def ask_again(client: Client, *, by, now: datetime) -> Booking | None:
    """Ask for a letter, or another, and write about it by the next coming visit; return that visit.

    Without one nothing is written. Raise AskedAgain when they were written to before about this visit."""
    take_diary()
    visit = next_visit(client, now=now)
    if visit is not None and visit.messages.filter(kind=Kind.LETTER_AGAIN, version=visit.version).exists():
        raise AskedAgain
    records.ask_for_letter(client, by=by.user, now=now)
    if visit is not None:
        outbox.put(Kind.LETTER_AGAIN, booking=visit, at=now)
    return visit


@transaction.atomic
def receive(
    request: LetterRequest, scanned, *, name: str, now: datetime, visit: Booking | None = None, by=None
) -> LetterFile:
    """Keep a file that came; tell the practitioner when it came by the page of a visit.

    Raise records.Closed or records.TooManyFiles."""
    file = records.keep_letter_file(request, scanned, name=name, now=now, by=by)
    if visit is not None:
        was_again = visit.messages.filter(kind=Kind.LETTER_AGAIN, version=visit.version).exists()
        kind = Kind.LETTER_CAME_AGAIN if was_again else Kind.LETTER_CAME
        outbox.put(kind, booking=visit, at=now + GATHERED)
    return file


@transaction.atomic
def accept(
    client: Client, *, valid_from: date, valid_until: date, note: str, by, now: datetime, request=None
) -> Clearance:
    """Accept a letter for these days; what was asked for is answered by it. Raise NotAllowed when `request`
    was decided about meanwhile."""
    take_diary()
    days = {"valid_from": valid_from, "valid_until": valid_until}
    clearance = records.accept_clearance(client=client, **days, note=note, by=by, now=now)
    asked = request or records.open_request(client)
    was_open = asked is not None and records.accept_letter(asked, clearance, by=by, now=now)
    if request is not None and not was_open:
        raise lifecycle.NotAllowed
    return clearance


@transaction.atomic
def refuse(request: LetterRequest, *, reason: str, is_again: bool, by, now: datetime) -> Booking | None:
    """Note why a letter is not enough, and ask for another if `is_again`; return the visit it was written by.

    Raise NotAllowed when it was decided about meanwhile."""
    take_diary()
    if not records.refuse_letter(request, reason=reason, by=by.user, now=now):
        raise lifecycle.NotAllowed
    return ask_again(request.client, by=by, now=now) if is_again else None


@transaction.atomic
def drop(request: LetterRequest, *, now: datetime) -> None:
    """Note that it is not needed any more. Raise NotAllowed when it was decided about meanwhile."""
    if not records.drop_letter(request, now=now):
        raise lifecycle.NotAllowed


def next_visit(client: Client, *, now: datetime) -> Booking | None:
    ahead = Booking.objects.taking(now).filter(client=client, status__in=COMING, starts_at__gt=now)
    return ahead.order_by("starts_at").first()
