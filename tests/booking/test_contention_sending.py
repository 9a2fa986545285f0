"""Two senders at one message: the one who waited for the other's claim leaves it alone."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from booking import outbox
from booking.models import Kind, Message
from content.models import Practice
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.races import until_one_waits

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_another_sender_claims_just_before_is_not_sent_twice(mailoutbox):
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    outbox.put(Kind.CONFIRMED, booking=ConfirmedFactory(), at=NOW)
    claims, dealt_with = Event(), []

    def tell(execute, sql, *others):
        if sql.startswith("UPDATE"):
            claims.set()
        return execute(sql, *others)

    def send():
        with connection.execute_wrapper(tell):
            dealt_with.append(outbox.send_due(now=NOW))
        connection.close()

    sender = Thread(target=send)
    with transaction.atomic():
        Message.objects.update(claimed_until=NOW + outbox.LEASE, attempts=1)
        sender.start()
        assert claims.wait(timeout=30)
        until_one_waits()
    sender.join(timeout=60)

    assert (dealt_with, mailoutbox) == ([0], [])
