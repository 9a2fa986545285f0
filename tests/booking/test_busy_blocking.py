"""When she is busy elsewhere nobody can book; she can, and is told; what was booked stays and is shown."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser

from booking import availability, desk, diary, lifecycle, pairs, rebooking
from booking.admin import diary_rows
from booking.busy import keeping
from booking.diary_values import Kind, Rows, Rules
from booking.hours import Period, open_hours
from booking.intervals import Interval
from booking.models import BusyTime, Status
from booking.practitioner import make_practitioner
from booking.slots import Limits, Reason, Taken, free, why_not
from tests.booking.factories import (
    NOW,
    BusyCalendarFactory,
    BusyTimeFactory,
    ConfirmedFactory,
    FollowUpFactory,
    HeldFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.booking.test_slots import asked, at, opened, taken
from tests.intake.factories import ScreeningFactory

MONDAY = date(2027, 3, 8)
# The Tuesday after next week's Monday, when the practice's clock shows UTC.
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def treatment(db):
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(17))
    FollowUpFactory()
    return TreatmentFactory()


@pytest.fixture
def her(db):
    return lifecycle.practitioner(make_practitioner("marja", "walking-in-birch-woods"))


def busy(start, *, hours=1, **more):
    return BusyTimeFactory(starts_at=start, ends_at=start + timedelta(hours=hours), **more)


def clocks(treatment, day=MONDAY):
    return [f"{slot.starts_at:%H:%M}" for slot in availability.free_slots(treatment, day, 1, now=NOW)]


def test_a_busy_time_blocks_a_session_with_its_buffers_and_adds_none_of_its_own():
    elsewhere = [Taken(at(12), at(13))]

    starts = [slot.starts_at for slot in free(**asked(opened((9, 17)), elsewhere))]

    assert starts == [at(9), at(9.5), at(13.5), at(14), at(14.5), at(15)]


def test_a_busy_time_fills_no_day():
    elsewhere = [Taken(at(9), at(9.5))]

    found = free(
        **asked(opened((9, 17)), elsewhere, limits=Limits(sessions=1, first_sessions=1), is_first=True)
    )

    assert found[0].starts_at == at(10)


def test_why_not_says_busy_and_taken_apart():
    rows = [Taken(at(12), at(13)), taken(13)]
    about = asked(opened((9, 17)), rows)

    reasons = [why_not(at(start), day=date(2027, 3, 1), **about) for start in (10.5, 11, 9)]

    assert reasons == [[Reason.BUSY], [Reason.TAKEN, Reason.BUSY], []]


def test_what_is_shown_leaves_busy_times_out(treatment):
    busy(datetime(2027, 3, 8, 9, tzinfo=UTC), hours=4)
    busy(datetime(2027, 3, 8, 13, tzinfo=UTC), calendar=BusyCalendarFactory(is_on=False))

    assert clocks(treatment) == ["13:30", "14:00", "14:30", "15:00"]


def test_what_is_shown_is_what_is_accepted(treatment):
    busy(TUESDAY + timedelta(hours=1))

    assert not availability.is_free(treatment, TUESDAY, now=NOW)
    with pytest.raises(lifecycle.Taken):
        lifecycle.reserve(treatment, TUESDAY, draft_key=uuid4(), now=NOW)
    with pytest.raises(lifecycle.Taken):
        pairs.reserve(treatment, TUESDAY, draft_key=uuid4(), now=NOW)


def test_a_time_that_was_kept_before_is_still_booked(treatment):
    kept = lifecycle.reserve(treatment, TUESDAY, draft_key=uuid4(), now=NOW)
    busy(TUESDAY)
    screening = ScreeningFactory(visit_on=kept.visit_on)

    lifecycle.confirm_new(kept, lifecycle.Screened(screening.client, screening, is_first=True), now=NOW)

    kept.refresh_from_db()
    assert kept.status == Status.CONFIRMED


def test_she_is_not_bound_and_the_row_names_what_she_crossed(treatment, her):
    busy(TUESDAY)
    length = timedelta(minutes=120)

    shown = availability.free_by_hand(treatment, TUESDAY.date(), 1, length, now=NOW)
    booking = lifecycle.reserve_by_hand(treatment, TUESDAY, length=length, draft_key=uuid4(), by=her, now=NOW)

    assert TUESDAY not in [slot.starts_at for slot in shown]
    assert booking.crossed == ["busy"]


def test_moving_a_visit_there_names_it_too(treatment):
    visit = ConfirmedFactory(treatment=treatment, starts_at=TUESDAY)
    busy(TUESDAY + timedelta(days=1))

    look = rebooking.look(visit, TUESDAY + timedelta(days=1), now=NOW)

    assert (look.crossed, look.clashes) == ([Reason.BUSY], [])


def test_the_desk_lists_what_a_busy_time_touches_and_nothing_moves(treatment):
    touched = ConfirmedFactory(treatment=treatment, starts_at=TUESDAY)
    by_its_buffer = HeldFactory(starts_at=TUESDAY + timedelta(days=1))
    ConfirmedFactory(treatment=treatment, starts_at=TUESDAY + timedelta(days=2))
    ConfirmedFactory(treatment=treatment, starts_at=TUESDAY + timedelta(days=3), crossed=["busy"])
    ConfirmedFactory(treatment=treatment, starts_at=NOW - timedelta(days=3), status=Status.COMPLETED)
    for start in (TUESDAY, TUESDAY + timedelta(days=3), NOW - timedelta(days=3)):
        busy(start)
    busy(by_its_buffer.ends_at)

    found = desk.at(NOW)

    assert [row.booking for row in found.elsewhere] == [touched, by_its_buffer]
    assert found.has_something_to_look_at
    touched.refresh_from_db()
    assert (touched.starts_at, touched.status) == (TUESDAY, Status.CONFIRMED)


def test_the_desk_says_which_calendar_cannot_be_read_and_since_when(treatment):
    failing = BusyCalendarFactory(trouble="password", failing_since=NOW - timedelta(hours=3))
    BusyCalendarFactory(trouble="password", failing_since=NOW, is_on=False)
    BusyCalendarFactory()
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))

    page = marja.get("/admin/").content.decode()

    assert desk.at(NOW).unread == [failing]
    assert "“Family” cannot be read" in page
    assert "Since 09:00 today. Its last known times still block." in page


def test_a_switch_frees_its_times_for_clients(treatment):
    one = busy(TUESDAY)
    before = availability.is_free(treatment, TUESDAY, now=NOW)

    keeping.switch(one.calendar, is_on=False)

    assert (before, availability.is_free(treatment, TUESDAY, now=NOW)) == (False, True)


def picture(*spans, visits=()):
    day = date(2027, 3, 9)
    hours = [Period(weekday, time(9), time(17)) for weekday in range(7)]
    opened = open_hours(day, 1, weekly=hours, overrides=(), holidays={}, zone=availability.zone())
    rows = Rows(visits=visits, opened=opened, busy=spans)
    return diary.build(day, 1, rows, rules=Rules(), now=NOW, zone=availability.zone())


def hour(clock, day=9):
    return datetime(2027, 3, day, clock, tzinfo=UTC)


def test_the_diary_shows_a_quiet_band_and_what_is_free_around_it():
    grid = picture(Interval(hour(12), hour(13)), Interval(hour(12), hour(13)))

    shown = [
        (str(one.kind), one.starts_at.hour, one.ends_at.hour, one.band.row) for one in grid.days[0].entries
    ]

    assert shown == [("free", 9, 11, 0), ("busy", 12, 13, 12), ("free", 13, 17, 17)]
    assert grid.days[0].load == 12


def test_a_day_away_does_not_stretch_the_picture():
    grid = picture(Interval(hour(0), hour(0, day=10)), Interval(hour(20, day=8), hour(22, day=8)))

    (entry,) = grid.days[0].entries
    assert (grid.first_row, grid.last_row) == (36, 68)
    assert (entry.kind, entry.band.row, entry.band.rows, entry.is_all_day) == (Kind.BUSY, 0, 32, True)
    assert grid.days[0].load == 100


def test_days_away_are_shown_day_by_day():
    grid = picture(Interval(hour(14), hour(10, day=11)))

    busy = [one for one in grid.days[0].entries if one.kind == Kind.BUSY]
    assert [(one.starts_at, one.ends_at, one.is_all_day) for one in busy] == [
        (hour(14), hour(0, day=10), False)
    ]


def test_what_lies_outside_the_picture_is_not_in_it():
    grid = picture(Interval(hour(19), hour(21)))

    assert [str(entry.kind) for entry in grid.days[0].entries] == ["free"]


def test_the_diary_page_reads_them_and_says_busy_elsewhere(treatment):
    busy(TUESDAY)
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))

    page = marja.get("/admin/booking/booking/diary/?day=2027-03-09").content.decode()

    assert "Busy elsewhere" in page


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_week_takes_as_many_queries_however_busy_she_is(treatment, count, django_assert_num_queries):
    calendar = BusyCalendarFactory()
    BusyTime.objects.bulk_create(
        BusyTimeFactory.build(calendar=calendar, starts_at=NOW + timedelta(hours=n)) for n in range(count)
    )

    with django_assert_num_queries(5):
        diary_rows.load(NOW.date(), 7, now=NOW)
    with django_assert_num_queries(3):
        availability.load(NOW.date(), 28, policy=treatment.policy, now=NOW)
