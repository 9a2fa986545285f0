"""What a change of hours changes: day by day, in both halves of the year, and what a run of days is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.changes import Day, Plan, compare, days_between, exists, runs, runs_of_days, weeks_of
from booking.hours import Override, Period, moment

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2027, 3, 1)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
WEEK = (Period(0, time(9), time(12)), Period(0, time(13), time(17)))


def closed(*hours, day=MONDAY):
    return Override(day, True, *(time(hour) for hour in hours))


def extra(*hours, day=MONDAY):
    return Override(day, False, *(time(hour) for hour in hours))


def clocks(intervals, day=MONDAY):
    """Intervals as hours of the practice's clock, 24 for the midnight at the end."""
    local = [[at.astimezone(LONDON) for at in interval] for interval in intervals]
    return [tuple(at.hour + 24 * (at.date() - day).days for at in interval) for interval in local]


def changed(before, after, day=MONDAY):
    shown = compare(before, after, day, 1, zone=LONDON)[day]
    return [clocks(part, day) for part in (shown.before, shown.after, shown.lost)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(Plan(WEEK), Plan(WEEK), [[(9, 12), (13, 17)], [(9, 12), (13, 17)], []], id="nothing"),
        pytest.param(
            Plan(WEEK), Plan(WEEK[:1]), [[(9, 12), (13, 17)], [(9, 12)], [(13, 17)]], id="a period less"
        ),
        pytest.param(Plan(WEEK[:1]), Plan(WEEK), [[(9, 12)], [(9, 12), (13, 17)], []], id="a period more"),
        pytest.param(
            Plan(WEEK),
            Plan(WEEK, (closed(),)),
            [[(9, 12), (13, 17)], [], [(0, 24)]],
            id="a day off, hours or not",
        ),
        pytest.param(
            Plan(WEEK),
            Plan(WEEK, (closed(11, 14),)),
            [[(9, 12), (13, 17)], [(9, 11), (14, 17)], [(11, 14)]],
            id="a part of the day, the break in it too",
        ),
        pytest.param(Plan(), Plan((), (closed(11, 14),)), [[], [], [(11, 14)]], id="closed on a free day"),
        pytest.param(Plan(WEEK, (closed(),)), Plan(WEEK), [[], [(9, 12), (13, 17)], []], id="open again"),
        pytest.param(
            Plan((), (extra(9, 15),)),
            Plan((), (extra(9, 11),)),
            [[(9, 15)], [(9, 11)], [(11, 15)]],
            id="shorter extra hours",
        ),
        pytest.param(
            Plan(WEEK, (extra(11, 14),)),
            Plan(WEEK),
            [[(9, 17)], [(9, 12), (13, 17)], [(12, 13)]],
            id="extra hours gone, in what the week does not hold",
        ),
        pytest.param(
            Plan(WEEK),
            Plan(WEEK, (), {MONDAY: "x"}),
            [[(9, 12), (13, 17)], [], [(0, 24)]],
            id="a bank holiday",
        ),
        pytest.param(
            Plan(WEEK, (extra(9, 12),)),
            Plan(WEEK, (extra(9, 12),), {MONDAY: "x"}),
            [[(9, 12), (13, 17)], [(9, 12)], [(0, 9), (12, 24)]],
            id="a bank holiday that is opened",
        ),
        pytest.param(
            Plan(WEEK, (), {MONDAY: "x"}),
            Plan(WEEK, (), {MONDAY: "y"}),
            [[], [], []],
            id="another name for it",
        ),
        pytest.param(
            Plan(WEEK, (closed(),)),
            Plan(WEEK, (closed(), closed(9, 10))),
            [[], [], [(9, 10)]],
            id="closed twice",
        ),
        pytest.param(
            Plan(WEEK, (closed(9, 10),)),
            Plan(WEEK, (closed(9, 11),)),
            [[(10, 12), (13, 17)], [(11, 12), (13, 17)], [(10, 11)]],
            id="closed for longer",
        ),
        pytest.param(
            Plan(WEEK, (), {MONDAY: "x"}),
            Plan(WEEK, (closed(9, 10),), {MONDAY: "x"}),
            [[], [], [(9, 10)]],
            id="closed on a bank holiday",
        ),
    ],
)
def test_a_day_loses_what_was_open_and_what_is_closed_by_date(before, after, expected):
    assert changed(before, after) == expected


@pytest.mark.parametrize(
    ("day", "lost"), [pytest.param(SPRING, 23, id="spring"), pytest.param(AUTUMN, 25, id="autumn")]
)
def test_a_day_off_when_clocks_change_loses_all_its_hours(day, lost):
    shown = compare(Plan(), Plan((), (closed(day=day),)), day, 1, zone=LONDON)[day]

    assert sum((end - start for start, end in shown.lost), timedelta()) == timedelta(hours=lost)


def test_a_plan_is_changed_without_touching_the_first():
    plan = Plan(WEEK, (closed(),))

    other = plan.changed(drop=[WEEK[0], closed()], add=[extra(9, 10), Period(4, time(9), time(10))])

    assert (plan.weekly, plan.overrides) == (WEEK, (closed(),))
    assert other == Plan((WEEK[1], Period(4, time(9), time(10))), (extra(9, 10),))


def test_one_of_two_alike_is_dropped():
    assert Plan((), (closed(), closed())).changed(drop=[closed()]).overrides == (closed(),)


@pytest.mark.parametrize(
    ("start", "end", "is_lost"), [(9, 11, False), (10, 12, True), (11, 13, True), (14, 16, False)]
)
def test_a_session_loses_its_time_when_any_of_it_does(start, end, is_lost):
    day = compare(Plan(), Plan((), (closed(11, 14),)), MONDAY, 1, zone=LONDON)[MONDAY]

    moments = [moment(MONDAY, time(hour), LONDON) for hour in (start, end)]

    assert day.loses(*moments) is is_lost


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (SPRING, time(0, 59), True),
        (SPRING, time(1), False),
        (SPRING, time(1, 59), False),
        (SPRING, time(2), True),
        (AUTUMN, time(1, 30), True),
        (MONDAY, time(1, 30), True),
    ],
)
def test_spring_leaves_an_hour_out(day, clock, expected):
    assert exists(day, clock, LONDON) is expected


@pytest.mark.parametrize(
    ("last", "count"),
    [(date(2027, 3, 1), 1), (date(2027, 3, 7), 7), (date(2028, 3, 1), 367), (date(2027, 2, 1), 0)],
)
def test_days_are_counted_with_both_ends(last, count):
    days = days_between(MONDAY, last)

    assert (len(days), days[-1:]) == (count, [last] if count else [])


@dataclass(frozen=True)
class Row:
    day: date
    note: str = ""
    is_closed: bool = True
    starts: time | None = None
    ends: time | None = None


def days(*numbers, **says):
    return [Row(date(2027, 3, number), **says) for number in numbers]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param(days(3, 1, 2), [[1, 2, 3]], id="neighbours, in order"),
        pytest.param(days(1, 3), [[1], [3]], id="a day between"),
        pytest.param(days(1) + days(2, note="x"), [[1], [2]], id="another note"),
        pytest.param(days(1) + days(2, is_closed=False), [[1], [2]], id="another kind"),
        pytest.param(
            days(1, 2, starts=time(9), ends=time(10)) + days(1, 2), [[1, 2], [1, 2]], id="two runs at once"
        ),
        pytest.param(days(1, 1, 2), [[1, 1, 2]], id="twice the same"),
    ],
)
def test_neighbouring_days_that_say_the_same_are_a_run(rows, expected):
    assert [[row.day.day for row in run] for run in runs(rows)] == expected


def test_a_run_goes_on_over_the_end_of_a_month():
    (run,) = runs([Row(date(2027, 3, 31)), Row(date(2027, 4, 1))])

    assert len(run) == 2


def test_days_are_said_together_while_the_same_is_to_be_said():
    opened = ((datetime(2027, 3, 2, tzinfo=UTC), datetime(2027, 3, 3, tzinfo=UTC)),)
    first, second, third = (
        Day(date(2027, 3, n), before, ()) for n, before in [(1, ()), (2, ()), (3, opened)]
    )

    assert runs_of_days([third, first, second], lambda day: bool(day.before)) == [[first, second], [third]]
    assert runs_of_days([third, first], lambda day: True) == [[first], [third]]


def test_a_month_is_whole_weeks_with_gaps_for_its_neighbours():
    weeks = weeks_of(date(2027, 5, 1))

    assert [len(week) for week in weeks] == [7] * 6
    assert weeks[0] == [None] * 5 + [date(2027, 5, 1), date(2027, 5, 2)]
    assert weeks[-1] == [date(2027, 5, 31)] + [None] * 6
