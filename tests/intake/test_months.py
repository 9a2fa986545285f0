from datetime import date

import pytest

from intake import months


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 30), 2, date(2027, 2, 28)),
        (date(2026, 12, 28), 2, date(2027, 2, 28)),
        (date(2027, 1, 31), 3, date(2027, 4, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 2, date(2028, 4, 29)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2027, 1, 15), -12, date(2026, 1, 15)),
    ],
)
def test_months_are_calendar_months(day, count, then):
    assert months.add(day, count) == then


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2022, 3, 9), date(2027, 3, 8), 4),
        (date(2022, 3, 9), date(2027, 3, 9), 5),
        (date(2012, 2, 29), date(2017, 2, 28), 4),
        (date(2012, 2, 29), date(2017, 3, 1), 5),
        (date(2012, 2, 29), date(2028, 2, 28), 15),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2027, 3, 9), date(2027, 3, 9), 0),
        (date(2027, 3, 10), date(2027, 3, 9), -1),
    ],
)
def test_age_changes_on_the_birthday(born_on, day, age):
    assert months.age_on(born_on, day) == age


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (date(2026, 12, 18), date(2027, 3, 12), (2, 22)),
        (date(2026, 12, 31), date(2027, 2, 28), (2, 0)),
        (date(2027, 1, 15), date(2027, 1, 15), (0, 0)),
        (date(2027, 1, 31), date(2027, 3, 30), (1, 30)),
    ],
)
def test_time_between_is_whole_months_and_days(earlier, later, expected):
    assert months.between(earlier, later) == expected
