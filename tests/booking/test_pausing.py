"""A series under way: paused and gone on with, or ended sooner. What is given back is told in one mail."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core import mail

from booking import lifecycle, on_file, outbox, pausing, series
from booking.lifecycle import CLIENT
from booking.models import Booking, Series, Status
from booking.series import Asked
from content.models import Practice
from tests.booking.factories import NOW, SeriesFactory
from tests.booking.test_next_visit import been
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.usefixtures("open_week")


@pytest.fixture
def her():
    return lifecycle.practitioner(UserFactory())


@pytest.fixture
def joan():
    client = ClientFactory(name="Joan Example", email="joan@example.com")
    been(client)
    return client


@pytest.fixture
def row(joan):
    """Five sessions, all ahead."""
    kept = series.propose(on_file.of(joan, now=NOW), Asked(5)).starts
    read = partial(series.of_client, joan, now=NOW)
    series.book(read, Asked(5, kept=kept), key=uuid4(), by=CLIENT, now=NOW)
    return Series.objects.get()


def seen(row, now=NOW):
    return pausing.seen_of(row, pausing.coming(row, now=now))


def statuses(row):
    return list(row.bookings.order_by("starts_at").values_list("status", flat=True))


def test_a_pause_gives_back_what_is_ahead_and_remembers_how_many_are_left(row, her):
    first = row.bookings.first()
    Booking.objects.filter(pk=first.pk).update(status=Status.COMPLETED)
    after = first.ends_at

    given_back = pausing.pause(row.pk, seen=seen(row, after), by=her, now=after)

    row.refresh_from_db()
    assert len(given_back) == 4
    assert (row.paused_at, pausing.left(row)) == (after, 4)


def test_the_client_is_told_of_a_pause_in_one_mail(row, her):
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    outbox.send_due(now=NOW)
    mail.outbox.clear()

    pausing.pause(row.pk, seen=seen(row), by=her, now=NOW)
    outbox.send_due(now=NOW)

    letters = [one for one in mail.outbox if one.to == ["joan@example.com"]]
    assert len(letters) == 1
    assert "pause" in letters[0].body
    assert [one.get_filename() for one in letters[0].attachments] == [f"session-{n}.ics" for n in range(1, 6)]


def test_what_is_left_is_planned_anew_and_belongs_to_the_same_series(row, joan, her):
    pausing.pause(row.pk, seen=seen(row), by=her, now=NOW)
    later = NOW + timedelta(days=30)
    kept = series.propose_by_hand(on_file.of(joan, now=later), Asked(5)).starts

    bookings = pausing.go_on(row.pk, Asked(5, kept=kept), key=uuid4(), by=her, now=later)

    row.refresh_from_db()
    assert ({one.series_id for one in bookings}, row.paused_at, pausing.left(row)) == ({row.pk}, None, 0)
    assert Series.objects.count() == 1


@pytest.mark.parametrize(("count", "wanted", "is_over"), [(1, 4, False), (2, 3, False), (5, 2, True)])
def test_a_shorter_series_gives_back_its_last_visits(row, her, count, wanted, is_over):
    pausing.shorten(row.pk, count=count, seen=seen(row), by=her, now=NOW)

    row.refresh_from_db()
    assert statuses(row) == [Status.CONFIRMED] * (5 - count) + [Status.CANCELLED] * count
    assert (row.wanted, row.ended_at is not None) == (wanted, is_over)


@pytest.mark.parametrize("count", [0, -1, 6])
def test_not_more_than_there_are(row, her, count):
    with pytest.raises(lifecycle.NotAllowed):
        pausing.shorten(row.pk, count=count, seen=seen(row), by=her, now=NOW)

    assert statuses(row) == [Status.CONFIRMED] * 5


def test_a_page_that_is_out_of_date_does_nothing(row, her):
    before = seen(row)
    lifecycle.cancel(row.bookings.first(), by=CLIENT, now=NOW)

    with pytest.raises(pausing.Changed):
        pausing.pause(row.pk, seen=before, by=her, now=NOW)

    assert statuses(row).count(Status.CONFIRMED) == 4


def test_pausing_twice_pauses_once(row, her):
    before = seen(row)
    pausing.pause(row.pk, seen=before, by=her, now=NOW)

    with pytest.raises(pausing.Changed):
        pausing.pause(row.pk, seen=before, by=her, now=NOW)


def test_a_series_with_nothing_ahead_ends_and_a_paused_one_waits(row):
    empty, paused = SeriesFactory(), SeriesFactory(paused_at=NOW)

    assert pausing.end_empty(now=NOW) == 1

    ended = dict(Series.objects.values_list("pk", "ended_at"))
    assert ended == {row.pk: None, empty.pk: NOW, paused.pk: None}
