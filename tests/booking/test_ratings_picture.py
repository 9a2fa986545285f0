"""What was rated before and after each session, as places in a drawing."""

from datetime import date, timedelta

import pytest

from booking.ratings_picture import MOST_SESSIONS, ROW, TOP, WIDTH, YEAR, Mark, Row, pictures
from intake.history.session import Rating

MARCH = date(2027, 3, 1)


def only(*sessions):
    (picture,) = pictures(sessions)
    return picture


def neck(before=None, after=None):
    return [Rating("Neck", before, after)]


@pytest.mark.parametrize("sessions", [[], [(MARCH, [])]])
def test_nothing_rated_is_no_picture(sessions):
    assert pictures(sessions) == []


def test_one_session():
    picture = only((MARCH, neck(6, 4)))

    assert picture.rows == (
        Row(MARCH, y=80, before=Mark(6, 184, "start"), after=Mark(4, 152, "end"), year_y=45),
    )
    assert (picture.label, picture.width, picture.height) == ("Neck", WIDTH, TOP + YEAR + ROW)
    assert [(tick.number, tick.x) for tick in picture.ticks] == [(0, 88), (5, 168), (10, 248)]


@pytest.mark.parametrize(
    ("numbers", "before", "after"),
    [
        ((6, 4), Mark(6, 184, "start"), Mark(4, 152, "end")),
        ((4, 6), Mark(4, 152, "end"), Mark(6, 184, "start")),
        ((5, 5), Mark(5, 168, ""), Mark(5, 168, "start")),
        ((0, 10), Mark(0, 88, "end"), Mark(10, 248, "start")),
        ((10, 0), Mark(10, 248, "start"), Mark(0, 88, "end")),
        ((0, 0), Mark(0, 88, ""), Mark(0, 88, "start")),
        ((7, None), Mark(7, 200, "start"), None),
        ((None, 7), None, Mark(7, 200, "start")),
    ],
)
def test_both_numbers_stand_on_the_outer_sides_of_their_marks(numbers, before, after):
    (row,) = only((MARCH, neck(*numbers))).rows

    assert (row.before, row.after) == (before, after)
    assert (row.is_joined, row.is_same) == (
        None not in numbers and numbers[0] != numbers[1],
        numbers[0] == numbers[1],
    )


def test_labels_stay_inside_the_picture():
    marks = [
        mark
        for before in range(11)
        for after in range(11)
        for row in only((MARCH, neck(before, after))).rows
        for mark in (row.before, row.after)
        if mark.anchor
    ]

    # Two figures are 18 units wide, and dates end before 60.
    assert all(80 <= mark.label_x <= WIDTH - 18 or mark.anchor == "end" for mark in marks)
    assert min(mark.label_x for mark in marks if mark.anchor == "end") >= 60 + 10


def test_a_session_between_that_did_not_ask_is_a_gap():
    days = [MARCH + timedelta(days=7 * n) for n in range(4)]

    picture = only((days[0], []), (days[1], neck(6, 4)), (days[2], []), (days[3], neck(5, 5)))

    assert [(row.day, row.before is None) for row in picture.rows] == [
        (days[1], False),
        (days[2], True),
        (days[3], False),
    ]


def test_each_year_is_named_once():
    days = [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]

    rows = only(*((day, neck(3, 3)) for day in days)).rows

    assert [(row.y, row.year_y) for row in rows] == [(80, 45), (150, 115), (190, None)]


def test_of_many_sessions_the_newest_are_shown():
    sessions = [(MARCH + timedelta(days=7 * n), neck(6, 4)) for n in range(25)]

    picture = only(*sessions)

    assert len(picture.rows) == MOST_SESSIONS == 20
    assert picture.rows[-1].day == sessions[-1][0]


def test_two_complaints_are_two_pictures_in_the_order_they_came_up_under_their_newest_names():
    first = (MARCH, [Rating("Neck", 6, 4, "tension"), Rating("Sleep", 3, 3)])
    second = (MARCH + timedelta(days=7), [Rating("sleep", 2, 2), Rating("Neck and arms", 5, 4, "tension")])

    assert [(one.label, len(one.rows)) for one in pictures([first, second])] == [
        ("Neck and arms", 2),
        ("sleep", 2),
    ]
