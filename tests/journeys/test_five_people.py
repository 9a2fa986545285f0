"""Five made-up people, each from the home page to a session that took place, or to a later day."""

import re
from datetime import timedelta

import pytest

from booking.models import Booking, Status
from tests.intake.letter_files import photograph
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner
from tests.journeys.test_held import BOXES, had_an_operation
from tests.journeys.visitor import CHILD, MYSELF, Visitor

pytestmark = pytest.mark.each_engine

ROBIN = "robin@example.com"


@pytest.fixture
def visitor(page, practice, texts, address):
    return Visitor(page, address)


@pytest.fixture
def her(her_page, practice, address):
    return Practitioner(her_page, address)


def starts(visitor, *, for_whom=MYSELF, born=(15, 6, 1985)):
    """From the home page to the questions."""
    visitor.opens("/")
    visitor.follows("Neural Pathway Massage")
    visitor.follows("Book a first session")
    visitor.chooses(for_whom=for_whom)
    visitor.agrees(born)


def answers_her(her, booking, decision, **given):
    """She signs in, reads the request, and decides."""
    her.signs_in()
    her.opens(f"/admin/booking/booking/{booking.pk}/review/")
    her.decides(decision, **given)
    booking.refresh_from_db()


def takes_place(her, booking, clock):
    """The day comes; afterwards she notes how it went."""
    clock.move_to(booking.ends_at + timedelta(minutes=10))
    her.signs_in()
    her.opens(f"/admin/booking/booking/{booking.pk}/outcome/")
    her.sends("Save")
    booking.refresh_from_db()
    return booking.status


def path_in(letter, to: str) -> str:
    """The way in that a mail gives to this page of the visit."""
    return re.search(rf"(/booking/visit/\S+/{to}/)", letter.body)[1]


def fills_in(visitor, letter):
    """Fill in the health form with nothing to report, and with one thing that brings them."""
    visitor.opens(path_in(letter, "form"))
    visitor.presses("Start")
    visitor.follows("Start")
    while not visitor.page.url.endswith("/check/"):
        answers_the_page(visitor.page)
        visitor.presses("Save and go on")
    visitor.presses("Send my form")
    assert visitor.heading == "Thank you. I have your form"


def answers_the_page(page):
    for question in page.locator("form > .ask:has(.reply)").all():
        question.get_by_label("No", exact=True).first.check()
    for line in page.locator("input[type=text]:visible, input[type=tel]:visible").all():
        line.fill("Kim Sample, 07700 900456")
    if page.get_by_role("group", name="What brings you?").count():
        page.get_by_role("checkbox").first.check()
    for scale in page.locator(".scale-numbers").all():
        scale.get_by_label("3", exact=True).check()


def comes(visitor, her, booking, clock):
    """From the confirmation to the day: the form by the mail's link, the visit, and how it went."""
    fills_in(visitor, deliver()[ROBIN])
    assert takes_place(her, booking, clock) == Status.COMPLETED
    assert booking.client.health_forms.count() == 1


def test_a_healthy_runner_is_booked_at_once(visitor, her, clock):
    starts(visitor)
    visitor.answers()
    visitor.picks_a_time()
    visitor.says_who_they_are()
    visitor.presses("Confirm booking")
    booking = Booking.objects.get()

    assert (visitor.heading, booking.status) == ("Your session is booked", Status.CONFIRMED)
    comes(visitor, her, booking, clock)


def test_a_mother_past_her_due_date_is_confirmed_after_a_talk(visitor, her, clock):
    def is_overdue(visitor):
        visitor.types_date("When is your baby due?", 24, 2, 2027)
        visitor.presses("Continue")

    starts(visitor)
    visitor.answers(pregnant=is_overdue)
    visitor.picks_a_time()
    visitor.says_who_they_are()
    visitor.presses("Send request")
    booking = Booking.objects.get()
    assert (visitor.heading, booking.status) == ("Request sent. Let us talk first", Status.HELD)
    deliver()

    answers_her(her, booking, "Confirm this time")

    assert booking.status == Status.CONFIRMED
    comes(visitor, her, booking, clock)


def test_a_man_eight_weeks_after_an_operation_comes_on_a_later_day(visitor, her, clock):
    hernia = had_an_operation(4, 1, 2027)
    starts(visitor)
    visitor.answers(operation=hernia)
    visitor.picks_a_time()
    visitor.says_who_they_are()
    visitor.presses("Send request")
    request = Booking.objects.get()
    assert request.status == Status.HELD
    deliver()

    answers_her(her, request, "Offer a later date", from_day="5 April 2027")
    letter = deliver()[ROBIN]
    visitor.opens(re.search(r"https?://[^/]+(/book/\S*)", letter.body)[1])
    starts_again(visitor, hernia)

    booking = Booking.objects.exclude(pk=request.pk).get()
    assert "eligible" not in letter.body
    assert (booking.status, booking.client) == (Status.CONFIRMED, request.client)
    comes(visitor, her, booking, clock)


def starts_again(visitor, hernia):
    starts(visitor)
    visitor.answers(operation=hernia)
    visitor.opens("/book/time/?week=2027-04-05")
    visitor.picks_a_time()
    visitor.says_who_they_are()
    visitor.presses("Confirm booking")


def test_a_woman_in_remission_comes_with_a_letter(visitor, her, clock):
    starts(visitor)
    visitor.answers(cancer="Yes")
    visitor.picks_a_time(which=-1)
    visitor.says_who_they_are()
    visitor.presses("Send request")
    booking = Booking.objects.get()
    assert visitor.heading == "Request sent. A letter first"
    deliver()
    answers_her(her, booking, "Ask for a doctor’s letter")

    sends_the_paper(visitor, deliver()[ROBIN])
    her.opens(f"/admin/booking/booking/{booking.pk}/review/")
    her.accepts_a_letter(until="1/9/2027")
    her.decides("Confirm this time")

    booking.refresh_from_db()
    assert booking.status == Status.CONFIRMED
    comes(visitor, her, booking, clock)


def sends_the_paper(visitor, letter):
    visitor.opens(re.search(r"(/booking/visit/\S+)", letter.body)[1])
    visitor.follows("Send the paper")
    file = {"name": "letter.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    visitor.page.get_by_label("Choose a file").set_input_files(file)
    visitor.presses("Send it")


def test_a_nine_year_old_comes_with_his_father(visitor, her, clock):
    starts(visitor, for_whom=CHILD, born=(9, 2, 2018))
    visitor.answers(pregnant=None)
    visitor.picks_a_time()
    visitor.says_who_comes("Kim Example", "Father", *BOXES)
    visitor.presses("Send request")
    booking = Booking.objects.get()
    assert booking.status == Status.HELD
    deliver()

    answers_her(her, booking, "Confirm this time")

    comes(visitor, her, booking, clock)
    assert booking.client.health_forms.get().given_by == "guardian"
