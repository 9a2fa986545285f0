"""At most three visits lie ahead for one e-mail address, when they are booked online."""

from datetime import timedelta
from uuid import uuid4

import pytest

from booking import ahead, lifecycle
from booking.models import Booking, Status
from intake.models import Client
from tests.booking import flow
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    OfferedFactory,
)
from tests.booking.rows import again, ready
from tests.intake.factories import ClientFactory, GuardianshipFactory, UserFactory

pytestmark = pytest.mark.django_db
JOAN = "joan@example.com"


@pytest.fixture
def joan():
    return ClientFactory(email=JOAN)


def coming(client, number, factory=ConfirmedFactory, **more):
    """So many visits ahead, each on another day from the third of March on."""
    return [
        factory(client=client, starts_at=NOW + timedelta(days=first), **more)
        for first in range(2, 2 * number + 2, 2)
    ]


def is_full(address=JOAN, **besides):
    return ahead.is_full(address, now=NOW, **besides)


@pytest.mark.parametrize(("number", "full"), [(0, False), (2, False), (3, True), (4, True)])
def test_three_visits_ahead_are_as_many_as_can_be_booked(joan, number, full):
    coming(joan, number)

    assert is_full() == full


def test_requests_count_too(joan):
    coming(joan, 3, HeldFactory)

    assert is_full()


def test_an_address_is_the_same_in_other_letters(joan):
    coming(joan, 3)

    assert is_full("  JOAN@Example.com ")


def test_the_visits_of_others_do_not_count(joan):
    coming(joan, 2)
    ConfirmedFactory(client=ClientFactory(email="other@example.com"), starts_at=NOW + timedelta(days=20))

    assert not is_full()


def test_whoever_books_for_others_is_counted_by_their_own_address(joan):
    adult = GuardianshipFactory(adult_email=JOAN, child__email="child@example.com")
    coming(adult.child, 3, guardianship=adult)

    assert is_full()
    assert not is_full("child@example.com")


def test_what_was_booked_in_one_step_counts_once(joan):
    coming(joan, 3, together=uuid4())

    assert not is_full()


def test_what_is_over_or_was_never_booked_does_not_count(joan):
    coming(joan, 1, status=Status.CANCELLED)
    coming(joan, 1, OfferedFactory)
    HeldFactory(client=joan, starts_at=NOW + timedelta(days=9), held_until=NOW)
    ConfirmedFactory(client=joan, starts_at=NOW - timedelta(days=9))
    ConfirmedFactory(client=joan, starts_at=NOW + timedelta(days=11))
    ConfirmedFactory(client=joan, starts_at=NOW + timedelta(days=13))

    assert not is_full()


def test_nobody_without_an_address_is_counted_together():
    coming(ClientFactory(email=""), 3)

    assert not is_full("")


def test_the_count_is_one_query_however_full_the_diary_is(joan, django_assert_num_queries):
    coming(joan, 10)

    with django_assert_num_queries(1):
        is_full()


class TestBooking:
    def reservation(self, **more):
        return BookingFactory(starts_at=NOW + timedelta(days=30), **more)

    def test_a_client_books_no_fourth_visit(self, joan):
        coming(joan, 3)
        kept = self.reservation()

        with pytest.raises(lifecycle.TooMany):
            lifecycle.confirm_new(kept, ready(kept, client=joan), now=NOW)

        assert again(kept).status == Status.RESERVED

    def test_a_client_sends_no_fourth_request(self, joan):
        coming(joan, 3)
        kept = self.reservation()

        with pytest.raises(lifecycle.TooMany):
            lifecycle.hold_new(kept, ready(kept, client=joan), answer_due_at=NOW, now=NOW)

    def test_what_belongs_to_a_step_that_is_counted_already_is_booked(self, joan):
        together = uuid4()
        coming(joan, 2)
        ConfirmedFactory(client=joan, starts_at=NOW + timedelta(days=20), together=together)
        kept = self.reservation(together=together)

        lifecycle.confirm_new(kept, ready(kept, client=joan), now=NOW)

        assert again(kept).status == Status.CONFIRMED

    def test_the_practitioner_is_not_bound(self, joan):
        coming(joan, 3)
        kept, she = self.reservation(), lifecycle.practitioner(UserFactory())

        lifecycle.confirm_new(kept, ready(kept, client=joan), now=NOW, by=she)

        assert again(kept).status == Status.CONFIRMED


@pytest.mark.usefixtures("open_week")
class TestPage:
    MONDAY = NOW + timedelta(days=7)

    def test_the_fourth_is_refused_kindly_and_nothing_is_lost(self, client):
        coming(ClientFactory(email="robin@example.com"), 3)
        flow.fill_in(client, self.MONDAY)

        refused = flow.send(client)

        page = refused.content.decode()
        assert refused.status_code == 409
        assert "Online I take three coming visits for one email address." in page
        assert "07700 900" in page or "/contact/" in page
        assert "Robin Example" in client.get("/book/check/").content.decode()
        assert Booking.objects.get(status=Status.RESERVED).starts_at == self.MONDAY
        assert not Client.objects.filter(name="Robin Example").exists()

    def test_it_is_booked_once_there_is_room_again(self, client):
        first, *_others = coming(ClientFactory(email="robin@example.com"), 3)
        flow.fill_in(client, self.MONDAY)
        flow.send(client)
        lifecycle.cancel(first, by=lifecycle.CLIENT, now=NOW)

        flow.send(client)

        assert flow.booking_of(client).status == Status.CONFIRMED
