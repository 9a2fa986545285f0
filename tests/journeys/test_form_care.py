"""What a health form means for the practitioner: a visit that waits again, and what to take care of."""

from datetime import date, datetime

import pytest

from booking import health_form, lifecycle
from booking.models import Status
from tests.booking.factories import ConfirmedFactory
from tests.conftest import NOON
from tests.intake.factories import ClientFactory, FormDraftFactory
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner

DAY = date(2027, 3, 9)
SHEET = f"/admin/booking/booking/sheet/?day={DAY}"
TOLD = {"fever": "Since Sunday", "epilepsy": "Twice a year", "allergies": "Nuts"}


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
