"""What she answers to a request: yes, no, a later date, a letter first; or she keeps it for later."""

from datetime import date, timedelta

import pytest

from booking import lifecycle, outbox
from booking.lifecycle import CLIENT, SYSTEM, NotAllowed, NotSafeYet
from booking.models import Booking, Kind, Message, Status
from intake.findings import Finding, Outcome
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    HeldFactory,
)
from tests.booking.rows import DAY, VISIT, again, fails, found, held_for_a_letter, kinds, last_event
from tests.intake.factories import ClearanceFactory, ScreeningFactory, WordsFactory

pytestmark = pytest.mark.django_db
LEAVE = {"letter_asked": lifecycle.ask_for_letter, "kept": lifecycle.keep_for_later}


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


@pytest.mark.parametrize("why", LEAVE)
class TestEachLeavesItHeld:
    def test_its_deadlines_stay_and_the_step_is_noted(self, why, she):
        held, words = HeldFactory(), WordsFactory()
        before = Booking.objects.values().get()

        LEAVE[why](held, by=she, now=NOW, words=words)

        event = held.events.get()
        assert Booking.objects.values().get() == before
        assert (event.from_status, event.to_status, event.by, event.why, event.words) == (
            Status.HELD,
            Status.HELD,
            she.user,
            why,
            words,
        )

    @pytest.mark.parametrize("somebody", [CLIENT, SYSTEM], ids=["client", "system"])
    def test_nobody_else_does_it(self, why, somebody):
        held = HeldFactory()

        with pytest.raises(NotAllowed):
            LEAVE[why](held, by=somebody, now=NOW)

        assert not held.events.exists()

    def test_not_when_its_time_has_run_out(self, why, she):
        held = HeldFactory()

        with pytest.raises(NotAllowed):
            LEAVE[why](held, by=she, now=held.held_until)

    @pytest.mark.parametrize("status", [Status.DECLINED, Status.CANCELLED, Status.LAPSED])
    def test_only_of_a_request(self, why, she, status):
        ended = HeldFactory(status=status, decided_by=she.user)

        with pytest.raises(NotAllowed):
            LEAVE[why](ended, by=she, now=NOW)

    def test_not_of_a_visit(self, why, she):
        with pytest.raises(NotAllowed):
            LEAVE[why](ConfirmedFactory(), by=she, now=NOW)


def test_asking_for_a_letter_writes_to_the_client_once(she):
    held = HeldFactory()

    for _time in range(2):
        lifecycle.ask_for_letter(held, by=she, now=NOW)

    assert [message.kind for message in Message.objects.all()] == [Kind.LETTER]


def test_keeping_it_for_later_sends_nothing(she):
    lifecycle.keep_for_later(HeldFactory(), by=she, now=NOW)

    assert not Message.objects.exists()


def test_a_request_that_was_kept_can_still_be_answered(she):
    held = HeldFactory()
    lifecycle.keep_for_later(held, by=she, now=NOW)

    lifecycle.approve(held, by=she, now=NOW + timedelta(hours=1))

    assert Booking.objects.get().status == Status.CONFIRMED


@pytest.mark.parametrize(
    "letter",
    [{}, {"valid_until": NOW.date()}, {"ended_at": NOW}],
    ids=["none", "over before the visit", "ended"],
)
def test_asking_for_a_letter_opens_nothing_by_itself(she, letter):
    held = HeldFactory(needs_clearance=True)
    Booking.objects.update(
        screening=ScreeningFactory(
            client=held.client, visit_on=held.visit_on, needs_review=True, needs_clearance=True
        )
    )
    held = Booking.objects.get()
    if letter:
        ClearanceFactory(client=held.client, **letter)

    lifecycle.ask_for_letter(held, by=she, now=NOW)

    with pytest.raises(NotSafeYet):
        lifecycle.approve(held, by=she, now=NOW)


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
        assert kinds(row) == {Kind.CONFIRMED, Kind.CHANGED}

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

        assert (Message.objects.count(), booking.events.count()) == (2, 1)

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
