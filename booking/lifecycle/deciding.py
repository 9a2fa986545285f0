"""What the practitioner answers to a request, and to all that is held together with it: one for all."""

from datetime import datetime

from django.db import transaction

from booking import checks, outbox, together
from booking.lifecycle.common import ask_ahead
from booking.lock import take_diary
from booking.models import Kind, Status
from booking.moves import Actor, NotAllowed, move, note


@transaction.atomic
@outbox.in_one_step()
def approve(booking, *, by: Actor, now: datetime, words=None):
    """The practitioner's yes to a held booking: to this screening, for this day, in this version.

    What was found is checked again; raise NotSafeYet while a letter, an answer or the agreement is missing
    for any of what is held together. Then none is confirmed."""
    checks.person(by)
    if booking.has_run_out(now) or booking.starts_at <= now:
        raise NotAllowed
    # A clearance that is ended at this very moment is ended before or after, not in between.
    take_diary()
    held = _still_held(booking, now)
    for one in held:
        checks.agreement_stands(one)
    checked = [(one, checks.clearance_for(one)) for one in held]
    for one, clearance in checked:
        yes = {"clearance": clearance, "approved_version": one.version}
        _say_yes(one, by=by, now=now, words=words, **yes)
        outbox.put(Kind.CONFIRMED, booking=one, at=now)
        ask_ahead(one, now)


@transaction.atomic
def decline(booking, *, by: Actor, now: datetime, words):
    """The practitioner's no, with her reason, which is kept sealed."""
    if words is None:
        raise ValueError("Declining needs a reason.")
    _decide(booking, Kind.DECLINED, by=by, now=now, words=words, why="declined")


@transaction.atomic
def offer_later(booking, *, by: Actor, now: datetime, from_on, words=None):
    """Let a held time go and write to the client with times from `from_on` on.

    The day is noted on the client, so that an earlier booking waits for the practitioner again."""
    _decide(booking, Kind.LATER, by=by, now=now, words=words, why="later_date")
    booking.client.not_before_on = from_on
    booking.client.save(update_fields=["not_before_on"])


@transaction.atomic
@outbox.in_one_step()
def ask_for_letter(booking, *, by: Actor, now: datetime, words=None):
    """Write to the client that a doctor's letter is wanted; the time stays kept meanwhile."""
    take_diary()
    for one in _still_held(booking, now):
        _leave_held(one, by=by, now=now, words=words, why="letter_asked")
        outbox.put(Kind.LETTER, booking=one, at=now)


@transaction.atomic
def keep_for_later(booking, *, by: Actor, now: datetime, words=None):
    """Note that she has looked and decides later; the deadlines stay as they are."""
    _leave_held(booking, by=by, now=now, words=words, why="kept")


def _leave_held(booking, *, by, now, words, why):
    checks.person(by)
    if booking.status != Status.HELD or booking.has_run_out(now):
        raise NotAllowed
    note(booking, Status.HELD, by=by, at=now, words=words, why=why)


def _still_held(booking, now):
    return [one for one in together.held(booking) if one == booking or not one.has_run_out(now)]


def _say_yes(booking, *, by, now, words, **yes):
    decided = {"decided_by": by.user, "decided_at": now}
    move(booking, Status.CONFIRMED, by=by, at=now, words=words, why="approved", **yes, **decided)


def _decide(booking, kind, *, by, now, words, why):
    checks.person(by)
    take_diary()
    decided = {"decided_by": by.user, "decided_at": now}
    held = together.held(booking)
    for one in held:
        move(one, Status.DECLINED, by=by, at=now, words=words, why=why, **decided)
    with outbox.in_one_step():
        for one in held:
            outbox.put(kind, booking=one, at=now)
