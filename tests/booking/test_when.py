from datetime import UTC, date, datetime, timedelta

import pytest

from booking import when

WINTER = datetime(2027, 3, 9, 10, 30, tzinfo=UTC)
SUMMER = datetime(2027, 6, 9, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        pytest.param(0, 0, "midnight", id="midnight"),
        pytest.param(0, 30, "12:30am", id="after midnight"),
        pytest.param(9, 0, "9am", id="whole hour"),
        pytest.param(9, 5, "9:05am", id="minutes keep their nought"),
        pytest.param(11, 59, "11:59am", id="before noon"),
        pytest.param(12, 0, "noon", id="noon"),
        pytest.param(12, 15, "12:15pm", id="after noon"),
        pytest.param(13, 0, "1pm", id="afternoon"),
        pytest.param(23, 30, "11:30pm", id="late"),
    ],
)
def test_a_time_of_day_is_said_as_people_say_it(hour, minute, words):
    assert when.clock(datetime(2027, 1, 5, hour, minute, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("say", "winter", "summer"),
    [
        pytest.param(when.clock, "10:30am", "11:30am", id="clock"),
        pytest.param(when.clock24, "10:30", "11:30", id="clock24"),
        pytest.param(when.day, "Tuesday 9 March", "Wednesday 9 June", id="day"),
        pytest.param(when.day_year, "Tuesday 9 March 2027", "Wednesday 9 June 2027", id="day_year"),
        pytest.param(when.moment, "Tuesday 9 March, 10:30am", "Wednesday 9 June, 11:30am", id="moment"),
        pytest.param(
            when.moment_year,
            "Tuesday 9 March 2027, 10:30am",
            "Wednesday 9 June 2027, 11:30am",
            id="moment_year",
        ),
        pytest.param(when.stamp, "Tue 9 Mar 2027, 10:30", "Wed 9 Jun 2027, 11:30", id="stamp"),
    ],
)
def test_moments_are_told_by_the_practice_clock(say, winter, summer):
    assert (say(WINTER), say(SUMMER)) == (winter, summer)


def test_late_on_a_summer_evening_the_practice_is_already_in_the_next_day():
    late = datetime(2027, 6, 9, 23, 30, tzinfo=UTC)

    assert when.moment(late) == "Thursday 10 June, 12:30am"


def test_a_day_stays_the_day_it_is():
    assert when.day(date(2027, 10, 31)) == "Sunday 31 October"


@pytest.mark.parametrize(
    ("utc_hour", "words"),
    [
        pytest.param(0, "12:30am", id="before the change"),
        pytest.param(1, "2:30am", id="after it"),
    ],
)
def test_the_hour_that_spring_leaves_out_is_never_said(utc_hour, words):
    assert when.clock(datetime(2027, 3, 28, utc_hour, 30, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-1, ""), (0, ""), (1, "1 minute left"), (59, "59 minutes left"), (60, "1 hour left"),
     (5 * 60 + 59, "5 hours left"), (24 * 60 - 1, "23 hours left"), (24 * 60, "1 day left"),
     (50 * 60, "2 days left")],
)  # fmt: skip
def test_the_time_left_is_rounded_down(minutes, words):
    now = datetime(2027, 3, 1, 12, tzinfo=UTC)

    assert when.time_left(now + timedelta(minutes=minutes), now) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        pytest.param(date(2027, 4, 5), date(2027, 4, 5), "Monday 5 April 2027", id="one day"),
        pytest.param(date(2027, 4, 5), date(2027, 4, 9), "Monday 5 to Friday 9 April 2027", id="in a month"),
        pytest.param(
            date(2027, 3, 29), date(2027, 4, 2), "Monday 29 March to Friday 2 April 2027", id="over its end"
        ),
        pytest.param(
            date(2027, 12, 31),
            date(2028, 1, 1),
            "Friday 31 December 2027 to Saturday 1 January 2028",
            id="over the year's end",
        ),
        pytest.param(
            date(2027, 4, 5), date(2028, 4, 5), "Monday 5 April 2027 to Wednesday 5 April 2028", id="a year"
        ),
    ],
)
def test_several_days_are_said_with_what_they_share_once(first, last, words):
    assert when.days(first, last) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        pytest.param(date(2027, 4, 5), date(2027, 4, 5), "Monday 5 April", id="one day"),
        pytest.param(date(2027, 4, 5), date(2027, 4, 9), "Monday 5 to Friday 9 April", id="in a month"),
        pytest.param(
            date(2027, 12, 31),
            date(2028, 1, 1),
            "Friday 31 December to Saturday 1 January",
            id="over its end",
        ),
    ],
)
def test_days_that_are_near_are_said_without_their_year(first, last, words):
    assert when.span(first, last) == words
