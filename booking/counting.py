"""Reads what the numbers are counted from: six queries, however many bookings there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from booking import availability, bank_holidays, hours, numbers
from booking.intervals import Interval
from booking.models import Booking, BookingEvent, BookingPolicy, HoursOverride, Tally, WorkingHours
from booking.models.booking import FREE_AGAIN, has_run_out

PERIODS = 12
COMING_DAYS = 28
COLUMNS = (
    "visit_on", "status", "created_at", "blocked_from", "blocked_until", "is_first", "minutes_given",
    "expires_at", "held_until",
)  # fmt: skip

STEP = ("booking__visit_on", "from_status", "to_status", "why")


@dataclass(frozen=True)
class Use:
    """How full the diary was by week, and is to be by day."""

    today: date
    weeks: list[numbers.Period]
    days: list[tuple[date, int, int]]


def periods(by: str, until: date, *, now: datetime) -> list[numbers.Period]:
    """Return twelve weeks or months, the last one holding `until`, and what they add up to as one more."""
    spans = numbers.months(until, PERIODS) if by == "month" else numbers.weeks(until, PERIODS)
    whole = numbers.Span(spans[0].first, spans[-1].last)
    steps = BookingEvent.objects.filter(
        booking__client__isnull=False, booking__visit_on__range=(whole.first, whole.last)
    ).order_by()
    steps = [numbers.Step(*row) for row in steps.values_list(*STEP)]
    counted = numbers.count([*spans, whole], _visits(whole, now), steps, _opened(whole))
    return _with_gone(counted) if by == "month" else counted


def _with_gone(periods: list[numbers.Period]) -> list[numbers.Period]:
    """What was deleted is known by month alone, so weeks leave it out."""
    whole = periods[-1].span
    gone = {
        tally.month: tally.counts() for tally in Tally.objects.filter(month__range=(whole.first, whole.last))
    }
    return [
        numbers.with_gone(period, [counts for month, counts in gone.items() if month in period.span])
        for period in periods
    ]


def of(visits: Iterable[int], *, now: datetime) -> dict[date, numbers.Period]:
    """Return what these bookings add up to, by the first day of their month; without a client, nothing."""
    named = list(Booking.objects.filter(pk__in=visits, client__isnull=False).order_by())
    steps = BookingEvent.objects.filter(booking__in=named).order_by().values_list(*STEP)
    steps, found = [numbers.Step(*row) for row in steps], {}
    for month in sorted({visit.visit_on.replace(day=1) for visit in named}):
        (span,) = numbers.months(month, 1)
        values = [[getattr(visit, name) for name in COLUMNS] for visit in named if visit.visit_on in span]
        shown = [_visit(*row, now=now) for row in values]
        (found[month],) = numbers.count([span], shown, steps, _opened(span))
    return found


def use(*, now: datetime) -> Use:
    """Return the last twelve weeks, this one included, and the four weeks from today, in four queries."""
    today = availability.day_of(now)
    weeks = numbers.weeks(today, PERIODS)
    whole = numbers.Span(weeks[0].first, today + timedelta(days=COMING_DAYS - 1))
    visits, opened = _visits(whole, now), _opened(whole)
    return Use(
        today, numbers.count(weeks, visits, [], opened), numbers.loads(today, COMING_DAYS, visits, opened)
    )


def _visits(span: numbers.Span, now: datetime) -> list[numbers.Visit]:
    rows = Booking.objects.filter(visit_on__range=(span.first, span.last), client__isnull=False).order_by()
    return [_visit(*row, now=now) for row in rows.values_list(*COLUMNS)]


def _visit(day, status, created_at, start, end, is_first, given, expires_at, held_until, *, now):
    has_gone = status in FREE_AGAIN or has_run_out(status, expires_at, held_until, now=now)
    return numbers.Visit(
        day=day,
        status=status,
        booked_on=availability.day_of(created_at),
        blocked=Interval(start, end),
        is_first=is_first,
        minutes_given=given or 0,
        takes_time=not has_gone,
    )


def _opened(span: numbers.Span) -> list[hours.Open]:
    policy = BookingPolicy.objects.first() or BookingPolicy()
    changes = HoursOverride.objects.filter(day__range=(span.first, span.last))
    return hours.open_hours(
        span.first,
        span.days,
        weekly=[period.period for period in WorkingHours.objects.all()],
        overrides=[change.change for change in changes],
        holidays=bank_holidays.between(policy.nation, span.first, span.last),
        zone=availability.zone(),
    )
