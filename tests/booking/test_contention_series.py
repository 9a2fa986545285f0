"""Several presses, and several clients, at once: a series is booked once, and as a whole or not at all."""

from dataclasses import replace
from functools import partial
from threading import Event
from uuid import uuid4

import pytest
from django.db import transaction

from booking import lifecycle, on_file, outbox, pausing, series
from booking.lifecycle import CLIENT
from booking.lock import take_diary
from booking.models import Booking, Message, Series, Status
from booking.planning import Wish
from booking.series import Asked
from content.models import Practice
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    FollowUpFactory,
    HeldFactory,
    SeriesFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.booking.races import together
from tests.booking.test_next_visit import been
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 10


@pytest.fixture(autouse=True)
def _practice():
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday)


def wanting(client, asked=Asked(3, Wish(weekday=1))):  # noqa: B008  frozen
    """Return how this client books what is proposed now; all presses are of one page."""
    kept = series.propose(on_file.of(client, now=NOW), asked).starts
    read = partial(series.of_client, client, now=NOW)
    return partial(series.book, read, replace(asked, kept=kept), key=uuid4(), by=CLIENT, now=NOW)


def ahead():
    return Booking.objects.filter(starts_at__gt=NOW, status=Status.CONFIRMED)


def test_ten_presses_at_once_book_one_series():
    client = ClientFactory()
    been(client)
    book = wanting(client)

    results = together(*[book] * PRESSES)

    assert all(result == results[0] for result in results)
    assert (ahead().count(), Series.objects.count()) == (3, 1)


def test_of_two_who_want_the_same_dates_one_gets_all_and_the_other_none():
    people = [ClientFactory(), ClientFactory()]
    been(people[0], days=2)
    been(people[1], days=3)
    books = [wanting(client) for client in people]

    results = together(*books)

    lost = [result for result in results if isinstance(result, Exception)]
    assert [type(result) for result in lost] == [series.Changed]
    assert ahead().count() == 3
    assert ahead().values("client").distinct().count() == 1


def test_two_pauses_at_once_give_back_once():
    client = ClientFactory()
    been(client)
    wanting(client)()
    row, by = Series.objects.get(), lifecycle.practitioner(UserFactory())
    seen = pausing.seen_of(row, pausing.coming(row, now=NOW))

    results = together(*[partial(pausing.pause, row.pk, seen=seen, by=by, now=NOW)] * 2)

    assert [type(result) for result in results if isinstance(result, Exception)] == [pausing.Changed]
    assert not ahead().exists()


def test_a_group_that_two_answer_at_once_has_one_answer():
    key, client, by = uuid4(), ClientFactory(), lifecycle.practitioner(UserFactory())
    held = [HeldFactory(client=client, together=key, starts_at=NOW.replace(day=day)) for day in (8, 15, 22)]

    results = together(
        *[partial(lifecycle.approve, Booking.objects.get(pk=one.pk), by=by, now=NOW) for one in held]
    )

    assert len([result for result in results if isinstance(result, lifecycle.NotAllowed)]) == 2
    assert set(Booking.objects.values_list("status", flat=True)) == {Status.CONFIRMED}


def test_several_senders_send_a_group_as_one_mail(mailoutbox):
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    client = ClientFactory()
    been(client)
    wanting(client)()

    together(*[partial(outbox.send_due, now=NOW)] * 4)

    assert len(mailoutbox) == 2
    assert not Message.objects.filter(sent_at=None, due_at__lte=NOW).exists()


def test_a_series_that_gets_a_visit_at_this_moment_does_not_end():
    row, treatment = SeriesFactory(), FollowUpFactory()
    is_booked, has_looked = Event(), Event()

    def book():
        with transaction.atomic():
            take_diary()
            ConfirmedFactory(client=row.client, series=row, treatment=treatment)
            is_booked.set()
            # Whoever takes the lock comes after this; whoever does not is done by now.
            has_looked.wait(timeout=0.5)

    def look():
        is_booked.wait(timeout=30)
        ended = pausing.end_empty(now=NOW)
        has_looked.set()
        return ended

    results = together(book, look)

    row.refresh_from_db()
    assert (results, row.ended_at) == ([None, 0], None)
