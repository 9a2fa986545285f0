"""What the diary adds up to, by week and by month. Pure: rows in, periods out.

Each number belongs to the day of the visit. Days are the practice's, so a week begins on Monday at its
midnight on both sides of a clock change."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from statistics import median

from booking.hours import Open
from booking.intervals import Interval, common, merge

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking's plain values; `status` as it is now."""

    day: date
    status: str
    booked_on: date
    blocked: Interval
    is_first: bool = False
    minutes_given: int = 0
    takes_time: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """Something that became of a visit of that day: from which status to which, and why."""

    day: date
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Period:
    span: Span
    completed: int
    minutes_given: int
    first_sessions: int
    no_shows: int
    not_treated: int
    cancelled: int
    cancelled_late: int
    called_off: int
    days_ahead: float | None
    holds: Counter
    minutes_open: int
    minutes_taken: int

    @property
    def share(self) -> int | None:
        """Return how much of the open hours was taken, in hundredths; nothing when it was closed."""
        return round(100 * self.minutes_taken / self.minutes_open) if self.minutes_open else None

    @property
    def hours_given(self) -> float:
        return round(self.minutes_given / 60, 2)


@dataclass(frozen=True, slots=True)
class Gone:
    """What visits counted for that were deleted since. How far ahead they were booked is not known."""

    completed: int = 0
    minutes_given: int = 0
    first_sessions: int = 0
    no_shows: int = 0
    not_treated: int = 0
    cancelled: int = 0
    cancelled_late: int = 0
    called_off: int = 0
    minutes_taken: int = 0
    holds: dict[str, int] = field(default_factory=dict)


# How a hold may end, in the order in which they are told.
ENDINGS = ("confirmed", "declined", "later_date", "lapsed", "cancelled")


def weeks(until: date, count: int) -> list[Span]:
    """Return `count` weeks from Monday to Sunday; the last one holds `until`."""
    monday = until - timedelta(days=until.weekday())
    firsts = [monday - timedelta(weeks=n) for n in reversed(range(count))]
    return [Span(first, first + timedelta(days=6)) for first in firsts]


def months(until: date, count: int) -> list[Span]:
    """Return `count` calendar months; the last one holds `until`."""
    numbers = [until.year * 12 + until.month - 1 - n for n in reversed(range(count))]
    firsts = [date(number // 12, number % 12 + 1, 1) for number in numbers]
    return [Span(first, first.replace(day=monthrange(first.year, first.month)[1])) for first in firsts]


def count(
    spans: list[Span], visits: Iterable[Visit], steps: Iterable[Step], opened: Iterable[Open]
) -> list[Period]:
    """Return what each span adds up to."""
    visits, steps, opened = list(visits), list(steps), list(opened)
    taken = _by_day(visits, opened)
    return [
        _period(
            span,
            [visit for visit in visits if visit.day in span],
            [step for step in steps if step.day in span],
            [minutes for day, minutes in taken.items() if day in span],
        )
        for span in spans
    ]


def _period(span: Span, visits, steps, minutes) -> Period:
    statuses = Counter(visit.status for visit in visits)
    given = [visit for visit in visits if visit.status == "completed"]
    whys = Counter(_cancelled(step) for step in steps if step.after == "cancelled")
    ahead = [max((visit.day - visit.booked_on).days, 0) for visit in visits]
    return Period(
        span=span,
        completed=len(given),
        minutes_given=sum(visit.minutes_given for visit in given),
        first_sessions=sum(visit.is_first for visit in given),
        no_shows=statuses["no_show"],
        not_treated=statuses["not_treated"],
        cancelled=whys["asked"],
        cancelled_late=whys["asked_late"],
        called_off=whys["called_off"],
        days_ahead=_middle(ahead),
        holds=Counter(ending for ending in map(_ending, steps) if ending),
        minutes_open=sum(opened for opened, _taken in minutes),
        minutes_taken=sum(taken for _opened, taken in minutes),
    )


def with_gone(period: Period, gone: Iterable[Gone]) -> Period:
    """Return the period with what was deleted of it counted too."""
    for counts in gone:
        more = {
            name: getattr(period, name) + getattr(counts, name) for name in Gone.__slots__ if name != "holds"
        }
        period = replace(period, holds=period.holds + Counter(counts.holds), **more)
    return period


def _middle(days: list[int]) -> float | None:
    """Return the median, as a whole number where it is one; nothing of no days."""
    middle = median(days) if days else None
    return int(middle) if middle is not None and middle == int(middle) else middle


def _cancelled(step: Step) -> str:
    return step.why if step.why in ("asked_late", "called_off") else "asked"


def _ending(step: Step) -> str:
    """Return how a hold ended with this step; nothing when it did not."""
    if step.before != "held" or step.after == "held":
        return ""
    return "later_date" if step.after == "declined" and step.why == "later_date" else step.after


def _by_day(visits: list[Visit], opened: list[Open]) -> dict[date, tuple[int, int]]:
    """Return by day the minutes that are open, and those of them that a visit and its buffers take."""
    taken: dict[date, list[Interval]] = {}
    for visit in visits:
        # Its buffers, or the visit itself, may reach over midnight.
        for day in (visit.day - DAY, visit.day, visit.day + DAY) if visit.takes_time else ():
            taken.setdefault(day, []).append(visit.blocked)
    hours: dict[date, list[Interval]] = {}
    for stretch in opened:
        hours.setdefault(stretch.day, []).append(Interval(stretch.start, stretch.end))
    return {
        day: (_minutes(merge(spans)), _minutes(common(spans, taken.get(day, ()))))
        for day, spans in hours.items()
    }


def _minutes(spans: Iterable[Interval]) -> int:
    return sum((end - start for start, end in spans), timedelta()) // MINUTE


def loads(
    first_day: date, days: int, visits: Iterable[Visit], opened: Iterable[Open]
) -> list[tuple[date, int, int]]:
    """Return each day with the minutes that are open and those that are taken."""
    minutes = _by_day(list(visits), list(opened))
    return [(day, *minutes.get(day, (0, 0))) for day in (first_day + n * DAY for n in range(days))]


def cell(value) -> str:
    """Return a value for a spreadsheet, so that none of it is taken for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
