"""Several sessions of one person, proposed at once. Pure: what is free comes in, proposals go out.

What comes in is in the practice's own time, as the page of times shows it: the answers have left it open
and booking would take it. So the clock on the wall is compared, and stays the same across a change."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from booking.calendar import Choice, part_of_day
from booking.spacing import Apart, Span, ideal

FEWEST, MOST = 2, 10
# How much worse a proposal is for what it does not keep to; one hour off the usual clock is 1, a day 2.
NOT_KEPT, READ_FIRST, OTHER_WEEKDAY, OTHER_PART, HOUR, DAY = 100_000, 300, 100, 60, 1, 2
SHOWN_NEIGHBOURS = 6


class Why(StrEnum):
    """Why a session of the plan has no time."""

    FULL = "full"
    NOT_OPEN = "not_open"


@dataclass(frozen=True)
class Wish:
    """What suits the person: a weekday (0 is Monday), a part of the day, a clock time; None is any."""

    weekday: int | None = None
    part: str | None = None
    clock: time | None = None


@dataclass(frozen=True)
class Proposal:
    """One session: when, in which days it belongs, and what else it could be without moving another."""

    choice: Choice
    span: Span
    neighbours: tuple[Choice, ...] = ()

    @property
    def day(self) -> date:
        return self.choice.starts_at.date()


@dataclass(frozen=True)
class Plan:
    """The proposals in order. Where fewer than wanted fit, `why` and the days that have nothing."""

    proposals: tuple[Proposal, ...]
    wanted: int
    why: Why | None = None
    nothing_in: Span | None = None

    @property
    def starts(self) -> tuple[datetime, ...]:
        return tuple(proposal.choice.starts_at for proposal in self.proposals)

    @property
    def is_whole(self) -> bool:
        return len(self.proposals) == self.wanted

    @property
    def needs_reading(self) -> bool:
        """Whether one of them is read first: then all of them wait together."""
        return any(proposal.choice.needs_reading for proposal in self.proposals)


def plan(
    count: int,
    first: Span,
    free: Iterable[Choice],
    wish: Wish,
    apart: Callable[[int], Apart],
    *,
    last_day: date,
    kept: Collection[datetime] = (),
) -> Plan:
    """Propose up to `count` sessions, as many as fit.

    The first lies in the days of `first`, each other `apart(n)` after the one before it, where n counts
    those before it in the plan; `apart(0)` is how far the first is from what was before the plan.
    `free` is in order, `last_day` the last that can be booked. Of what is `kept` as much stays as the
    spacing and what is free allow."""
    days = _by_day(free, wish, set(kept))
    chosen = _Chain(days, first, apart, count).best()
    spans = [first, *(_span_after(day, apart(n)) for n, day in enumerate(chosen, start=1))]
    proposals = tuple(
        Proposal(days.best[day], spans[n], _neighbours(days, chosen, spans, n, apart))
        for n, day in enumerate(chosen)
    )
    if len(chosen) == count:
        return Plan(proposals, count)
    missing = spans[len(chosen)]
    why = Why.NOT_OPEN if missing.last > last_day else Why.FULL
    return Plan(proposals, count, why, missing)


@dataclass
class _Days:
    """The free days in order, each with its choices, the one that suits best, and what that costs."""

    choices: dict[date, list[Choice]]
    best: dict[date, Choice]
    cost: dict[date, int]
    order: list[date]

    def within(self, span: Span) -> list[date]:
        return self.order[bisect_left(self.order, span.first) : bisect_right(self.order, span.last)]


def _by_day(free, wish, kept) -> _Days:
    choices: dict[date, list[Choice]] = {}
    for choice in free:
        choices.setdefault(choice.starts_at.date(), []).append(choice)
    clock = wish.clock or _usual_clock(choices, wish)
    best, cost = {}, {}
    for day, ones in choices.items():
        cost[day], best[day] = min(
            ((_cost(one, wish, clock, kept), one) for one in ones), key=lambda row: (row[0], row[1].starts_at)
        )
    return _Days(choices, best, cost, sorted(choices))


def _usual_clock(choices, wish) -> time:
    """Return the clock time that is free most often on the days and in the part of day that were chosen."""
    clocks = Counter(
        one.starts_at.time()
        for day, ones in choices.items()
        for one in ones
        if wish.weekday in (None, day.weekday()) and wish.part in (None, part_of_day(one.starts_at))
    )
    return min(clocks, key=lambda clock: (-clocks[clock], clock), default=time(12))


def _cost(choice, wish, clock, kept) -> int:
    if choice.starts_at in kept:
        return 0
    start = choice.starts_at
    cost = NOT_KEPT if kept else 0
    cost += READ_FIRST if choice.needs_reading else 0
    cost += OTHER_WEEKDAY if wish.weekday not in (None, start.weekday()) else 0
    cost += OTHER_PART if wish.part not in (None, part_of_day(start)) else 0
    return cost + HOUR * abs(start.hour - clock.hour)


@dataclass
class _Chain:
    """The cheapest way through the free days, each step within its span; the longest goes first."""

    days: _Days
    first: Span
    apart: Callable[[int], Apart]
    count: int
    known: dict = field(default_factory=dict)

    def best(self) -> list[date]:
        chosen, before = [], None
        while (step := self._from(len(chosen), before)[2]) is not None:
            chosen.append(step)
            before = step
        return chosen

    def _from(self, n: int, before: date | None) -> tuple[int, int, date | None]:
        """Return how many stay without a time from session `n` on, the cost, and the day of session `n`."""
        if n == self.count:
            return 0, 0, None
        if (n, before) not in self.known:
            self.known[n, before] = self._look(n, before)
        return self.known[n, before]

    def _look(self, n, before):
        apart = self.apart(n)
        span = _span_after(before, apart) if before else self.first
        wanted = span.first + ideal(apart) - apart[0]
        found = (self.count - n, 0, None)
        for day in self.days.within(span):
            missing, cost, _next = self._from(n + 1, day)
            cost += self.days.cost[day] + DAY * abs((day - wanted).days)
            if (missing, cost) < found[:2]:
                found = missing, cost, day
        return found


def _span_after(day: date, apart: Apart) -> Span:
    return Span(day + apart[0], day + apart[1])


def _neighbours(days, chosen, spans, n, apart) -> tuple[Choice, ...]:
    """Return other times for session `n` that leave the spacing to those beside it as it belongs."""
    span = spans[n]
    if n + 1 < len(chosen):
        soonest, latest = apart(n + 1)
        span = Span(max(span.first, chosen[n + 1] - latest), min(span.last, chosen[n + 1] - soonest))
    own, day = days.best[chosen[n]], chosen[n]
    same_day = _one_of_each_part([one for one in days.choices[day] if one != own], own)
    others = sorted(set(days.within(span)) - {day}, key=lambda other: (abs(other - day), other))
    near = [*same_day[:2], *(days.best[other] for other in others)][:SHOWN_NEIGHBOURS]
    return tuple(sorted(near, key=lambda one: one.starts_at))


def _one_of_each_part(choices, own) -> list[Choice]:
    """Return the one nearest to the chosen clock in each part of the day."""
    by_nearness = sorted(choices, key=lambda one: abs(one.starts_at - own.starts_at))
    firsts: dict[str, Choice] = {}
    for one in by_nearness:
        firsts.setdefault(part_of_day(one.starts_at), one)
    return list(firsts.values())
