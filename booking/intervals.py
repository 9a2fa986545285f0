"""Half-open ranges of time: a range holds its start and not its end. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Interval(NamedTuple):
    start: datetime
    end: datetime

    def overlaps(self, other: "Interval") -> bool:
        """Two ranges that only touch do not overlap."""
        return self.start < other.end and other.start < self.end


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same time as the fewest ranges, in order; ranges that touch become one."""
    merged: list[Interval] = []
    for start, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if merged and start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Interval(start, end))
    return merged


def subtract(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """Return what is left of the ranges after the taken ones are cut out, in order."""
    left = merge(intervals)
    for hole in merge(taken):
        left = [piece for interval in left for piece in _cut(interval, hole)]
    return left


def common(first: Iterable[Interval], second: Iterable[Interval]) -> list[Interval]:
    """Return the time that lies in both, in order; one look at each range, however many there are."""
    first, second = merge(first), merge(second)
    found, n, m = [], 0, 0
    while n < len(first) and m < len(second):
        start, end = max(first[n].start, second[m].start), min(first[n].end, second[m].end)
        if start < end:
            found.append(Interval(start, end))
        if first[n].end <= second[m].end:
            n += 1
        else:
            m += 1
    return found


def _cut(interval: Interval, hole: Interval) -> list[Interval]:
    if not interval.overlaps(hole):
        return [interval]
    pieces = Interval(interval.start, hole.start), Interval(hole.end, interval.end)
    return [piece for piece in pieces if piece.start < piece.end]
