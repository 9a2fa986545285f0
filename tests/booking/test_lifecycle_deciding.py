"""What leaves a request as it is: a letter is asked for, or it is kept for later."""

from datetime import timedelta

import pytest

from booking import lifecycle
from booking.lifecycle import CLIENT, SYSTEM, NotAllowed, NotSafeYet
from booking.models import Booking, Kind, Message, Status
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
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
