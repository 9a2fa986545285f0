"""Two sessions one after the other, for a child and for the adult who comes along. Pure.

What is shown and what is accepted both come from `free_pairs`."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime, timedelta

from booking.hours import Open
from booking.slots import STEP, Buffers, Limits, Slot, Taken, free


def free_pairs(
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
    """Return where two sessions of this length fit one after the other, in order, in UTC.

    Each slot is `[first starts, second ends)`, and `second_at` says when the second starts: at the earliest
    real start once the first session and the buffers between the two are over, on the same day and less
    than STEP later, so that nobody waits for half an hour. The second is free by the same rules as the
    first, with the first as taken; for both to be first sessions the day needs room for two of them."""
    left = Limits(_less_one(limits.sessions), _less_one(limits.first_sessions))
    if left.sessions == 0 or (is_first and left.first_sessions == 0):
        return []
    singles = free(open, taken, length, buffers, notice, window, left, now=now, is_first=is_first)
    starts = [slot.starts_at for slot in singles]
    pairs = []
    for first in singles:
        earliest = first.ends_at + buffers.after + buffers.before
        place = bisect_left(starts, earliest)
        second = singles[place] if place < len(singles) else None
        if second and second.day == first.day and second.starts_at < earliest + STEP:
            pairs.append(Slot(first.starts_at, second.ends_at, first.day, second.starts_at))
    return pairs


def _less_one(limit: int | None) -> int | None:
    return None if limit is None else max(limit - 1, 0)
