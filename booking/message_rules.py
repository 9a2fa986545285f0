"""Which messages the practitioner can switch off or send at another time, and what she has set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from booking import availability, deadlines
from booking.hours import moment
from booking.lock import take_diary
from booking.models import Kind, Message, MessageRule


class Unit(StrEnum):
    """What the number of a message counts."""

    CLOCK = "clock"  # the hour of the evening before, by the practice's clock
    DAYS_BEFORE = "days_before"  # the visit, at its own clock time
    DAYS_AFTER = "days_after"  # what it reminds of, at the same clock time
    HOURS_AFTER = "hours_after"  # real hours


@dataclass(frozen=True, slots=True)
class When:
    """The lowest, the usual and the highest number, both ends included."""

    unit: Unit
    lowest: int
    usual: int
    highest: int


TO_CLIENTS = (
    Kind.FORM_SOON, Kind.FORM_LAST, Kind.CHANGED, Kind.REMINDER, Kind.AFTER_FIRST, Kind.AFTER_SERIES,
    Kind.LETTER_WAITED, Kind.LETTER_STILL, Kind.OFFER_OVER,
)  # fmt: skip
TO_HER = (
    Kind.SHEET, Kind.NEW_BOOKING, Kind.OFFER_TAKEN, Kind.MOVED_BY_CLIENT, Kind.GIVEN_BACK, Kind.NEW_REQUEST,
    Kind.REQUEST_WAITING, Kind.REQUEST_DUE, Kind.REQUEST_LAPSED, Kind.LETTER_CAME, Kind.LETTER_CAME_AGAIN,
    Kind.LETTER_ENDS, Kind.UNSENT,
)  # fmt: skip
SWITCHED = (*TO_CLIENTS, *TO_HER)
HOURS = [wait // timedelta(hours=1) for wait in (*deadlines.REMIND_AFTER, deadlines.AFTERWARDS)]
WHEN = {
    # Never overlapping, so that the two stay in their order.
    Kind.FORM_SOON: When(Unit.DAYS_BEFORE, 3, deadlines.FORM_ASKED_BEFORE[0].days, 14),
    Kind.FORM_LAST: When(Unit.DAYS_BEFORE, 1, deadlines.FORM_ASKED_BEFORE[1].days, 2),
    # The question itself is open from two days before: its mail can come later, and not sooner.
    Kind.CHANGED: When(Unit.DAYS_BEFORE, 1, deadlines.ASKED_BEFORE.days, 2),
    Kind.REMINDER: When(Unit.CLOCK, 12, deadlines.EVE.hour, 21),
    Kind.AFTER_FIRST: When(Unit.HOURS_AFTER, 1, HOURS[2], 12),
    Kind.AFTER_SERIES: When(Unit.HOURS_AFTER, 1, HOURS[2], 12),
    Kind.LETTER_WAITED: When(Unit.DAYS_AFTER, 3, 7, 10),
    Kind.LETTER_STILL: When(Unit.DAYS_AFTER, 11, 14, 28),
    Kind.SHEET: When(Unit.CLOCK, 12, deadlines.EVE.hour, 22),
    Kind.REQUEST_WAITING: When(Unit.HOURS_AFTER, 4, HOURS[0], 36),
    Kind.REQUEST_DUE: When(Unit.HOURS_AFTER, 37, HOURS[1], 47),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind is sent: whether at all, and its number where it has one."""

    is_on: bool = True
    number: int | None = None


Rules = Mapping[str, Rule]


def usual(kind) -> Rule:
    return Rule(number=WHEN[kind].usual if kind in WHEN else None)


def load() -> Rules:
    """Return how each kind is sent that can be switched; one query."""
    saved = {row.kind: Rule(row.is_on, row.number) for row in MessageRule.objects.all()}
    return {kind: saved.get(kind, usual(kind)) for kind in SWITCHED}


def is_on(kind) -> bool:
    """Whether this kind is sent. What cannot be switched off is not looked up."""
    return kind not in SWITCHED or not MessageRule.objects.filter(kind=kind, is_on=False).exists()


@transaction.atomic
def turn(wanted: Rules, *, now: datetime) -> int:
    """Set these; return how many that changed. What was written and waits moves to its new time."""
    # A kind that was never set has no row to lock, and its messages are written under this lock as well.
    take_diary()
    known, changed = load(), 0
    for kind, rule in wanted.items():
        was = known[kind]
        if rule != was:
            # Saved one by one: each keeps its earlier versions.
            MessageRule(kind=kind, is_on=rule.is_on, number=rule.number).save()
            changed += 1
            if rule.number != was.number:
                _move_waiting(kind, was.number, rule.number, now)
    return changed


def _move_waiting(kind, was, number, now):
    is_open = {"sent_at": None, "dropped_at": None, "gave_up_at": None, "attempts": 0}
    waiting = list(Message.objects.filter(**is_open, kind=kind, due_at__gt=now))
    for message in waiting:
        message.due_at = _moved(message.due_at, WHEN[kind].unit, was, number)
    Message.objects.bulk_update(waiting, ["due_at"])


def _moved(at, unit, was, number):
    if unit == Unit.HOURS_AFTER:
        return at + timedelta(hours=number - was)
    zone = availability.zone()
    local, days = at.astimezone(zone), number - was if unit == Unit.DAYS_AFTER else was - number
    return moment(local.date() + timedelta(days=days), local.time(), zone)
