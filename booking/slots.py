"""Which starts can be booked. Pure: rows, rules and the clock come in, slots go out.

What is shown and what is accepted both come from `free`; `why_not` explains its answer."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from booking.hours import Open

STEP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Taken:
    """Time that is not free, `[start, end)` in UTC, buffers included; `day` is the day of the visit.

    Without a day it is no visit: she is busy elsewhere, for just this time."""

    start: datetime
    end: datetime
    day: date | None = None
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Buffers:
    before: timedelta = timedelta(minutes=15)
    after: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limits:
    """Most sessions, and most first sessions, on one day; None is no limit."""

    sessions: int | None = None
    first_sessions: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A session `[starts_at, ends_at)` in UTC on the practice's day `day`.

    Two sessions one after the other are a slot too: the second of them starts at `second_at`."""

    starts_at: datetime
    ends_at: datetime
    day: date
    second_at: datetime | None = None


class Reason(StrEnum):
    NOTICE = "notice"
    WINDOW = "window"
    CLOSED = "closed"
    BETWEEN_STARTS = "between_starts"
    TAKEN = "taken"
    BUSY = "busy"
    DAY_FULL = "day_full"
    FIRST_FULL = "first_full"


def free(
    open: Iterable[Open],
    taken: Iterable[Taken],
    length: timedelta,
    buffers: Buffers,
    notice: timedelta,
    window: timedelta,
    limits: Limits,
    *,
    now: datetime,
    is_first: bool = False,
) -> list[Slot]:
    """Return the slots in order, each once.

    The session, not its buffers, lies inside the open hours. Buffers of neighbours add up, because
    `taken` carries its own. A start is free from `now + notice` on and until `now + window`, both
    included. Starts come every 30 minutes from the beginning of each working period."""
    blocked = _Blocked(taken)
    full = blocked.full_days(limits, is_first)
    earliest, latest = _bookable(now, notice, window)
    found: dict[datetime, Slot] = {}
    for stretch in open:
        if stretch.day in full:
            continue
        for start in _starts(stretch, length, earliest, latest):
            if start not in found and not blocked.meets(
                start - buffers.before, start + length + buffers.after
            ):
                found[start] = Slot(start, start + length, stretch.day)
    return [found[start] for start in sorted(found)]


def why_not(
    start: datetime,
    open: Iterable[Open],
    taken: Iterable[Taken],
    length: timedelta,
    buffers: Buffers,
    notice: timedelta,
    window: timedelta,
    limits: Limits,
    *,
    day: date,
    now: datetime,
    is_first: bool = False,
) -> list[Reason]:
    """Return every reason why `free` leaves this start out; nothing when it does not."""
    taken = list(taken)
    blocked = _Blocked(row for row in taken if row.day)
    busy = _Blocked(row for row in taken if not row.day)
    start = start.astimezone(UTC)
    block = start - buffers.before, start + length + buffers.after
    earliest, latest = _bookable(now, notice, window)
    inside = [s for s in open if s.start <= start < s.starts_until and start + length <= s.end]
    checks = (
        (Reason.NOTICE, start < earliest),
        (Reason.WINDOW, start > latest),
        (Reason.CLOSED, not inside),
        (Reason.BETWEEN_STARTS, bool(inside) and all((start - s.counted_from) % STEP for s in inside)),
        (Reason.TAKEN, blocked.meets(*block)),
        (Reason.BUSY, busy.meets(*block)),
        (Reason.DAY_FULL, day in blocked.full_days(Limits(sessions=limits.sessions), is_first)),
        (Reason.FIRST_FULL, day in blocked.full_days(Limits(first_sessions=limits.first_sessions), is_first)),
    )
    return [reason for reason, applies in checks if applies]


def _bookable(now, notice, window) -> tuple[datetime, datetime]:
    """Return the first and the last moment to start at. Counted in UTC: in a local zone Python adds
    hours by the clock on the wall."""
    now = now.astimezone(UTC)
    return now + notice, now + window


def _starts(stretch: Open, length: timedelta, earliest: datetime, latest: datetime) -> Iterator[datetime]:
    begin = max(stretch.start, earliest)
    start = stretch.counted_from + -((stretch.counted_from - begin) // STEP) * STEP
    end = min(stretch.end - length, latest)
    while start <= end and start < stretch.starts_until:
        yield start
        start += STEP


class _Blocked:
    """Taken time, sorted once so that each start is looked up and not searched for."""

    def __init__(self, taken: Iterable[Taken]):
        self.rows = sorted(taken, key=lambda row: row.start)
        self.starts = [row.start for row in self.rows]
        self.reach: list[datetime] = []
        for row in self.rows:
            self.reach.append(max(self.reach[-1], row.end) if self.reach else row.end)

    def meets(self, start: datetime, end: datetime) -> bool:
        before_end = bisect_left(self.starts, end)
        return before_end > 0 and self.reach[before_end - 1] > start

    def full_days(self, limits: Limits, is_first: bool) -> set[date]:
        full = set()
        if limits.sessions is not None:
            full |= _reached(Counter(row.day for row in self.rows if row.day), limits.sessions)
        if is_first and limits.first_sessions is not None:
            full |= _reached(Counter(row.day for row in self.rows if row.is_first), limits.first_sessions)
        return full


def _reached(counts: Counter, limit: int) -> set[date]:
    return {day for day, count in counts.items() if count >= limit}
