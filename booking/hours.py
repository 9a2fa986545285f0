"""When the practice is open: wall-clock hours, turned into moments day by day. Pure.

Hours are wall-clock times of the practice, so the same 09:00 is a different moment in
winter and in summer. A closed override wins over everything, also over extra hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from booking.intervals import Interval, merge, subtract

MIDNIGHT = time(0)


class Period(NamedTuple):
    """A weekly working period; `weekday` 0 is Monday, `ends` is not part of it."""

    weekday: int
    starts: time
    ends: time


class Override(NamedTuple):
    """A dated change of hours; no times at all means the whole day."""

    day: date
    is_closed: bool
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """An open stretch `[start, end)` in UTC. Starts are counted from `counted_from` and come before
    `starts_until`; a session may run on into a period that follows without a gap."""

    start: datetime
    end: datetime
    day: date
    counted_from: datetime
    starts_until: datetime


def moment(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the UTC moment of a wall-clock time. A time that the spring change leaves out becomes
    the same distance after the change; one that comes twice in autumn means the first."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def day_range(day: date, zone: tzinfo) -> Interval:
    """Return the practice's day as UTC moments: 23, 24 or 25 hours."""
    return Interval(moment(day, MIDNIGHT, zone), moment(day + timedelta(days=1), MIDNIGHT, zone))


def open_hours(
    first_day: date,
    days: int,
    *,
    weekly: Iterable[Period],
    overrides: Iterable[Override],
    holidays: Iterable[date],
    zone: tzinfo,
) -> list[Open]:
    """Return the open stretches of `days` days from `first_day`, in order, in UTC.

    A bank holiday has no weekly hours; extra hours open it again."""
    weekly, overrides, holidays = list(weekly), list(overrides), set(holidays)
    by_weekday = [tuple(period for period in weekly if period.weekday == n) for n in range(7)]
    opened: list[Open] = []
    for day in (first_day + timedelta(days=n) for n in range(days)):
        usual = () if day in holidays else by_weekday[day.weekday()]
        opened += _open_on(day, usual, tuple(change for change in overrides if change.day == day), zone)
    return opened


# Nearly every request asks about the same days, and their hours hardly ever change.
@lru_cache(maxsize=2000)
def _open_on(
    day: date, usual: tuple[Period, ...], changes: tuple[Override, ...], zone: tzinfo
) -> tuple[Open, ...]:
    extra = {_span(change, zone) for change in changes if not change.is_closed}
    closed = [_span(change, zone) for change in changes if change.is_closed]
    periods = sorted(extra | {_span_of(day, period.starts, period.ends, zone) for period in usual})
    worked = subtract(periods, closed)
    no_starts = [*closed, *_repeated(day, zone)]
    return tuple(
        Open(begun.start, end, day, period.start, begun.end)
        for period in periods
        for begun in subtract([period], no_starts)
        for start, end in worked
        if start <= begun.start < end
    )


def _repeated(day: date, zone: tzinfo) -> list[Interval]:
    """Return the time whose clock times come for the second time, when clocks go back. Nothing starts
    then: "1:30am" would be two times."""
    whole = day_range(day, zone)
    if whole.end - whole.start <= timedelta(days=1):
        return []
    quarter = timedelta(minutes=15)
    quarters = (whole.start + n * quarter for n in range((whole.end - whole.start) // quarter))
    return merge(Interval(at, at + quarter) for at in quarters if at.astimezone(zone).fold)


def _span(change: Override, zone: tzinfo) -> Interval:
    return _span_of(change.day, change.starts or MIDNIGHT, change.ends or MIDNIGHT, zone)


def _span_of(day: date, starts: time, ends: time, zone: tzinfo) -> Interval:
    last = day + timedelta(days=1) if ends == MIDNIGHT else day
    return Interval(moment(day, starts, zone), moment(last, ends, zone))
