"""The receipt of a visit: what stands on it, and that it is sent once, to who has an address."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse

from booking.admin import decisions
from booking.models import BookingEvent, Kind, Message, Status
from booking.practitioner import make_practitioner
from content.models import Practice
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClientFactory, GuardianshipFactory

pytestmark = pytest.mark.django_db
AN_HOUR_AGO = NOW - timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


@pytest.fixture
def visit():
    return done(client=ClientFactory(name="Joan Green", email="joan@example.com"))


def done(**changes):
    who = (
        {} if "client" in changes else {"client": ClientFactory(name="Joan Green", email="joan@example.com")}
    )
    took_place = {"starts_at": AN_HOUR_AGO, "status": Status.COMPLETED, "minutes_given": 105}
    return ConfirmedFactory(**took_place | who | changes)


def url(booking):
    return reverse("admin:booking_booking_receipt", args=[booking.pk])


def send(marja, booking):
    return marja.post(url(booking), {"seen": decisions.seen_of(booking)}, follow=True).content.decode()


def test_it_says_who_when_what_how_long_and_for_how_much(marja, visit):
    Practice.objects.create(
        name="NPM Practice", practitioner="Kim Example", address="1 Example Street", town="Exampleton"
    )

    page = marja.get(url(visit)).content.decode()

    sheet = page.split('<article class="receipt">')[1].split("</article>")[0]
    for words in (
        "NPM Practice",
        "Kim Example",
        "1 Example Street",
        "Joan Green",
        "Monday 1 March 2027, 11:00",
        "First session",
        "105 minutes",
        "£98",
        visit.spoken_reference,
    ):
        assert words in sheet


def test_the_parent_of_a_child_paid(marja):
    care = GuardianshipFactory()
    visit = done(client=care.child, guardianship=care)

    page = marja.get(url(visit)).content.decode()

    assert "<dt>Paid by</dt><dd>Robin Example</dd>" in page


def test_looking_at_it_sends_nothing(marja, visit):
    marja.get(url(visit))

    assert not Message.objects.exists()
    assert not BookingEvent.objects.exists()


def test_it_is_sent_once(marja, visit):
    first = send(marja, visit)
    second = send(marja, visit)

    assert [message.kind for message in Message.objects.all()] == [Kind.RECEIPT]
    assert BookingEvent.objects.get().why == "receipt"
    assert "The receipt goes to Joan Green by email." in first
    assert "this receipt has been sent before" in second
    assert "Waiting to be sent" in second


def test_the_mail_says_what_was_paid(marja, visit):
    send(marja, visit)

    call_command("worker", once=True)

    letter = mail.outbox[0]
    assert letter.to == ["joan@example.com"]
    assert "Paid: £98" in letter.body


def test_without_an_address_it_says_so(marja):
    visit = done(client=ClientFactory(name="Joan Green", email=""))

    shown = marja.get(url(visit)).content.decode()
    page = send(marja, visit)

    assert "There is no email address for Joan Green." in shown
    assert "Send it by email" not in shown
    assert "Nothing was sent: there is no email address for Joan Green." in page
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "make",
    [
        ConfirmedFactory,
        HeldFactory,
        lambda: ConfirmedFactory(status=Status.NOT_TREATED),
        lambda: ConfirmedFactory(status=Status.NO_SHOW),
        lambda: ConfirmedFactory(status=Status.CANCELLED),
    ],
    ids=["to come", "held", "not treated", "no-show", "cancelled"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_none_for_what_did_not_take_place(marja, make, method):
    visit = make()

    page = getattr(marja, method)(url(visit), follow=True).content.decode()

    assert "There is a receipt once a visit has taken place." in page
    assert not Message.objects.exists()


@pytest.mark.parametrize("seen", ["", "completed.1.1", "\x00", "x" * 300])
def test_a_page_from_before_sends_nothing(marja, visit, seen):
    page = marja.post(url(visit), {"seen": seen}, follow=True).content.decode()

    assert "has changed since you opened the page" in page
    assert not Message.objects.exists()


def test_a_visit_of_before_minutes_were_written_down_leaves_them_out(marja):
    visit = done(minutes_given=None)

    page = marja.get(reverse("admin:booking_booking_receipt", args=[visit.pk])).content.decode()

    assert "Paid" in page
    assert "How long" not in page
