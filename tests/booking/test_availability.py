"""What the diary's rows leave free: loaded in a few queries, and the same for who shows and who accepts."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from booking import availability
from booking.models import Booking, Status, Treatment
from booking.slots import Reason
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    FollowUpFactory,
    HeldFactory,
    HoursOverrideFactory,
    OfferedFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2027, 3, 8)
VISIT = NOW + timedelta(days=7)


@pytest.fixture
def treatment():
    """Return the first session of a practice that is open from nine to five on weekdays."""
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday)
    return TreatmentFactory()


def starts(treatment, first_day=MONDAY, days=1, **changes):
    slots = availability.free_slots(treatment, first_day, days, **{"now": NOW} | changes)
    return [slot.starts_at for slot in slots]


def fill(count, treatment):
    """Add bookings every three hours, sixteen of them yet to come."""
    first = NOW + timedelta(days=2, hours=3 * (16 - count))
    moments = [first + n * timedelta(hours=3) for n in range(count)]
    Booking.objects.bulk_create(BookingFactory.build(treatment=treatment, starts_at=at) for at in moments)


@pytest.mark.parametrize("bookings", [3, 300])
def test_four_weeks_take_four_queries_however_full_the_diary_is(
    treatment, bookings, django_assert_num_queries
):
    fill(bookings, treatment)

    with django_assert_num_queries(4):
        asked = Treatment.objects.select_related("policy").get(slug=treatment.slug)
        availability.free_slots(asked, NOW.date(), 28, now=NOW)


def test_a_booking_takes_its_time_and_its_buffers(treatment):
    ConfirmedFactory(treatment=treatment)

    free = {start.time() for start in starts(treatment)}

    assert free == {time(9), time(9, 30), time(14, 30), time(15)}


@pytest.mark.parametrize("status", [Status.DECLINED, Status.CANCELLED, Status.LAPSED])
def test_what_gave_its_time_back_takes_none(treatment, status, admin_user):
    HeldFactory(treatment=treatment, status=status, decided_by=admin_user)

    assert VISIT in starts(treatment)


@pytest.mark.parametrize(
    ("factory", "ends"),
    [
        pytest.param(BookingFactory, {"expires_at": NOW}, id="a reservation"),
        pytest.param(OfferedFactory, {"expires_at": NOW}, id="an offer"),
        pytest.param(HeldFactory, {"held_until": NOW}, id="a hold"),
    ],
)
def test_what_has_run_out_does_not_block_though_no_job_ran(treatment, factory, ends):
    factory(treatment=treatment, **ends)

    assert VISIT in starts(treatment)
    assert VISIT not in starts(treatment, now=NOW - timedelta(microseconds=1))


def test_policy_changes_move_nothing_that_is_booked(treatment):
    ConfirmedFactory(treatment=treatment, blocked_from=VISIT, blocked_until=VISIT + timedelta(hours=2))
    treatment.policy.buffer_before = treatment.policy.buffer_after = 0

    assert VISIT - timedelta(hours=2) in starts(treatment)
    assert VISIT + timedelta(hours=2) in starts(treatment)


def test_a_bank_holiday_is_closed_unless_it_is_opened(treatment):
    easter_monday = date(2027, 3, 29)

    before = starts(treatment, easter_monday)
    HoursOverrideFactory(day=easter_monday, is_closed=False, starts=time(10), ends=time(12))

    assert before == []
    assert starts(treatment, easter_monday) == [datetime(2027, 3, 29, 9, tzinfo=UTC)]


def test_another_nation_has_other_holidays(treatment):
    treatment.policy.nation = "SCT"

    assert starts(treatment, date(2027, 3, 29)) != []


def test_limits_count_the_visits_of_the_practice_day():
    """23:30 UTC in June is already the next day here."""
    WorkingHoursFactory(weekday=3)
    treatment = TreatmentFactory()
    treatment.policy.max_sessions = 1
    late = ConfirmedFactory(treatment=treatment, starts_at=datetime(2027, 6, 9, 23, 30, tzinfo=UTC))

    assert late.visit_on == date(2027, 6, 10)
    assert starts(treatment, date(2027, 6, 10)) == []
    assert len(starts(treatment, date(2027, 6, 17))) == 13


def test_first_sessions_have_a_limit_of_their_own():
    WorkingHoursFactory()
    first, follow_up = TreatmentFactory(), FollowUpFactory()
    first.policy.max_first_sessions = follow_up.policy.max_first_sessions = 1
    ConfirmedFactory(treatment=first)

    assert starts(first) == []
    assert len(starts(follow_up)) == 4


def test_one_booking_can_be_left_out_to_be_moved(treatment):
    own = ConfirmedFactory(treatment=treatment)

    assert own.starts_at in starts(treatment, leave_out=own)


def test_longer_notice_holds_and_shorter_notice_does_not(treatment):
    today = NOW.date()

    assert starts(treatment, today, 3, notice=timedelta(hours=48))[0] == NOW + timedelta(hours=48)
    assert starts(treatment, today, 3, notice=timedelta(0))[0] == NOW + timedelta(hours=24)


def test_what_is_shown_is_what_is_accepted(treatment):
    """Every quarter of an hour of a week that has a booking, a closed morning and a bank holiday."""
    ConfirmedFactory(treatment=treatment, starts_at=datetime(2027, 3, 30, 10, tzinfo=UTC))
    HoursOverrideFactory(day=date(2027, 3, 31), starts=time(9), ends=time(11))
    first_day = date(2027, 3, 27)
    diary = availability.load(first_day, 7, policy=treatment.policy, now=NOW)
    length = availability.length_of(treatment)
    shown = set(starts(treatment, first_day, 7))
    quarters = [datetime(2027, 3, 27, tzinfo=UTC) + n * timedelta(minutes=15) for n in range(7 * 96 - 4)]

    unexplained = {start for start in quarters if not diary.why_not(start, length, is_first=True)}

    assert unexplained == shown
    accepted = {start for start in quarters[::2] if availability.is_free(treatment, start, now=NOW)}
    assert accepted == shown


def test_a_time_just_outside_the_shown_ones_is_refused(treatment):
    assert availability.is_free(treatment, VISIT, now=NOW)
    assert not availability.is_free(treatment, VISIT + timedelta(seconds=1), now=NOW)
    assert not availability.is_free(treatment, VISIT + timedelta(minutes=15), now=NOW)
    assert not availability.is_free(treatment, VISIT + timedelta(hours=6), now=NOW)


@pytest.mark.parametrize("start", [datetime.min, datetime.max], ids=["long ago", "far ahead"])
def test_a_time_at_the_end_of_all_calendars_is_not_free(treatment, start):
    start = start.replace(tzinfo=UTC)

    assert not availability.is_free(treatment, start, now=NOW)
    assert len(availability.nearest(treatment, start, 6, now=NOW)) == 6


def test_it_says_why_a_time_is_not_free(treatment):
    ConfirmedFactory(treatment=treatment)
    diary = availability.load(MONDAY, 1, policy=treatment.policy, now=NOW)

    assert diary.why_not(VISIT, availability.length_of(treatment), is_first=True) == [Reason.TAKEN]


def test_the_next_free_time_respects_notice_and_the_given_day(treatment):
    (slot,) = availability.next_free(treatment, 1, now=NOW)
    (later,) = availability.next_free(treatment, 1, now=NOW, from_day=date(2027, 5, 8))

    assert slot.starts_at == NOW + timedelta(hours=24)
    assert later.day == date(2027, 5, 10)


def test_the_next_free_time_is_not_in_the_past_when_asked_from_a_past_day(treatment):
    (slot,) = availability.next_free(treatment, 1, now=NOW, from_day=date(2020, 1, 1))

    assert slot.starts_at == NOW + timedelta(hours=24)


def test_looking_for_a_free_time_ends_when_there_is_none(django_assert_max_num_queries):
    treatment = TreatmentFactory()

    with django_assert_max_num_queries(12):
        assert availability.next_free(treatment, 3, now=NOW) == []
        assert availability.nearest(treatment, VISIT, 3, now=NOW) == []


def test_the_last_day_of_the_window_is_looked_at():
    treatment = TreatmentFactory()
    last = NOW + timedelta(days=180)
    HoursOverrideFactory(day=timezone.localdate(last), is_closed=False, starts=time(9), ends=time(15))

    found = availability.next_free(treatment, 99, now=NOW)

    assert found[-1].starts_at == last


def test_the_nearest_free_times_lie_around_the_one_asked_for(treatment):
    ConfirmedFactory(treatment=treatment)

    near = [slot.starts_at - VISIT for slot in availability.nearest(treatment, VISIT, 4, now=NOW)]

    assert [hours / timedelta(hours=1) for hours in near] == [-3, -2.5, 2.5, 3]


def test_the_nearest_free_times_start_at_the_earliest_safe_day(treatment):
    near = availability.nearest(treatment, VISIT, 3, now=NOW, from_day=date(2027, 6, 7))

    assert {slot.day for slot in near} == {date(2027, 6, 7)}


def test_when_weeks_around_are_full_the_nearest_free_times_lie_further_away(treatment):
    for day in range(100):
        HoursOverrideFactory(day=NOW.date() + timedelta(days=day))

    near = availability.nearest(treatment, VISIT, 3, now=NOW)

    assert {slot.day for slot in near} == {date(2027, 6, 9)}


@pytest.mark.parametrize("day", [(2027, 3, 28), (2027, 10, 31)], ids=["spring", "autumn"])
def test_what_is_in_the_way_is_counted_in_real_minutes(treatment, day):
    """A session from half past midnight meets what starts after it, not what the clock on the wall says."""
    midnight = datetime(*day, 0, 30, tzinfo=timezone.get_default_timezone())
    ends_at = midnight.astimezone(UTC) + timedelta(hours=2)
    ConfirmedFactory(starts_at=ends_at + timedelta(minutes=30))
    meets = ConfirmedFactory(starts_at=ends_at - timedelta(minutes=91), reserved_minutes=90)

    found = availability.clashes(treatment.policy, midnight, timedelta(hours=2), now=NOW)

    assert found == [meets]


def test_a_visit_that_moves_is_offered_times_for_its_own_length(treatment):
    usual = ConfirmedFactory(starts_at=VISIT - timedelta(days=3), reserved_minutes=90)

    last = starts(treatment, **availability.session_of(usual))[-1]

    assert (starts(treatment)[-1], last) == (VISIT + timedelta(hours=3), VISIT + timedelta(hours=3.5))


def test_a_visit_that_moves_may_overlap_its_own_time(treatment):
    visit = ConfirmedFactory()

    own = starts(treatment, **availability.session_of(visit))

    assert own == [VISIT + timedelta(hours=half / 2) for half in range(-6, 7)]


def test_what_counts_as_a_first_session_is_the_visit_and_not_what_was_picked(treatment):
    policy = treatment.policy
    policy.max_first_sessions = 1
    policy.save()
    ConfirmedFactory(starts_at=VISIT - timedelta(hours=3))
    treatment.refresh_from_db()
    first = ConfirmedFactory(starts_at=VISIT + timedelta(days=1))
    known = ConfirmedFactory(starts_at=VISIT + timedelta(days=2), is_first=False)

    assert starts(treatment, **availability.session_of(first)) == []
    assert starts(treatment, **availability.session_of(known)) != []


def test_every_question_about_a_visit_that_moves_gets_the_same_answer(treatment):
    visit = ConfirmedFactory(reserved_minutes=90)
    session = availability.session_of(visit)
    late = VISIT + timedelta(hours=3.5)

    assert availability.is_free(treatment, late, now=NOW, **session)
    assert not availability.is_free(treatment, late, now=NOW, leave_out=visit)
    assert availability.next_free(treatment, 1, now=NOW, from_day=MONDAY, **session)[0].ends_at == VISIT - (
        timedelta(hours=1.5)
    )
    assert late in [slot.starts_at for slot in availability.nearest(treatment, late, 1, now=NOW, **session)]
