"""Each step of a booking as it looks: asked, mended, opened, taken, done."""

import re

import pytest

from booking.models import Booking, Status
from tests.journeys import sound
from tests.journeys.visitor import CHILD, MYSELF, Visitor


@pytest.fixture
def visitor(page, practice, address):
    visitor = Visitor(page, address)
    visitor.opens("/book/")
    return visitor


@pytest.fixture
def looks(visitor, look):
    """Look at the page the visitor is on; each says how to go on and whom to ask."""

    def check(title=None):
        number = re.search(r"/question/(\d)/", visitor.page.url)
        # What somebody answered, and was asked, would stay in the browser's history.
        neutral = f"Is it right on the day? Question {number[1]}" if number else title
        look(visitor.page, title=neutral)
        assert not sound.is_dead_end(visitor.page)
        assert sound.hindrances(visitor.page) == []

    return check


def problems(visitor) -> list[str]:
    return visitor.page.locator("#error-summary a").all_inner_texts()


def test_every_step_is_sound_before_and_after_a_mistake(visitor, looks):
    looks()
    visitor.presses("Book: First session")
    assert problems(visitor) == ["Choose who the session is for"]
    looks()
    visitor.chooses()

    looks()
    visitor.types_date("date of birth", 31, 2, 1985)
    visitor.presses("Continue")
    assert problems(visitor) == [
        "Date of birth must be a real date, like 27 3 2026",
        "Tick the box if you agree, or ring me instead",
    ]
    assert visitor.page.get_by_label("Month").input_value() == "2"
    looks()
    visitor.agrees()

    looks()
    visitor.presses("Yes")
    looks()
    visitor.types_date("When is your baby due?", 31, 6, "soon")
    visitor.presses("Continue")
    assert problems(visitor) == ["Due date must be a real date, like 27 3 2026"]
    looks()
    visitor.presses("No")

    visitor.presses("Yes")
    visitor.presses("Add another operation or procedure")
    looks()
    visitor.presses("Continue")
    assert problems(visitor)
    looks()
    visitor.presses("No")

    looks()
    visitor.presses("I’m not sure")
    looks()
    visitor.presses("No")

    looks()
    visitor.picks_a_time(which=-1)
    looks()
    visitor.presses("Continue")
    assert problems(visitor) == [
        "Enter your full name",
        "Enter your email address",
        "Enter your phone number",
    ]
    looks()
    visitor.says_who_they_are()
    looks()
    visitor.presses("Send request")
    looks(title="Your request")
    assert visitor.heading == "Request sent. Let us talk first"


def test_the_steps_for_a_child_are_sound(visitor, looks):
    visitor.chooses(for_whom=CHILD)
    visitor.agrees(born=(9, 4, 2018))
    visitor.answers(pregnant=None)
    visitor.picks_a_time(which=-1)

    looks()
    visitor.presses("Continue")
    found = problems(visitor)

    looks()
    assert found[-1] == "Tick the box to say that an adult will be in the room"


def test_a_time_taken_meanwhile_leads_to_the_nearest_with_nothing_lost(visitor, looks):
    visitor.chooses()
    visitor.agrees()
    visitor.answers()
    visitor.picks_a_time(which=-1)
    visitor.says_who_they_are()
    Booking.objects.update(draft_key=None, expires_at="2027-03-01T14:00:00Z")

    visitor.presses("Confirm booking")
    told = visitor.page.locator("#error-summary").inner_text()
    looks()
    visitor.goes_on_by(
        visitor.page.get_by_role("region", name="Nearest free time").get_by_role("button").first
    )
    visitor.presses("Confirm booking")
    looks()

    assert "That time has just been taken. Everything you filled in is kept." in told
    assert visitor.heading == "Your session is booked"
    assert Booking.objects.get(status=Status.CONFIRMED).client.name == "Robin Example"


def test_back_leads_to_each_step_as_it_was_left(visitor):
    visitor.chooses()
    visitor.agrees()
    visitor.answers()
    visitor.picks_a_time(which=-1)
    visitor.says_who_they_are()

    visitor.follows("Back")
    name = visitor.page.get_by_label("Full name").input_value()
    visitor.follows("Back")
    visitor.follows("Back")
    answers = []
    for _question in range(4):
        answers.append(visitor.page.locator("[aria-pressed=true]").inner_text())
        visitor.follows("Back")
    year = visitor.page.get_by_label("Year").input_value()
    visitor.follows("Back")
    is_chosen = visitor.page.get_by_label(MYSELF, exact=True).is_checked()

    assert (name, year, is_chosen) == ("Robin Example", "1985", True)
    assert [answer.split()[0] for answer in answers] == ["No"] * 4


def test_after_booking_back_leads_to_what_was_booked(visitor):
    visitor.chooses()
    visitor.agrees()
    visitor.answers()
    visitor.picks_a_time(which=-1)
    visitor.says_who_they_are()
    visitor.presses("Confirm booking")

    visitor.goes_back(when="/book/done/")

    assert visitor.heading == "Your session is booked"
    assert Booking.objects.count() == 1


def test_the_browsers_own_back_button_keeps_every_answer(visitor):
    visitor.chooses()
    visitor.agrees()
    visitor.presses("Yes")
    visitor.types_date("When is your baby due?", 15, 6, 2027)
    visitor.presses("Continue")

    visitor.goes_back(when="/book/question/2/")
    visitor.page.reload()

    assert "due" in visitor.page.get_by_role("main").inner_text()
    assert visitor.page.get_by_label("Year").input_value() == "2027"
