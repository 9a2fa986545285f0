"""The switches of the precautions, and what one of them holds."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client as Browser

from booking import switches
from booking.models import Booking, Message, Status
from booking.practitioner import make_practitioner
from intake.history.precautions import TALK_FIRST, Precaution
from intake.history.values import Given
from intake.models import PrecautionRule, Reading, Screening
from tests.booking.factories import NOW, ConfirmedFactory
from tests.intake.factories import HealthFormFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/booking/booking/form/precautions/"
EPILEPSY = Given("epilepsy", "health", "reply", "Do you have epilepsy?", 1, "epilepsy", "yes", "Twice")


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
    """A confirmed visit of somebody whose form names a precaution that is only shown."""
    visit = ConfirmedFactory(client__name="Joan Green", starts_at=NOW + timedelta(days=8))
    HealthFormFactory(client=visit.client, answers={"given": [EPILEPSY.to_json()], "complaints": []})
    return visit


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def send(marja, *more, without=(), **typed):
    first = [str(one) for one in (*TALK_FIRST, *more) if one not in without]
    return marja.post(PAGE, {"first": first, **typed}, follow=True)


def seen_on(page):
    return re.search(r'name="seen" value="(\w*)"', page.content.decode())[1]


def ticked(page):
    return set(re.findall(r'value="(\w+)" [^>]*checked', page.content.decode()))


def everything():
    rows = [model.objects.count() for model in (PrecautionRule, Screening, Message)]
    return rows, PrecautionRule.history.count(), list(Booking.objects.values_list("status", "version"))


def test_what_is_built_in_is_ticked_and_each_stands_with_its_question(marja):
    page = marja.get(PAGE)

    assert ticked(page) == {"recent_clot", "fever", "infection"}
    assert "Epilepsy or fits Do you have epilepsy, or have you ever had a fit?" in text_of(page)
    assert "None of your questions is marked yet." in text_of(page)
    assert "Nothing yet: a recent clot" in text_of(page)


def test_what_a_new_switch_would_hold_is_shown_before_anything_is_saved(marja, visit):
    before = everything()

    page = send(marja, Precaution.EPILEPSY)

    assert "1 confirmed visit would wait for your answer again. Nothing is saved yet." in text_of(page)
    assert "Tuesday 9 March 2027, 12:00: Joan Green" in text_of(page)
    assert ticked(page) == {"recent_clot", "fever", "infection", "epilepsy"}
    assert everything() == before


def test_saved_it_holds_just_these_and_says_so(marja, visit):
    other = ConfirmedFactory(starts_at=NOW + timedelta(days=9))
    seen = seen_on(send(marja, Precaution.EPILEPSY))

    saved = send(marja, Precaution.EPILEPSY, seen=seen)

    visit.refresh_from_db()
    other.refresh_from_db()
    assert (visit.status, other.status) == (Status.HELD, Status.CONFIRMED)
    assert "1 coming visit waits for your answer now." in text_of(saved)
    assert re.search(r"Epilepsy or fits: talk first Monday 1 March 2027, 12:00\. marja", text_of(saved))


def test_what_was_not_shown_is_not_held(marja, visit):
    seen = seen_on(send(marja, Precaution.EPILEPSY))
    second = ConfirmedFactory(client=visit.client, starts_at=NOW + timedelta(days=20))

    page = send(marja, Precaution.EPILEPSY, seen=seen)

    second.refresh_from_db()
    assert "2 confirmed visits would wait" in text_of(page)
    assert (second.status, PrecautionRule.objects.count()) == (Status.CONFIRMED, 0)


def test_a_switch_that_holds_nothing_is_saved_at_once(marja):
    saved = send(marja, without=[Precaution.FEVER])

    assert "Saved. Coming visits were judged by it." in text_of(saved)
    assert "A fever, or feeling ill: shown only" in text_of(saved)
    assert switches.now_on() == TALK_FIRST - {Precaution.FEVER}


def test_pressed_twice_it_is_one_change(marja, visit):
    seen = seen_on(send(marja, Precaution.EPILEPSY))

    for _press in range(2):
        send(marja, Precaution.EPILEPSY, seen=seen)

    assert PrecautionRule.history.count() == 1
    assert Message.objects.filter(booking=visit, kind="held").count() <= 1


def test_switched_off_again_nothing_is_let_go(marja, visit):
    switches.turn({"epilepsy": True}, now=NOW)

    held = switches.turn({"epilepsy": False}, now=NOW)

    visit.refresh_from_db()
    assert (held, visit.status) == ([], Status.HELD)
    assert list(PrecautionRule.history.values_list("talk_first", flat=True)) == [False, True]


def test_looking_shows_no_answer_and_so_is_no_reading(marja, visit):
    send(marja, Precaution.EPILEPSY)

    assert not Reading.objects.exists()


def test_a_precaution_that_is_none_is_refused(marja):
    page = marja.post(PAGE, {"first": ["fever", "measles"]})

    assert "Choose from the precautions below." in text_of(page)
    assert not PrecautionRule.objects.exists()
