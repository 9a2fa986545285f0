"""What the diary adds up to. Pure but for the loader, which is asked how many queries it takes."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking import counting, hours, numbers
from booking.intervals import Interval, common
from booking.models import Booking, Status, Tally
from booking.numbers import Span, Step, Visit
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import ScreeningFactory

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2027, 3, 1)
WEEK = Span(MONDAY, MONDAY + timedelta(days=6))


def at(hour, day=MONDAY):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def visit(day=MONDAY, status="completed", start=10, **changes):
    values = {"booked_on": day - timedelta(days=5), "blocked": Interval(at(start, day), at(start + 2, day))}
    return Visit(day=day, status=status, **values | changes)


def opened(first=MONDAY, days=7, weekdays=range(7), starts=9, ends=17):
    weekly = [
        hours.Period(n, datetime(1, 1, 1, starts).time(), datetime(1, 1, 1, ends).time()) for n in weekdays
    ]
    return hours.open_hours(first, days, weekly=weekly, overrides=[], holidays=[], zone=LONDON)


def week_of(visits=(), steps=(), stretches=()):
    (period,) = numbers.count([WEEK], visits, steps, stretches)
    return period


@pytest.mark.parametrize(
    ("until", "first", "last"),
    [
        (date(2027, 3, 1), date(2027, 2, 22), date(2027, 3, 7)),
        (date(2027, 3, 7), date(2027, 2, 22), date(2027, 3, 7)),
        (date(2027, 3, 28), date(2027, 3, 15), date(2027, 3, 28)),
        (date(2027, 11, 1), date(2027, 10, 25), date(2027, 11, 7)),
        (date(2027, 1, 3), date(2026, 12, 21), date(2027, 1, 3)),
    ],
    ids=["a Monday", "a Sunday", "clocks go forward", "after clocks went back", "over new year"],
)
def test_weeks_go_from_monday_to_sunday(until, first, last):
    spans = numbers.weeks(until, 2)

    assert (spans[0].first, spans[-1].last) == (first, last)
    assert [span.days for span in spans] == [7, 7]


def test_months_are_whole_also_over_new_year():
    assert numbers.months(date(2028, 2, 29), 3) == [
        Span(date(2027, 12, 1), date(2027, 12, 31)),
        Span(date(2028, 1, 1), date(2028, 1, 31)),
        Span(date(2028, 2, 1), date(2028, 2, 29)),
    ]


def test_sessions_are_counted_by_how_they_ended():
    period = week_of(
        [
            visit(minutes_given=105, is_first=True),
            visit(minutes_given=90),
            visit(status="no_show", is_first=True),
            visit(status="not_treated"),
            visit(status="confirmed"),
            visit(status="held"),
            visit(status="cancelled"),
        ]
    )

    counted = period.completed, period.minutes_given, period.hours_given, period.first_sessions
    assert counted == (2, 195, 3.25, 1)
    assert (period.no_shows, period.not_treated) == (1, 1)


def test_a_number_belongs_to_the_day_of_the_visit():
    sunday, monday = visit(MONDAY - timedelta(days=1)), visit(MONDAY + timedelta(days=7))

    assert week_of([sunday, monday, visit(WEEK.last)]).completed == 1


def test_cancellations_are_in_time_late_or_called_off():
    whys = ["asked", "asked_late", "asked_late", "called_off", ""]

    period = week_of(steps=[Step(MONDAY, "confirmed", "cancelled", why) for why in whys])

    assert (period.cancelled, period.cancelled_late, period.called_off) == (2, 2, 1)


def test_holds_end_in_five_ways():
    steps = [
        Step(MONDAY, "held", "confirmed", "approved"),
        Step(MONDAY, "held", "declined", "declined"),
        Step(MONDAY, "held", "declined", "later_date"),
        Step(MONDAY, "held", "lapsed", "ran_out"),
        Step(MONDAY, "held", "cancelled", "asked"),
        Step(MONDAY, "held", "held", "moved"),
        Step(MONDAY, "confirmed", "cancelled", "asked"),
        Step(MONDAY, "reserved", "confirmed"),
    ]

    assert week_of(steps=steps).holds == Counter(dict.fromkeys(numbers.ENDINGS, 1))


@pytest.mark.parametrize(
    ("ahead", "middle"),
    [([], None), ([3], 3), ([1, 2], 1.5), ([9, 1, 4], 4), ([-1], 0)],
    ids=["no visits", "one", "between two", "of three", "written down afterwards"],
)
def test_how_far_ahead_people_book_is_the_middle_one(ahead, middle):
    visits = [visit(booked_on=MONDAY - timedelta(days=days)) for days in ahead]

    assert week_of(visits).days_ahead == middle


@pytest.mark.parametrize(
    ("visits", "share"),
    [
        ([], 0),
        ([visit()], 25),
        ([visit(), visit(start=11)], 38),
        ([visit(start=8)], 12),
        ([visit(start=18)], 0),
        ([visit(takes_time=False)], 0),
        ([visit(MONDAY + timedelta(days=1))], 0),
    ],
    ids=[
        "nothing",
        "two hours",
        "laid over one another",
        "half outside",
        "after hours",
        "gave it back",
        "closed day",
    ],
)
def test_the_share_is_what_is_taken_of_the_open_hours(visits, share):
    assert week_of(visits, stretches=opened(weekdays=[0])).share == share


def test_a_week_that_is_closed_has_no_share():
    assert week_of([visit()]).share is None


@pytest.mark.parametrize(
    ("sunday", "minutes"),
    [(date(2027, 3, 21), 24 * 60), (date(2027, 3, 28), 23 * 60), (date(2027, 10, 31), 25 * 60)],
    ids=["an ordinary night", "clocks go forward", "clocks go back"],
)
def test_open_hours_are_real_hours_when_clocks_change(sunday, minutes):
    weekly = [hours.Period(6, datetime(1, 1, 1).time(), datetime(1, 1, 1).time())]
    night = hours.open_hours(sunday, 1, weekly=weekly, overrides=[], holidays=[], zone=LONDON)
    monday = sunday - timedelta(days=6)

    (period,) = numbers.count([Span(monday, sunday)], [], [], night)

    assert period.minutes_open == minutes


def test_a_visit_over_midnight_takes_of_both_days():
    blocked = Interval(at(23), at(23) + timedelta(hours=2))
    weekly = [hours.Period(n, datetime(1, 1, 1).time(), datetime(1, 1, 1).time()) for n in range(7)]
    night = hours.open_hours(MONDAY, 2, weekly=weekly, overrides=[], holidays=[], zone=LONDON)

    loads = numbers.loads(MONDAY, 3, [visit(blocked=blocked)], night)

    assert [taken for _day, _open, taken in loads] == [60, 60, 0]


def test_time_in_common_is_found_in_one_look():
    first = [Interval(at(9), at(12)), Interval(at(13), at(17))]
    second = [Interval(at(8), at(10)), Interval(at(11), at(14)), Interval(at(17), at(18))]

    assert common(first, second) == [
        Interval(at(9), at(10)),
        Interval(at(11), at(12)),
        Interval(at(13), at(14)),
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-3", "'-3"),
        (-3, "'-3"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("2027-03-01", "2027-03-01"),
        (0, "0"),
        (None, ""),
    ],
)
def test_no_cell_is_taken_for_a_formula(value, written):
    assert numbers.cell(value) == written


@pytest.mark.django_db
def test_the_rows_are_read_as_they_stand():
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday)
    past = NOW - timedelta(days=4)
    ConfirmedFactory(
        starts_at=past, status=Status.COMPLETED, minutes_given=100, created_at=past - timedelta(days=3)
    )
    HeldFactory(starts_at=past + timedelta(days=2), held_until=past, created_at=past)
    BookingFactory(starts_at=past - timedelta(hours=4))

    *_weeks, last, whole = counting.periods("week", past.date(), now=NOW)

    assert (last.completed, last.minutes_given, last.days_ahead) == (1, 100, 2.5)
    assert (last.minutes_open, last.minutes_taken) == (5 * 480, 150)
    assert whole.completed == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 10, 5000])
@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda: counting.periods("month", NOW.date(), now=NOW), 6),
        (lambda: counting.use(now=NOW), 4),
    ],
    ids=["numbers", "home"],
)
def test_counting_takes_the_same_queries_however_full_the_diary_is(
    count, ask, most, django_assert_max_num_queries
):
    screening = ScreeningFactory()
    shared = {"treatment": TreatmentFactory(), "client": screening.client, "screening": screening}
    Booking.objects.bulk_create(
        ConfirmedFactory.build(**shared, starts_at=NOW - timedelta(hours=2.5 * n), status=Status.COMPLETED)
        for n in range(count)
    )

    with django_assert_max_num_queries(most):
        ask()


@pytest.mark.django_db
def test_what_was_deleted_is_counted_in_its_month_and_in_the_whole_but_in_no_week():
    Tally.objects.create(
        month=date(2027, 2, 1), completed=3, minutes_given=300, no_shows=1, minutes_taken=390, holds_lapsed=2
    )

    *months, last, whole = counting.periods("month", NOW.date(), now=NOW)
    *_weeks, weeks = counting.periods("week", NOW.date(), now=NOW)

    february = months[-1]
    assert (february.completed, february.hours_given, february.no_shows) == (3, 5, 1)
    assert (february.holds["lapsed"], february.minutes_taken) == (2, 390)
    assert (last.completed, whole.completed, weeks.completed) == (0, 3, 0)
