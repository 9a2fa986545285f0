"""What was agreed to is taken back from a mail, without JavaScript; the practitioner talks, and goes on."""

import re

import pytest

from booking.models import Booking, Status
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner
from tests.journeys.test_own_page import book, links_in
from tests.journeys.visitor import Visitor


@pytest.fixture
def practitioner(her_page, address):
    return Practitioner(her_page, address)


def test_it_is_taken_back_from_a_mail_and_agreed_to_again_by_phone(
    page_nojs, practitioner, practice, texts, address, look, is_sound
):
    visitor = Visitor(page_nojs, address)
    book(visitor)
    path = links_in(deliver()["robin@example.com"])["agreements"]
    visitor.page.context.clear_cookies()

    visitor.opens(path)
    look(visitor.page, title="What you agreed to")
    visitor.goes_on_by(visitor.page.get_by_role("link", name="Take it back").first)
    look(visitor.page, title="What you agreed to")
    visitor.presses("Yes, take it back")

    said = visitor.page.get_by_role("status").inner_text()
    look(visitor.page, title="What you agreed to")
    booking = Booking.objects.get()
    told = deliver()
    assert said == "It is taken back, and I have been told."
    assert booking.status == Status.HELD
    assert "Please do not travel before I have confirmed it." in told["robin@example.com"].body
    assert re.findall("health|answer about", told["marja@example.com"].body) == []

    practitioner.signs_in()
    practitioner.opens_the_first_request()
    practitioner.decides("Confirm this time")
    refused = practitioner.problems
    practitioner.opens(f"/admin/booking/booking/client/{booking.client_id}/agreements/")
    is_sound(practitioner.page)
    practitioner.page.get_by_label("I agree that you use and keep").check()
    practitioner.page.get_by_label("By phone, or here").check()
    practitioner.sends("Note what they agreed to")
    noted = practitioner.told
    practitioner.opens(f"/admin/booking/booking/{booking.pk}/review/")
    practitioner.decides("Confirm this time")

    booking.refresh_from_db()
    assert [line.startswith("They took back their agreement") for line in refused] == [True]
    assert "Noted, in the words that stand here." in noted
    assert booking.status == Status.CONFIRMED


def test_she_notes_what_somebody_takes_back_by_phone(practitioner, practice, page, texts, address, is_sound):
    book(Visitor(page, address))
    booking = Booking.objects.get()
    deliver()
    practitioner.signs_in()

    practitioner.opens(f"/admin/booking/booking/client/{booking.client_id}/")
    practitioner.follows("All agreements")
    practitioner.follows("They took it back")
    is_sound(practitioner.page)
    practitioner.page.get_by_label("By phone, or here").check()
    practitioner.sends("Note that it is taken back")

    booking.refresh_from_db()
    assert "Noted that it was taken back." in practitioner.told
    assert booking.status == Status.HELD
    assert "waits for my answer again" in deliver()["robin@example.com"].body
