"""A free time is kept, and becomes a visit or a request."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from booking import availability, lifecycle, outbox
from booking.lifecycle import CLIENT, NotAllowed, NotSafeYet, Screened, Taken, reserving
from booking.models import Booking, BookingEvent, Kind, Message, Status
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.booking.rows import (
    DAY,
    DUE,
    VISIT,
    again,
    fails,
    found,
    kinds,
    last_event,
    ready,
)
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.django_db

CLIENT_MESSAGES = {Kind.HELD, Kind.NEW_REQUEST, Kind.REQUEST_WAITING, Kind.REQUEST_DUE}


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


@pytest.fixture
def treatment():
    """Return the first session of a practice that is open on Mondays from nine to five."""
    WorkingHoursFactory()
    return TreatmentFactory()


class TestReserve:
    def reserve(self, treatment, starts_at=VISIT, **changes):
        arguments = {"draft_key": uuid4(), "now": NOW} | changes
        return lifecycle.reserve(treatment, starts_at, **arguments)

    def test_a_shorter_session_is_kept_where_the_usual_one_has_no_room(self, treatment):
        late = VISIT.replace(hour=15, minute=30)

        with pytest.raises(Taken):
            self.reserve(treatment, late)

        kept = self.reserve(treatment, late, length=timedelta(minutes=90))
        assert (kept.reserved_minutes, kept.blocked_until) == (90, VISIT.replace(hour=17, minute=15))

    def test_a_shorter_session_that_ran_out_is_booked_where_it_is_still_free(self, treatment):
        late = VISIT.replace(hour=15, minute=30)
        kept = self.reserve(treatment, late, length=timedelta(minutes=90))

        lifecycle.confirm_new(kept, ready(kept), now=NOW + timedelta(minutes=20))

        assert again(kept).status == Status.CONFIRMED

    def test_a_free_time_is_kept_for_fifteen_minutes(self, treatment):
        booking = self.reserve(treatment)

        kept = again(booking)
        assert (kept.status, kept.starts_at, kept.visit_on) == (Status.RESERVED, VISIT, DAY)
        assert kept.blocked_from == VISIT - timedelta(minutes=15)
        assert kept.blocked_until == VISIT + timedelta(minutes=135)
        assert kept.expires_at == NOW + timedelta(minutes=15)
        assert last_event(kept) == ("", Status.RESERVED, "client", None, NOW, "", None)

    def test_a_shorter_treatment_keeps_fewer_minutes(self, treatment):
        treatment.reserved_minutes = 90

        assert self.reserve(treatment).blocked_until == VISIT + timedelta(minutes=105)

    def test_a_taken_time_gives_the_nearest_free_ones(self, treatment):
        self.reserve(treatment)

        with pytest.raises(Taken) as refused:
            self.reserve(treatment, VISIT + timedelta(minutes=30))

        hours = [(slot.starts_at - VISIT) / timedelta(hours=1) for slot in refused.value.nearest]
        assert hours == [-3, -2.5, 2.5, 3, 165, 165.5]
        assert Booking.objects.count() == 1

    @pytest.mark.parametrize(
        "starts_at",
        [
            pytest.param(VISIT + timedelta(hours=6), id="after hours"),
            pytest.param(VISIT + timedelta(minutes=10), id="between two starts"),
            pytest.param(NOW + timedelta(hours=2), id="within the notice"),
            pytest.param(NOW - timedelta(days=7), id="in the past"),
            pytest.param(VISIT + timedelta(days=182), id="beyond the window"),
            pytest.param(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), id="at the end of all calendars"),
        ],
    )
    def test_a_time_that_is_not_shown_is_not_accepted(self, treatment, starts_at):
        with pytest.raises(Taken):
            self.reserve(treatment, starts_at)

        assert not Booking.objects.exists()

    def test_longer_notice_is_respected(self, treatment):
        with pytest.raises(Taken):
            self.reserve(treatment, notice=timedelta(days=8))

    def test_a_start_given_in_local_time_keeps_its_real_minutes(self, treatment):
        """Half past midnight of a spring night: two hours later clocks show half past three."""
        night = date(2027, 3, 28)
        HoursOverrideFactory(day=night, is_closed=False, starts=time(0), ends=time(6))
        local = datetime.combine(night, time(0, 30), tzinfo=ZoneInfo("Europe/London"))

        booking = self.reserve(treatment, local)

        assert booking.ends_at == datetime(2027, 3, 28, 2, 30, tzinfo=UTC)
        assert booking.blocked_until == datetime(2027, 3, 28, 2, 45, tzinfo=UTC)

    def test_choosing_again_lets_the_former_time_go(self, treatment):
        key = uuid4()
        first = self.reserve(treatment, draft_key=key)

        second = self.reserve(treatment, VISIT + timedelta(minutes=30), draft_key=key)

        assert again(first).status == Status.LAPSED
        assert last_event(first)[5] == "chose_again"
        assert again(second).status == Status.RESERVED
        assert list(Booking.objects.filter(draft_key=key)) == [second]

    def test_choosing_a_taken_time_keeps_the_former_one(self, treatment):
        key = uuid4()
        first = self.reserve(treatment, draft_key=key)
        self.reserve(treatment, VISIT + timedelta(hours=2, minutes=30))

        with pytest.raises(Taken):
            self.reserve(treatment, VISIT + timedelta(hours=2), draft_key=key)

        kept = again(first)
        assert (kept.status, kept.draft_key) == (Status.RESERVED, key)

    @pytest.mark.parametrize("factory", [HeldFactory, ConfirmedFactory], ids=["held", "confirmed"])
    def test_a_draft_that_is_booked_reserves_nothing_more(self, treatment, factory):
        key = uuid4()
        factory(draft_key=key)

        with pytest.raises(NotAllowed):
            self.reserve(treatment, VISIT + timedelta(days=7), draft_key=key)

    def test_whoever_takes_a_time_lapses_what_has_run_out_there(self, treatment):
        gone = HeldFactory(treatment=treatment, held_until=NOW)
        elsewhere = HeldFactory(starts_at=VISIT + timedelta(hours=5), held_until=NOW)

        self.reserve(treatment)

        assert again(gone).status == Status.LAPSED
        assert last_event(gone) == (Status.HELD, Status.LAPSED, "system", None, NOW, "ran_out", None)
        assert kinds(gone) == {Kind.LAPSED, Kind.REQUEST_LAPSED}
        assert again(elsewhere).status == Status.HELD

    def test_what_has_run_out_stays_when_the_time_is_not_taken_after_all(self, treatment, monkeypatch):
        gone = HeldFactory(treatment=treatment, held_until=NOW)
        monkeypatch.setattr(reserving, "note", fails)

        with pytest.raises(RuntimeError), transaction.atomic():
            self.reserve(treatment)

        assert again(gone).status == Status.HELD
        assert not Message.objects.exists()

    def test_a_clash_that_only_the_database_sees_is_a_taken_time(self, treatment, monkeypatch):
        self.reserve(treatment)
        monkeypatch.setattr(availability, "is_free", lambda *a, **k: True)

        with pytest.raises(Taken) as refused:
            self.reserve(treatment)

        assert len(refused.value.nearest) == 6
        assert Booking.objects.count() == 1

    def test_no_more_sessions_than_the_day_allows(self, treatment):
        treatment.policy.max_sessions = 1
        self.reserve(treatment)

        with pytest.raises(Taken):
            self.reserve(treatment, VISIT + timedelta(minutes=150))


class TestReserveByHand:
    def reserve(self, treatment, starts_at, she, now=NOW, minutes=90):
        length = timedelta(minutes=minutes)
        return lifecycle.reserve_by_hand(
            treatment, starts_at, length=length, draft_key=uuid4(), by=she, now=now
        )

    @pytest.mark.parametrize("starts_at", [NOW, NOW - timedelta(minutes=1)], ids=["begun", "past"])
    def test_not_a_time_that_has_begun(self, treatment, she, starts_at):
        with pytest.raises(NotAllowed):
            self.reserve(treatment, starts_at, she)

    def test_not_by_anybody_else(self, treatment):
        with pytest.raises(NotAllowed):
            self.reserve(treatment, VISIT, CLIENT)

    def test_the_rules_it_crosses_are_named_and_do_not_stop_her(self, treatment, she):
        booking = self.reserve(treatment, NOW + timedelta(hours=9), she)

        assert again(booking).crossed == ["notice", "closed"]

    def test_a_clash_gives_the_nearest_times(self, treatment, she):
        ConfirmedFactory(starts_at=VISIT)

        with pytest.raises(Taken) as refused:
            self.reserve(treatment, VISIT + timedelta(minutes=149), she)

        assert VISIT - timedelta(hours=2) in [slot.starts_at for slot in refused.value.nearest]

    @pytest.mark.parametrize("day", [(2027, 3, 28), (2027, 10, 31)], ids=["spring", "autumn"])
    def test_on_the_night_of_a_clock_change_it_keeps_real_minutes(self, treatment, she, day):
        midnight = datetime(*day, 0, 30, tzinfo=ZoneInfo("Europe/London"))

        booking = self.reserve(treatment, midnight, she)

        assert again(booking).ends_at - midnight.astimezone(UTC) == timedelta(minutes=90)
        assert availability.clashes(treatment.policy, midnight, timedelta(minutes=90), now=NOW) == [booking]


class TestRenew:
    def test_a_step_keeps_the_time_for_another_fifteen_minutes(self):
        booking = BookingFactory(draft_key=uuid4())
        later = NOW + timedelta(minutes=10)

        assert lifecycle.renew(booking.draft_key, now=later)
        assert again(booking).expires_at == later + timedelta(minutes=15)

    def test_there_is_nothing_to_keep_for_another_draft(self):
        booking = BookingFactory(draft_key=uuid4())

        assert not lifecycle.renew(uuid4(), now=NOW)
        assert again(booking).expires_at == booking.expires_at

    def test_a_time_that_was_let_go_is_not_kept(self):
        booking = BookingFactory(draft_key=uuid4())
        lifecycle.lapse(booking, by=CLIENT, now=NOW)

        assert not lifecycle.renew(booking.draft_key, now=NOW)

    def test_no_draft_keeps_nothing(self):
        booking = BookingFactory(draft_key=None)

        assert not lifecycle.renew(None, now=NOW + timedelta(minutes=1))
        assert again(booking).expires_at == booking.expires_at


class TestConfirmNew:
    def test_a_reservation_becomes_a_visit(self):
        booking = BookingFactory()
        screened = ready(booking)

        lifecycle.confirm_new(booking, screened, now=NOW)

        row = again(booking)
        assert (row.status, row.client, row.screening) == (
            Status.CONFIRMED,
            screened.client,
            screened.screening,
        )
        assert (row.screened_for_on, row.expires_at) == (DAY, None)
        assert last_event(row) == (Status.RESERVED, Status.CONFIRMED, "client", None, NOW, "", None)
        assert kinds(row) == {Kind.CONFIRMED, Kind.NEW_BOOKING, Kind.CHANGED}

    def test_not_with_a_finding(self):
        booking = BookingFactory()

        with pytest.raises(NotSafeYet):
            lifecycle.confirm_new(booking, ready(booking, needs_review=True), now=NOW)

        assert again(booking).status == Status.RESERVED

    def test_not_with_a_screening_for_another_day(self):
        booking = BookingFactory()

        with pytest.raises(NotSafeYet):
            lifecycle.confirm_new(booking, ready(booking, visit_on=DAY + timedelta(days=1)), now=NOW)

    def test_not_with_somebody_elses_screening(self):
        booking = BookingFactory()
        screened = Screened(ClientFactory(), ready(booking).screening, is_first=True)

        with pytest.raises(NotAllowed):
            lifecycle.confirm_new(booking, screened, now=NOW)

    def test_twice_is_refused(self):
        booking = BookingFactory()
        copy = again(booking)
        lifecycle.confirm_new(booking, ready(booking), now=NOW)

        with pytest.raises(NotAllowed):
            lifecycle.confirm_new(copy, ready(booking), now=NOW)

        assert Message.objects.count() == 3

    def test_a_reservation_that_ran_out_is_asked_again_whether_it_is_free(self, treatment):
        booking = BookingFactory(treatment=treatment)

        lifecycle.confirm_new(booking, ready(booking), now=booking.expires_at)

        assert again(booking).status == Status.CONFIRMED

    def test_a_reservation_that_ran_out_is_lost_when_the_day_was_closed(self, treatment):
        booking = BookingFactory(treatment=treatment)
        HoursOverrideFactory(day=DAY)

        with pytest.raises(Taken) as refused:
            lifecycle.confirm_new(booking, ready(booking), now=booking.expires_at)

        assert len(refused.value.nearest) == 6
        assert again(booking).status == Status.RESERVED

    def test_filling_in_may_eat_an_hour_of_the_notice_and_no_more(self, treatment):
        booking = BookingFactory(expires_at=VISIT)
        screened = ready(booking)
        latest = VISIT - timedelta(hours=23)

        with pytest.raises(Taken):
            lifecycle.confirm_new(booking, screened, now=latest + timedelta(seconds=1))
        lifecycle.confirm_new(booking, screened, now=latest)

        assert again(booking).status == Status.CONFIRMED

    def test_by_hand_a_time_that_ran_out_meets_its_neighbour_when_buffers_grew(self, treatment, she):
        booking = BookingFactory(expires_at=NOW)
        ConfirmedFactory(starts_at=booking.blocked_until + timedelta(minutes=15))
        policy = booking.treatment.policy
        policy.buffer_after = 45

        with pytest.raises(Taken):
            lifecycle.confirm_new(booking, ready(booking), now=NOW, by=she)


class TestHoldNew:
    def hold(self, booking, screening, now=NOW):
        screened = Screened(screening.client, screening, is_first=True)
        lifecycle.hold_new(booking, screened, answer_due_at=DUE, now=now)

    def test_a_reservation_becomes_a_request(self):
        booking = BookingFactory()

        self.hold(booking, found(booking, needs_clearance=True))

        row = again(booking)
        assert (row.status, row.needs_review, row.needs_clearance) == (Status.HELD, True, True)
        assert (row.held_until, row.answer_due_at) == (VISIT - timedelta(hours=24), DUE)
        assert last_event(row) == (Status.RESERVED, Status.HELD, "client", None, NOW, "", None)
        assert kinds(row) == CLIENT_MESSAGES

    def test_she_is_reminded_while_it_waits(self):
        booking = BookingFactory()

        self.hold(booking, found(booking))

        due = {message.kind: message.due_at - NOW for message in booking.messages.all()}
        assert due[Kind.NEW_REQUEST] == timedelta(0)
        assert due[Kind.REQUEST_WAITING] == timedelta(hours=24)
        assert due[Kind.REQUEST_DUE] == timedelta(hours=44)

    def test_what_is_held_for_any_reason_needs_her_review(self, she):
        booking = BookingFactory()

        self.hold(booking, found(booking, needs_review=False))

        assert again(booking).needs_review

    def test_a_time_too_near_to_be_kept_is_not_held(self, treatment):
        booking = BookingFactory(treatment=treatment, starts_at=NOW + timedelta(hours=24))

        with pytest.raises(Taken):
            self.hold(booking, found(booking))

        assert again(booking).status == Status.RESERVED

    def test_the_request_and_its_messages_are_undone_together(self, monkeypatch):
        booking = BookingFactory()
        put = outbox.put

        def fail_at_the_last(kind, **about):
            return fails() if kind == Kind.REQUEST_DUE else put(kind, **about)

        monkeypatch.setattr(outbox, "put", fail_at_the_last)
        with pytest.raises(RuntimeError):
            self.hold(booking, found(booking))

        assert again(booking).status == Status.RESERVED
        assert not Message.objects.exists()
        assert not BookingEvent.objects.exists()
