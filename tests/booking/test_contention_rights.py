"""Erasing somebody at the moment in which somebody else writes: one after the other, and nothing half."""

from functools import partial
from uuid import UUID

import pytest
from django.db import connection

from booking import on_file, series
from booking.lifecycle import CLIENT
from booking.models import Booking, Run, Status
from booking.planning import Wish
from booking.rights import erase, retention
from booking.rights.erase import EraseRefused, Outcome
from booking.series import Asked
from intake import agreement, records
from intake.models import Client, Erasure, Note
from tests.booking.factories import NOW, FollowUpFactory, TreatmentFactory, WorkingHoursFactory
from tests.booking.kept import DAYS, visit
from tests.booking.races import named, together
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _practice():
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday)


@pytest.fixture
def marja():
    return UserFactory()


def erasing(client, by, seen):
    return partial(erase.erase, client, seen=seen, reason="Asked.", by=by, now=NOW)


def test_ten_presses_at_once_erase_once(marja):
    client = ClientFactory(created_at=NOW - 9 * DAYS)
    visit(client, Status.COMPLETED, NOW - 7 * DAYS)

    results = together(*[erasing(client, marja, Outcome.PART)] * 10)

    assert named(results) == ["EraseRefused"] * 9 + ["Erasure"]
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_who_books_while_they_are_erased_is_either_booked_or_gone(marja, turn):
    client = ClientFactory(created_at=NOW - 9 * DAYS)
    visit(client, Status.COMPLETED, NOW - 7 * DAYS)
    records.give_consent(
        client=client,
        agreement=agreement.current("self"),
        given_by=client.name,
        relation="self",
        now=NOW - 7 * DAYS,
    )
    asked = Asked(2, Wish(weekday=1))
    kept = series.propose(on_file.of(client, now=NOW), asked).starts
    read = partial(series.of_client, client, now=NOW)
    booking = partial(
        series.book, read, Asked(2, Wish(weekday=1), kept=kept), key=UUID(int=turn + 1), by=CLIENT, now=NOW
    )

    booked, erased = together(booking, erasing(client, marja, Outcome.PART))

    client.refresh_from_db()
    coming = Booking.objects.filter(client=client, status=Status.CONFIRMED).count()
    if isinstance(erased, EraseRefused):
        assert (erased.why, coming, client.restricted_at) == (erase.Why.BUSY, 2, None)
    else:
        assert (coming, client.restricted_at) == (0, NOW)
        assert type(booked).__name__ in {"AskAgain", "NotAllowed"}


def test_a_note_written_at_the_same_moment_is_kept_with_them_or_not_at_all(marja):
    client = ClientFactory(created_at=NOW - 9 * DAYS)
    write = partial(records.write_note, client=client, kind="general", text="Cold", by=marja, now=NOW)

    together(write, erasing(client, marja, Outcome.DELETED))

    # Whichever came first: no note is left of somebody who is gone.
    assert Note.objects.count() == (1 if Client.objects.exists() else 0)
    connection.check_constraints()


def test_of_two_workers_one_deletes_what_is_over(marja):
    visit(ClientFactory(created_at=NOW), Status.CANCELLED, NOW)
    later = NOW.replace(year=2028)

    results = together(*[partial(retention.daily, now=later)] * 2)

    assert sorted(results, key=str) == [False, True]
    assert (Client.objects.count(), Run.objects.count()) == (0, 1)
