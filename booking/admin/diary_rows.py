"""Reads what the diary's picture is made of, in six queries at most, however full the diary is."""

from datetime import date, datetime, timedelta

from booking import asked, availability, bank_holidays, diary, form_due, hours, late, visits
from booking.admin.decisions import seen_of
from booking.desk import short_name
from booking.diary_values import Change, Grid, Rows, Rules, Visit
from booking.intervals import Interval
from booking.models import Booking, BookingPolicy, BusyTime, HoursOverride, Status, WorkingHours
from booking.models.treatment import SHORTEST

# Sessions may last past midnight, and their buffers longer.
AROUND = timedelta(days=1)


def load(first_day: date, days: int, *, now: datetime, with_numbers: bool = True) -> Grid:
    """Return the picture of `days` days from `first_day`; `with_numbers` counts each client's sessions."""
    zone, last_day = availability.zone(), first_day + timedelta(days=days - 1)
    policy = BookingPolicy.objects.first() or BookingPolicy()
    changes = [
        Change(change.change, change.note, change.pk)
        for change in HoursOverride.objects.filter(day__range=(first_day, last_day))
    ]
    holidays = bank_holidays.between(policy.nation, first_day, last_day)
    opened = hours.open_hours(
        first_day,
        days,
        weekly=[period.period for period in WorkingHours.objects.all()],
        overrides=[change.override for change in changes],
        holidays=holidays,
        zone=zone,
    )
    shown = _visits(first_day, last_day, now, with_numbers)
    rows = Rows(shown, opened, changes, holidays, busy=_busy(first_day, last_day))
    rules = Rules(shortest=timedelta(minutes=SHORTEST), buffers=policy.buffers)
    return diary.build(first_day, days, rows, rules=rules, now=now, zone=zone)


def _visits(first_day: date, last_day: date, now: datetime, with_numbers: bool) -> list[Visit]:
    start = hours.day_range(first_day, availability.zone()).start - AROUND
    end = hours.day_range(last_day, availability.zone()).end + AROUND
    shown = late.with_asked(Booking.objects.occupying().between(start, end))
    bookings = list(shown.select_related("client", "screening"))
    numbers = visits.numbers(bookings) if with_numbers else {}
    return [_visit(booking, numbers.get(booking.pk), now) for booking in bookings]


def _busy(first_day: date, last_day: date) -> list[Interval]:
    start = hours.day_range(first_day, availability.zone()).start
    end = hours.day_range(last_day, availability.zone()).end
    elsewhere = BusyTime.objects.blocking().between(start, end)
    return [Interval(*span) for span in elsewhere.values_list("starts_at", "ends_at")]


def _visit(booking, number: int | None, now: datetime) -> Visit:
    return Visit(
        pk=booking.pk,
        status=booking.status,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        blocked_from=booking.blocked_from,
        blocked_until=booking.blocked_until,
        runs_out_at=_runs_out_at(booking),
        answer_due_at=booking.answer_due_at,
        who=short_name(booking.client),
        is_first=booking.is_first,
        number=_number(booking, number),
        minutes_given=booking.minutes_given,
        has_form=booking.client is None or booking.client.has_form(booking.visit_on),
        is_form_old=form_due.has_run_out(booking),
        is_form_late=booking.ends_at > now and form_due.is_late(booking, now),
        has_guardian=booking.guardianship_id is not None,
        cannot_come=booking.last_asked == late.CANNOT_COME,
        wants_to_move=booking.wants_to_move,
        is_unanswered=booking.ends_at > now and asked.is_unanswered(booking, now),
        seen=seen_of(booking),
    )


def _runs_out_at(booking) -> datetime | None:
    """Return when it ends by itself; booking.has_run_out() says the same of a moment."""
    if booking.status == Status.HELD:
        return booking.held_until
    return booking.expires_at if booking.status in (Status.RESERVED, Status.OFFERED) else None


def _number(booking, number: int | None) -> int | None:
    """Return which session of this client's it is, where all of them are known here."""
    is_known = number is not None and not booking.is_first and not booking.client.treated_before
    return number if is_known else None
