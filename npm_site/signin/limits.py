"""How often something may be guessed. A try takes one of a few places, each of which is free again after
its time; what was no guess gives its place back.

The places are rows of a table that all web processes share, taken by an insert that only one can win."""

from dataclasses import dataclass
from math import ceil

from django.core.cache import caches
from django.utils import timezone
from django.utils.crypto import salted_hmac

MINUTE, HOUR = 60, 60 * 60
# What is guessed: how many places there are, and for how many seconds each is taken.
PLACES = {
    "password": (5, 15 * MINUTE),  # for one account from one address
    "address": (20, HOUR),  # for whatever account from one address
    "code": (5, 15 * MINUTE),  # for one account, whose password was right
}
# A code of the app is good for a minute and a half at most.
CODE_LIVES = 2 * MINUTE


class TooOften(Exception):
    """No place is free; `wait` tells the seconds until one is."""

    def __init__(self, wait: int):
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True)
class Try:
    key: str

    def give_back(self):
        _counters().delete(self.key)


def take(what: str, who: str) -> Try:
    """Take a place for one try, or raise TooOften."""
    amount, seconds = PLACES[what]
    now = timezone.now().timestamp()
    keys = [f"{what}:{_hashed(what, who)}:{place}" for place in range(amount)]
    for key in keys:
        if _counters().add(key, now + seconds, seconds):
            return Try(key)
    ends = _counters().get_many(keys).values()
    raise TooOften(max(1, ceil(min(ends, default=now) - now)))


def is_used_before(code: str, who: str) -> bool:
    """Note that this code was used; return whether it had been before."""
    return not _counters().add(f"used:{_hashed(code, who)}", 1, CODE_LIVES)


def _counters():
    return caches["counters"]


def _hashed(what: str, who: str) -> str:
    return salted_hmac(f"npm_site.signin.{what}", who, algorithm="sha256").hexdigest()
