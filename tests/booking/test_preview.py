"""The message to a client is looked at before it is sent, and looking decides nothing."""

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser

from booking import emails
from booking.admin import decisions
from booking.models import Booking, BookingEvent, Kind, Message, Status
from booking.practitioner import make_practitioner
from intake.answers import Reply
from intake.models import Client, Words
from tests.booking.asked import REASON, held, post, url
from tests.booking.factories import NOW, WorkingHoursFactory
from tests.booking.mails import no_token

pytestmark = pytest.mark.django_db


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


def trace(booking):
    """All that a decision would leave behind."""
    return (
        Booking.objects.values().get(pk=booking.pk),
        Client.objects.values().get(pk=booking.client_id),
        BookingEvent.objects.count(),
        Message.objects.count(),
        Words.objects.count(),
        len(mail.outbox),
    )


ANSWERS = {
    "confirm": ({"decision": "confirm"}, Kind.CONFIRMED),
    "letter": ({"decision": "letter"}, Kind.LETTER),
    "later": ({"decision": "later", "from_on": "5/4/2027"}, Kind.LATER),
    "decline": ({"decision": "decline", "note": REASON}, Kind.DECLINED),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_very_mail_is_shown_and_nothing_is_left_behind(marja, name):
    typed, kind = ANSWERS[name]
    WorkingHoursFactory()
    booking = held(symptoms=Reply.YES)
    before = trace(booking)

    shown = post(marja, booking, act="look", **typed).context["letter"]
    after = trace(booking)
    post(marja, booking, **typed)

    sent = emails.build(Message.objects.get(kind=kind), now=NOW)
    assert after == before
    assert (shown.to, shown.subject, no_token(shown.text)) == (sent.to[0], sent.subject, no_token(sent.body))
    assert shown.has_file == bool(sent.attachments)


def test_what_was_typed_goes_along_to_the_answer(marja):
    booking = held(symptoms=Reply.YES)

    form = post(marja, booking, act="look", decision="decline", note=REASON).context["form"]
    marja.post(url(booking), {"act": "decide"} | {field.name: field.value() or "" for field in form})

    booking.refresh_from_db()
    assert (booking.status, BookingEvent.objects.get().words.text) == (Status.DECLINED, REASON)


def test_it_can_be_changed_and_nothing_typed_is_lost(marja):
    booking = held(symptoms=Reply.YES)
    before = trace(booking)

    typed = {"decision": "later", "from_on": "5/4/2027", "note": REASON}
    answer = post(marja, booking, act="change", **typed)

    form = answer.context["forms"].decision
    assert trace(booking) == before
    assert "There is a problem" not in answer.content.decode()
    assert {name: form[name].value() for name in typed} == typed


def test_keeping_it_for_later_sends_no_message_and_says_so(marja):
    booking = held(symptoms=Reply.YES)

    page = post(marja, booking, act="look", decision="keep").content.decode()

    assert "No message is sent" in page
    assert not BookingEvent.objects.exists()


@pytest.mark.parametrize("email", ["", "not an address"])
def test_without_an_address_she_is_told_to_ring(marja, email):
    booking = held(symptoms=Reply.YES)
    Client.objects.update(email=email)

    page = post(marja, booking, act="look", decision="confirm").content.decode()

    assert "There is no email address for Joan Green, so ring." in page


@pytest.mark.parametrize(
    ("answers", "typed"),
    [
        ({"symptoms": Reply.YES}, {"decision": "decline"}),
        ({"symptoms": Reply.YES}, {"decision": "later", "from_on": "yesterday"}),
        ({"cancer": Reply.YES}, {"decision": "confirm"}),
        ({"symptoms": Reply.YES}, {}),
    ],
    ids=["no reason", "no day", "no letter", "nothing chosen"],
)
def test_what_would_be_refused_is_refused_before_there_is_a_message(marja, answers, typed):
    booking = held(**answers)
    before = trace(booking)

    page = post(marja, booking, act="look", **typed).content.decode()

    assert "There is a problem" in page
    assert trace(booking) == before


def test_an_answer_from_another_tab_shows_no_message(marja):
    booking = held(symptoms=Reply.YES)
    seen = decisions.seen_of(booking)
    post(marja, booking, decision="decline", note=REASON)

    page = marja.post(url(booking), {"act": "look", "seen": seen, "decision": "confirm"}, follow=True)

    assert "It is now “Declined”" in page.content.decode()


@pytest.mark.parametrize("act", ["look", "change", "decide"])
def test_who_may_only_look_at_bookings_sees_no_message(marja, user, act):
    booking = held(symptoms=Reply.YES)
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_booking"))

    assert post(marja, booking, act=act, decision="confirm").status_code == 403
