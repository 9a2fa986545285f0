"""What a round of the worker costs: as much with many old bookings as with few, each look by an index."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.management.commands import worker
from booking.models import Booking, BookingEvent, Kind, Link, Message, Run, Status
from content.models import Practice
from tests.booking.factories import NOW, ConfirmedFactory, TreatmentFactory
from tests.intake.factories import ScreeningFactory

pytestmark = pytest.mark.usefixtures("open_week")
# In the evening, so that reminders and the sheet of the next day are looked for.
EVENING = NOW.replace(hour=19)
TABLES = [model._meta.db_table for model in (Booking, BookingEvent, Message, Link, Run)]


@pytest.fixture(autouse=True)
def practice(open_week):
    Practice.objects.create(name="NPM Practice", practitioner="Kim", email="kim@example.com")
    # It has been done today: once a day it goes through all there is.
    Run.objects.create(name="retention", day=NOW.date(), started_at=NOW, finished_at=NOW)


def fill(count):
    """So many visits of long ago, each with its mail."""
    screening, treatment = ScreeningFactory(), TreatmentFactory()
    before = Booking.objects.count()
    shared = {"treatment": treatment, "client": screening.client, "screening": screening}
    rows = Booking.objects.bulk_create(
        ConfirmedFactory.build(
            **shared,
            starts_at=NOW - timedelta(days=30, hours=5 * n),
            status=Status.COMPLETED if n % 3 else Status.CANCELLED,
        )
        for n in range(before, before + count)
    )
    Message.objects.bulk_create(
        Message(
            booking=row,
            kind=kind,
            due_at=row.starts_at,
            sent_at=row.starts_at,
            message_id=f"<{row.pk}-{kind}@booking.invalid>",
        )
        for row in rows
        for kind in (Kind.CONFIRMED, Kind.REMINDER)
    )


def one_round():
    with time_machine.travel(EVENING, tick=False), CaptureQueriesContext(connection) as captured:
        assert worker.work(threading.Event()).went_well
    return [query["sql"] for query in captured]


def test_a_round_asks_as_often_with_a_thousand_old_bookings_as_with_ten():
    fill(10)
    one_round()
    few = one_round()

    fill(990)
    many = one_round()

    assert len(many) == len(few)


def test_each_look_of_a_round_goes_by_an_index():
    fill(100)
    looks = [sql for sql in one_round() if sql.startswith("SELECT")]

    whole = []
    for sql in looks:
        whole += [(step, sql) for step in steps_of(sql) for table in TABLES if is_whole(step, table)]

    assert whole == []
    assert len(looks) > 10


def steps_of(sql) -> list[str]:
    """How the database goes about it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return [row[3] for row in cursor.fetchall()]
        # It reads a small table whole where it may.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return [row[0].strip(" ->") for row in cursor.fetchall()]


def is_whole(step, table):
    """Whether it reads all rows of the table: by no index at all, or through all of one that has all."""
    if connection.vendor == "postgresql":
        return step.startswith((f"Seq Scan on {table} ", f"Seq Scan on {table}("))
    # A partial index has the rows that wait, and no others.
    return step.split()[:2] == ["SCAN", table] and "message_" not in step.partition("USING")[2]
