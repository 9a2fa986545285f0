"""Two sessions one after the other, without a database: what is shown for two is free for both."""

from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.back_to_back import free_pairs
from booking.hours import Period, open_hours
from booking.slots import STEP, Buffers, Limits, Slot, Taken, free
from tests.booking.test_slots import (
    AUTUMN,
    LONDON,
    LONG_AGO,
    MONDAY,
    SPRING,
    asked,
    at,
    minutes,
    opened,
    taken,
)

LONGER, NONE = Buffers(minutes(20), minutes(20)), Buffers(minutes(0), minutes(0))


def clocks(open, rows=(), **changes):
    """Return when the first and the second start, as clock times."""
    pairs = free_pairs(**asked(open, rows, **changes))
    local = [(slot.starts_at.astimezone(LONDON), slot.second_at.astimezone(LONDON)) for slot in pairs]
    return [tuple(start.hour + start.minute / 60 for start in both) for both in local]


@pytest.mark.parametrize(
    ("hours", "changes", "expected"),
    [
        pytest.param([(9, 14)], {}, [(9, 11.5), (9.5, 12)], id="the buffers of both lie between"),
        pytest.param([(9, 13)], {"length": minutes(90)}, [(9, 11), (9.5, 11.5)], id="shorter sessions"),
        pytest.param([(9, 14)], {"buffers": LONGER}, [(9, 12)], id="the next start"),
        pytest.param([(9, 13.5)], {"buffers": NONE}, [(9, 11), (9.5, 11.5)], id="no buffers"),
        pytest.param([(9, 13.25)], {}, [], id="too short for two"),
        pytest.param([(9, 11.25), (11.75, 14)], {}, [(9, 11.75)], id="over a short break"),
        pytest.param([(9, 11.5), (13, 15.5)], {}, [], id="nobody waits through lunch"),
        pytest.param([(9, 14)], {"window": at(11) - LONG_AGO}, [], id="the window ends between"),
    ],
)
def test_the_second_starts_at_the_first_real_start_after_both_buffers(hours, changes, expected):
    assert clocks(opened(*hours), **changes) == expected


def test_a_pair_is_a_slot_from_the_first_start_to_the_last_end():
    assert free_pairs(**asked(opened((9, 13.5)))) == [Slot(at(9), at(13.5), MONDAY, at(11.5))]


def test_a_time_taken_in_the_middle_leaves_only_what_lies_after():
    assert clocks(opened((9, 18)), [taken(10)]) == [(12.5, 15), (13, 15.5), (13.5, 16)]


@pytest.mark.parametrize(
    ("limits", "rows", "is_first", "is_offered"),
    [
        pytest.param(Limits(sessions=1), [], False, False, id="one session a day"),
        pytest.param(Limits(sessions=2), [], False, True, id="two sessions a day"),
        pytest.param(Limits(sessions=2), [taken(18)], False, False, id="one of two is taken"),
        pytest.param(Limits(first_sessions=1), [], True, False, id="one first session a day"),
        pytest.param(Limits(first_sessions=1), [], False, True, id="which does not bind follow-ups"),
        pytest.param(Limits(first_sessions=2), [taken(18)], True, True, id="a follow-up on that day"),
        pytest.param(Limits(first_sessions=2), [taken(18, is_first=True)], True, False, id="a first one"),
    ],
)
def test_the_limits_of_a_day_count_both(limits, rows, is_first, is_offered):
    assert bool(clocks(opened((9, 14)), rows, limits=limits, is_first=is_first)) == is_offered


@pytest.mark.parametrize(("day", "second"), [(SPRING, 4), (AUTUMN, 2)], ids=["spring", "autumn"])
def test_both_sessions_are_counted_in_real_minutes_when_the_clocks_change(day, second):
    assert (0.5, second) in clocks(opened((0, 24), day=day))


quarters = st.integers(0, 95).map(lambda n: n / 4)
periods = st.lists(st.tuples(quarters, quarters).map(sorted).filter(lambda p: p[0] < p[1]), max_size=3)
rules = st.fixed_dictionaries(
    {
        "length": st.sampled_from([minutes(90), minutes(100), minutes(120)]),
        "buffers": st.builds(Buffers, *[st.sampled_from([minutes(0), minutes(15), minutes(25)])] * 2),
        "limits": st.builds(Limits, st.none() | st.integers(1, 3), st.none() | st.integers(1, 2)),
        "is_first": st.booleans(),
    }
)
rows = st.lists(st.builds(taken, quarters, is_first=st.booleans()), max_size=3)


@settings(deadline=None)
@given(periods=periods, rows=rows, rules=rules)
def test_what_is_shown_for_two_is_free_for_the_first_and_then_for_the_second(periods, rows, rules):
    open = opened(*periods)

    for slot in free_pairs(**asked(open, rows, **rules)):
        length, buffers = rules["length"], rules["buffers"]
        own = Taken(
            slot.starts_at - buffers.before,
            slot.starts_at + length + buffers.after,
            slot.day,
            rules["is_first"],
        )
        assert slot.starts_at in {one.starts_at for one in free(**asked(open, rows, **rules))}
        after = {one.starts_at: one for one in free(**asked(open, [*rows, own], **rules))}
        assert after[slot.second_at] == Slot(slot.second_at, slot.ends_at, slot.day)
        between = slot.second_at - slot.starts_at - length
        assert timedelta(0) <= between - buffers.before - buffers.after < STEP


@settings(deadline=None)
@given(periods=periods, rows=rows, rules=rules)
def test_nothing_that_would_do_is_left_out(periods, rows, rules):
    open, buffers = opened(*periods), rules["buffers"]

    shown = {slot.starts_at for slot in free_pairs(**asked(open, rows, **rules))}

    for first in free(**asked(open, rows, **rules)):
        own = Taken(
            first.starts_at - buffers.before, first.ends_at + buffers.after, first.day, rules["is_first"]
        )
        earliest = first.ends_at + buffers.after + buffers.before
        fitting = [
            one
            for one in free(**asked(open, [*rows, own], **rules))
            if earliest <= one.starts_at < earliest + STEP
        ]
        assert (first.starts_at in shown) == bool(fitting)


def test_a_day_is_never_crossed():
    weekly = [Period(weekday, time(0), time(0)) for weekday in range(7)]
    nights = open_hours(MONDAY, 2, weekly=weekly, overrides=[], holidays=(), zone=LONDON)

    pairs = free_pairs(**asked(nights))

    assert all(slot.second_at.astimezone(LONDON).date() == slot.day for slot in pairs)
    assert pairs == sorted(pairs, key=lambda slot: slot.starts_at)
