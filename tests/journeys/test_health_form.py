"""The health form, from a link in a mail until it is sent: on a phone, without a script, on two devices."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from booking import links
from booking.models import Purpose
from intake import agreement, records
from intake.models import FormDraft, HealthForm
from tests.booking.factories import ConfirmedFactory
from tests.intake.factories import ClientFactory, GuardianshipFactory
from tests.journeys.form_filler import FormFiller
from tests.journeys.practice import deliver

pytestmark = pytest.mark.each_engine

NOTHING = "A pause and a reset: nothing troubles me"
NERVE, TENSION, STRESS = (
    "Pain that travels, numbness, pins and needles",
    "Everyday pain and tension: back, neck, shoulders, tight muscles",
    "Stress, sleep, mood or tiredness",
)


@pytest.fixture
def visit(practice):
    """A confirmed visit in some weeks, of somebody who has agreed when they booked."""
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    about = {"client__name": "Robin Example", "client__email": "robin@example.com", "client__form_on": None}
    booking = ConfirmedFactory(starts_at=noon + timedelta(days=20), **about)
    agree(booking)
    return booking


def agree(booking):
    records.give_consent(
        client=booking.client,
        agreement=agreement.current("self"),
        given_by="Robin Example",
        relation="self",
        now=timezone.now(),
    )


def link_to(visit, to="form"):
    token = links.make(Purpose.VISIT, booking=visit, address=visit.email, now=timezone.now())
    return "/booking" + links.url(Purpose.VISIT, token, to=to).partition("/booking")[2]


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_somebody_with_nothing_to_report_sends_it_in_24_questions(request, texts, visit, address, kind, look):
    filler = FormFiller(request.getfixturevalue(kind), address)
    filler.opens(link_to(visit))
    look(filler.page, title="Your form")
    filler.presses("Start")
    look(filler.page, title="Your form")
    filler.follows("Start")
    look(filler.page, title="Your form, part 1")

    filler.says_whom_to_ring()
    look(filler.page, title="Your form, part 2")
    filler.answers_part(pages=5)
    look(filler.page, title="Your form, part 5")
    filler.ticks(NOTHING)
    filler.goes_on()
    filler.answers_part(pages=1)
    look(filler.page, title="Your form, part 7")
    filler.goes_on()
    look(filler.page, title="Check your form before you send it")
    filler.presses("Send my form")

    look(filler.page, title="Your form")
    assert filler.heading == "Thank you. I have your form"
    assert HealthForm.objects.get().client == visit.client
    assert filler.questions <= 25
    # Of them 13 pages to go on from, and 19 answers; the two fields are what an emergency needs.
    assert filler.clicks <= 34
    assert len(filler.typed) == 2


def test_sending_again_by_way_of_back_says_that_it_was_sent(page, texts, visit, address):
    filler = FormFiller(page, address)
    filler.opens(link_to(visit))
    filler.presses("Start")
    filler.follows("Start")
    filler.says_whom_to_ring()
    filler.answers_part(pages=5)
    filler.ticks(NOTHING)
    filler.goes_on()
    filler.answers_part(pages=1)
    filler.goes_on()
    filler.presses("Send my form")
    filler.goes_back(when="/intake/sent/")

    page.reload()

    assert "You have sent it once, and that is enough" in page.locator("main").inner_text()
    assert HealthForm.objects.count() == 1


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_with_everything_open_there_are_at_most_45_questions(request, texts, visit, address, kind, look):
    filler = FormFiller(request.getfixturevalue(kind), address)
    filler.opens(link_to(visit))
    filler.presses("Start")
    filler.follows("Start")
    filler.says_whom_to_ring()
    for _page in range(3):
        filler.opens_everything()
        look(filler.page, title="Your form, part 2")
        filler.goes_on()
    for _question in range(4):
        # One page each, and one press.
        look(filler.page, title="Your form, part 2")
        filler.questions += 1
        filler.presses("No")
    for number in (3, 4):
        filler.opens_everything()
        look(filler.page, title=f"Your form, part {number}")
        filler.goes_on()
    for name in (NERVE, TENSION, STRESS):
        filler.ticks(name)
    filler.goes_on()
    for _complaint in range(3):
        filler.page.get_by_label("Left shoulder").check()
        filler.click(filler.page.get_by_role("radio", name="7", exact=True))
        look(filler.page, title="Your form, part 5")
        filler.goes_on()
    filler.opens_everything()
    filler.page.get_by_label("A way in without steps").check()
    filler.goes_on()
    filler.goes_on()
    look(filler.page, title="Check your form before you send it")
    filler.presses("Send my form")

    form = HealthForm.objects.get()
    assert [(one.trouble, one.places) for one in form.complaints()] == [(7, ("left_shoulder",))] * 3
    assert filler.questions <= 45


def test_a_press_on_the_figure_ticks_the_place_in_the_list(page, texts, visit, address):
    filler = FormFiller(page, address)
    filler.opens(link_to(visit))
    filler.presses("Start")
    filler.opens("/intake/5/1/")
    filler.ticks(NERVE)
    filler.goes_on()
    box, shape = page.get_by_label("Lower back"), page.locator(".at-lower_back")
    pale = shape.evaluate("e => getComputedStyle(e).fill")

    shape.click()

    expect(box).to_be_checked()
    page.mouse.move(0, 0)
    expect(shape).not_to_have_css("fill", pale)
    shape.click()
    expect(box).not_to_be_checked()


def test_without_a_script_the_list_marks_the_figure(page_nojs, texts, visit, address):
    filler = FormFiller(page_nojs, address)
    filler.opens(link_to(visit))
    filler.presses("Start")
    filler.opens("/intake/5/1/")
    filler.ticks(NERVE)
    filler.goes_on()
    shape = page_nojs.locator(".at-left_knee")
    pale = shape.evaluate("e => getComputedStyle(e).fill")

    page_nojs.get_by_label("Left knee").check()

    expect(shape).not_to_have_css("fill", pale)


def test_it_goes_on_where_it_stopped_on_another_device(page, new_context, texts, visit, address, look):
    phone = FormFiller(page, address)
    phone.opens(link_to(visit))
    phone.presses("Start")
    phone.follows("Start")
    phone.says_whom_to_ring()
    laptop = FormFiller(new_context().new_page(), address)

    laptop.opens(link_to(visit, to=""))
    laptop.follows("Fill in your health form")
    assert laptop.heading == "I send you a link to the form"
    look(laptop.page, title="Your form")
    laptop.presses("Send me the link")
    look(laptop.page)
    laptop.opens(re.search(r"(/booking/form/\S+)", deliver()["robin@example.com"].body)[1])
    look(laptop.page, title="Your form")
    laptop.presses("Open my form")

    tasks = laptop.page.locator(".task").all_inner_texts()
    assert "Completed" in tasks[0]
    assert "Incomplete" in tasks[1]
    laptop.follows("Go on")
    laptop.answers_part(pages=1)
    assert FormDraft.objects.get().answers["given"]["clot"]["value"] == "no"


def test_a_parent_fills_it_in_for_a_child(page, texts, visit, address, look):
    child = ClientFactory(name="Noa Example", email="", born_on=date(2018, 6, 15), form_on=None)
    guardianship = GuardianshipFactory(child=child, adult_email="robin@example.com")
    theirs = ConfirmedFactory(
        client=child, guardianship=guardianship, starts_at=visit.starts_at + timedelta(days=1)
    )
    agree(theirs)
    filler = FormFiller(page, address)
    filler.opens(link_to(theirs))
    assert filler.heading == "The health form of Noa"
    filler.presses("Start")
    filler.follows("Start")
    look(page, title="Your form, part 1")
    filler.types("Who else may I ring in an emergency?", "Grandfather")
    filler.types("What is their phone number?", "07700 900111")
    filler.goes_on()
    filler.answers_part(pages=5)
    filler.ticks(NOTHING)
    filler.goes_on()
    filler.answers_part(pages=1)
    filler.goes_on()
    filler.presses("Send my form")

    form = HealthForm.objects.get()
    assert (form.client, form.guardianship, form.given_by) == (child, guardianship, "guardian")
