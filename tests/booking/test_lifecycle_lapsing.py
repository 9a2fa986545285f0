"""What is kept for a while ends by itself, or is given back."""

from datetime import timedelta

import pytest

from booking import lifecycle
from booking.lifecycle import CLIENT, SYSTEM, NotAllowed
from booking.models import Booking, Kind, Message, Status
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
)
from tests.booking.rows import VISIT, again, kinds, last_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


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


class TestCancel:
    @pytest.mark.parametrize("factory", [HeldFactory, ConfirmedFactory], ids=["held", "confirmed"])
    def test_a_time_is_given_back_and_stays_as_history(self, factory):
        booking = factory()
        came_from = booking.status

        lifecycle.cancel(booking, by=CLIENT, now=NOW)

        assert again(booking).status == Status.CANCELLED
        assert last_event(booking)[:5] == (came_from, Status.CANCELLED, "client", None, NOW)
        assert kinds(booking) == {Kind.CANCELLED, Kind.GIVEN_BACK}

    def test_twice_is_refused(self):
        booking = ConfirmedFactory()
        copy = again(booking)
        lifecycle.cancel(booking, by=CLIENT, now=NOW)

        for seen in (booking, copy):
            with pytest.raises(NotAllowed):
                lifecycle.cancel(seen, by=CLIENT, now=NOW)

        assert kinds(booking) == {Kind.CANCELLED, Kind.GIVEN_BACK}
        assert booking.events.count() == 1

    def test_a_reservation_of_nobody_yet_lapses(self, she):
        booking = BookingFactory()

        lifecycle.cancel(booking, by=she, now=NOW)

        assert again(booking).status == Status.LAPSED
        assert not Message.objects.exists()


def test_a_visit_is_completed_once_it_has_begun(admin_user):
    visit = ConfirmedFactory()
    her = lifecycle.practitioner(admin_user)

    with pytest.raises(NotAllowed):
        lifecycle.complete(visit, minutes=90, by=her, now=visit.starts_at - timedelta(minutes=1))
    lifecycle.complete(visit, minutes=90, by=her, now=visit.starts_at + timedelta(hours=2))

    assert Booking.objects.get().status == Status.COMPLETED
