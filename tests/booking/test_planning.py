"""Several sessions proposed at once: where they belong, on the chosen weekday and clock if these are free."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking import spacing
from booking.calendar import Choice, part_of_day
from booking.planning import Why, Wish, plan
from booking.spacing import Span, apart

LONDON = ZoneInfo("Europe/London")
TUESDAY = date(2027, 3, 2)
LENGTH = timedelta(hours=2)


def choice(day, clock, needs_reading=False):
    start = datetime.combine(day, clock, tzinfo=LONDON)
    return Choice(start, start + LENGTH, needs_reading)


def free(days=200, clocks=(10, 14), first=TUESDAY, closed=(), weekdays=range(7), read_from=date.max):
    """What is free: these clock hours on each of so many days."""
    every = (first + timedelta(days=n) for n in range(days))
    return [
        choice(day, time(hour), needs_reading=day >= read_from)
        for day in every
        if day not in closed and day.weekday() in weekdays
        for hour in clocks
    ]


def planned(count, choices, wish=Wish(), *, done=1, own=None, kept=(), last_on=TUESDAY):  # noqa: B008  frozen
    return plan(
        count,
        spacing.next_span(done, last_on, own),
        choices,
        wish,
        lambda n: apart(done + n, own),
        last_day=TUESDAY + timedelta(days=180),
        kept=kept,
    )


def days_of(result):
    return [start.date() for start in result.starts]


def gaps(result, last_on=TUESDAY):
    days = [last_on, *days_of(result)]
    return [(after - before).days for before, after in pairwise(days)]


@pytest.mark.parametrize(
    ("count", "done", "own", "apart_by"),
    [
        (3, 1, None, [7, 7, 21]),
        (5, 1, None, [7, 7, 21, 21, 21]),
        (3, 3, None, [21, 21, 21]),
        (2, 0, None, [7, 7]),
        (3, 1, (timedelta(days=28), timedelta(days=42)), [35, 35, 35]),
        (3, 1, (timedelta(days=3), timedelta(days=5)), [4, 4, 4]),
    ],
    ids=["three", "five", "after the third", "from the first", "own spacing", "own, within a week"],
)
def test_the_first_are_weekly_and_later_ones_three_weeks_apart(count, done, own, apart_by):
    assert gaps(planned(count, free(), done=done, own=own)) == apart_by


def test_the_chosen_weekday_and_part_of_day_are_kept():
    result = planned(5, free(), Wish(weekday=3, part="afternoon"))

    assert {(start.weekday(), part_of_day(start)) for start in result.starts} == {(3, "afternoon")}


def test_the_clock_on_the_wall_stays_across_both_changes():
    spring = planned(5, free(clocks=(9, 10, 11)), Wish(weekday=1, clock=time(10)))
    autumn_on = date(2027, 10, 5)
    autumn = plan(
        3,
        spacing.next_span(1, autumn_on),
        free(first=autumn_on, clocks=(9, 10, 11)),
        Wish(weekday=1, clock=time(10)),
        lambda n: apart(1 + n),
        last_day=date(2028, 3, 1),
    )

    assert {start.time() for start in (*spring.starts, *autumn.starts)} == {time(10)}
    assert {start.utcoffset() for start in spring.starts} == {timedelta(0), timedelta(hours=1)}
    assert {start.utcoffset() for start in autumn.starts} == {timedelta(0), timedelta(hours=1)}


def test_a_closed_week_is_gone_round_within_the_spacing():
    closed = {date(2027, 3, 9) + timedelta(days=n) for n in range(6)}

    result = planned(3, free(closed=closed), Wish(weekday=1))

    assert gaps(result) == [14, 7, 21]


def test_another_weekday_is_better_than_no_session():
    result = planned(3, free(weekdays=(4,)), Wish(weekday=1))

    assert [day.weekday() for day in days_of(result)] == [4, 4, 4]


def test_the_first_goes_later_where_only_then_the_others_fit():
    only = [choice(TUESDAY + timedelta(days=n), time(10)) for n in (7, 12, 24)]

    assert gaps(planned(2, only)) == [12, 12]


def test_a_day_that_is_read_first_is_taken_only_where_nothing_else_fits():
    result = planned(3, free(read_from=date(2027, 3, 12)), Wish(weekday=4))

    assert days_of(result)[0] == date(2027, 3, 9)
    assert result.needs_reading


def test_what_is_kept_stays_and_only_the_others_are_planned_anew():
    choices = free()
    first = planned(5, choices, Wish(weekday=1))
    gone = first.starts[2]
    left = [one for one in choices if one.starts_at.date() != gone.date()]

    again = planned(5, left, Wish(weekday=1), kept=first.starts)

    assert [start for start in again.starts if start not in first.starts] == [again.starts[2]]


def test_each_neighbour_fits_without_moving_another():
    result = planned(3, free())

    for n, proposal in enumerate(result.proposals):
        assert proposal.neighbours
        for other in proposal.neighbours:
            chosen = [*result.starts[:n], other.starts_at, *result.starts[n + 1 :]]
            assert planned(3, free(), kept=chosen).starts == tuple(chosen)


@pytest.mark.parametrize(
    ("choices", "found", "why"),
    [
        ([], 0, Why.FULL),
        (free(days=30), 3, Why.FULL),
        (free(days=181), 8, Why.NOT_OPEN),
    ],
    ids=["nothing", "full later", "beyond the window"],
)
def test_where_not_all_fit_it_says_why(choices, found, why):
    result = planned(10, choices, own=(timedelta(days=21), timedelta(days=28)) if found == 8 else None)

    assert (len(result.proposals), result.why, result.is_whole) == (found, why, False)


@given(
    count=st.integers(2, 10),
    done=st.integers(0, 6),
    weekday=st.none() | st.integers(0, 6),
    part=st.sampled_from([None, "morning", "afternoon"]),
    closed=st.sets(st.integers(0, 180), max_size=120),
    own=st.none() | st.tuples(st.integers(1, 20), st.integers(0, 20)),
)
def test_whatever_is_free_the_spacing_is_kept_and_nothing_else_is_proposed(
    count, done, weekday, part, closed, own
):
    own = own and (timedelta(days=own[0]), timedelta(days=sum(own)))
    choices = free(days=181, closed={TUESDAY + timedelta(days=n) for n in closed})

    result = planned(count, choices, Wish(weekday, part), done=done, own=own)

    allowed = [apart(done + n, own) for n in range(len(result.proposals))]
    assert all(
        soonest.days <= gap <= latest.days
        for gap, (soonest, latest) in zip(gaps(result), allowed, strict=True)
    )
    assert {proposal.choice for proposal in result.proposals} <= set(choices)
    assert result.is_whole == (result.why is None)


def test_the_span_of_each_follows_from_the_one_before():
    result = planned(2, free())

    assert [proposal.span for proposal in result.proposals] == [
        Span(date(2027, 3, 9), date(2027, 3, 16)),
        Span(date(2027, 3, 16), date(2027, 3, 23)),
    ]
