"""A link that was lost is asked for again. Whether anybody is known by the address shows only to whoever
reads mail there: each request leaves the same rows, and the worker decides."""

from datetime import datetime, timedelta

from django.db import transaction

from booking import outbox
from booking.links import kept
from booking.lock import take_diary
from booking.models import Kind, Link, Purpose

MAILS_AN_HOUR = 3
HOUR = timedelta(hours=1)
# A message that could not be sent is tried for two days; after that nothing needs the row.
KEPT_FOR = timedelta(days=2)


@transaction.atomic
def ask(address: str, *, now: datetime):
    """Write a link for this address, and the mail about it. After three in an hour all of it is undone, so
    that it takes as long."""
    take_diary()
    asked = Link.objects.filter(purpose=Purpose.FAMILY, address=kept(address), made_at__gt=now - HOUR)
    is_enough = asked.count() >= MAILS_AN_HOUR
    link = Link.objects.create(purpose=Purpose.FAMILY, address=kept(address), made_at=now)
    outbox.put(Kind.LINK, link=link, at=now)
    if is_enough:
        transaction.set_rollback(True)


def drop_old(*, now: datetime):
    """Delete what was asked for long ago, and with it the addresses that strangers may have typed."""
    Link.objects.filter(purpose=Purpose.FAMILY, made_at__lte=now - KEPT_FOR).delete()
