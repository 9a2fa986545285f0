from datetime import timedelta

import pytest

from booking import visits
from booking.models import Booking, Status
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory, TreatmentFactory
from tests.intake.factories import ClientFactory, ScreeningFactory

pytestmark = pytest.mark.django_db


def visit(client, day, status=Status.CONFIRMED):
    return ConfirmedFactory(client=client, starts_at=NOW + timedelta(days=day), status=status)


def test_the_first_visit_is_number_one():
    first = visit(ClientFactory(), 1)

    assert visits.numbers([first]) == {first.pk: 1}


def test_sessions_given_and_visits_to_come_before_it_count():
    client = ClientFactory()
    visit(client, -14, Status.COMPLETED)
    visit(client, -7, Status.COMPLETED)
    coming = visit(client, 1)
    HeldFactory(client=client, starts_at=NOW + timedelta(days=4))
    last = visit(client, 8)
    visit(client, 15)

    assert visits.numbers([coming, last]) == {coming.pk: 3, last.pk: 5}


@pytest.mark.parametrize(
    "status", [Status.NO_SHOW, Status.NOT_TREATED, Status.CANCELLED, Status.LAPSED], ids=str
)
def test_what_did_not_take_place_does_not_count(status):
    client = ClientFactory()
    visit(client, -7, status)
    coming = visit(client, 1)

    assert visits.numbers([coming]) == {coming.pk: 1}


def test_somebody_elses_visits_do_not_count():
    visit(ClientFactory(), -7, Status.COMPLETED)
    coming = visit(ClientFactory(), 1)

    assert visits.numbers([coming]) == {coming.pk: 1}


def test_a_time_that_is_only_being_booked_has_no_number():
    assert visits.numbers([BookingFactory()]) == {}


@pytest.mark.parametrize("count", [1, 10, 5000])
def test_the_numbers_of_many_take_one_query(count, django_assert_num_queries):
    screening = ScreeningFactory()
    shared = {"treatment": TreatmentFactory(), "client": screening.client, "screening": screening}
    bookings = Booking.objects.bulk_create(
        ConfirmedFactory.build(**shared, starts_at=NOW - timedelta(hours=3 * n), status=Status.COMPLETED)
        for n in range(count)
    )

    with django_assert_num_queries(1):
        numbers = visits.numbers(bookings)

    assert numbers[bookings[0].pk] == count
