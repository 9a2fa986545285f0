"""Tells that a time is free again, in the very transaction that frees it, so that nobody comes in between."""

import threading
from contextlib import contextmanager
from datetime import datetime

from django.dispatch import Signal

# Sent with `start`, `end` (half-open, in UTC, buffers included) and `now`. It says where to look, no more:
# what is really free there, whoever hears it asks anew.
time_freed = Signal()


class _Kept(threading.local):
    def __init__(self):
        self.depth, self.ranges = 0, []


_kept = _Kept()


def tell(start: datetime, end: datetime, *, now: datetime):
    """Tell of `[start, end)`; inside held_back() only when that ends."""
    with held_back():
        _kept.ranges.append((start, end, now))


@contextmanager
def held_back():
    """Tell at the end what is freed in here: a step that frees one time may be about to take another."""
    _kept.depth += 1
    try:
        yield
        if _kept.depth == 1:
            _send_all()
    finally:
        _kept.depth -= 1
        if _kept.depth == 0:
            _kept.ranges.clear()


def _send_all():
    # Whoever hears of one may free another: it waits for its turn here.
    while _kept.ranges:
        start, end, now = _kept.ranges.pop(0)
        time_freed.send(sender=None, start=start, end=end, now=now)
