"""How far apart the sessions of one person lie, and which free times keep to it. Pure.

The first three sessions are 7 to 14 days apart; after the third, 14 to 28 days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from booking.calendar import part_of_day

CLOSE_UNTIL = 3
CLOSE = timedelta(days=7), timedelta(days=14)
WIDE = timedelta(days=14), timedelta(days=28)
FEWEST = 4
WEEK = timedelta(days=7)

# The soonest and the latest that a session comes after the one before, both included; whole days.
Apart = tuple[timedelta, timedelta]


@dataclass(frozen=True)
class Span:
    """The days in which the next session belongs, the first and the last included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def from_day(self, today: date) -> "Span":
        """Return the span as it is still ahead: who has waited longer gets as many days from today on."""
        if self.first >= today:
            return self
        return Span(today, max(self.last, today + (self.last - self.first)))


def own_apart(days_from: int | None, days_until: int | None) -> Apart | None:
    """Return the spacing that is noted for one client, in days; None where there is none."""
    if days_from is None or days_until is None:
        return None
    return timedelta(days=days_from), timedelta(days=days_until)


def apart(completed: int, own: Apart | None = None) -> Apart:
    """Return how far after so many sessions the next one comes, for a client of this own spacing or none."""
    return own or (CLOSE if completed < CLOSE_UNTIL else WIDE)


def ideal(apart: Apart) -> timedelta:
    """Return the whole weeks nearest to the middle, the fewer of two; the middle where none lies within."""
    soonest, latest = apart
    weeks = [n * WEEK for n in range(1, latest // WEEK + 1) if n * WEEK >= soonest]
    middle = (soonest + latest) / 2
    return min(weeks, key=lambda one: (abs(one - middle), one)) if weeks else timedelta(days=middle.days)


def next_span(completed: int, last_on: date, own: Apart | None = None) -> Span:
    """Return when the next session belongs, after so many and with the last of them on this day."""
    soonest, latest = apart(completed, own)
    return Span(last_on + soonest, last_on + latest)


def like_before(starts: Iterable[datetime], before: datetime, most: int = 6) -> list[datetime]:
    """Return a choice of local times: those of the same weekday and part of the day first.

    One of each part of a day, the one nearest to the usual clock time; a second only where there is
    else too little to choose from."""
    by_clock = sorted(starts, key=lambda start: (_clock_apart(start, before), start))
    firsts: dict[tuple, datetime] = {}
    for start in by_clock:
        firsts.setdefault((start.date(), part_of_day(start)), start)
    chosen = sorted(firsts.values(), key=lambda start: _unlike(start, before))[:most]
    if len(chosen) < FEWEST:
        rest = sorted(set(by_clock) - set(chosen), key=lambda start: _unlike(start, before))
        chosen += rest[: FEWEST - len(chosen)]
    return chosen


def _unlike(start: datetime, before: datetime):
    is_other_day = start.weekday() != before.weekday()
    is_other_part = part_of_day(start) != part_of_day(before)
    return is_other_day, is_other_part, start


def _clock_apart(start: datetime, before: datetime) -> int:
    minutes = (start.hour - before.hour) * 60 + start.minute - before.minute
    return abs(minutes)
