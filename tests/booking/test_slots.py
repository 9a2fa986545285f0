"""What is free and why not, without a database: rows, rules and the clock are all given."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.hours import Override, Period, moment, open_hours
from booking.slots import STEP, Buffers, Limits, Reason, Slot, Taken, free, why_not

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2027, 3, 1)
SPRING = date(2027, 3, 28)
AUTUMN = date(2027, 10, 31)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def minutes(count):
    return timedelta(minutes=count)


def clock_time(value):
    return time(int(value) % 24, round(value % 1 * 60))


def at(value, day=MONDAY):
    """Return the moment of a clock time, 9.5 for half past nine."""
    return moment(day, clock_time(value), LONDON)


def opened(*periods, day=MONDAY, days=1, overrides=()):
    weekly = [Period(day.weekday(), clock_time(starts), clock_time(ends)) for starts, ends in periods]
    return open_hours(day, days, weekly=weekly, overrides=overrides, holidays=(), zone=LONDON)


def taken(starts, *, length=120, before=15, after=15, day=MONDAY, is_first=False):
    """Return the row of a session that starts then."""
    start = at(starts, day)
    return Taken(start - minutes(before), start + minutes(length + after), day, is_first)


def asked(open, rows=(), **changes):
    """Return the arguments of `free`: 120 minutes, usual buffers, and no notice, window or limit."""
    rules = {
        "length": minutes(120),
        "buffers": Buffers(),
        "notice": timedelta(0),
        "window": timedelta(days=900),
        "limits": Limits(),
        "now": LONG_AGO,
    }
    return {"open": open, "taken": list(rows)} | rules | changes


def starts(open, rows=(), **changes):
    """Return the clock times that are free."""
    local = [slot.starts_at.astimezone(LONDON) for slot in free(**asked(open, rows, **changes))]
    return [start.hour + start.minute / 60 for start in local]


def reasons(start, open, rows=(), day=MONDAY, **changes):
    return why_not(at(start, day), day=day, **asked(open, rows, **changes))


@pytest.mark.parametrize(
    ("periods", "length", "expected"),
    [
        pytest.param([(9, 12)], 120, [9, 9.5, 10], id="the last one ends with the hours"),
        pytest.param([(9, 12)], 90, [9, 9.5, 10, 10.5], id="a shorter session starts later"),
        pytest.param([(9, 12)], 100, [9, 9.5, 10], id="an odd length"),
        pytest.param([(9, 11)], 120, [9], id="exactly one session"),
        pytest.param([(9, 10.75)], 120, [], id="too short"),
        pytest.param([(9.25, 12)], 120, [9.25, 9.75], id="counted from a quarter past"),
        pytest.param([(9, 11.5), (12.25, 15)], 120, [9, 9.5, 12.25, 12.75], id="each period its own"),
        pytest.param([(9, 12), (12, 15)], 120, [9, 9.5, 10, 10.5, 11, 11.5, 12, 12.5, 13], id="no gap"),
        pytest.param([(21, 24)], 120, [21, 21.5, 22], id="until midnight"),
        pytest.param([], 120, [], id="closed"),
    ],
)
def test_starts_come_every_half_hour_and_the_session_lies_in_the_hours(periods, length, expected):
    assert starts(opened(*periods), length=minutes(length)) == expected


def test_a_slot_tells_its_start_its_end_and_its_day():
    assert free(**asked(opened((9, 11)))) == [Slot(at(9), at(11), MONDAY)]


def test_buffers_may_lie_outside_the_hours():
    wide = Buffers(before=minutes(60), after=minutes(60))

    assert starts(opened((9, 11)), buffers=wide) == [9]


def test_starts_are_counted_from_the_period_also_after_a_closed_part():
    closed = [Override(MONDAY, True, time(9), time(10, 15))]

    assert starts(opened((9, 13), overrides=closed)) == [10.5, 11]


def test_periods_that_cross_offer_each_start_once():
    extra = [Override(MONDAY, False, time(10), time(13))]

    assert starts(opened((9, 12), overrides=extra)) == [9, 9.5, 10, 10.5, 11]


def test_a_closed_change_wins_over_extra_hours():
    both = [Override(MONDAY, False, time(9), time(15)), Override(MONDAY, True, time(11), time(13))]

    assert starts(opened(overrides=both)) == [9, 13]


@pytest.mark.parametrize(
    ("own", "others", "first_after"),
    [
        pytest.param((15, 15), (15, 15), 11.5, id="equal"),
        pytest.param((0, 0), (0, 0), 11, id="none"),
        pytest.param((30, 0), (0, 60), 12.5, id="unequal"),
        pytest.param((60, 0), (0, 30), 12.5, id="unequal the other way"),
        pytest.param((0, 90), (90, 0), 11, id="only the sides that face count"),
        pytest.param((20, 0), (0, 20), 12, id="rounded up to the grid"),
    ],
)
def test_buffers_of_neighbours_add_up(own, others, first_after):
    row = taken(9, before=others[0], after=others[1])

    free_starts = starts(opened((9, 18)), [row], buffers=Buffers(minutes(own[0]), minutes(own[1])))

    assert free_starts[0] == first_after


def test_a_slot_touching_the_buffer_is_offered():
    row = taken(13)

    assert 10.5 in starts(opened((9, 18)), [row])
    assert 15.5 in starts(opened((9, 18)), [row])


@pytest.mark.parametrize("minute", [-1, 1], ids=["before", "after"])
def test_a_minute_inside_the_buffer_is_not_offered(minute):
    row = taken(13)
    closer = row.start - minutes(1) if minute < 0 else row.start
    later = row.end + minutes(1) if minute > 0 else row.end

    free_starts = starts(opened((9, 18)), [Taken(closer, later, MONDAY)])

    assert (10.5 in free_starts, 15.5 in free_starts) == (minute > 0, minute < 0)


def test_a_session_fits_exactly_between_two():
    rows = [taken(9), taken(14)]

    assert starts(opened((9, 16)), rows) == [11.5]


def test_a_long_row_still_blocks_behind_a_short_one_that_starts_later():
    long, short = Taken(at(9), at(17), MONDAY), Taken(at(10), at(10.5), MONDAY)

    assert starts(opened((9, 19)), [long, short], buffers=Buffers(minutes(0), minutes(0))) == [17]


@pytest.mark.parametrize(
    ("late_by", "expected"),
    [
        pytest.param(timedelta(0), [9, 9.5], id="exactly the notice"),
        pytest.param(timedelta(microseconds=1), [9.5], id="a moment too late"),
        pytest.param(minutes(30), [9.5], id="one start later"),
        pytest.param(minutes(31), [], id="after the last"),
    ],
)
def test_notice_is_included_to_the_moment(late_by, expected):
    now = at(9) - timedelta(hours=24) + late_by

    assert starts(opened((9, 11.5)), notice=timedelta(hours=24), now=now) == expected


@pytest.mark.parametrize(
    ("early_by", "expected"),
    [
        pytest.param(timedelta(0), [9, 9.5], id="exactly the window"),
        pytest.param(timedelta(microseconds=1), [9], id="a moment too early"),
        pytest.param(minutes(31), [], id="before the first"),
    ],
)
def test_the_window_is_included_to_the_moment(early_by, expected):
    now = at(9.5) - timedelta(days=180) - early_by

    assert starts(opened((9, 11.5)), window=timedelta(days=180), now=now) == expected


def test_notice_counts_real_hours_whatever_clock_now_comes_with():
    """The night of 28 March is an hour short: 24 hours before 10:00 is 09:00 on the day before."""
    nine = datetime(2027, 3, 27, 9, 0, tzinfo=LONDON)
    open = opened((10, 12), day=SPRING)

    assert starts(open, notice=timedelta(hours=24), now=nine) == [10]
    assert starts(open, notice=timedelta(hours=24), now=nine + minutes(1)) == []


@pytest.mark.parametrize(
    ("limits", "is_first", "is_free"),
    [
        pytest.param(Limits(), True, True, id="no limit"),
        pytest.param(Limits(sessions=3), True, True, id="one left"),
        pytest.param(Limits(sessions=2), False, False, id="full"),
        pytest.param(Limits(sessions=1), False, False, id="more than full"),
        pytest.param(Limits(first_sessions=1), True, False, id="first sessions full"),
        pytest.param(Limits(first_sessions=1), False, True, id="full for first sessions alone"),
        pytest.param(Limits(first_sessions=2), True, True, id="one first session left"),
        pytest.param(Limits(sessions=2, first_sessions=2), True, False, id="the stricter of both"),
    ],
)
def test_limits_are_counted_for_each_day(limits, is_first, is_free):
    rows = [taken(9, is_first=True), taken(12)]

    free_starts = starts(opened((9, 20)), rows, limits=limits, is_first=is_first)

    assert (16 in free_starts) is is_free


def test_a_full_day_leaves_the_next_one_open():
    open = opened((9, 11), days=8)

    slots = free(**asked(open, [taken(15)], limits=Limits(sessions=1)))

    assert [slot.day for slot in slots] == [MONDAY + timedelta(days=7)]


def test_a_session_counts_on_the_day_of_its_visit_and_not_of_its_buffer():
    late = taken(22, after=30, day=MONDAY - timedelta(days=1))

    assert starts(opened((9, 11)), [late], limits=Limits(sessions=1)) == [9]


@pytest.mark.parametrize("day", [date(2026, 3, 29), SPRING], ids=str)
def test_in_spring_the_hour_that_is_left_out_has_no_start(day):
    """00:30 and 120 real minutes end at 03:30."""
    open = opened((0, 5), day=day)

    assert starts(open) == [0, 0.5, 2, 2.5, 3]


@pytest.mark.parametrize("day", [date(2026, 10, 25), AUTUMN], ids=str)
def test_in_autumn_no_clock_time_is_offered_twice(day):
    open = opened((0, 5), day=day)

    assert starts(open) == [0, 0.5, 1, 1.5, 2, 2.5, 3]


@pytest.mark.parametrize("day", [date(2026, 3, 29), SPRING, date(2026, 10, 25), AUTUMN], ids=str)
def test_a_session_has_its_real_minutes_through_a_change_of_the_clock(day):
    slots = free(**asked(opened((0, 5), day=day)))

    assert {slot.ends_at - slot.starts_at for slot in slots} == {minutes(120)}


@pytest.mark.parametrize("day", [date(2026, 3, 29), SPRING, date(2026, 10, 25), AUTUMN], ids=str)
def test_the_working_day_of_a_change_is_like_any_other(day):
    assert starts(opened((9, 12), day=day)) == [9, 9.5, 10]


@pytest.mark.parametrize(
    ("start", "changes", "expected"),
    [
        pytest.param(9, {}, [], id="free"),
        pytest.param(8.5, {}, [Reason.CLOSED], id="before opening"),
        pytest.param(15.5, {}, [Reason.CLOSED], id="ends after closing"),
        pytest.param(9.25, {}, [Reason.BETWEEN_STARTS], id="between two starts"),
        pytest.param(12, {"rows": [taken(13)]}, [Reason.TAKEN], id="taken"),
        pytest.param(9, {"now": at(8), "notice": minutes(60)}, [], id="exactly the notice"),
        pytest.param(9, {"now": at(9), "notice": minutes(1)}, [Reason.NOTICE], id="too soon"),
        pytest.param(9, {"now": at(8), "window": minutes(60)}, [], id="exactly the window"),
        pytest.param(9, {"now": LONG_AGO, "window": minutes(1)}, [Reason.WINDOW], id="too far ahead"),
        pytest.param(9, {"rows": [taken(13)], "limits": Limits(sessions=1)}, [Reason.DAY_FULL], id="full"),
        pytest.param(
            9,
            {"rows": [taken(13, is_first=True)], "limits": Limits(first_sessions=1), "is_first": True},
            [Reason.FIRST_FULL],
            id="first sessions full",
        ),
        pytest.param(
            18.25,
            {"rows": [taken(17)], "now": at(18), "notice": minutes(60), "limits": Limits(sessions=1)},
            [Reason.NOTICE, Reason.CLOSED, Reason.TAKEN, Reason.DAY_FULL],
            id="everything that stands in the way",
        ),
    ],
)
def test_it_says_why_a_time_is_not_free(start, changes, expected):
    assert reasons(start, opened((9, 17)), **changes) == expected


def test_the_second_half_past_one_of_an_autumn_night_is_closed_to_starts():
    second = at(1.5, AUTUMN) + timedelta(hours=1)

    assert why_not(second, day=AUTUMN, **asked(opened((0, 5), day=AUTUMN))) == [Reason.CLOSED]


DAYS = st.sampled_from([MONDAY, SPRING, AUTUMN])
QUARTERS = st.integers(0, 24 * 4)


@st.composite
def diaries(draw):
    """Return random hours of two days, random rows in them, and random rules."""
    day = draw(DAYS)
    bounds = draw(st.lists(st.tuples(QUARTERS, QUARTERS), max_size=3))
    periods = [(a / 4, b / 4) for a, b in bounds if a < b]
    changes = draw(st.lists(st.tuples(st.booleans(), QUARTERS, QUARTERS), max_size=2))
    overrides = [
        Override(day, is_closed, clock_time(a / 4), clock_time(b / 4)) for is_closed, a, b in changes if a < b
    ]
    limit = st.none() | st.integers(1, 3)
    return asked(
        opened(*periods, day=day, overrides=overrides),
        draw(st.lists(rows_of(day), max_size=4)),
        length=minutes(draw(st.sampled_from([90, 105, 120]))),
        buffers=Buffers(minutes(draw(st.integers(0, 40))), minutes(draw(st.integers(0, 40)))),
        notice=timedelta(hours=draw(st.integers(0, 30))),
        window=timedelta(hours=draw(st.integers(30, 60))),
        limits=Limits(draw(limit), draw(limit)),
        now=at(0, day) - timedelta(minutes=draw(st.integers(0, 36 * 60))),
        is_first=draw(st.booleans()),
    )


def rows_of(day):
    return st.builds(
        lambda start, length, is_first: Taken(
            at(0, day) + minutes(start), at(0, day) + minutes(start + length), day, is_first
        ),
        st.integers(-60, 24 * 60),
        st.integers(90, 200),
        st.booleans(),
    )


def grid(open):
    """Return every half hour of every stretch, found by walking."""
    for stretch in open:
        start = stretch.counted_from
        while start < stretch.end:
            yield stretch.day, start
            start += STEP


@settings(deadline=None)
@given(diaries())
def test_a_start_is_free_exactly_when_there_is_no_reason_against_it(diary):
    slots = {slot.starts_at for slot in free(**diary)}

    for slot in free(**diary):
        assert why_not(slot.starts_at, day=slot.day, **diary) == []
    for day, start in grid(diary["open"]):
        assert (start in slots) is (why_not(start, day=day, **diary) == [])


@settings(deadline=None)
@given(diaries())
def test_no_free_block_meets_a_taken_one_or_leaves_the_hours(diary):
    buffers = diary["buffers"]

    for slot in free(**diary):
        block = slot.starts_at - buffers.before, slot.ends_at + buffers.after
        assert all(block[1] <= row.start or row.end <= block[0] for row in diary["taken"])
        assert any(s.start <= slot.starts_at and slot.ends_at <= s.end for s in diary["open"])
        assert diary["now"] + diary["notice"] <= slot.starts_at <= diary["now"] + diary["window"]


@settings(deadline=None)
@given(diaries(), st.data())
def test_one_more_row_never_frees_a_slot(diary, data):
    day = diary["open"][0].day if diary["open"] else MONDAY
    more = diary | {"taken": [*diary["taken"], data.draw(rows_of(day))]}

    assert set(free(**more)) <= set(free(**diary))


@settings(deadline=None)
@given(diaries(), st.randoms(use_true_random=False))
def test_taking_free_slots_until_none_is_left_never_overlaps(diary, choice):
    buffers, limits, booked = diary["buffers"], diary["limits"], list(diary["taken"])
    before = len(booked)

    while slots := free(**diary | {"taken": booked}):
        slot = choice.choice(slots)
        block = slot.starts_at - buffers.before, slot.ends_at + buffers.after
        booked.append(Taken(*block, slot.day, diary["is_first"]))

    new = sorted(booked[before:], key=lambda row: row.start)
    assert all(first.end <= second.start for first, second in pairwise(new))
    assert limits.sessions is None or len(new) <= max(limits.sessions - before, 0)
