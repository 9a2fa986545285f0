"""She words the confirmation her way, sees it first, and goes back; with scripts and without."""

from datetime import UTC, datetime

import pytest

from booking.models import MessageText
from tests.booking import flow
from tests.journeys.conftest import DESK
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner

TEXTS = "/admin/booking/booking/texts/"
NEXT_MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)
HERS = "Dear {first_name},\n\nI look forward to seeing you.\n\n{facts}\n\n{form}\n\n{adult_stays}"


@pytest.fixture(params=["page", "page_nojs"], ids=["scripts", "no-scripts"])
def practitioner(request, practice, address):
    practitioner = Practitioner(request.getfixturevalue(request.param), address)
    practitioner.signs_in()
    return practitioner


def test_a_confirmation_in_her_words_is_seen_sent_and_put_back(practitioner, is_sound, client):
    page = practitioner.page
    practitioner.opens(TEXTS)
    is_sound(page)

    practitioner.follows("Confirmed", exact=True)
    is_sound(page)
    page.get_by_label("Subject", exact=True).fill("See you {when}")
    page.get_by_label("Text", exact=True).fill("Dear {first_nam},")
    practitioner.sends("Save")
    refused = practitioner.problems
    is_sound(page)
    page.get_by_label("Text", exact=True).fill(HERS)
    practitioner.sends("Show it")
    adult = page.get_by_role("region", name="As an adult reads it")
    shown = adult.frame_locator("iframe").locator("body").inner_text()
    adult.get_by_text("The same as plain text").click()
    plain = adult.locator(".letter-text").inner_text()
    is_sound(page)
    saved_by_showing = MessageText.objects.exists()
    practitioner.sends("Send me a test")
    test = deliver()["marja@example.com"]
    practitioner.sends("Save")
    is_sound(page)
    flow.fill_in(client, NEXT_MONDAY)
    flow.send(client)
    sent = deliver()["robin@example.com"]
    practitioner.sends("Back to the original")
    is_sound(page)

    assert refused[0] == "{first_nam} stands for nothing here. Did you mean {first_name}?"
    assert "Put {facts} back in" in refused[1]
    assert "Dear Ada," in shown
    assert "I look forward to seeing you" in shown
    assert "Dear Ada,\n\nI look forward to seeing you." in plain
    assert not saved_by_showing
    assert test.subject.startswith("Test: See you ")
    assert sent.subject == "See you Monday 8 March, 10am"
    assert sent.body.startswith(
        "Dear Robin,\n\nI look forward to seeing you.\n\nWhen: Monday 8 March 2027, 10am\n"
    )
    assert "Dear Robin," in sent.alternatives[0].content
    assert "The original goes out again." in practitioner.told
    assert page.get_by_label("Subject", exact=True).input_value() == "Your session on {when}"


def test_earlier_words_are_begun_with_on_a_wide_screen(practitioner, is_sound):
    page = practitioner.page
    page.set_viewport_size(DESK)
    practitioner.opens(f"{TEXTS}confirmed/")
    page.get_by_label("Text", exact=True).fill(HERS)
    practitioner.sends("Save")
    practitioner.sends("Back to the original")

    page.get_by_text("Your session on {when}", exact=True).click()
    is_sound(page)
    practitioner.follows("Begin with these words")
    practitioner.sends("Save")

    assert "Saved. From now on the mail goes out like this." in practitioner.told
    assert MessageText.objects.get().body == HERS
