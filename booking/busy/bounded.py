"""Keeps a process within its time and its memory, whatever a server sends it."""

import resource
import signal

from booking.busy.values import Failed, Trouble

MEMORY = 1024 * 1024 * 1024


def bound_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class within:
    """Raises Failed in the midst of whatever takes longer, and again if that is swallowed."""

    def __init__(self, seconds: float, trouble: Trouble):
        self.seconds, self.trouble = seconds, trouble

    def __enter__(self):
        signal.signal(signal.SIGALRM, self._end)
        signal.setitimer(signal.ITIMER_REAL, self.seconds, 1)

    def _end(self, number, frame):
        raise Failed(self.trouble)

    def __exit__(self, *error):
        signal.setitimer(signal.ITIMER_REAL, 0)
