"""Every move of a booking: allowed or refused, by whom, noted how, and what is written with it."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from booking import availability, lifecycle, moves, outbox
from booking.lifecycle import CLIENT, SYSTEM, NotAllowed, NotSafeYet, Screened, Taken, reserving
from booking.models import Booking, BookingEvent, Kind, Message, Status
from intake.findings import Finding, Outcome
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import ClearanceFactory, ClientFactory, ScreeningFactory, WordsFactory

pytestmark = pytest.mark.django_db

VISIT = NOW + timedelta(days=7)
DAY = VISIT.date()
DUE = NOW + timedelta(days=2)
CLIENT_MESSAGES = {Kind.HELD, Kind.NEW_REQUEST, Kind.REQUEST_WAITING, Kind.REQUEST_DUE}

ALLOWED = {
    ("reserved", "confirmed"),
    ("reserved", "held"),
    ("reserved", "lapsed"),
    ("reserved", "cancelled"),
    ("offered", "confirmed"),
    ("offered", "held"),
    ("offered", "lapsed"),
    ("offered", "cancelled"),
    ("held", "confirmed"),
    ("held", "declined"),
    ("held", "lapsed"),
    ("held", "cancelled"),
    ("confirmed", "completed"),
    ("confirmed", "not_treated"),
    ("confirmed", "no_show"),
    ("confirmed", "held"),
    ("confirmed", "cancelled"),
}


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


@pytest.fixture
def treatment():
    """Return the first session of a practice that is open on Mondays from nine to five."""
    WorkingHoursFactory()
    return TreatmentFactory()


def again(booking):
    """Return a second copy of the row, as another request has it."""
    return Booking.objects.get(pk=booking.pk)


def kinds(booking):
    return {message.kind for message in booking.messages.filter(version=booking.version)}


def last_event(booking):
    event = booking.events.last()
    return event.from_status, event.to_status, event.actor, event.by, event.at, event.why, event.words


def ready(booking, **changes):
    """Return a screening for the booking's day in which nothing was found."""
    screening = ScreeningFactory(**{"visit_on": booking.visit_on} | changes)
    return Screened(screening.client, screening, is_first=True)


def found(booking, **changes):
    """Return a screening for the booking's client and day that a person has to read."""
    who = {"client": booking.client} if booking.client else {}
    return ScreeningFactory(**who | {"visit_on": booking.visit_on, "needs_review": True} | changes)


def held_for_a_letter(**changes):
    booking = HeldFactory(needs_clearance=True, **changes)
    screening = found(booking, needs_clearance=True)
    Booking.objects.filter(pk=booking.pk).update(screening=screening)
    return again(booking)


class TestTheTable:
    @pytest.mark.parametrize("to", Status.values)
    @pytest.mark.parametrize("came_from", Status.values)
    def test_only_the_moves_of_the_table_are_made(self, came_from, to, admin_user, she):
        booking = ConfirmedFactory(
            status=came_from,
            expires_at=NOW,
            held_until=NOW,
            answer_due_at=NOW,
            decided_by=admin_user,
        )

        if (came_from, to) in ALLOWED:
            moves.move(booking, Status(to), by=she, at=NOW)
            assert again(booking).status == to
        else:
            with pytest.raises(NotAllowed):
                moves.move(booking, Status(to), by=she, at=NOW)
            assert again(booking).status == came_from
            assert not booking.events.exists()

    @pytest.mark.parametrize("field", ["status", "version"])
    def test_a_copy_that_is_out_of_date_changes_nothing(self, field, she):
        booking = HeldFactory()
        newer = {"status": Status.CANCELLED, "version": 2}[field]
        Booking.objects.filter(pk=booking.pk).update(**{field: newer})

        with pytest.raises(NotAllowed):
            lifecycle.approve(booking, by=she, now=NOW)

        assert again(booking).status != Status.CONFIRMED
        assert not Message.objects.exists()


class TestReserve:
    def reserve(self, treatment, starts_at=VISIT, **changes):
        arguments = {"draft_key": uuid4(), "now": NOW} | changes
        return lifecycle.reserve(treatment, starts_at, **arguments)

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
        assert kinds(row) == {Kind.CONFIRMED, Kind.NEW_BOOKING}

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

        assert Message.objects.count() == 2

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


class TestHoldAgain:
    def hold_again(self, booking, screening, by=CLIENT, now=NOW, due=DUE):
        lifecycle.hold_again(booking, screening, answer_due_at=due, by=by, now=now)

    def test_a_visit_whose_answers_changed_is_kept_until_it_starts(self):
        booking = ConfirmedFactory()

        self.hold_again(booking, found(booking))

        row = again(booking)
        assert (row.status, row.version, row.held_until) == (Status.HELD, 2, VISIT)
        assert last_event(row)[:2] == (Status.CONFIRMED, Status.HELD)
        assert last_event(row)[5] == "answers_changed"
        assert kinds(row) == CLIENT_MESSAGES

    def test_an_answer_is_due_before_the_visit_starts(self):
        booking = ConfirmedFactory()

        self.hold_again(booking, found(booking), due=VISIT + timedelta(days=1))

        assert again(booking).answer_due_at == VISIT

    def test_her_former_yes_does_not_count_for_the_new_answers(self, she):
        booking = HeldFactory()
        lifecycle.approve(booking, by=she, now=NOW)

        self.hold_again(booking, found(booking))

        row = again(booking)
        assert (row.approved_version, row.decided_by, row.clearance) == (None, None, None)

    def test_an_approval_of_the_former_version_is_refused(self, she):
        booking = HeldFactory()
        opened_before = again(booking)
        lifecycle.approve(booking, by=she, now=NOW)
        self.hold_again(booking, found(booking))

        with pytest.raises(NotAllowed):
            lifecycle.approve(opened_before, by=she, now=NOW)

        assert again(booking).status == Status.HELD

    def test_also_a_ready_screening_needs_a_person_now(self):
        booking = ConfirmedFactory()

        self.hold_again(booking, found(booking, needs_review=False))

        assert again(booking).needs_review

    def test_not_with_somebody_elses_screening(self):
        booking = ConfirmedFactory()

        with pytest.raises(NotAllowed):
            self.hold_again(booking, ScreeningFactory(visit_on=DAY, needs_review=True))

    def test_not_when_the_visit_has_started(self):
        booking = ConfirmedFactory()

        with pytest.raises(NotAllowed):
            self.hold_again(booking, found(booking), now=VISIT)


class TestAdoptScreening:
    def adopt(self, booking, screening, by=CLIENT):
        lifecycle.adopt_screening(booking, screening, by=by, now=NOW)

    def test_newer_answers_keep_it_held(self):
        booking = HeldFactory()
        newer = found(booking, needs_review=False)

        self.adopt(booking, newer)

        row = again(booking)
        assert (row.status, row.screening, row.needs_review) == (Status.HELD, newer, True)
        assert last_event(row)[:2] == (Status.HELD, Status.HELD)

    def test_a_yes_to_the_answers_she_read_before_is_refused(self, she):
        booking = HeldFactory()
        opened_before = again(booking)
        self.adopt(booking, found(booking))

        with pytest.raises(NotAllowed):
            lifecycle.approve(opened_before, by=she, now=NOW)

        assert again(booking).status == Status.HELD

    def test_messages_that_wait_to_be_sent_go_with_it(self):
        booking = BookingFactory()
        TestHoldNew().hold(booking, found(booking))
        before = {message.kind: message.due_at for message in booking.messages.all()}

        self.adopt(booking, found(booking))

        after = {message.kind: message.due_at for message in booking.messages.filter(version=2)}
        assert after == before
        assert booking.messages.count() == 4

    def test_she_is_told_of_new_answers_and_not_of_her_own(self, she):
        told, own = HeldFactory(), HeldFactory(starts_at=VISIT + timedelta(days=1))

        self.adopt(told, found(told))
        self.adopt(own, found(own), by=she)

        assert kinds(told) == {Kind.NEW_REQUEST}
        assert kinds(own) == set()

    def test_not_somebody_elses_screening(self):
        with pytest.raises(NotAllowed):
            self.adopt(HeldFactory(), ScreeningFactory(needs_review=True))

    def test_only_what_is_held(self):
        booking = ConfirmedFactory()

        with pytest.raises(NotAllowed):
            self.adopt(booking, found(booking))


class TestApprove:
    def test_her_yes_confirms_this_version(self, she):
        booking = HeldFactory()
        words = WordsFactory()

        lifecycle.approve(booking, by=she, now=NOW, words=words)

        row = again(booking)
        assert (row.status, row.approved_version, row.decided_by) == (Status.CONFIRMED, 1, she.user)
        assert row.decided_at == NOW
        assert last_event(row) == (
            Status.HELD,
            Status.CONFIRMED,
            "practitioner",
            she.user,
            NOW,
            "approved",
            words,
        )
        assert kinds(row) == {Kind.CONFIRMED}

    @pytest.mark.parametrize("somebody", [CLIENT, SYSTEM], ids=["client", "system"])
    def test_nobody_else_confirms_what_is_held(self, somebody):
        booking = HeldFactory(needs_review=False)

        with pytest.raises(NotAllowed):
            lifecycle.approve(booking, by=somebody, now=NOW)

        assert again(booking).status == Status.HELD

    def test_twice_is_refused(self, she):
        booking = HeldFactory()
        copy = again(booking)
        lifecycle.approve(booking, by=she, now=NOW)

        with pytest.raises(NotAllowed):
            lifecycle.approve(copy, by=she, now=NOW)

        assert Message.objects.count() == booking.events.count() == 1

    def test_not_after_it_was_let_go_by_the_clock(self, she):
        booking = HeldFactory()

        with pytest.raises(NotAllowed):
            lifecycle.approve(booking, by=she, now=booking.held_until)

    def test_not_when_the_visit_has_started(self, she):
        booking = HeldFactory(held_until=VISIT + timedelta(hours=1))

        with pytest.raises(NotAllowed):
            lifecycle.approve(booking, by=she, now=VISIT)

    def test_not_when_it_was_screened_for_another_day(self, she):
        booking = HeldFactory(screened_for_on=DAY + timedelta(days=1))

        with pytest.raises(NotSafeYet):
            lifecycle.approve(booking, by=she, now=NOW)

    def test_not_on_answers_that_newer_ones_supersede(self, she):
        booking = HeldFactory()
        found(booking, supersedes=booking.screening)

        with pytest.raises(NotSafeYet):
            lifecycle.approve(booking, by=she, now=NOW)

    @pytest.mark.parametrize(
        "letter",
        [
            pytest.param(None, id="none"),
            pytest.param({"valid_until": DAY - timedelta(days=1)}, id="ended before the visit"),
            pytest.param({"valid_from": DAY + timedelta(days=1)}, id="begins after the visit"),
            pytest.param({"ended_at": NOW}, id="taken back"),
        ],
    )
    def test_not_without_a_clearance_for_the_day(self, she, letter):
        booking = held_for_a_letter()
        if letter is not None:
            ClearanceFactory(client=booking.client, **letter)

        with pytest.raises(NotSafeYet):
            lifecycle.approve(booking, by=she, now=NOW)

        assert again(booking).status == Status.HELD

    def test_not_with_somebody_elses_clearance(self, she):
        booking = held_for_a_letter()
        ClearanceFactory()

        with pytest.raises(NotSafeYet):
            lifecycle.approve(booking, by=she, now=NOW)

    def test_a_clearance_for_the_day_lets_her_confirm(self, she):
        booking = held_for_a_letter()
        clearance = ClearanceFactory(client=booking.client, valid_from=DAY, valid_until=DAY)

        lifecycle.approve(booking, by=she, now=NOW)

        row = again(booking)
        assert (row.status, row.clearance) == (Status.CONFIRMED, clearance)

    def test_a_clearance_does_not_settle_an_answer_of_not_sure(self, she):
        booking = held_for_a_letter()
        finding = Finding("oncology_unsure", "cancer", Outcome.TALK).to_json()
        unsure = found(booking, needs_clearance=True, supersedes=booking.screening, findings=[finding])
        lifecycle.adopt_screening(booking, unsure, by=CLIENT, now=NOW)
        ClearanceFactory(client=booking.client)

        with pytest.raises(NotSafeYet):
            lifecycle.approve(booking, by=she, now=NOW)

    def test_the_decision_and_its_message_are_undone_together(self, she, monkeypatch):
        booking = HeldFactory()
        monkeypatch.setattr(outbox, "put", fails)

        with pytest.raises(RuntimeError):
            lifecycle.approve(booking, by=she, now=NOW)

        row = again(booking)
        assert (row.status, row.approved_version) == (Status.HELD, None)
        assert not row.events.exists()


class TestDecline:
    def test_her_no_gives_the_time_back_and_keeps_the_reason(self, she):
        booking = HeldFactory()
        words = WordsFactory()

        lifecycle.decline(booking, by=she, now=NOW, words=words)

        row = again(booking)
        assert (row.status, row.decided_by) == (Status.DECLINED, she.user)
        assert last_event(row)[2:] == ("practitioner", she.user, NOW, "declined", words)
        assert kinds(row) == {Kind.DECLINED}

    def test_not_without_words(self, she):
        booking = HeldFactory()

        with pytest.raises(ValueError, match="reason"):
            lifecycle.decline(booking, by=she, now=NOW, words=None)

        assert again(booking).status == Status.HELD

    @pytest.mark.parametrize("somebody", [CLIENT, SYSTEM], ids=["client", "system"])
    def test_nobody_else_declines(self, somebody):
        with pytest.raises(NotAllowed):
            lifecycle.decline(HeldFactory(), by=somebody, now=NOW, words=WordsFactory())

    def test_not_what_was_approved_meanwhile(self, she):
        booking = HeldFactory()
        copy = again(booking)
        lifecycle.approve(booking, by=she, now=NOW)

        with pytest.raises(NotAllowed):
            lifecycle.decline(copy, by=she, now=NOW, words=WordsFactory())

    def test_a_later_date_is_noted_on_the_client(self, she):
        booking = HeldFactory()
        later = date(2027, 5, 1)

        lifecycle.offer_later(booking, by=she, now=NOW, from_on=later)

        row = again(booking)
        assert (row.status, row.client.not_before_on) == (Status.DECLINED, later)
        assert last_event(row)[5] == "later_date"
        assert kinds(row) == {Kind.LATER}

    def test_a_later_date_that_comes_too_late_notes_nothing(self, she):
        booking = HeldFactory()
        copy = again(booking)
        lifecycle.cancel(booking, by=CLIENT, now=NOW)

        with pytest.raises(NotAllowed):
            lifecycle.offer_later(copy, by=she, now=NOW, from_on=date(2027, 5, 1))

        assert again(booking).client.not_before_on is None


class TestCancel:
    @pytest.mark.parametrize("factory", [HeldFactory, ConfirmedFactory], ids=["held", "confirmed"])
    def test_a_time_is_given_back_and_stays_as_history(self, factory):
        booking = factory()
        came_from = booking.status

        lifecycle.cancel(booking, by=CLIENT, now=NOW)

        assert again(booking).status == Status.CANCELLED
        assert last_event(booking)[:5] == (came_from, Status.CANCELLED, "client", None, NOW)
        assert kinds(booking) == {Kind.CANCELLED}

    def test_twice_is_refused(self):
        booking = ConfirmedFactory()
        copy = again(booking)
        lifecycle.cancel(booking, by=CLIENT, now=NOW)

        for seen in (booking, copy):
            with pytest.raises(NotAllowed):
                lifecycle.cancel(seen, by=CLIENT, now=NOW)

        assert Message.objects.count() == booking.events.count() == 1

    def test_a_reservation_of_nobody_yet_lapses(self, she):
        booking = BookingFactory()

        lifecycle.cancel(booking, by=she, now=NOW)

        assert again(booking).status == Status.LAPSED
        assert not Message.objects.exists()


class TestLapse:
    @pytest.mark.parametrize("somebody", [CLIENT, SYSTEM], ids=["client", "system"])
    def test_a_request_does_not_lapse_before_its_time(self, somebody):
        booking = HeldFactory()

        with pytest.raises(NotAllowed):
            lifecycle.lapse(booking, by=somebody, now=booking.held_until - timedelta(microseconds=1))

    def test_a_request_lapses_at_its_time_and_both_are_told(self):
        booking = HeldFactory()

        lifecycle.lapse(booking, now=booking.held_until)

        assert again(booking).status == Status.LAPSED
        assert kinds(booking) == {Kind.LAPSED, Kind.REQUEST_LAPSED}

    def test_a_reservation_is_given_back_by_its_owner_at_any_time(self):
        booking = BookingFactory()

        lifecycle.lapse(booking, by=CLIENT, now=NOW, why="chose_again")

        assert again(booking).status == Status.LAPSED
        assert not Message.objects.exists()

    def test_a_reservation_does_not_lapse_by_itself_before_its_time(self):
        booking = BookingFactory()

        with pytest.raises(NotAllowed):
            lifecycle.lapse(booking, now=NOW)

    def test_all_that_has_run_out_lapses_and_nothing_else(self):
        gone = [
            BookingFactory(expires_at=NOW),
            HeldFactory(starts_at=VISIT + timedelta(days=1), held_until=NOW),
        ]
        HeldFactory(starts_at=VISIT + timedelta(days=2))
        BookingFactory(starts_at=VISIT + timedelta(days=3))
        ConfirmedFactory(starts_at=VISIT + timedelta(days=4))

        assert lifecycle.lapse_run_out(now=NOW) == 2
        assert lifecycle.lapse_run_out(now=NOW) == 0
        assert set(Booking.objects.filter(status=Status.LAPSED)) == set(gone)

    def test_a_confirmed_visit_never_lapses(self):
        with pytest.raises(NotAllowed):
            lifecycle.lapse(ConfirmedFactory(), now=VISIT + timedelta(days=9))


def test_an_answer_is_due_on_the_second_open_day():
    for weekday in (0, 1):
        WorkingHoursFactory(weekday=weekday)
    HoursOverrideFactory(day=date(2027, 3, 8))
    booking = BookingFactory(starts_at=NOW + timedelta(days=14))

    due_at = lifecycle.answer_due(booking, NOW)

    assert due_at == datetime(2027, 3, 9, 18, tzinfo=UTC)


def test_an_answer_about_a_visit_within_a_day_is_due_before_it_starts():
    booking = ConfirmedFactory(starts_at=NOW + timedelta(hours=20))

    assert lifecycle.answer_due(booking, NOW) == booking.starts_at


def fails(*args, **kwargs):
    raise RuntimeError("This step fails.")


def test_a_visit_is_completed_once_it_has_begun(admin_user):
    visit = ConfirmedFactory()
    her = lifecycle.practitioner(admin_user)

    with pytest.raises(NotAllowed):
        lifecycle.complete(visit, minutes=90, by=her, now=visit.starts_at - timedelta(minutes=1))
    lifecycle.complete(visit, minutes=90, by=her, now=visit.starts_at + timedelta(hours=2))

    assert Booking.objects.get().status == Status.COMPLETED


def test_that_a_letter_is_needed_is_taken_back_by_the_practitioner_alone(admin_user):
    held = HeldFactory(needs_clearance=True, screening__needs_clearance=True)
    ready = ScreeningFactory(client=held.client, visit_on=held.visit_on)

    with pytest.raises(NotAllowed):
        lifecycle.adopt_screening(held, ready, by=CLIENT, now=NOW)
    lifecycle.adopt_screening(held, ready, by=lifecycle.practitioner(admin_user), now=NOW)

    assert Booking.objects.get().needs_clearance is False
