"""What a move does to the spacing of a series, as a table of days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from booking import shifting
from booking.calendar import Choice
from booking.planning import Wish
from booking.shifting import Around, Gap
from booking.spacing import CLOSE, WIDE, Span

DAY = timedelta(days=1)
# A Tuesday.
FIRST = date(2027, 3, 2)


def on(n, clock=10):
    """Return the time so many days after the first session."""
    start = datetime.combine(FIRST + n * DAY, time(clock), tzinfo=UTC)
    return Choice(start, start + timedelta(hours=2), needs_reading=False)


def days(*numbers):
    return [FIRST + n * DAY for n in numbers]


def free_until(last, clocks=(10, 14)):
    return [on(n, clock) for n in range(1, last) for clock in clocks]


def numbers(choices):
    return [(choice.starts_at.date() - FIRST).days for choice in choices]


@pytest.mark.parametrize(
    ("day", "others", "own", "before", "after"),
    [
        (0, [], None, None, None),
        (7, [0], None, Gap(7, CLOSE), None),
        (21, [0, 7, 14], None, Gap(7, WIDE), None),
        (10, [0, 21], None, Gap(10, CLOSE), Gap(11, CLOSE)),
        (0, [0, 9], None, Gap(0, CLOSE), Gap(9, CLOSE)),
        (5, [9], None, None, Gap(4, CLOSE)),
        (3, [0], (3 * DAY, 5 * DAY), Gap(3, (3 * DAY, 5 * DAY)), None),
    ],
)
def test_the_gaps_around_a_day_and_what_is_usual_there(day, others, own, before, after):
    found = shifting.around(FIRST + day * DAY, days(*others), own)

    assert found == Around(before, after)


@pytest.mark.parametrize(
    ("gap", "fits", "is_close"), [(6, False, True), (7, True, False), (14, True, False), (15, False, False)]
)
def test_both_ends_of_what_is_usual_fit(gap, fits, is_close):
    found = Gap(gap, CLOSE)

    assert (found.fits, found.is_close, Around(found, None).fits) == (fits, is_close, fits)


@pytest.mark.parametrize(
    ("before", "rest", "goes_to"),
    [
        # The next one is too near now: it goes to its weekday, and what still fits after that stays.
        ([0, 13], [14, 35], {14: 21}),
        # The next one is too far away now: the last one comes in between.
        ([0, 7], [28, 42], {42: 14}),
        # Moved past the next one: that one goes behind all that stay.
        ([0, 21], [14, 28, 49, 70], {14: 91}),
        # Nothing can stay.
        ([0, 50], [14, 28], {14: 63, 28: 84}),
    ],
)
def test_as_few_of_the_rest_move_as_the_spacing_allows(before, rest, goes_to):
    rest = [on(n) for n in rest]

    plan = shifting.plan(rest, days(*before), free_until(120), last_day=FIRST + 120 * DAY)

    moves = shifting.moves(rest, plan)
    assert plan.is_whole
    assert {numbers([rest[n]])[0]: numbers([choice])[0] for n, choice in moves} == goes_to
    assert {choice.starts_at.time() for _n, choice in moves} == {time(10)}


def test_where_nothing_is_free_the_plan_is_not_whole():
    rest = [on(14), on(28)]

    plan = shifting.plan(rest, days(0, 50), [], last_day=FIRST + 120 * DAY)

    assert not plan.is_whole


@pytest.mark.parametrize(("before", "fits"), [([0, 7], True), ([0, 8], False), ([0], True), ([7, 0], True)])
def test_the_rest_fits_as_long_as_its_first_does(before, fits):
    assert shifting.fits([on(14).starts_at], days(*before)) is fits


def test_the_days_that_the_rest_can_reach():
    assert shifting.reach(2, days(0, 7)) == Span(FIRST + 14 * DAY, FIRST + (7 + 14 + 28) * DAY)


def test_what_is_usual_is_what_most_have():
    starts = [on(0).starts_at, on(8, 18).starts_at, on(15, 18).starts_at]

    assert shifting.usual_of(starts) == Wish(2, "evening", time(18))
