"""Reads what the numbers are counted from: five queries, however many bookings there are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from booking import availability, bank_holidays, hours, numbers
from booking.intervals import Interval
from booking.models import Booking, BookingEvent, BookingPolicy, HoursOverride, WorkingHours
from booking.models.booking import FREE_AGAIN, has_run_out

PERIODS = 12
COMING_DAYS = 28
COLUMNS = (
    "visit_on", "status", "created_at", "blocked_from", "blocked_until", "is_first", "minutes_given",
    "expires_at", "held_until",
)  # fmt: skip


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
    steps = [
        numbers.Step(*row)
        for row in steps.values_list("booking__visit_on", "from_status", "to_status", "why")
    ]
    return numbers.count([*spans, whole], _visits(whole, now), steps, _opened(whole))


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
