"""The health form at the desk: worded, previewed, typed in and read, on a phone and on a wide screen."""

from datetime import timedelta

import pytest

from intake.history import asked
from intake.history.values import Given, Kind
from intake.models import HealthForm
from tests.booking.factories import ConfirmedFactory
from tests.conftest import NOON
from tests.intake.factories import ClientFactory, HealthFormFactory
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.practitioner import Practitioner

FORM = "/admin/booking/booking/form/"
FEVER = Given("fever", "health", "reply", "Do you have a fever?", 1, "fever", "no")
EPILEPSY = Given("epilepsy", "health", "reply", "Do you have epilepsy?", 1, "epilepsy", "yes", "Twice a year")
SCREENS = pytest.mark.parametrize("width", [PHONE["width"], DESK["width"]])


@pytest.fixture
def practitioner(page, practice, address):
    practitioner = Practitioner(page, address)
    practitioner.signs_in()
    return practitioner


@pytest.fixture
def joan(practice):
    return ClientFactory(name="Joan Green", form_on=None)


def a_form(client, *given):
    return HealthFormFactory(
        client=client, answers={"given": [one.to_json() for one in given], "complaints": []}
    )


def form_of(client, *more):
    return f"/admin/booking/booking/client/{client.pk}/form/{''.join(f'{one}/' for one in more)}"


def widen(practitioner, width):
    practitioner.page.set_viewport_size({"width": width, "height": DESK["height"]})


@SCREENS
def test_a_question_in_new_words_is_asked_so_and_an_old_form_keeps_its_own(
    practitioner, joan, is_sound, width
):
    a_form(joan, FEVER)
    widen(practitioner, width)
    practitioner.opens(FORM)
    is_sound(practitioner.page)

    practitioner.follows("Do you have a fever")
    is_sound(practitioner.page)
    practitioner.page.get_by_label("The question", exact=True).fill("Are you running a temperature?")
    practitioner.sends("Save as a new version")
    told = practitioner.told
    practitioner.follows("See it as an adult does")
    practitioner.follows("Your health")
    previewed = practitioner.page.get_by_role("main").inner_text()
    practitioner.opens(form_of(joan))

    assert "Saved as version 2." in told
    assert "Are you running a temperature?" in previewed
    assert "Do you have a fever?" in practitioner.page.get_by_role("main").inner_text()


@SCREENS
def test_a_question_of_her_own_is_added_moved_and_retired(practitioner, is_sound, width):
    widen(practitioner, width)
    practitioner.opens(FORM)

    practitioner.follows("Add a question")
    practitioner.sends("Add this question")
    refused = practitioner.problems
    is_sound(practitioner.page)
    practitioner.page.get_by_label("Comfort and access").check()
    practitioner.page.get_by_label("The question", exact=True).fill("Do you like music?")
    practitioner.sends("Add this question")
    practitioner.sends("Move “Do you like music?” up")
    order = [question.own for question in asked.questions() if question.section == "comfort"]
    practitioner.follows("Do you like music?")
    practitioner.sends("Ask it no more")
    is_sound(practitioner.page)

    assert refused == ["Choose the part of the form.", "Write the question."]
    assert order.index("Do you like music?") == len(order) - 2
    assert "Do you like music?" not in [question.own for question in asked.questions()]


@SCREENS
def test_a_paper_form_is_typed_in_and_read(practitioner, joan, is_sound, width):
    widen(practitioner, width)
    practitioner.opens(form_of(joan))
    is_sound(practitioner.page)
    practitioner.follows("Type in a form")
    is_sound(practitioner.page)

    practitioner.page.get_by_label("On paper").check()
    practitioner.page.get_by_label("Filled in on").fill("27/2/2027")
    practitioner.page.locator("[name=health]").check()
    practitioner.sends("Continue")
    is_sound(practitioner.page)
    answer_all(practitioner.page, joan)
    practitioner.sends("Save and go on")
    is_sound(practitioner.page)
    practitioner.page.get_by_label("6", exact=True).check()
    practitioner.page.get_by_role("checkbox", name="Neck").check()
    practitioner.sends("Save and go on")
    is_sound(practitioner.page)
    practitioner.sends("Keep this form")
    is_sound(practitioner.page)

    shown = practitioner.page.get_by_role("main").inner_text()
    assert "Filled in 27 February 2027, on paper. Typed in by marja on Monday 1 March 2027." in shown
    assert "Epilepsy or fits: Twice a year" in shown
    assert "6 out of 10" in shown
    assert HealthForm.objects.get().client == joan


def answer_all(page, joan):
    """Type what the paper says: nothing but epilepsy, and pain in the neck."""
    for question in asked.questions():
        if question.kind == Kind.REPLY and not question.after:
            reply = "yes" if question.code == "epilepsy" else "no"
            page.locator(f"[name={question.code}][value={reply}]").check()
    page.locator("[name=epilepsy_details]").fill("Twice a year")
    page.locator("[name=emergency_name]").fill("Sam Green")
    page.locator("[name=emergency_phone]").fill("07700 900222")
    page.get_by_label("Everyday pain and tension").check()


@SCREENS
def test_a_switch_shows_whom_it_would_hold_before_it_does(practitioner, joan, is_sound, width):
    a_form(joan, EPILEPSY)
    visit = ConfirmedFactory(client=joan, starts_at=NOON + timedelta(days=7))
    widen(practitioner, width)
    practitioner.opens(f"{FORM}precautions/")
    is_sound(practitioner.page)

    practitioner.page.get_by_label("Epilepsy").check()
    practitioner.sends("Save")
    shown = practitioner.page.locator(".note").inner_text()
    is_sound(practitioner.page)
    practitioner.sends("Save, and hold these visits")
    practitioner.opens(f"/admin/booking/booking/{visit.pk}/review/")
    is_sound(practitioner.page)

    visit.refresh_from_db()
    assert "Joan Green" in shown
    assert visit.status == "held"
    care = practitioner.page.get_by_role("region", name="To take care of")
    assert "Epilepsy or fits: Twice a year" in care.inner_text()
