"""What a change of hours changes, day by day, and who would then lie outside of them. Pure: the hours
before and after come in."""

from calendar import Calendar
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from booking.hours import MIDNIGHT, Override, Period, day_range, moment, open_hours
from booking.intervals import Interval, merge, subtract

LONGEST_RANGE = 60
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """All that decides when the practice is open; `holidays` is day → name."""

    weekly: tuple[Period, ...] = ()
    overrides: tuple[Override, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)

    def changed(self, drop: Iterable[Period | Override] = (), add: Iterable[Period | Override] = ()):
        """Return the plan without one of each dropped, and with the added."""
        weekly, overrides = list(self.weekly), list(self.overrides)
        for gone in drop:
            (weekly if isinstance(gone, Period) else overrides).remove(gone)
        for new in add:
            (weekly if isinstance(new, Period) else overrides).append(new)
        return replace(self, weekly=tuple(sorted(weekly)), overrides=tuple(overrides))


@dataclass(frozen=True)
class Day:
    """One day before and after: when it is open, and the time in which nobody should be booked any more."""

    day: date
    before: tuple[Interval, ...]
    after: tuple[Interval, ...]
    lost: tuple[Interval, ...] = ()
    holiday: str = ""

    @property
    def is_other(self) -> bool:
        return self.before != self.after or bool(self.lost)

    def loses(self, start: datetime, end: datetime) -> bool:
        """Whether a session then lies in time that is lost."""
        return any(Interval(start, end).overlaps(hole) for hole in self.lost)


def compare(before: Plan, after: Plan, first_day: date, days: int, *, zone: tzinfo) -> dict[date, Day]:
    """Return each of `days` days from `first_day` as it is before and after.

    Lost is what was open, and what is now closed by a date although nothing was open: she has other
    plans then, also where a visit was booked outside the hours."""
    old, new = (worked(plan, first_day, days, zone) for plan in (before, after))
    shut = _shut_anew(before, after, zone)
    return {
        day: Day(
            day,
            tuple(old[day]),
            tuple(new[day]),
            tuple(merge(subtract(old[day], new[day]) + shut.get(day, []))),
            after.holidays.get(day, ""),
        )
        for day in old
    }


def worked(plan: Plan, first_day: date, days: int, zone: tzinfo) -> dict[date, list[Interval]]:
    """Return when each of `days` days from `first_day` is open, neighbouring stretches as one."""
    opened = open_hours(
        first_day, days, weekly=plan.weekly, overrides=plan.overrides, holidays=plan.holidays, zone=zone
    )
    found = {first_day + n * ONE_DAY: [] for n in range(days)}
    for stretch in opened:
        found[stretch.day].append(Interval(stretch.start, stretch.end))
    return {day: merge(stretches) for day, stretches in found.items()}


def _shut_anew(before: Plan, after: Plan, zone: tzinfo) -> dict[date, list[Interval]]:
    """Return, by day, what a new closing or bank holiday closes and none that is gone did."""
    had, has = Counter(before.overrides), Counter(after.overrides)
    gone = [span(change, zone) for change in had - has if change.is_closed]
    found: dict[date, list[Interval]] = {}
    for change in has - had:
        if change.is_closed:
            found.setdefault(change.day, []).extend(subtract([span(change, zone)], gone))
    for day in after.holidays.keys() - before.holidays.keys():
        extra = [span(change, zone) for change in has if change.day == day and not change.is_closed]
        found.setdefault(day, []).extend(subtract([day_range(day, zone)], extra))
    return found


def span(change: Override, zone: tzinfo) -> Interval:
    """Return a change's moments; without times it is the whole day."""
    if change.starts is None or change.ends is None:
        return day_range(change.day, zone)
    return Interval(moment(change.day, change.starts, zone), moment(change.day, change.ends, zone))


def days_between(first: date, last: date) -> list[date]:
    """Return the days from first to last, both included."""
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def exists(day: date, clock: time, zone: tzinfo) -> bool:
    """Whether the clock shows this time on that day: in spring an hour is left out."""
    local = datetime.combine(day, clock, tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def runs(rows: Iterable) -> list[list]:
    """Group dated rows: neighbouring days that say the same are one run. In order of their first day."""
    found, latest = [], {}
    for row in sorted(rows, key=lambda row: (row.day, row.starts or MIDNIGHT, row.is_closed)):
        says = (row.is_closed, row.starts, row.ends, row.note)
        if says in latest and row.day - latest[says][-1].day <= ONE_DAY:
            latest[says].append(row)
        else:
            latest[says] = [row]
            found.append(latest[says])
    return found


def runs_of_days(days: Iterable[Day], says: Callable[[Day], object]) -> list[list[Day]]:
    """Group neighbouring days of which the same is to be said."""
    found: list[list[Day]] = []
    for day in sorted(days, key=lambda day: day.day):
        if found and day.day - found[-1][-1].day == ONE_DAY and says(day) == says(found[-1][-1]):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def weeks_of(month: date) -> list[list[date | None]]:
    """Return the weeks of a month, Monday first; None stands for the days of its neighbours."""
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    return [[day if day.month == month.month else None for day in week] for week in weeks]
