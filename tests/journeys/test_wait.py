"""Somebody for whom no time will do goes on the list, is offered one that becomes free, and takes it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from booking import availability, lifecycle
from booking.models import Booking, Status, Treatment, WaitlistEntry
from tests.booking.factories import BookingFactory
from tests.conftest import NOON
from tests.journeys.practice import deliver
from tests.journeys.visitor import Visitor


def fill_the_diary():
    """Leave nothing free in the next weeks; return one of the times that are kept."""
    first = availability.day_of(NOON)
    treatment = Treatment.objects.get(slug="first-session")
    made = []
    for n in range(50):
        for slot in availability.free_slots(treatment, first + timedelta(days=n), 1, now=NOON):
            if all(slot.starts_at >= one.blocked_until + timedelta(minutes=15) for one in made):
                made.append(
                    BookingFactory(
                        treatment=treatment, starts_at=slot.starts_at, expires_at=NOON + timedelta(days=9)
                    )
                )
    return next(one for one in made if one.starts_at > NOON + timedelta(days=8))


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_time_that_becomes_free_is_offered_and_taken_in_two_presses(
    request, practice, texts, address, is_sound, kind
):
    visitor = Visitor(request.getfixturevalue(kind), address)
    kept = fill_the_diary()
    visitor.opens("/book/")
    visitor.chooses()
    visitor.agrees()
    visitor.answers()
    visitor.presses("Tell me when another time becomes free")
    is_sound(visitor.page)
    visitor.presses("Continue")
    visitor.says_who_they_are()
    is_sound(visitor.page)
    visitor.presses("Put me on the list")
    is_sound(visitor.page)
    deliver()

    lifecycle.lapse(kept, by=lifecycle.CLIENT, now=timezone.now())
    letter = deliver()["robin@example.com"]
    visitor.clicks = 0
    visitor.opens(re.search(r"https?://[^/]+(/booking/offer/\S+/)", letter.body).group(1))
    is_sound(visitor.page)
    visitor.presses("Yes, I take it")
    is_sound(visitor.page)

    offer = Booking.objects.get(entry__isnull=False)
    assert visitor.heading == "The time is yours"
    assert visitor.clicks + 1 <= 3
    assert (offer.status, offer.starts_at) == (Status.CONFIRMED, kept.starts_at)
    assert WaitlistEntry.objects.get().ended_why == "booked"
