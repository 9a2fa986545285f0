"""After a session, on a phone and on a desk: how it went, the receipt, a note, a visit called off."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from booking.models import Status
from tests.booking.factories import ConfirmedFactory
from tests.conftest import NOON
from tests.intake.factories import ClientFactory
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.onward import goes_on_by
from tests.journeys.practice import deliver, plain
from tests.journeys.practitioner import Practitioner

TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)
pytestmark = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["390", "1280"])


@pytest.fixture
def practitioner(page, practice, address, screen):
    page.set_viewport_size(screen)
    practitioner = Practitioner(page, address)
    practitioner.signs_in()
    return practitioner


@pytest.fixture
def opens(practitioner):
    return lambda booking, page="change": practitioner.opens(f"/admin/booking/booking/{booking.pk}/{page}/")


def over(**changes):
    return ConfirmedFactory(starts_at=NOON - timedelta(hours=3), **changes)


def press(page, name, role="button"):
    goes_on_by(page.locator("#content-main").get_by_role(role, name=name, exact=True))


def test_two_presses_note_that_it_took_place(practitioner, opens, page, is_sound):
    visit = over(client__name="Joan Green", client__email="joan@example.com")
    opens(visit)
    is_sound(page)

    press(page, "Note how it went", "link")
    is_sound(page)
    press(page, "Save")
    told = practitioner.told
    is_sound(page)
    press(page, "Not now", "link")
    press(page, "Receipt", "link")
    is_sound(page)
    press(page, "Send it by email")

    visit.refresh_from_db()
    assert (visit.status, visit.minutes_given) == (Status.COMPLETED, 120)
    assert "it took 120 minutes. Nothing was sent." in told
    assert "The receipt goes to Joan Green by email." in practitioner.told
    assert "Paid: £98" in plain(deliver()["joan@example.com"].body)


def test_a_receipt_prints_the_sheet_alone(opens, page):
    visit = over(status=Status.COMPLETED, minutes_given=105)
    opens(visit, "receipt")

    page.emulate_media(media="print")
    seen = page.locator("body").inner_text()

    assert "105 minutes" in seen
    assert "Send it by email" not in seen
    assert "Log out" not in seen


def test_a_first_visit_without_a_form_asks_for_it(practitioner, opens, page, is_sound):
    visit = over(client=ClientFactory(form_on=None))
    opens(visit, "outcome")

    press(page, "Save")
    problems = practitioner.problems
    is_sound(page)
    page.get_by_label("The health form is here on paper").check()
    page.get_by_label("Your note").fill("In the grey folder")
    press(page, "Save")

    visit.refresh_from_db()
    assert len(problems) == 2
    assert visit.status == Status.COMPLETED


def test_what_does_not_matter_is_out_of_sight(opens, page, is_sound):
    visit = over()
    opens(visit, "outcome")
    safe_day, lengths = page.get_by_label("Safe from which day"), page.get_by_text("How many minutes?")
    other = page.get_by_label("Minutes in all")

    for place, is_in_sight in ((lengths, True), (other, False), (safe_day, False)):
        expect(place).to_be_visible(visible=is_in_sight)
    page.get_by_label("They came, and I did not treat").check()
    for place, is_in_sight in ((lengths, False), (other, False), (safe_day, True)):
        expect(place).to_be_visible(visible=is_in_sight)
    is_sound(page)
    safe_day.fill("5/6/2027")
    page.get_by_label("Your note").fill("Better another day")
    press(page, "Save")

    visit.refresh_from_db()
    assert visit.status == Status.NOT_TREATED


def test_a_note_is_added_and_read_again(practitioner, opens, page, is_sound):
    visit = ConfirmedFactory(starts_at=TUESDAY)
    opens(visit)

    press(page, "Add a note", "link")
    is_sound(page)
    page.get_by_label("Your note").fill("She parks behind the house")
    press(page, "Add this note")
    press(page, "Read the notes", "link")
    is_sound(page)

    assert "She parks behind the house" in page.get_by_role("region", name="Your notes").inner_text()


def test_a_visit_is_called_off(practitioner, opens, page, is_sound):
    visit = ConfirmedFactory(starts_at=TUESDAY, client__email="joan@example.com")
    opens(visit)

    press(page, "Cancel this visit", "link")
    is_sound(page)
    press(page, "Cancel this visit")
    problems = practitioner.problems
    page.get_by_label("I call it off").check()
    press(page, "Cancel this visit")

    visit.refresh_from_db()
    assert problems == ["Choose who cancels: the client gets other words."]
    assert visit.status == Status.CANCELLED
    assert "I cannot be there that day" in deliver()["joan@example.com"].body
