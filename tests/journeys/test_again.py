"""Coming again from the receipt: one question, a time, and done, with nothing typed."""

import re
from datetime import date, datetime
from uuid import uuid4

import pytest

from booking import lifecycle
from booking.models import Booking, Status
from tests.booking.factories import ConfirmedFactory
from tests.booking.test_next_visit import been
from tests.conftest import NOON
from tests.intake.factories import ClientFactory, GuardianshipFactory
from tests.journeys.practice import deliver
from tests.journeys.test_keyboard import Keyboard
from tests.journeys.visitor import Visitor


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green", email="joan@example.com")


def link_in(letter) -> str:
    """The path of the link to come again."""
    return re.search(r"https?://[^/]+(/booking/again/\S+)", letter.body)[1]


def receipt_of(visit, user):
    lifecycle.send_receipt(visit, by=lifecycle.practitioner(user), now=NOON)
    return deliver()[visit.email]


def the_new_one(visit):
    return Booking.objects.exclude(pk=visit.pk).get()


def follows_the_link(visitor, letter):
    visitor.opens(link_in(letter))
    visitor.clicks += 1


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_somebody_comes_again_from_the_receipt(request, practice, address, joan, kind):
    visit = been(joan, days=3)
    visitor = Visitor(request.getfixturevalue(kind), address)

    follows_the_link(visitor, receipt_of(visit, practice))
    visitor.presses("No, nothing has changed")
    moment = visitor.picks_a_time()
    visitor.presses("Confirm booking")

    booking, letters = the_new_one(visit), deliver()
    assert visitor.heading == "Your visit is confirmed"
    assert (booking.status, booking.starts_at.isoformat()) == (Status.CONFIRMED, moment)
    assert visitor.clicks <= 7
    assert visitor.screens <= 5
    assert not visitor.typed
    assert visitor.page.url == f"{address}/booking/again/done/"
    assert "joan@example.com" in letters


def test_a_mother_comes_again_with_her_child_after_cancelling(page, practice, address, is_sound):
    adult = GuardianshipFactory(child__name="Ella Green", child__born_on=date(2018, 6, 15))
    answers = {"for_whom": "child", "born_on": "2018-06-15", "pregnant": None}
    before = been(adult.child, days=9, answers=answers, guardianship=adult)
    about = {"client": adult.child, "guardianship": adult, "screening": before.screening}
    coming = ConfirmedFactory(starts_at=NOON.replace(day=9), **about)
    lifecycle.cancel(coming, by=lifecycle.CLIENT, now=NOON)
    visitor = Visitor(page, address)

    follows_the_link(visitor, deliver()[adult.adult_email])
    asked = visitor.heading
    is_sound(page)
    visitor.presses("No, nothing has changed")
    visitor.picks_a_time()
    visitor.presses("Confirm booking")

    booking = Booking.objects.get(status=Status.CONFIRMED)
    assert "Ella’s health" in asked
    assert (booking.client, booking.guardianship) == (adult.child, adult)


def test_every_page_is_sound(page, practice, address, joan, is_sound):
    visit = been(joan, days=3)
    visitor = Visitor(page, address)

    follows_the_link(visitor, receipt_of(visit, practice))
    is_sound(page)
    visitor.presses("No, nothing has changed")
    is_sound(page)
    visitor.opens("/booking/again/time/?week=2027-03-29")
    is_sound(page)
    visitor.picks_a_time()
    is_sound(page)
    visitor.presses("Confirm booking")
    is_sound(page)


def test_a_time_that_is_gone_and_answers_that_are_old_lead_on(page, practice, address, joan, is_sound):
    visit = been(joan, days=3)
    visitor = Visitor(page, address)
    follows_the_link(visitor, receipt_of(visit, practice))
    visitor.presses("No, nothing has changed")
    lifecycle.reserve(visit.treatment, first_of(page), draft_key=uuid4(), now=NOON)

    visitor.picks_a_time()
    taken = visitor.page.get_by_role("alert").inner_text()
    is_sound(page)
    joan.consents.all().delete()
    visitor.opens("/booking/again/")
    is_sound(page)

    assert "That time has just been taken." in taken
    visitor.follows("Book with my questions")
    assert visitor.heading == "Book a session"


def first_of(page):
    return datetime.fromisoformat(page.locator(".week").get_by_role("button").first.get_attribute("value"))


def test_coming_again_by_keyboard_alone(page, practice, address, joan):
    visit = been(joan, days=3)
    page.goto(address + link_in(receipt_of(visit, practice)))
    keyboard = Keyboard(page)

    keyboard.submits("No, nothing has changed")
    keyboard.submits("10am")
    keyboard.submits("Confirm booking")

    assert the_new_one(visit).status == Status.CONFIRMED
