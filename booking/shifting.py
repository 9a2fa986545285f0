"""What moving one visit does to the spacing of those around it, and where the later ones could go. Pure.

Days and clocks are the practice's own, as in `planning`."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mode

from booking import planning
from booking.calendar import Choice, part_of_day
from booking.planning import Plan, Wish
from booking.spacing import Apart, Span, apart


@dataclass(frozen=True)
class Gap:
    """Whole days from one session to the next, and how far apart the two belong."""

    days: int
    usual: Apart

    @property
    def fits(self) -> bool:
        return self.usual[0] <= timedelta(days=self.days) <= self.usual[1]

    @property
    def is_close(self) -> bool:
        """Whether the two are nearer to each other than they belong."""
        return timedelta(days=self.days) < self.usual[0]


@dataclass(frozen=True)
class Around:
    """How far a session is from the one before and from the next; None where there is none."""

    before: Gap | None
    after: Gap | None

    @property
    def fits(self) -> bool:
        return all(gap.fits for gap in (self.before, self.after) if gap)


def around(day: date, others: Iterable[date], own: Apart | None = None) -> Around:
    """Return the gaps that a session on `day` leaves to the days of the person's other sessions."""
    others = sorted(others)
    n = bisect_right(others, day)
    before = Gap((day - others[n - 1]).days, apart(n, own)) if n else None
    after = Gap((others[n] - day).days, apart(n + 1, own)) if n < len(others) else None
    return Around(before, after)


def fits(rest: Sequence[datetime], before: Sequence[date], own: Apart | None = None) -> bool:
    """Return whether the first of the `rest` comes as it belongs after the last of the days `before`."""
    return Gap((rest[0].date() - max(before)).days, apart(len(before), own)).fits


def reach(rest: int, before: Sequence[date], own: Apart | None = None) -> Span:
    """Return the days in which so many sessions can lie after those days `before`."""
    spans = [apart(len(before) + n, own) for n in range(rest)]
    return Span(max(before) + spans[0][0], max(before) + sum((latest for _s, latest in spans), timedelta(0)))


def plan(
    rest: Sequence[Choice],
    before: Sequence[date],
    free: Iterable[Choice],
    own: Apart | None = None,
    *,
    last_day: date,
) -> Plan:
    """Plan the `rest` of a series anew after all the sessions on the days `before`, which is not empty.

    As many stay as the spacing allows; the others keep to the weekday, the part of day and the clock time
    that the rest has had. `rest` and `free` are in order, `last_day` is the last that can be booked."""
    starts = [one.starts_at for one in rest]
    open = {one.starts_at: one for one in (*free, *rest)}
    return planning.plan(
        len(rest),
        _first_span(before, own),
        [open[start] for start in sorted(open)],
        usual_of(starts),
        lambda n: apart(len(before) + n, own),
        last_day=last_day,
        kept=starts,
    )


def usual_of(starts: Sequence[datetime]) -> Wish:
    """Return what most of these times have in common; of two that are as many, the earlier."""
    return Wish(
        mode(start.weekday() for start in starts),
        mode(part_of_day(start) for start in starts),
        mode(start.time() for start in starts),
    )


def moves(rest: Sequence[Choice], plan: Plan) -> list[tuple[int, Choice]]:
    """Return which of the `rest`, by its place, goes to which time of the plan.

    Who comes at a time that the plan keeps stays there, so that as few as possible move."""
    starts = [one.starts_at for one in rest]
    leaving = [n for n, start in enumerate(starts) if start not in plan.starts]
    new = [one.choice for one in plan.proposals if one.choice.starts_at not in starts]
    return list(zip(leaving, new, strict=True))


def _first_span(before, own) -> Span:
    soonest, latest = apart(len(before), own)
    return Span(max(before) + soonest, max(before) + latest)
