"""The page of the messages at the desk: switches, times, and the way back."""

import re
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client as Browser

from booking import message_rules
from booking.message_rules import SWITCHED, WHEN, Rule
from booking.models import Kind, MessageRule
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW

pytestmark = pytest.mark.django_db
PAGE = "/admin/booking/booking/messages/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def typed(without=(), **changes):
    """What the page sends as it stands, but for these."""
    ticks = {f"on_{kind}": "on" for kind in SWITCHED if kind not in without}
    return ticks | {f"at_{kind}": str(when.usual) for kind, when in WHEN.items()} | changes


def test_all_is_ticked_and_each_time_stands_with_the_usual_one(marja):
    page = marja.get(PAGE)

    said = text_of(page)
    assert len(re.findall(r'type="checkbox"[^>]* checked', page.content.decode())) == len(SWITCHED)
    assert "The day before When, where, what to wear, and your number." in said
    assert "As built: 18. From 12 to 21." in said
    assert "Always sent Without these a client would stand before a closed door" in said
    assert "To clients Confirmed Request received Declined" in said
    assert "Nothing yet: all of them are sent" in said


def test_a_switch_and_a_time_are_saved_and_told(marja):
    answer = marja.post(PAGE, typed([Kind.CHANGED], at_reminder="20"), follow=True)

    rules = message_rules.load()
    said = text_of(answer)
    assert (rules[Kind.CHANGED], rules[Kind.REMINDER]) == (Rule(False, 2), Rule(True, 20))
    assert "Saved. It holds at once, also for mail that waits." in said
    assert "Anything changed?: not sent Monday 1 March 2027, 12:00. marja" in said
    assert "The day before: 20 o’clock, the day before" in said


def test_saved_as_it_is_nothing_changes(marja):
    answer = marja.post(PAGE, typed(), follow=True)

    assert "Nothing was changed." in text_of(answer)
    assert MessageRule.history.count() == 0


def test_pressed_twice_it_is_one_change(marja):
    for _press in range(2):
        marja.post(PAGE, typed(at_reminder="20"))

    assert MessageRule.history.count() == 1


def test_one_press_sets_all_back(marja):
    marja.post(PAGE, typed([Kind.CHANGED], at_reminder="20"))

    answer = marja.post(PAGE, {"act": "usual"}, follow=True)

    assert message_rules.load() == {kind: message_rules.usual(kind) for kind in SWITCHED}
    assert "The day before: 18 o’clock, the day before" in text_of(answer)


@pytest.mark.parametrize("value", ["", "11", "22", "-1", "18.5", "soon", "9" * 400, "\x00"])
def test_a_time_out_of_bounds_is_told_and_nothing_is_lost(marja, value):
    page = marja.post(PAGE, typed([Kind.CHANGED], at_reminder=value))

    assert "The day before: choose a whole number from 12 to 21." in text_of(page)
    assert len(re.findall(r'type="checkbox"[^>]* checked', page.content.decode())) == len(SWITCHED) - 1
    assert MessageRule.objects.count() == 0


@pytest.mark.parametrize("kind", [Kind.CONFIRMED, Kind.CANCELLED, Kind.OFFER, Kind.LINK])
def test_what_is_always_sent_has_no_switch_and_takes_none(marja, kind):
    page = marja.get(PAGE).content.decode()

    marja.post(PAGE, typed() | {f"on_{kind}": "", f"at_{kind}": "1"})

    assert f'name="on_{kind}"' not in page
    assert (message_rules.is_on(kind), MessageRule.objects.count()) == (True, 0)


def test_who_may_only_look_changes_nothing(marja):
    make_practitioner("looker", "walking-in-birch-woods")
    looker = User.objects.get(username="looker")
    looker.groups.clear()
    browser = Browser()
    browser.force_login(looker)

    assert [browser.get(PAGE).status_code, browser.post(PAGE, typed()).status_code] == [403, 403]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(marja, method):
    assert getattr(marja, method)(PAGE).status_code == 405
