"""What it costs an action to write its mails: never more than two queries, however many they are."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from booking import lifecycle, outbox
from booking.lifecycle.reserving import Screened
from booking.models import Kind, Message
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.intake.factories import ScreeningFactory, UserFactory, WordsFactory

pytestmark = pytest.mark.django_db
FAR = NOW + timedelta(days=21)


def screened(**found):
    screening = ScreeningFactory(visit_on=FAR.date(), **found)
    return Screened(screening.client, screening, is_first=True)


def book(booking, by):
    lifecycle.confirm_new(booking, screened(), now=NOW)


def ask(booking, by):
    late = {"answer_due_at": NOW + timedelta(days=2), "now": NOW}
    lifecycle.hold_new(booking, screened(needs_review=True), **late)


def approve(booking, by):
    lifecycle.approve(booking, by=by, now=NOW)


def decline(booking, by):
    lifecycle.decline(booking, by=by, now=NOW, words=WordsFactory())


def cancel(booking, by):
    lifecycle.cancel(booking, by=lifecycle.CLIENT, now=NOW)


def move(booking, by):
    lifecycle.reschedule(booking, FAR + timedelta(hours=3), screening=booking.screening, by=by, now=NOW)


def two_of(factory):
    """Two visits that are decided in one answer; the first of them."""
    key = uuid4()
    first, _second = (factory(starts_at=FAR + timedelta(days=n), together=key) for n in range(2))
    return first


ACTIONS = {
    "booked": (lambda: BookingFactory(starts_at=FAR), book),
    "asked for": (lambda: BookingFactory(starts_at=FAR), ask),
    "approved": (lambda: HeldFactory(starts_at=FAR), approve),
    "approved together": (lambda: two_of(HeldFactory), approve),
    "declined together": (lambda: two_of(HeldFactory), decline),
    "cancelled": (lambda: ConfirmedFactory(starts_at=FAR), cancel),
    "moved": (lambda: ConfirmedFactory(starts_at=FAR), move),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_writes_all_its_mails_with_two_queries_at_most(name):
    make, act = ACTIONS[name]
    booking, by = make(), lifecycle.practitioner(UserFactory())

    with CaptureQueriesContext(connection) as counted:
        act(booking, by)
    about_mail = [query for query in counted if "booking_message" in query["sql"]]

    assert Message.objects.count() >= 2
    assert len(about_mail) <= 2


def test_what_is_put_twice_in_one_step_is_written_once():
    booking = ConfirmedFactory()
    outbox.put(Kind.CONFIRMED, booking=booking, at=NOW)
    first = Message.objects.get()

    with outbox.in_one_step():
        for _twice in range(2):
            outbox.put(Kind.CONFIRMED, booking=booking, at=FAR)
            outbox.put(Kind.CHANGED, booking=booking, at=FAR)

    assert list(Message.objects.order_by("pk").values_list("kind", "due_at", "message_id"))[:1] == [
        (Kind.CONFIRMED, NOW, first.message_id)
    ]
    assert Message.objects.count() == 2


def test_a_step_that_breaks_off_leaves_nothing_for_the_next():
    booking = ConfirmedFactory()

    with suppress(LookupError), outbox.in_one_step():
        outbox.put(Kind.CONFIRMED, booking=booking, at=NOW)
        raise LookupError
    with outbox.in_one_step():
        outbox.put(Kind.CHANGED, booking=booking, at=NOW)

    assert list(Message.objects.values_list("kind", flat=True)) == [Kind.CHANGED]


def test_only_being_there_already_is_forgiven():
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.put(Kind.CONFIRMED, booking=ConfirmedFactory(), at=None)
