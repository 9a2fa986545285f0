"""The practice's hours: what a change would do, shown before it is saved, and the change itself.

Look and write under the diary's lock, in one transaction: what is saved is what was shown."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from booking import availability, bank_holidays, changes, when
from booking.hours import Override, Period
from booking.lock import take_diary
from booking.models import Booking, BookingPolicy, HoursOverride, Status, WorkingHours
from booking.models.booking import LONGEST_BLOCK
from content.models import Practice

# How far a change without an end is looked at, and how much of it is shown.
NEAREST, FARTHEST = timedelta(days=365), timedelta(days=3 * 366)
MOST_LISTED, MOST_MONTHS, NEAREST_MONTHS = 100, 6, 3
ENDED = (Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW)


@dataclass(frozen=True)
class Cell:
    """A day of the calendar that is shown."""

    day: date
    before: list[str]
    after: list[str]
    is_concerned: bool
    is_past: bool
    holiday: str
    booked: int
    touched: int


@dataclass(frozen=True)
class Line:
    """What changes, in words; `when` names a day, neighbouring days, or a weekday. What was is None where
    it differed from day to day."""

    when: str
    before: list[str] | None
    after: list[str]
    is_same: bool = False
    holiday: str = ""


@dataclass(frozen=True)
class Preview:
    """A change of hours before it is saved. `seen` names this very change and whom it touches."""

    months: list[tuple[date, list[list[Cell | None]]]]
    lines: list[Line]
    touched: list[Booking]
    touched_count: int
    seen: str

    @property
    def touched_more(self) -> int:
        return self.touched_count - len(self.touched)

    @property
    def is_without_effect(self) -> bool:
        return all(line.is_same for line in self.lines)


def look(*, now: datetime, drop=(), add=(), nation: str | None = None) -> Preview:
    """Show what dropping and adding these periods or dated changes, or another nation's bank holidays,
    would do; in seven queries, however full the diary is."""
    named = {change.day for change in (*drop, *add) if isinstance(change, Override)}
    today = availability.day_of(now)
    first, last = _days_to_look_at(named, today)
    before = plan(first, last)
    after = before.changed(drop, add)
    if nation is not None:
        after = replace(after, holidays=bank_holidays.between(nation, first, last))
    days = changes.compare(before, after, first, (last - first).days + 1, zone=availability.zone())
    concerned = [day for day in days.values() if day.day in named or (day.is_other and day.day >= today)]
    touched = _touched(days, now)
    is_weekly = any(isinstance(change, Period) for change in (*drop, *add))
    return Preview(
        _calendar(days, concerned, touched, now),
        _weekly_lines(before, after) if is_weekly else _lines(concerned),
        _with_names([pk for pk, _day in touched[:MOST_LISTED]]),
        len(touched),
        _fingerprint(drop, add, nation, touched),
    )


def plan(first: date, last: date) -> changes.Plan:
    """Read what decides on the hours of these days, in three queries."""
    policy = BookingPolicy.objects.first()
    overrides = HoursOverride.objects.filter(day__range=(first, last))
    return changes.Plan(
        tuple(row.period for row in WorkingHours.objects.all()),
        tuple(row.change for row in overrides),
        bank_holidays.between(policy.nation, first, last) if policy else {},
    )


@transaction.atomic
def write_period(row: WorkingHours) -> WorkingHours:
    take_diary()
    row.save()
    return row


@transaction.atomic
def write_changes(overrides, *, note: str, instead_of=None) -> list[HoursOverride]:
    """Write one row a day; a row that is changed stays that row."""
    take_diary()
    rows = [
        HoursOverride(day=o.day, is_closed=o.is_closed, starts=o.starts, ends=o.ends, note=note)
        for o in overrides
    ]
    if instead_of is None:
        HoursOverride.objects.bulk_create(rows)
        # Many rows at once send no signal.
        Practice.objects.touch()
        return rows
    (row,) = rows
    row.pk = instead_of.pk
    row.save(force_update=True)
    return rows


@transaction.atomic
def remove(rows):
    """Delete these periods or changes, all of one kind."""
    take_diary()
    for kind in {type(row) for row in rows}:
        kind.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _days_to_look_at(named, today):
    """Return first and last day, in whole months, so that a calendar can show them."""
    if named:
        first, last = min(named), max(named)
    else:
        booked = Booking.objects.occupying().aggregate(last=Max("visit_on"))["last"] or today
        first, last = today, min(max(booked, today + NEAREST), today + FARTHEST)
    return first.replace(day=1), _month_after(last) - changes.ONE_DAY


def _month_after(day):
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _touched(days, now):
    """Return key and day of the coming bookings that lie in lost time, in order."""
    # A session may begin on the day before and run into the day that changes.
    losing = {day.day + n * changes.ONE_DAY for day in days.values() if day.lost for n in (-1, 0)}
    if not losing:
        return []
    coming = Booking.objects.taking(now).filter(visit_on__in=losing, starts_at__gt=now - LONGEST_BLOCK)
    rows = coming.exclude(status__in=ENDED).order_by("starts_at")
    nothing = changes.Day(now.date(), (), ())
    return [
        (pk, day)
        for pk, day, start, minutes in rows.values_list("pk", "visit_on", "starts_at", "reserved_minutes")
        if (end := start + timedelta(minutes=minutes)) > now
        and any(days.get(day + n * changes.ONE_DAY, nothing).loses(start, end) for n in (0, 1))
    ]


def _with_names(pks):
    rows = Booking.objects.filter(pk__in=pks).select_related("client", "treatment")
    return list(rows.order_by("starts_at"))


def _fingerprint(drop, add, nation, touched) -> str:
    said = repr([sorted(map(repr, drop)), sorted(map(repr, add)), nation, touched])
    return sha256(said.encode()).hexdigest()[:32]


def _months(concerned, touched):
    """Return the first months concerned and those with somebody booked, at most six."""
    months = sorted({day.day.replace(day=1) for day in concerned})
    booked = {day.replace(day=1) for _pk, day in touched}
    return [month for n, month in enumerate(months) if n < NEAREST_MONTHS or month in booked][:MOST_MONTHS]


def _calendar(days, concerned, touched, now):
    months = _months(concerned, touched)
    if not months:
        return []
    booked = _booked(months[0], _month_after(months[-1]), now)
    hit = Counter(day for _pk, day in touched)
    today, named = availability.day_of(now), {day.day for day in concerned}

    def cell(day):
        hours = (brief(days[day].before), brief(days[day].after))
        is_past, counts = day < today, (booked.get(day, 0), hit[day])
        return Cell(day, *hours, day in named, is_past, days[day].holiday, *counts)

    return [
        (
            month,
            [
                [day and cell(day) for day in week]
                for week in changes.weeks_of(month)
                if _is_ahead(week, today)
            ],
        )
        for month in months
    ]


def _is_ahead(week, today):
    """A week that is all over has nothing to show, unless the whole month is."""
    last = max(day for day in week if day)
    return last >= today or last < today.replace(day=1)


def _booked(first, until, now):
    rows = Booking.objects.taking(now).filter(visit_on__gte=first, visit_on__lt=until).order_by()
    return dict(rows.values_list("visit_on").annotate(Count("pk")))


def _lines(concerned):
    """Say neighbouring days that come to the same at once; what was is said where it was the same, too."""

    def says(day):
        return words(day.after), day.holiday, day.before == day.after

    lines = []
    for run in changes.runs_of_days(concerned, says):
        before = words(run[0].before)
        is_one = all(words(day.before) == before for day in run)
        after, holiday, is_same = says(run[0])
        lines.append(
            Line(when.days(run[0].day, run[-1].day), before if is_one else None, after, is_same, holiday)
        )
    return lines


def _weekly_lines(before, after):
    found = []
    for weekday, name in WorkingHours.Weekday.choices:
        old, new = (
            [f"{p.starts:%H:%M}–{p.ends:%H:%M}" for p in plan.weekly if p.weekday == weekday]
            for plan in (before, after)
        )
        if old != new:
            found.append(Line(_("Every %(weekday)s") % {"weekday": name}, old, new))
    return found


def words(stretches) -> list[str]:
    """Return each stretch as "09:00–17:00", by the practice's clock; no stretch: closed."""
    return [f"{when.clock24(start)}–{when.clock24(end)}" for start, end in stretches]


def brief(stretches) -> list[str]:
    """Return each stretch as "9–17:30", for the little room of a calendar's day."""
    return [
        "–".join(f"{int(clock[:2])}{clock[2:].removesuffix(':00')}" for clock in stretch.split("–"))
        for stretch in words(stretches)
    ]
