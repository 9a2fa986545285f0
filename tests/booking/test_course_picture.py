"""The calendar of a series: whole weeks, the months named, and a path that runs between the days."""

from datetime import date

import pytest

from booking.course_picture import COLUMN, LEFT, ROW, TOP, Mark, picture

TUESDAY = date(2027, 3, 9)


def marks(*days):
    return [Mark(number, day) for number, day in enumerate(days, start=1)]


def test_there_is_a_week_before_the_first_and_one_after_the_last():
    drawn = picture(marks(TUESDAY, date(2027, 3, 23)))

    assert (drawn.cells[0].day, drawn.cells[-1].day) == (date(2027, 3, 1), date(2027, 4, 4))
    assert drawn.height == TOP + 5 * ROW


def test_each_session_is_marked_on_its_day():
    drawn = picture(marks(TUESDAY, date(2027, 3, 23)))

    assert [(cell.mark.number, cell.day) for cell in drawn.cells if cell.mark] == [
        (1, TUESDAY),
        (2, date(2027, 3, 23)),
    ]


def test_each_month_is_named_once_beside_a_row_of_its_own():
    drawn = picture(marks(date(2027, 1, 5), date(2027, 3, 2)))

    assert [label.day.month for label in drawn.labels] == [1, 2, 3]
    assert len({label.y for label in drawn.labels}) == 3


def test_a_path_that_goes_straight_down_swings_to_both_sides_in_turn():
    path = picture(marks(TUESDAY, date(2027, 3, 16), date(2027, 3, 23))).path

    x = LEFT + COLUMN + COLUMN // 2
    assert path.startswith(f"M{x} ")
    assert f"C{x + 29} " in path
    assert f"C{x - 29} " in path


@pytest.mark.parametrize(("days", "path"), [((), None), ((TUESDAY,), "")], ids=["none", "one"])
def test_fewer_than_two_have_no_path(days, path):
    drawn = picture(marks(*days))

    assert (drawn and drawn.path) == path
