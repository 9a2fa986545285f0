"""The diary's picture of some days: what stands where, and what is not there at all."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking import diary
from booking.diary_values import Band, Change, Kind, Rows, Rules, Visit
from booking.hours import Override, Period, open_hours
from booking.slots import Buffers

LONDON = ZoneInfo("Europe/London")
# A Tuesday in winter.
DAY = date(2027, 3, 9)
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ALL_WEEK = tuple(Period(weekday, time(9), time(17)) for weekday in range(7))


def at(clock: str, day=DAY, *, fold=0) -> datetime:
    local = datetime.combine(day, time.fromisoformat(clock), tzinfo=LONDON).replace(fold=fold)
    return local.astimezone(UTC)


def visit(clock="10:00", day=DAY, *, minutes=120, status="confirmed", buffer=15, fold=0, **more) -> Visit:
    start, around = at(clock, day, fold=fold), timedelta(minutes=buffer)
    end = start + timedelta(minutes=minutes)
    return Visit(more.pop("pk", 1), status, start, end, start - around, end + around, **more)


def grid(*visits, day=DAY, days=1, weekly=ALL_WEEK, changes=(), holidays=None, now=NOW, rules=None):
    opened = open_hours(
        day,
        days,
        weekly=weekly,
        overrides=[change.override for change in changes],
        holidays=holidays or {},
        zone=LONDON,
    )
    rows = Rows(visits=visits, opened=opened, changes=changes, holidays=holidays)
    return diary.build(day, days, rows, rules=rules or Rules(), now=now, zone=LONDON)


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%H:%M}"


def places(picture) -> list[tuple]:
    """Every entry of the first day: kind, times by the clock on the wall, row from midnight and rows."""
    return [
        (
            str(entry.kind),
            clock(entry.starts_at),
            clock(entry.ends_at),
            entry.band.row + picture.first_row,
            entry.band.rows,
        )
        for entry in picture.days[0].entries
    ]


def only(picture, kind) -> list[tuple]:
    return [place[1:] for place in places(picture) if place[0] == kind]


def test_a_session_stands_between_its_buffers_and_what_is_free_after_them():
    assert places(grid(visit("10:00"))) == [
        ("buffer", "09:45", "10:00", 39, 1),
        ("visit", "10:00", "12:00", 40, 8),
        ("buffer", "12:00", "12:15", 48, 1),
        ("free", "12:30", "17:00", 50, 18),
    ]


def test_an_empty_day_is_free_for_as_long_as_it_is_open():
    assert places(grid()) == [("free", "09:00", "17:00", 36, 32)]


def test_buffers_that_touch_are_one():
    picture = grid(visit("09:00", minutes=90), visit("11:00", minutes=90, pk=2))

    assert only(picture, "buffer") == [
        ("08:45", "09:00", 35, 1),
        ("10:30", "11:00", 42, 2),
        ("12:30", "12:45", 50, 1),
    ]


def test_minutes_off_the_quarter_are_rounded_outward_and_buffers_make_room():
    assert places(grid(visit("10:10", minutes=100))) == [
        ("buffer", "09:55", "10:10", 39, 1),
        ("visit", "10:10", "11:50", 40, 8),
        ("buffer", "11:50", "12:05", 48, 1),
        ("free", "12:20", "17:00", 49, 19),
    ]


def test_sessions_that_touch_off_the_quarter_do_not_lie_on_each_other():
    picture = grid(visit("10:00", minutes=100, buffer=0), visit("11:40", buffer=0, pk=2))

    assert only(picture, "visit") == [("10:00", "11:40", 40, 6), ("11:40", "13:40", 46, 9)]


@pytest.mark.parametrize("status", ["reserved", "offered", "held"])
@pytest.mark.parametrize(("minutes_left", "is_there"), [(1, True), (0, False), (-1, False)])
def test_what_has_run_out_is_not_there_and_takes_nothing(status, minutes_left, is_there):
    kept = visit("10:00", status=status, runs_out_at=NOW + timedelta(minutes=minutes_left))

    picture = grid(kept)

    assert bool(only(picture, "visit")) == is_there
    assert (only(picture, "free") == [("09:00", "17:00", 36, 32)]) == (not is_there)


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([("12:30", 120)], [("09:00", "12:00"), ("15:00", "17:00")]),
        ([("10:59", 90)], [("12:59", "17:00")]),
        # From 9:00 to 10:30, and not a minute less.
        ([("11:00", 120)], [("09:00", "10:30"), ("13:30", "17:00")]),
        ([("10:59", 120)], [("13:29", "17:00")]),
        ([("09:00", 120), ("13:30", 120)], [("11:30", "13:00")]),
        ([("13:00", 120)], [("09:00", "12:30"), ("15:30", "17:00")]),
        ([("13:01", 120)], [("09:00", "12:31")]),
    ],
)
def test_free_is_where_the_shortest_session_has_room_between_the_buffers(visits, expected):
    taken = [visit(start, minutes=minutes, pk=n) for n, (start, minutes) in enumerate(visits)]

    shown = [(start, end) for start, end, *_place in only(grid(*taken), "free")]

    assert shown == expected


def test_free_keeps_the_practices_own_buffers():
    rules = Rules(buffers=Buffers(timedelta(0), timedelta(minutes=30)))

    picture = grid(visit("12:30"), rules=rules)

    assert [place[:2] for place in only(picture, "free")] == [("09:00", "11:45"), ("14:45", "17:00")]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("12:00", [("12:00", "17:00")]),
        ("12:01", [("12:15", "17:00")]),
        ("15:30", [("15:30", "17:00")]),
        ("15:31", []),
        ("18:00", []),
    ],
)
def test_what_is_over_is_not_free(now, expected):
    assert [place[:2] for place in only(grid(now=at(now)), "free")] == expected


def test_a_closing_is_shown_with_its_note_and_is_not_free():
    lunch = Change(Override(DAY, True, time(12), time(13)), "Lunch", 7)

    picture = grid(changes=[lunch])

    assert places(picture) == [
        ("free", "09:00", "12:00", 36, 12),
        ("closed", "12:00", "13:00", 48, 4),
        ("free", "13:00", "17:00", 52, 16),
    ]
    assert picture.days[0].entries[1].change == lunch


def test_a_session_in_a_closed_time_is_marked_so():
    lunch = Change(Override(DAY, True, time(11), time(13)))

    inside, outside = (
        entry
        for entry in grid(visit("10:00"), visit("14:00", pk=2), changes=[lunch]).days[0].entries
        if entry.kind == Kind.VISIT
    )

    assert (inside.over_closed, outside.over_closed) == (True, False)


def test_a_whole_day_closed_has_no_entry_and_says_why():
    training = Change(Override(DAY, True), "Training day")

    day = grid(changes=[training]).days[0]

    assert (day.entries, day.whole_day, day.is_shut, day.hours) == ((), (training,), True, ())


def test_a_bank_holiday_is_closed_by_name_unless_it_is_opened():
    opened = Change(Override(DAY, False, time(10), time(14)))

    shut = grid(holidays={DAY: "Spring Day"}).days[0]
    worked = grid(holidays={DAY: "Spring Day"}, changes=[opened]).days[0]

    assert (shut.holiday, shut.is_shut, shut.free) == ("Spring Day", True, [])
    assert (worked.holiday, worked.is_shut, worked.extra) == ("Spring Day", False, (opened,))
    assert [(clock(entry.starts_at), clock(entry.ends_at)) for entry in worked.free] == [("10:00", "14:00")]


@pytest.mark.parametrize(
    ("visits", "changes", "weekly", "expected"),
    [
        ([], [], ALL_WEEK, (36, 68)),
        ([visit("18:30")], [], ALL_WEEK, (36, 84)),
        ([visit("06:40")], [], ALL_WEEK, (24, 68)),
        ([], [Change(Override(DAY, False, time(7, 30), time(8)))], ALL_WEEK, (28, 68)),
        ([], [Change(Override(DAY, True))], ALL_WEEK, (32, 72)),
        ([], [], (), (32, 72)),
        ([visit("23:00")], [], (), (88, 96)),
    ],
    ids=["hours", "late", "early", "extra", "closed all day", "no hours", "past midnight"],
)
def test_the_picture_reaches_from_the_first_thing_to_the_last_in_whole_hours(
    visits, changes, weekly, expected
):
    picture = grid(*visits, changes=changes, weekly=weekly)

    assert (picture.first_row, picture.last_row) == expected


def test_a_session_past_midnight_stands_in_both_days_and_counts_in_the_first():
    picture = grid(visit("23:00"), days=2, weekly=())

    first, second = picture.days
    shown = [
        (entry.kind, entry.band.row + picture.first_row, entry.band.rows, entry.began_before)
        for day in picture.days
        for entry in day.entries
    ]
    assert shown == [
        ("buffer", 91, 1, False),
        ("visit", 92, 4, False),
        ("visit", 0, 4, True),
        ("buffer", 4, 1, False),
    ]
    assert (first.sessions, second.sessions) == (1, 0)


SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "start", "fold", "minutes", "expected"),
    [
        # In spring the clock goes from 1:00 to 2:00, so the hour from 1:00 is in no session.
        (SPRING, "00:30", 0, 120, ("00:30", "03:30", 2, 12)),
        (SPRING, "02:00", 0, 120, ("02:00", "04:00", 8, 8)),
        (SPRING, "10:00", 0, 120, ("10:00", "12:00", 40, 8)),
        # In autumn the hour from 1:00 comes twice.
        (AUTUMN, "00:30", 0, 120, ("00:30", "01:30", 2, 4)),
        (AUTUMN, "01:30", 0, 90, ("01:30", "02:00", 6, 2)),
        (AUTUMN, "01:30", 1, 90, ("01:30", "03:00", 6, 6)),
        (AUTUMN, "00:00", 0, 90, ("00:00", "01:30", 0, 6)),
        (AUTUMN, "10:00", 0, 120, ("10:00", "12:00", 40, 8)),
    ],
)
def test_at_a_clock_change_a_session_stands_where_the_clock_on_the_wall_says(
    day, start, fold, minutes, expected
):
    picture = grid(visit(start, day, fold=fold, minutes=minutes, buffer=0), day=day, now=at("00:00", day))

    assert only(picture, "visit") == [expected]


def test_of_two_sessions_in_the_hour_that_comes_twice_each_has_a_place_of_its_own():
    early = visit("00:30", AUTUMN, minutes=90, buffer=0)
    late = visit("01:15", AUTUMN, fold=1, minutes=90, buffer=0, pk=2)

    picture = grid(early, late, day=AUTUMN, now=at("00:00", AUTUMN))

    assert only(picture, "visit") == [("00:30", "01:00", 2, 2), ("01:15", "02:45", 5, 6)]


@pytest.mark.parametrize(("day", "free"), [(SPRING, "00:00"), (AUTUMN, "00:00")])
def test_open_all_night_at_a_clock_change(day, free):
    night = (Period(6, time(0), time(6)),)

    picture = grid(day=day, weekly=night, now=at("12:00", day - timedelta(days=1)))

    assert only(picture, "free") == [(free, "06:00", 0, 24)]


def test_a_free_time_begins_after_the_hour_that_comes_twice():
    night = (Period(6, time(0), time(6)),)

    picture = grid(visit("00:00", AUTUMN, minutes=120), day=AUTUMN, weekly=night, now=at("00:00", AUTUMN))

    assert only(picture, "free") == [("02:00", "06:00", 8, 16)]


def test_hours_after_a_clock_change_are_the_usual_ones():
    for day in (SPRING, AUTUMN):
        assert grid(day=day, now=at("00:00", day)).days[0].ground == (Band(0, 32),)


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([], (0, 0, 0)),
        ([visit("09:15", minutes=90)], (1, 0, 25)),
        ([visit("09:15", minutes=90, status="held", runs_out_at=NOW + timedelta(days=1))], (0, 1, 25)),
        ([visit("12:00", status="reserved", runs_out_at=NOW + timedelta(minutes=1))], (0, 0, 31)),
        ([visit("18:00")], (1, 0, 0)),
        ([visit("09:00", minutes=480, buffer=30)], (1, 0, 100)),
    ],
    ids=["nothing", "a session", "a request", "being booked", "after hours", "full"],
)
def test_a_day_counts_its_sessions_its_requests_and_how_much_is_taken(visits, expected):
    day = grid(*visits).days[0]

    assert (day.sessions, day.requests, day.load) == expected


@pytest.mark.parametrize(
    ("status", "hours_ahead", "expected"),
    [
        ("confirmed", 1, True),
        ("held", 1, True),
        ("confirmed", 0, False),
        ("completed", -3, False),
        ("offered", 1, False),
        ("reserved", 1, False),
    ],
)
def test_only_what_is_ahead_and_agreed_or_asked_for_can_move(status, hours_ahead, expected):
    session = visit("12:00", status=status)

    assert session.can_move(session.starts_at - timedelta(hours=hours_ahead)) == expected


def test_today_shows_where_the_clock_is():
    picture = grid(now=at("10:50"))

    assert (picture.days[0].is_today, picture.days[0].now_row) == (True, 7)
    assert grid(now=at("18:00")).days[0].now_row is None
    assert grid().days[0].now_row is None
