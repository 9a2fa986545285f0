"""Free times are offered to those who wait, one time to one person."""

from datetime import UTC, datetime, time, timedelta

import pytest

from booking import lifecycle, offers
from booking.models import Booking, Status, WaitlistEntry
from intake import agreement, records
from tests.booking.factories import (
    NOW,
    WaitlistEntryFactory,
    WorkingHoursFactory,
)
from tests.booking.rows import again
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, ScreeningFactory

pytestmark = pytest.mark.django_db

# Mondays from nine to eleven: one session fits, and nothing else.
MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)
Ended = WaitlistEntry.Ended


@pytest.fixture(autouse=True)
def hours():
    WorkingHoursFactory(weekday=0, starts=time(9), ends=time(11))


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


def agree(client):
    agreed = agreement.current("self")
    return records.give_consent(
        client=client, agreement=agreed, given_by=client.name, relation="self", now=NOW
    )


def waiting(n=0, answers=PLAIN_ANSWERS, **changes):
    """Return the n-th who waits for the one Monday, with all on file that a visit takes."""
    client = ClientFactory()
    agree(client)
    screening = ScreeningFactory(client=client, answers=answers)
    entry = {
        "client": client,
        "screening": screening,
        "from_on": MONDAY.date(),
        "until_on": MONDAY.date(),
        "created_at": NOW + timedelta(minutes=n - 60),
    }
    return WaitlistEntryFactory(**entry | changes)


def offered() -> list:
    """Return who is offered what, and until when."""
    rows = Booking.objects.filter(status=Status.OFFERED).order_by("starts_at")
    return [(row.entry, row.starts_at, row.expires_at) for row in rows]


def test_a_free_time_is_kept_for_whoever_has_waited_longest():
    first, _second = waiting(1), waiting(2)

    assert offers.sweep(now=NOW) == 1

    assert offered() == [(first, MONDAY, datetime(2027, 3, 2, 11, tzinfo=UTC))]


def test_a_refused_time_is_offered_to_the_next_in_the_same_step():
    _first, second = waiting(1), waiting(2)
    offers.sweep(now=NOW)
    offer = Booking.objects.get(status=Status.OFFERED)

    offers.refuse(offer, now=NOW)

    assert offered() == [(second, MONDAY, datetime(2027, 3, 2, 11, tzinfo=UTC))]
    assert again(offer).status == Status.LAPSED
    assert offers.sweep(now=NOW) == 0
