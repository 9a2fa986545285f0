from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.intervals import Interval, merge, subtract

MIDNIGHT = datetime(2027, 3, 1, tzinfo=UTC)


def span(start, end):
    return Interval(MIDNIGHT + timedelta(hours=start), MIDNIGHT + timedelta(hours=end))


def spans(*pairs):
    return [span(*pair) for pair in pairs]


def hours_in(intervals):
    """Return the whole hours that lie in any of the intervals: a slow second way to say the same."""
    moments = (MIDNIGHT + timedelta(hours=n) for n in range(24))
    return {moment for moment in moments if any(start <= moment < end for start, end in intervals)}


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        pytest.param((9, 11), (11, 13), False, id="touching"),
        pytest.param((9, 11), (12, 13), False, id="apart"),
        pytest.param((9, 11), (10, 12), True, id="crossing"),
        pytest.param((9, 13), (10, 11), True, id="inside"),
        pytest.param((9, 11), (9, 11), True, id="the same"),
    ],
)
def test_only_ranges_that_share_a_moment_overlap(first, second, meet):
    assert span(*first).overlaps(span(*second)) is meet
    assert span(*second).overlaps(span(*first)) is meet


@pytest.mark.parametrize(
    ("given_spans", "merged"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(9, 11), (11, 13)], [(9, 13)], id="touching become one"),
        pytest.param([(12, 13), (9, 11)], [(9, 11), (12, 13)], id="put in order"),
        pytest.param([(9, 17), (10, 11)], [(9, 17)], id="inside"),
        pytest.param([(9, 9), (12, 10)], [], id="empty and reversed hold no time"),
    ],
)
def test_merging_keeps_the_same_time_in_the_fewest_ranges(given_spans, merged):
    assert merge(spans(*given_spans)) == spans(*merged)


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        pytest.param([], [(9, 17)], id="nothing"),
        pytest.param([(11, 12)], [(9, 11), (12, 17)], id="from the middle"),
        pytest.param([(8, 10)], [(10, 17)], id="from the start"),
        pytest.param([(16, 18)], [(9, 16)], id="from the end"),
        pytest.param([(17, 18), (7, 9)], [(9, 17)], id="only touching"),
        pytest.param([(8, 18)], [], id="all of it"),
        pytest.param([(10, 12), (11, 13)], [(9, 10), (13, 17)], id="holes that cross"),
    ],
)
def test_cutting_out_leaves_the_rest(taken, left):
    assert subtract(spans((9, 17)), spans(*taken)) == spans(*left)


PAIRS = st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)), max_size=6)


@given(PAIRS, PAIRS)
def test_what_is_left_is_what_was_there_and_is_not_taken(there, taken):
    left = subtract(spans(*there), spans(*taken))

    assert hours_in(left) == hours_in(spans(*there)) - hours_in(spans(*taken))
    assert left == merge(left)
