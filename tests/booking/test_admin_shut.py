"""The review page of answers that no key in use opens: it says so, and nobody says yes to them."""

import pytest
import time_machine
from django.db.models import QuerySet
from django.test import Client as Browser
from django.urls import reverse

from booking import lifecycle
from booking.admin import decisions
from booking.models import Status
from booking.practitioner import make_practitioner
from intake import records
from intake.fields import Sealed
from intake.models import Clearance, Reading, Screening, Words
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClearanceFactory

pytestmark = pytest.mark.django_db
SHUT = "These answers cannot be opened with the keys in use."
OTHER_KEYS = (("other", b"0123456789abcdefghijklmnopqrstuv"),)

DAMAGED = Sealed(b"\x01\x02t1" + bytes(40))


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


@pytest.fixture
def held():
    return HeldFactory(needs_clearance=True)


@pytest.fixture
def _key_is_gone(held, settings):
    settings.HEALTH_KEYS = OTHER_KEYS


def url(booking):
    return reverse("admin:booking_booking_review", args=[booking.pk])


def post(marja, booking, act="decide", **typed):
    sent = {"act": act, "seen": decisions.seen_of(booking)} | typed
    return marja.post(url(booking), sent, follow=True).content.decode()


@pytest.mark.usefixtures("_key_is_gone")
def test_the_page_says_what_is_wrong_and_what_to_do(marja, held):
    page = marja.get(url(held)).content.decode()

    assert SHUT in page
    assert "HEALTH_KEYS" in page
    assert "Opens when the answers can be read again." in page
    assert not Reading.objects.exists()


def test_answers_of_a_visit_to_come_say_so_too(marja, settings):
    visit = ConfirmedFactory()
    settings.HEALTH_KEYS = OTHER_KEYS

    assert SHUT in marja.get(url(visit)).content.decode()


@pytest.mark.usefixtures("_key_is_gone")
def test_nobody_confirms_what_nobody_can_read(marja, held):
    ClearanceFactory(client=held.client)

    page = post(marja, held, decision="confirm", note="We talked.")

    held.refresh_from_db()
    assert held.status == Status.HELD
    assert "There is a problem" in page
    assert "We talked." in page


def test_findings_alone_are_not_enough_to_confirm(marja):
    held = HeldFactory()
    QuerySet(Screening).update(answers=DAMAGED)

    post(marja, held, decision="confirm")

    held.refresh_from_db()
    assert held.status == Status.HELD


@pytest.mark.usefixtures("_key_is_gone")
def test_a_not_sure_is_not_settled_unread(marja, held):
    page = post(marja, held, act="settle", reply="no")

    held.refresh_from_db()
    assert SHUT in page
    assert (held.status, held.version) == (Status.HELD, 1)


@pytest.mark.usefixtures("_key_is_gone")
@pytest.mark.parametrize(
    "typed", [{"decision": "decline", "note": "We talked."}, {"decision": "later", "from_on": "5/6/2027"}]
)
def test_saying_no_needs_no_answers(marja, held, typed):
    post(marja, held, **typed)

    held.refresh_from_db()
    assert held.status == Status.DECLINED


def test_a_note_that_does_not_open_leaves_the_rest_readable(marja, user, held):
    ClearanceFactory(client=held.client, note="From Dr Example")
    words = records.write_words("My reason", now=NOW)
    lifecycle.decline(held, by=lifecycle.practitioner(user), now=NOW, words=words)
    QuerySet(Words).update(text=DAMAGED)
    QuerySet(Clearance).update(note=DAMAGED)

    page = marja.get(url(held)).content.decode()

    assert page.count("This note cannot be opened with the keys in use.") == 2
    assert "The answers in full" in page
