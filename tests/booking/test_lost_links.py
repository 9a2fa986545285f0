"""A lost link is asked for again: nobody learns from a page, or from how long it took, who is known."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking import lost_links, outbox
from booking.models import Attempt, Kind, Link, Message, Purpose
from content.models import Practice
from tests.booking.factories import NOW, ConfirmedFactory
from tests.intake.factories import GuardianshipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = datetime(2027, 3, 8, 10, tzinfo=UTC)
LOST = "/booking/link/"


@pytest.fixture(autouse=True)
def practice():
    return Practice.objects.create(name="NPM Practice", practitioner="Kim", phone="01632 960 123")


@pytest.fixture
def visit():
    return ConfirmedFactory(starts_at=VISIT, client__email="Robin@Example.com")


def ask(client, email, **more):
    return client.post(LOST, {"email": email}, **more)


def test_known_or_not_the_answer_and_the_work_are_the_same(client, visit):
    answers = []
    for email, visitor in (("robin@example.com", "192.0.2.1"), ("nobody@example.com", "192.0.2.2")):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, email, REMOTE_ADDR=visitor)
        work = [query["sql"].partition('" ')[0] for query in queries if "SAVEPOINT" not in query["sql"]]
        answers.append((answer.status_code, answer.url, work))

    assert answers[0] == answers[1]
    assert answers[0][:2] == (302, reverse("own:lost_sent"))
    assert Link.objects.filter(purpose=Purpose.FAMILY, token_sha256=None).count() == 2


def test_only_a_known_address_is_written_to(client, visit):
    for email in (" ROBIN@example.com ", "nobody@example.com"):
        ask(client, email)

    outbox.send_due(now=NOW)

    assert [letter.to for letter in mail.outbox] == [["robin@example.com"]]
    assert mail.outbox[0].subject == "Your link"
    assert "/booking/family/" in mail.outbox[0].body
    assert Message.objects.filter(kind=Kind.LINK, dropped_at__isnull=False).count() == 1


def test_a_guardian_is_known_and_the_child_s_own_address_is_not(client):
    parent = GuardianshipFactory(adult_email="parent@example.com")
    ConfirmedFactory(
        starts_at=VISIT, client=parent.child, guardianship=parent, screening__client=parent.child
    )
    parent.child.email = "child@example.com"
    parent.child.save()
    ask(client, "parent@example.com")
    ask(client, "child@example.com")

    outbox.send_due(now=NOW)

    assert [letter.to for letter in mail.outbox] == [["parent@example.com"]]


def test_whose_visits_are_long_over_is_not_known(client):
    ConfirmedFactory(starts_at=NOW - timedelta(days=400), client__email="robin@example.com")
    ask(client, "robin@example.com")

    outbox.send_due(now=NOW)

    assert mail.outbox == []


def test_the_token_is_made_with_the_mail_and_each_try_has_its_own(client, visit):
    ask(client, "robin@example.com")
    assert Link.objects.get().token_sha256 is None

    outbox.send_due(now=NOW + timedelta(hours=1))

    link = Link.objects.get()
    assert link.expires_at == NOW + timedelta(hours=1, minutes=30)


def test_a_link_that_waited_too_long_is_not_sent(client, visit):
    ask(client, "robin@example.com")

    outbox.send_due(now=NOW + timedelta(hours=12))

    assert mail.outbox == []


def test_an_address_gets_three_mails_an_hour_and_the_fourth_answer_is_the_same(client, visit):
    answers = []
    for n in range(4):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, "robin@example.com", REMOTE_ADDR=f"192.0.2.{n}")
        answers.append((answer.status_code, answer.url, sum("INSERT" in q["sql"] for q in queries)))

    assert len(set(answers)) == 1
    assert Link.objects.count() == Message.objects.count() == 3


def test_of_another_hour_there_may_be_more(client, visit):
    for _n in range(3):
        lost_links.ask("robin@example.com", now=NOW - timedelta(hours=1))

    ask(client, "robin@example.com")

    assert Link.objects.count() == 4


def test_the_sixth_request_of_a_visitor_is_told_to_wait(client, visit):
    for n in range(5):
        ask(client, f"somebody{n}@example.com")

    sixth = ask(client, "robin@example.com")

    assert (sixth.status_code, sixth["Retry-After"]) == (429, "3600")
    assert "01632 960 123" in sixth.text
    assert "robin@example.com" in sixth.text
    assert Link.objects.count() == 5


@pytest.mark.parametrize(
    "email",
    ["", "no address", "a" * 300 + "@example.com", "robin@exa\x00mple.com", "robin@example.com\nBcc: x"],
)
def test_what_is_no_address_is_said_kindly_and_kept(client, email):
    answer = ask(client, email)

    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert (Link.objects.count(), Attempt.objects.count()) == (0, 0)


def test_an_address_that_grows_when_folded_is_no_fault(client):
    answer = ask(client, f"robin@{'ﷺ' * 60}.com")

    assert answer.status_code in (200, 302)
    outbox.send_due(now=NOW)
    assert mail.outbox == []


def test_old_requests_are_deleted_with_the_addresses_in_them(visit):
    lost_links.ask("robin@example.com", now=NOW - timedelta(days=2))
    lost_links.ask("robin@example.com", now=NOW - timedelta(days=1))

    lost_links.drop_old(now=NOW)

    assert Link.objects.count() == Message.objects.count() == 1
