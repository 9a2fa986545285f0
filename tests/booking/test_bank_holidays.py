from datetime import date

import pytest

from booking import bank_holidays
from booking.models import BookingPolicy

YEAR = date(2027, 1, 1), date(2027, 12, 31)


@pytest.mark.parametrize("nation", BookingPolicy.Nation.values)
def test_every_nation_that_can_be_chosen_has_its_days(nation):
    assert date(2027, 12, 25) in bank_holidays.between(nation, *YEAR)


@pytest.mark.parametrize(
    ("nation", "day", "is_closed"),
    [
        pytest.param("ENG", date(2027, 3, 29), True, id="Easter Monday in England"),
        pytest.param("SCT", date(2027, 3, 29), False, id="not in Scotland"),
        pytest.param("SCT", date(2027, 1, 4), True, id="2 January was a Saturday in Scotland"),
        pytest.param("ENG", date(2027, 1, 4), False, id="not in England"),
        pytest.param("SCT", date(2027, 11, 30), True, id="St Andrew's Day"),
        pytest.param("NIR", date(2027, 3, 17), True, id="St Patrick's Day"),
        pytest.param("NIR", date(2027, 7, 12), True, id="Battle of the Boyne"),
        pytest.param("ENG", date(2027, 12, 27), True, id="Christmas Day in lieu"),
        pytest.param("ENG", date(2027, 12, 28), True, id="Boxing Day in lieu"),
        pytest.param("WLS", date(2027, 8, 30), True, id="Summer in Wales"),
        pytest.param("SCT", date(2027, 8, 2), True, id="Summer in Scotland"),
        pytest.param("ENG", date(2027, 12, 29), False, id="an ordinary day"),
    ],
)
def test_days_and_their_substitutes_are_those_of_the_nation(nation, day, is_closed):
    assert (day in bank_holidays.between(nation, *YEAR)) is is_closed


def test_both_ends_are_included_and_the_years_between_are_read():
    found = bank_holidays.between("ENG", date(2026, 12, 25), date(2027, 1, 1))

    days = [(12, 25), (12, 26), (12, 28)]
    assert sorted(found) == [*(date(2026, month, day) for month, day in days), date(2027, 1, 1)]


def test_a_range_without_one_is_empty():
    assert bank_holidays.between("ENG", date(2027, 3, 1), date(2027, 3, 2)) == {}


def test_a_year_that_is_remembered_cannot_be_changed():
    with pytest.raises(AttributeError):
        bank_holidays.of_year("ENG", 2027).clear()
