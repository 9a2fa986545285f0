"""Two families at once: each gets both of its times, or neither."""

from datetime import timedelta
from uuid import uuid4

import pytest

from booking import lifecycle, pairs
from booking.models import Booking
from tests.booking.factories import NOW
from tests.booking.races import open_every_day, together

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def treatment():
    return open_every_day()


@pytest.mark.parametrize("minutes", [0, 30, 120], ids=["the same hours", "overlapping", "one in the other"])
def test_of_two_families_one_gets_both_times_and_the_other_none(treatment, minutes):
    for n in range(ROUNDS):
        nine = NOW + timedelta(days=30 + n, hours=-3)

        results = together(
            lambda at=nine: pairs.reserve(treatment, at, draft_key=uuid4(), now=NOW),
            lambda at=nine: pairs.reserve(
                treatment, at + timedelta(minutes=minutes), draft_key=uuid4(), now=NOW
            ),
        )

        taken = Booking.objects.occupying().filter(visit_on=nine.date())
        assert taken.count() == 2
        assert sorted(type(result).__name__ for result in results) == ["Taken", "list"]


def test_a_single_slot_in_the_middle_or_both_never_part_of_a_pair(treatment):
    for n in range(ROUNDS):
        nine = NOW + timedelta(days=30 + n, hours=-3)
        middle = nine + timedelta(minutes=150)

        both, single = together(
            lambda at=nine: pairs.reserve(treatment, at, draft_key=uuid4(), now=NOW),
            lambda at=middle: lifecycle.reserve(treatment, at, draft_key=uuid4(), now=NOW),
        )

        taken = Booking.objects.occupying().filter(visit_on=nine.date()).count()
        assert taken == (2 if isinstance(both, list) else 1)
        assert isinstance(both, lifecycle.Taken) != isinstance(single, lifecycle.Taken)
