"""Wall-clock hours of one day as moments: periods, changes, holidays, and both changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.hours import Override, Period, day_range, moment, open_hours

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2027, 3, 1)
SPRING = date(2027, 3, 28)
AUTUMN = date(2027, 10, 31)
SPRINGS = (date(2026, 3, 29), SPRING)
AUTUMNS = (date(2026, 10, 25), AUTUMN)


def hour(value):
    """Return a clock time for 9 or 9.5."""
    return time(int(value), int(value % 1 * 60))


def week(*periods, day=MONDAY):
    return [Period(day.weekday(), hour(starts), hour(ends % 24)) for starts, ends in periods]


def closed(*times, day=MONDAY):
    return Override(day, True, *(hour(value % 24) for value in times))


def extra(*times, day=MONDAY):
    return Override(day, False, *(hour(value % 24) for value in times))


def opened(weekly=(), overrides=(), holidays=(), day=MONDAY, days=1):
    return open_hours(day, days, weekly=weekly, overrides=overrides, holidays=holidays, zone=LONDON)


def clock(at, day=MONDAY):
    """Return a moment as the practice's clock shows it, 24 for the midnight at the end of the day."""
    local = at.astimezone(LONDON)
    return local.hour + local.minute / 60 + 24 * (local.date() - day).days


def shown(stretches, day=MONDAY):
    return [(clock(s.start, day), clock(s.end, day), clock(s.counted_from, day)) for s in stretches]


@pytest.mark.parametrize(
    ("weekly", "overrides", "expected"),
    [
        pytest.param([(9, 17)], [], [(9, 17, 9)], id="one period"),
        pytest.param([(13, 17), (9, 12)], [], [(9, 12, 9), (13, 17, 13)], id="several, in order"),
        pytest.param([(9, 17)], [closed()], [], id="closed all day"),
        pytest.param([(9, 17)], [closed(12, 13)], [(9, 12, 9), (13, 17, 9)], id="closed in the middle"),
        pytest.param([(9, 17)], [closed(8, 10.25)], [(10.25, 17, 9)], id="closed first, counted from 9"),
        pytest.param([(9, 17)], [closed(16, 24)], [(9, 16, 9)], id="closed until midnight"),
        pytest.param([(9, 17)], [closed(17, 19)], [(9, 17, 9)], id="closed outside the hours"),
        pytest.param(
            [(9, 12), (13, 17)], [closed(11, 14)], [(9, 11, 9), (14, 17, 13)], id="closed over both"
        ),
        pytest.param([], [extra(10, 14)], [(10, 14, 10)], id="extra hours on a free day"),
        pytest.param([(9, 12)], [extra(18, 21)], [(9, 12, 9), (18, 21, 18)], id="extra hours apart"),
        pytest.param([(9, 12)], [extra(9, 12)], [(9, 12, 9)], id="extra hours that say the same"),
        pytest.param([(9, 17)], [extra(10, 20), closed()], [], id="closed wins over extra"),
        pytest.param([], [extra(10, 20), closed(12, 13)], [(10, 12, 10), (13, 20, 10)], id="part of extra"),
        pytest.param([(9, 24)], [], [(9, 24, 9)], id="until midnight"),
        pytest.param([(0, 24)], [], [(0, 24, 0)], id="the whole day"),
    ],
)
def test_a_day_is_open_as_its_periods_and_changes_say(weekly, overrides, expected):
    assert shown(opened(week(*weekly), overrides)) == expected


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        pytest.param([extra(12, 15)], [(9, 15), (12, 15)], id="touching"),
        pytest.param([extra(11, 15)], [(9, 15), (11, 15)], id="crossing"),
        pytest.param([extra(12, 15), closed(13, 14)], [(9, 13), (12, 13), (14, 15)], id="and partly closed"),
    ],
)
def test_periods_that_meet_are_one_stretch_of_work(overrides, expected):
    stretches = opened(week((9, 12)), overrides)

    assert [(clock(s.start), clock(s.end)) for s in stretches] == expected


def test_starts_of_a_period_lie_in_that_period():
    first, second = opened(week((9, 12)), [extra(12, 15)])

    assert (clock(first.starts_until), clock(second.starts_until)) == (12, 15)


def test_other_days_are_not_touched_by_a_change():
    stretches = opened(week((9, 12)), [closed(day=MONDAY)], days=8)

    assert [stretch.day for stretch in stretches] == [MONDAY + timedelta(days=7)]


def test_a_bank_holiday_is_closed():
    assert opened(week((9, 17)), holidays=[MONDAY]) == []


def test_extra_hours_open_a_bank_holiday_for_themselves_alone():
    assert shown(opened(week((9, 17)), [extra(10, 12)], holidays=[MONDAY])) == [(10, 12, 10)]


def test_a_closed_change_closes_an_opened_bank_holiday():
    assert opened(week((9, 17)), [extra(10, 12), closed()], holidays=[MONDAY]) == []


@pytest.mark.parametrize("offset", range(7))
def test_weekday_nought_is_monday(offset):
    weekly = [Period(offset, time(9), time(12))]

    assert [s.day for s in opened(weekly, days=7)] == [MONDAY + timedelta(days=offset)]


@pytest.mark.parametrize("day", SPRINGS, ids=str)
def test_the_spring_day_has_23_hours(day):
    whole = day_range(day, LONDON)

    assert whole.end - whole.start == timedelta(hours=23)


@pytest.mark.parametrize("day", AUTUMNS, ids=str)
def test_the_autumn_day_has_25_hours(day):
    whole = day_range(day, LONDON)

    assert whole.end - whole.start == timedelta(hours=25)


@pytest.mark.parametrize("day", [*SPRINGS, *AUTUMNS], ids=str)
def test_hours_keep_their_wall_clock_across_a_change(day):
    weekly = [Period(weekday, time(9), time(17)) for weekday in range(7)]

    stretches = opened(weekly, day=day - timedelta(days=1), days=3)

    assert [(clock(s.start, s.day), clock(s.end, s.day)) for s in stretches] == [(9, 17)] * 3
    assert len({s.start.time() for s in stretches}) == 2


@pytest.mark.parametrize("day", SPRINGS, ids=str)
def test_a_time_that_spring_leaves_out_comes_as_long_after_the_change(day):
    assert moment(day, time(1, 30), LONDON) == datetime(day.year, 3, day.day, 1, 30, tzinfo=UTC)
    assert clock(moment(day, time(1, 30), LONDON), day) == 2.5


@pytest.mark.parametrize("day", AUTUMNS, ids=str)
def test_a_time_that_comes_twice_in_autumn_means_the_first(day):
    assert moment(day, time(1, 30), LONDON) == datetime(day.year, 10, day.day, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("overrides", [[], [closed(12, 13, day=SPRING)]], ids=["alone", "with a change"])
def test_a_period_that_spring_leaves_out_opens_nothing(overrides):
    assert opened(week((1, 2), day=SPRING), overrides, day=SPRING) == []
    assert opened(week((1.5, 2), day=SPRING), overrides, day=SPRING) == []


def test_the_spring_night_loses_an_hour_of_work():
    (stretch,) = opened(week((0, 6), day=SPRING), day=SPRING)

    assert stretch.end - stretch.start == timedelta(hours=5)


def test_in_autumn_the_hour_that_comes_again_can_be_worked_and_not_begun_in():
    before, after = opened(week((0, 6), day=AUTUMN), day=AUTUMN)

    assert before.end == after.end == before.start + timedelta(hours=7)
    assert before.starts_until == datetime(2027, 10, 31, 1, tzinfo=UTC)
    assert after.start == datetime(2027, 10, 31, 2, tzinfo=UTC)
    assert after.counted_from == before.start
