"""Columns measured for SVG."""

import pytest

from booking import pictures
from booking.pictures import Bar, Water


@pytest.mark.parametrize(
    ("share", "bars", "is_closed"),
    [
        (None, (), True),
        (0, (), False),
        (50, (Bar("water", "60", "60"),), False),
        (100, (Bar("water", "0", "120"),), False),
        (140, (Bar("water", "0", "120"),), False),
    ],
    ids=["closed", "empty", "half", "full", "more than full"],
)
def test_a_basin_is_filled_from_below(share, bars, is_closed):
    (column,) = pictures.basins([Water("1 Mar", share)])

    assert (column.bars, column.is_closed) == (bars, is_closed)


def test_depth_lines_lie_in_the_water():
    (column,) = pictures.basins([Water("1 Mar", 25)])

    assert column.depths == ("98", "107", "117")


def test_columns_part_the_width_evenly():
    columns = pictures.basins([Water("", 10)] * 4, gap=0.2)

    places = [(column.x, column.middle, column.right, column.width) for column in columns[:2]]
    assert places == [("2.50%", "12.50%", "22.50%", "20.00%"), ("27.50%", "37.50%", "47.50%", "20.00%")]


def test_values_stand_on_one_another_to_the_scale_of_the_tallest():
    low, tall = pictures.stacks(["a", "b"], [{"given": 2, "missed": 0}, {"given": 4, "missed": 2}])

    assert low.bars == (Bar("given", "80", "40"),)
    assert tall.bars == (Bar("given", "40", "80"), Bar("missed", "0", "40"))


@pytest.mark.parametrize(("most", "scale"), [(0, 4), (1, 4), (4, 4), (5, 6), (6, 6), (17, 18)])
def test_the_scale_is_even_and_never_tiny(most, scale):
    assert pictures.scale_of([{"given": most}]) == scale


def test_the_last_column_has_its_word_on_a_phone_too():
    columns = pictures.stacks(["a", "b", "c", "d"], [{}] * 4, now=3)

    assert [column.is_named for column in columns] == [True, False, False, True]
    assert [column.is_now for column in columns] == [False, False, False, True]
