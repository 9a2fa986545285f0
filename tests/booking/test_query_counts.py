"""How many queries a page may take, and that a fuller diary takes no more."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.models import Booking, Status
from content.models import Practice
from tests.booking import flow
from tests.booking.factories import NOW, ConfirmedFactory, TreatmentFactory
from tests.intake.factories import ScreeningFactory

pytestmark = pytest.mark.usefixtures("open_week")
MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)

# Seen a moment ago: nothing is asked.
CONTENT = 0
# Session, draft, treatment, the policy of the screening, and the practice for the head of the page.
QUESTION = 5
# Keeping the answer and, where a time is chosen, the reservation; each in a transaction of its own.
QUESTION_POST = 10
# As a question, and the hours, their changes and what is taken, here or elsewhere.
TIME = 8
# All that a visit is made of, its journal and its messages, with the statements of the transaction; on
# PostgreSQL each look at the diary asks for its lock as well.
CHECK_POST = 66
FULL = (1, 10, 100)


@pytest.fixture
def texts():
    call_command("load_texts", verbosity=0)
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example")


def queries_of(ask) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = ask()
    assert response.status_code in {200, 302}
    return len(queries)


def book(count):
    """Sessions three hours apart, back into the past from the Monday after next."""
    screening = ScreeningFactory()
    shared = {"treatment": TreatmentFactory(), "client": screening.client, "screening": screening}
    starts = (MONDAY + timedelta(days=7, hours=-3 * n) for n in range(1, count + 1))
    Booking.objects.bulk_create(
        ConfirmedFactory.build(**shared, starts_at=start, status=Status.COMPLETED)
        for start in starts
        if not MONDAY - timedelta(hours=3) < start < MONDAY + timedelta(hours=3)
    )


@pytest.mark.parametrize(
    "address", ["/safety/", "/neural-pathway-massage/", "/faq/", "/faq/do-i-stay-dressed/", "/prices/", "/"]
)
def test_a_content_page_that_was_asked_for_before(client, texts, address):
    client.get(address)

    assert queries_of(lambda: client.get(address)) == CONTENT


@pytest.mark.parametrize("count", FULL)
def test_the_time_page(client, count):
    book(count)
    flow.start(client)
    flow.agree(client)
    flow.answer(client)

    assert queries_of(lambda: client.get("/book/time/?week=2027-03-08")) <= TIME


@pytest.mark.parametrize("count", FULL)
def test_a_question(client, count):
    book(count)
    flow.start(client)
    flow.agree(client)
    address = flow.question("cancer")
    flow.answer(client)

    assert queries_of(lambda: client.get(address)) <= QUESTION
    assert queries_of(lambda: client.post(address, {"answer": "no"})) <= QUESTION_POST


@pytest.mark.parametrize("count", FULL)
def test_the_last_step(client, count):
    book(count)
    flow.fill_in(client, MONDAY)

    assert queries_of(lambda: flow.send(client)) <= CHECK_POST
    assert flow.booking_of(client).status == Status.CONFIRMED


def test_a_fuller_diary_takes_no_more_queries(client):
    def walk():
        browser = type(client)()
        counts = [queries_of(lambda: flow.fill_in(browser, MONDAY))]
        pages = ("/book/time/", "/book/details/", "/book/check/")
        counts += [queries_of(partial(browser.get, page)) for page in pages]
        Booking.objects.filter(status=Status.RESERVED).update(status=Status.LAPSED)
        return counts

    walk()
    few = walk()
    book(100)

    assert walk() == few


@pytest.mark.parametrize("count", [0, 400])
def test_the_diary_is_looked_up_by_time_however_full_it_is(count):
    book(count)
    rows = Booking.objects.occupying().between(NOW, NOW + timedelta(days=1)).order_by()

    with connection.cursor() as cursor:
        # A table this small is read whole by PostgreSQL unless it is told not to.
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()

    assert "booking_blocked_from" in plan


def test_the_guard_against_overlaps_looks_up_the_time():
    assert GUARD[connection.vendor]() == 1


def _sqlite_looks_up_the_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_insert'")
        (trigger,) = cursor.fetchone()
        inner = trigger.partition("EXISTS (")[2].partition(") BEGIN")[0]
        for name in ("id", "blocked_from", "blocked_until"):
            inner = inner.replace(f'NEW."{name}"', "'2027-03-08 10:00:00'")
        cursor.execute(f"EXPLAIN QUERY PLAN {inner}")
        return sum("booking_blocked_from" in row[3] for row in cursor.fetchall())


def _postgresql_looks_up_the_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'no_two_bookings_at_once'")
        return sum("USING gist (tstzrange(blocked_from" in row[0] for row in cursor.fetchall())


GUARD = {"sqlite": _sqlite_looks_up_the_time, "postgresql": _postgresql_looks_up_the_time}
