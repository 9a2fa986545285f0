"""What the diary tells the public pages: hours and treatments, handed in by the app that keeps them."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import NamedTuple


class Hours(NamedTuple):
    """A weekly period by the practice's clock; `weekday` 0 is Monday, `ends` is not part of it."""

    weekday: int
    starts: time
    ends: time


class OpenOn(NamedTuple):
    """Weekdays that have the same hours, both in words."""

    days: str
    hours: str


class Opening(NamedTuple):
    """The usual week, and the next days that differ from it, each as a line."""

    week: tuple[OpenOn, ...] = ()
    others: tuple[str, ...] = ()


class Offer(NamedTuple):
    """A treatment that can be booked: its whole price in pounds, and how many minutes it may take."""

    name: str
    summary: str
    amount: Decimal
    least_minutes: int
    most_minutes: int


_hours: Callable[[], list[Hours]] = list
_offers: Callable[[], list[Offer]] = list
_opening: Callable[[date], Opening] | None = None


def provide(
    *,
    hours: Callable[[], list[Hours]],
    offers: Callable[[], list[Offer]],
    opening: Callable[[date], Opening],
):
    """Let pages tell what this app does not know. Whoever provides it touches the practice's row when it
    changes, as content.freshness does."""
    global _hours, _offers, _opening
    _hours, _offers, _opening = hours, offers, opening


def hours() -> list[Hours]:
    return _hours()


def offers() -> list[Offer]:
    return _offers()


def opening(today: date) -> Opening:
    return _opening(today) if _opening else Opening()
