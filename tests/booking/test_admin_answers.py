"""The five answers to a request, given on its review page, and what is refused."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking.admin import decisions
from booking.models import BookingEvent, Kind, Message, Status
from booking.practitioner import make_practitioner
from intake.answers import ForWhom, Operation, Reply
from tests.booking.asked import REASON, held, kinds, post, url
from tests.booking.factories import NOW

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


def test_confirming_a_request_writes_to_the_client(marja, user):
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert (booking.status, booking.decided_by, booking.approved_version) == (Status.CONFIRMED, user, 1)
    assert kinds(booking) == {Kind.CONFIRMED, Kind.CHANGED}
    assert answer.url == reverse("admin:index")
    assert "Joan Green gets a message" in marja.get(answer.url).content.decode()


def test_a_note_is_kept_sealed_with_the_decision(marja):
    booking = held(symptoms=Reply.YES)

    post(marja, booking, decision="confirm", note=REASON)

    event = BookingEvent.objects.get(booking=booking)
    assert (event.why, event.words.text) == ("approved", REASON)


def test_declining_writes_to_the_client_and_keeps_the_reason(marja):
    booking = held(symptoms=Reply.YES)

    post(marja, booking, decision="decline", note=REASON)

    booking.refresh_from_db()
    assert booking.status == Status.DECLINED
    assert kinds(booking) == {Kind.DECLINED}
    assert BookingEvent.objects.get(booking=booking).words.text == REASON


@pytest.mark.parametrize("note", ["", "   \n "])
def test_declining_without_a_reason_is_refused(marja, note):
    booking = held(symptoms=Reply.YES)

    page = post(marja, booking, decision="decline", note=note).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "There is a problem" in page
    assert "<title>Error:" in page
    assert 'href="#id_note"' in page


def test_a_later_day_lets_the_time_go(marja):
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="later", from_on="5/6/2027")

    booking.refresh_from_db()
    assert booking.status == Status.DECLINED
    assert booking.client.not_before_on == date(2027, 6, 5)
    assert kinds(booking) == {Kind.LATER}
    assert "times from 5 June 2027 on" in marja.get(answer.url).content.decode()


@pytest.mark.parametrize("day", ["", "8/3/2027", "31/2/2027", "9999-99-99", "soon", "\x00"])
def test_a_later_day_that_is_none_is_refused_and_the_note_stays(marja, day):
    booking = held(symptoms=Reply.YES)

    page = post(marja, booking, decision="later", from_on=day, note=REASON).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "There is a problem" in page
    assert REASON in page


@pytest.mark.parametrize("decision", [None, "", "status=confirmed", "approve"])
def test_no_decision_at_all_is_asked_for_again(marja, decision):
    booking = held(symptoms=Reply.YES)
    typed = {} if decision is None else {"decision": decision}

    page = post(marja, booking, **typed).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "There is a problem" in page


def test_for_another_adult_a_note_on_their_consent_is_asked_for(marja):
    booking = held(for_whom=ForWhom.ADULT)

    page = post(marja, booking, decision="confirm").content.decode()
    booking.refresh_from_db()
    without = booking.status
    post(marja, booking, decision="confirm", note="She rang me herself and agrees.")

    booking.refresh_from_db()
    assert "how the person treated agreed" in page
    assert (without, booking.status) == (Status.HELD, Status.CONFIRMED)


def test_a_page_from_before_a_new_screening_decides_nothing(marja):
    booking = held(cancer=Reply.UNSURE)
    old = decisions.seen_of(booking)
    post(marja, booking, act="settle", reply="no")

    answer = marja.post(url(booking), {"act": "decide", "seen": old, "decision": "confirm"}, follow=True)

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "has changed since you opened the page" in answer.content.decode()


@pytest.mark.parametrize("second", ["confirm", "decline"])
def test_of_two_tabs_the_second_decides_nothing(marja, second):
    booking = held(symptoms=Reply.YES)
    old = decisions.seen_of(booking)
    post(marja, booking, decision="confirm")

    typed = {"act": "decide", "seen": old, "decision": second, "note": REASON}
    answer = marja.post(url(booking), typed, follow=True)

    booking.refresh_from_db()
    assert booking.status == Status.CONFIRMED
    assert "It is now “Confirmed”" in answer.content.decode()
    assert booking.events.count() == 1


def test_what_has_lapsed_meanwhile_cannot_be_confirmed(marja):
    booking = held(symptoms=Reply.YES)

    with time_machine.travel(booking.held_until, tick=False):
        marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
        page = marja.get(post(marja, booking, decision="confirm").url).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "the time is not kept any more" in page


def test_a_page_without_what_was_seen_decides_nothing(marja):
    booking = held(symptoms=Reply.YES)

    marja.post(url(booking), {"act": "decide", "decision": "confirm"})

    booking.refresh_from_db()
    assert booking.status == Status.HELD


def test_who_may_only_look_decides_nothing(marja, user):
    booking = held(symptoms=Reply.YES)
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_booking"))

    answer = post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (403, Status.HELD)


@pytest.mark.parametrize("typed", ["x" * 1_000_000, "🌲" * 3000], ids=["1 MB", "emoji"])
def test_far_too_long_a_note_is_refused_in_words(marja, typed):
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="decline", note=typed)

    booking.refresh_from_db()
    assert answer.status_code in (200, 400)
    assert booking.status == Status.HELD


def test_a_post_without_the_forgery_token_is_refused(user):
    marja = Browser(enforce_csrf_checks=True)
    marja.force_login(user)
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (403, Status.HELD)


OPERATED = {"had_operation": Reply.YES, "operations": (Operation(2027, 2, 5),), "healed": Reply.YES}


def test_a_day_that_is_too_soon_is_confirmed_with_a_note(marja):
    booking = held(**OPERATED)

    page = post(marja, booking, decision="confirm").content.decode()
    booking.refresh_from_db()
    without = booking.status
    post(marja, booking, decision="confirm", note="A small one. Her doctor agrees.")

    booking.refresh_from_db()
    assert "although this day is earlier than your rules allow" in page
    assert (without, booking.status) == (Status.HELD, Status.CONFIRMED)


def test_a_note_of_spaces_is_no_note(marja):
    booking = held(**OPERATED)

    post(marja, booking, decision="confirm", note=" \n ")

    booking.refresh_from_db()
    assert booking.status == Status.HELD


def test_asking_for_a_letter_keeps_the_time(marja, user):
    booking = held(cancer=Reply.YES)

    answer = post(marja, booking, decision="letter", note="She has one at home.")

    booking.refresh_from_db()
    event = BookingEvent.objects.get()
    assert booking.status == Status.HELD
    assert (event.why, event.by, event.words.text) == ("letter_asked", user, "She has one at home.")
    # The two that ask after it are written with it, and go out only while it is missing.
    assert kinds(booking) == {Kind.LETTER, Kind.LETTER_WAITED, Kind.LETTER_STILL}
    assert "Joan Green gets a message that a letter is needed." in marja.get(answer.url).content.decode()


def test_a_letter_is_asked_for_once(marja):
    booking = held(cancer=Reply.YES)
    post(marja, booking, decision="letter")

    page = post(marja, booking, decision="letter", note="Once more.").content.decode()

    assert "You asked on Monday 1 March already." in page
    assert "Once more." in page
    assert (booking.events.count(), Message.objects.filter(kind=Kind.LETTER).count()) == (1, 1)


def test_keeping_it_for_later_sends_nothing(marja):
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="keep")

    booking.refresh_from_db()
    assert (booking.status, booking.events.get().why) == (Status.HELD, "kept")
    assert not Message.objects.exists()
    assert "An answer is due by Wednesday 3 March, 12:00." in marja.get(answer.url).content.decode()


def test_what_was_asked_and_kept_shows_with_its_day(marja):
    booking = held(cancer=Reply.YES)
    post(marja, booking, decision="letter")
    with time_machine.travel(datetime(2027, 3, 2, 9, 30, tzinfo=UTC), tick=False):
        marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
        post(marja, booking, decision="keep")

        page = marja.get(url(booking)).content.decode()

    asked, kept = page.split('class="so-far"')[1].split("</ul>")[0].split("</li>")[:2]
    assert ("A doctor’s letter was asked for" in asked, "Monday 1 March, 12:00" in asked) == (True, True)
    assert ("Kept for later" in kept, "Tuesday 2 March, 09:30" in kept) == (True, True)
