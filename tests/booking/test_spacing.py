"""When the next session belongs, and which of the free times are like the last one."""

from datetime import date, datetime

import pytest

from booking.spacing import Span, like_before, next_span

LAST = date(2027, 3, 2)
TUESDAY_AT_TEN = datetime(2027, 3, 2, 10)


@pytest.mark.parametrize(
    ("completed", "first", "last"),
    [
        (0, date(2027, 3, 9), date(2027, 3, 16)),
        (1, date(2027, 3, 9), date(2027, 3, 16)),
        (2, date(2027, 3, 9), date(2027, 3, 16)),
        (3, date(2027, 3, 16), date(2027, 3, 30)),
        (4, date(2027, 3, 16), date(2027, 3, 30)),
        (40, date(2027, 3, 16), date(2027, 3, 30)),
    ],
)
def test_the_next_session_belongs_in_a_span(completed, first, last):
    assert next_span(completed, LAST) == Span(first, last)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2027, 3, 2), date(2027, 3, 9), date(2027, 3, 16)),
        (date(2027, 3, 9), date(2027, 3, 9), date(2027, 3, 16)),
        (date(2027, 3, 10), date(2027, 3, 10), date(2027, 3, 17)),
        (date(2027, 9, 1), date(2027, 9, 1), date(2027, 9, 8)),
    ],
    ids=["ahead", "begins today", "has begun", "long ago"],
)
def test_who_has_waited_longer_gets_as_many_days_from_today_on(today, first, last):
    assert next_span(1, LAST).from_day(today) == Span(first, last)


def test_a_span_counts_its_first_and_its_last_day():
    assert Span(date(2027, 3, 9), date(2027, 3, 16)).days == 8


def at(day, hour, minute=0):
    return datetime(2027, 3, day, hour, minute)


@pytest.mark.parametrize(
    ("free", "chosen"),
    [
        ([], []),
        ([at(9, 10)], [at(9, 10)]),
        ([at(10, 10), at(9, 14), at(9, 11), at(16, 10)], [at(9, 11), at(16, 10), at(9, 14), at(10, 10)]),
        (
            [at(9, 9), at(9, 9, 30), at(9, 10), at(9, 10, 30)],
            [at(9, 10), at(9, 9), at(9, 9, 30), at(9, 10, 30)],
        ),
        (
            [at(day, hour) for day in range(8, 13) for hour in (10, 14)],
            [at(9, 10), at(9, 14), at(8, 10), at(10, 10), at(11, 10), at(12, 10)],
        ),
    ],
    ids=["none", "one", "weekday and part first", "one part only, filled up", "six at most"],
)
def test_the_times_like_the_last_one_come_first(free, chosen):
    assert like_before(free, TUESDAY_AT_TEN) == chosen


def test_the_clocks_going_forward_move_no_choice():
    before = datetime(2027, 3, 23, 10)

    assert like_before([at(30, 9), at(30, 10), at(30, 11)], before)[0] == at(30, 10)
