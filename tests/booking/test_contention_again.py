"""Coming again while something else happens: one wins, the other is told so, and three ahead stay three."""

from datetime import timedelta
from uuid import uuid4

import pytest

from booking import again, lifecycle, merging, request
from booking.models import Booking, Status
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    FollowUpFactory,
)
from tests.booking.races import open_every_day, rounds, together
from tests.booking.test_contention_desk import been, draft_of
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture(autouse=True)
def treatment():
    FollowUpFactory()
    return open_every_day()


@pytest.fixture
def days():
    return rounds(ROUNDS)


def booking(visit, at, key=None):
    key = key or uuid4()
    return lambda: again.book(visit, at, key=key, now=NOW)


def test_pressing_four_times_at_once_books_once(days):
    for noon in days:
        visit, key = been(ClientFactory(), noon), uuid4()

        results = together(*[booking(visit, noon, key)] * 4)

        row = Booking.objects.get(visit_on=noon.date())
        assert ([result.pk for result in results], row.status) == ([row.pk] * 4, Status.CONFIRMED)


def test_of_two_who_come_again_at_one_time_one_does(days):
    for noon in days:
        visits = [been(ClientFactory(), noon - timedelta(hours=3 * n)) for n in range(2)]

        results = together(*(booking(visit, noon) for visit in visits))

        assert sorted(type(result).__name__ for result in results) == ["Booking", "Taken"]


def test_the_third_and_the_fourth_at_once_leave_three(days):
    """Whichever way they come: by the link of a mail, and by the pages of booking."""
    for n, noon in enumerate(days):
        joan = ClientFactory(email=f"joan{n}@example.com")
        visit = been(joan, noon)
        for hours in (3, 6):
            ConfirmedFactory(client=joan, starts_at=noon + timedelta(days=100, hours=hours))
        draft = draft_of(joan, noon + timedelta(days=50))

        results = together(booking(visit, noon), lambda draft=draft: request.place(draft, now=NOW))

        assert sorted(type(result).__name__ for result in results) == ["Booking", "TooMany"]
        assert joan.bookings.filter(status=Status.CONFIRMED, starts_at__gt=NOW).count() == 3


def test_who_is_merged_at_that_moment_comes_as_who_they_are(days):
    she = lifecycle.practitioner(UserFactory())
    for noon in days:
        kept, other = ClientFactory(), ClientFactory()
        visit = been(other, noon)

        merged, booked = together(
            lambda kept=kept, other=other: merging.merge(kept, other, by=she, now=NOW), booking(visit, noon)
        )

        row = Booking.objects.get(visit_on=noon.date())
        assert (merged, booked.pk, row.client, row.screening.client) == (0, row.pk, kept, kept)
