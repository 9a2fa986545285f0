"""What a health form means for the practitioner: a visit that waits again, and what to take care of."""

from datetime import date, datetime

import pytest

from booking import health_form, lifecycle
from booking.models import Status
from intake.models import Client
from tests.booking.factories import ConfirmedFactory
from tests.conftest import NOON
from tests.intake.factories import ClientFactory, FormDraftFactory, HealthFormFactory
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner
from tests.journeys.test_sheet import pages_of, visits

DAY = date(2027, 3, 9)
SHEET = f"/admin/booking/booking/sheet/?day={DAY}"
TOLD = {"fever": "Since Sunday", "epilepsy": "Twice a year", "allergies": "Nuts"}

PRECAUTION = {"fever": "fever", "epilepsy": "epilepsy", "allergies": "allergy"}


@pytest.fixture
def practitioner(page, practice, address):
    return Practitioner(page, address)


@pytest.fixture
def visit(practice):
    joan = ClientFactory(name="Joan Green", email="joan@example.com", form_on=None)
    return ConfirmedFactory(client=joan, starts_at=datetime.combine(DAY, NOON.timetz()))


def sends_a_form(visit):
    given = {code: {"value": "yes", "details": words} for code, words in TOLD.items()}
    draft = FormDraftFactory(client=visit.client, answers={"given": given})
    health_form.send(draft, by=lifecycle.CLIENT, now=NOON)


def test_a_form_holds_the_visit_she_confirms_it_and_takes_care(practitioner, visit, is_sound):
    sends_a_form(visit)
    told = deliver()["joan@example.com"]
    practitioner.signs_in()
    practitioner.opens_the_first_request()

    found = practitioner.reads()
    practitioner.decides("Confirm this time")
    visit.refresh_from_db()
    practitioner.opens(SHEET)
    sheet = practitioner.page.get_by_role("main").inner_text()

    assert "Please do not travel" in told.body
    assert found == ["A fever, or feeling ill"]
    assert visit.status == Status.CONFIRMED
    for words in ("Check first", "A fever, or feeling ill: Since Sunday", "Allergies: Nuts"):
        assert words in sheet
    is_sound(practitioner.page)


def test_what_to_take_care_of_leaves_five_visits_on_one_page(practitioner, practice):
    visits(practice, 5)
    for client in Client.objects.filter(bookings__visit_on=DAY):
        given = [as_given(code, "It is on the left, and has been so for a while. " * 3) for code in TOLD]
        HealthFormFactory(client=client, answers={"given": given, "complaints": []})
    practitioner.signs_in()

    practitioner.opens(SHEET)

    assert "Epilepsy" in practitioner.page.get_by_role("main").inner_text()
    assert pages_of(practitioner.page) == 1


def as_given(code, details):
    about = {"section": "health", "kind": "reply", "wording": "Do you?", "version": 1, "value": "yes"}
    return about | {"code": code, "precaution": PRECAUTION[code], "details": details}
