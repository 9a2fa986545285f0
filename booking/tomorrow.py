"""What her sheet of a day comes to, for the mail of its eve: times and numbers, and nobody's name."""

from dataclasses import dataclass
from datetime import date, datetime

from booking import desk, late
from booking.models import Booking, Status

NAME = "sheet"
COMING = (Status.HELD, Status.CONFIRMED)


@dataclass(frozen=True)
class Row:
    """A visit of that day."""

    starts_at: datetime
    is_first: bool
    needs_something: bool


def rows(day: date, now: datetime) -> list[Row]:
    """Return the visits of the day that are still to come or waited for, in order; one query."""
    return [
        Row(one.starts_at, one.is_first, _needs_something(desk.Row(one, now))) for one in _visits(day, now)
    ]


def is_to_come(day: date, now: datetime) -> bool:
    """Whether something is on that day, and none of it has begun."""
    first = _visits(day, now).first()
    return first is not None and now < first.starts_at


def _visits(day, now):
    coming = Booking.objects.taking(now).filter(status__in=COMING, visit_on=day)
    return late.with_asked(coming).select_related("client", "screening").order_by("starts_at")


def _needs_something(row):
    is_asked = row.cannot_come or row.booking.wants_to_move
    return row.booking.status == Status.HELD or is_asked or row.lacks_form or row.is_unanswered
