"""A day she cannot work: where each visit of that day could go, and all of it done in one step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from booking import availability, freed, hours, lifecycle, rebooking
from booking.deadlines import NOTICE_WHEN_HELD
from booking.lock import take_diary
from booking.models import Booking, BookingPolicy, HoursOverride, Status
from booking.slots import Slot, Taken
from intake.crypto import Unreadable

# How far ahead a visit is moved by itself; beyond it the client is asked what suits them.
DAYS_AHEAD = 28
LAST_MINUTE = time(23, 59)


class Act(StrEnum):
    MOVE = "move"
    CANCEL = "cancel"
    LEAVE = "leave"


class DayChanged(lifecycle.NotAllowed):
    """The visits of the day are not any more those that were shown."""


@dataclass(frozen=True)
class Proposal:
    """A visit with the time it could move to, if there is one; `is_held` when it would wait there."""

    booking: Booking
    slot: Slot | None
    is_held: bool


@dataclass(frozen=True)
class Choice:
    """What becomes of one visit, as she saw it."""

    pk: int
    version: int
    act: Act
    starts_at: datetime | None = None


def coming(day: date, now: datetime):
    """Return the visits and requests of a day that have not begun, in order."""
    rows = Booking.objects.taking(now).filter(visit_on=day, starts_at__gt=now)
    rows = rows.filter(status__in=(Status.HELD, Status.CONFIRMED))
    return rows.select_related("client", "guardianship", "treatment__policy", "screening").order_by(
        "starts_at"
    )


def propose(day: date, *, now: datetime) -> list[Proposal]:
    """Return the next free time for each visit of the day, none of them twice; later days only.

    They keep to the rules for clients: a client who is moved by surprise has at least the usual notice."""
    diary = availability.load(day + timedelta(days=1), DAYS_AHEAD, policy=_policy(), now=now)
    proposals = []
    for booking in coming(day, now):
        proposal = _proposal(booking, diary, now)
        if proposal.slot is not None:
            diary = replace(diary, taken=[*diary.taken, _taken(booking, proposal.slot)])
        proposals.append(proposal)
    return proposals


def closing(day: date, *, now: datetime) -> hours.Override | None:
    """Return what closes the rest of a day; nothing when nothing of it is open."""
    left = [open for open in availability.load(day, 1, policy=_policy(), now=now).open if open.end > now]
    if not left:
        return None
    if day > availability.day_of(now):
        return hours.Override(day, is_closed=True)
    starts = max([now, *_ends_of_running(now)]).astimezone(availability.zone())
    ends = max(open.end for open in left).astimezone(availability.zone())
    starts = starts.time().replace(second=0, microsecond=0) if starts.date() == day else LAST_MINUTE
    ends = ends.time() if ends.date() == day else LAST_MINUTE
    return hours.Override(day, True, starts, ends) if starts < ends else None


@transaction.atomic
@freed.held_back()
def carry_out(day: date, choices: Iterable[Choice], *, closes: bool, by: lifecycle.Actor, now: datetime):
    """Close the rest of the day, and move and cancel its visits: all of it, or nothing.

    Raise DayChanged when the day is not what she saw, Taken when somebody has a time meanwhile."""
    take_diary()
    choices = list(choices)
    rows = {booking.pk: booking for booking in coming(day, now)}
    if sorted((pk, row.version) for pk, row in rows.items()) != sorted((c.pk, c.version) for c in choices):
        raise DayChanged
    change = closing(day, now=now) if closes else None
    for choice in choices:
        _do(rows[choice.pk], choice, by=by, now=now)
    if change is not None:
        _take_back_offers(day, by=by, now=now)
        HoursOverride.objects.create(
            day=day, is_closed=True, starts=change.starts, ends=change.ends, note=_("Closed")
        )


def _do(booking, choice, *, by, now):
    if choice.act == Act.MOVE:
        rebooking.move(booking, choice.starts_at, by=by, now=now, why=lifecycle.AWAY)
    elif choice.act == Act.CANCEL:
        lifecycle.cancel(booking, by=by, now=now, is_called_off=True)


def _take_back_offers(day, *, by, now):
    """Nobody takes up a time of a day that is closed by now; whoever waits for it keeps their place."""
    kept = Booking.objects.taking(now).filter(visit_on=day, starts_at__gt=now, status=Status.OFFERED)
    for offer in kept:
        lifecycle.take_back(offer, by=by, now=now, why=lifecycle.AWAY)


def _policy():
    return BookingPolicy.objects.first() or BookingPolicy()


def _ends_of_running(now):
    running = Booking.objects.taking(now).between(now, now + timedelta(minutes=1))
    return [booking.ends_at for booking in running if booking.starts_at <= now < booking.ends_at]


def _proposal(booking, diary, now):
    try:
        days = rebooking.Days(booking, now=now)
    except Unreadable:
        return Proposal(booking, None, is_held=False)
    length = timedelta(minutes=booking.reserved_minutes)
    notice = NOTICE_WHEN_HELD if booking.status == Status.HELD else None
    free = diary.free(length, is_first=booking.treatment.is_first, notice=notice)
    slot = next((slot for slot in free if not days.is_worse(slot.day)), next(iter(free), None))
    return Proposal(booking, slot, is_held=slot is not None and days.would_hold(slot.day))


def _taken(booking, slot):
    buffers = booking.treatment.policy.buffers
    block = slot.starts_at - buffers.before, slot.ends_at + buffers.after
    return Taken(*block, slot.day, booking.treatment.is_first)
