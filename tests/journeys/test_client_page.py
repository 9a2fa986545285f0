"""A client's page, and two rows that become one person, on a phone and on a desk."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.models import Status
from intake import agreement, records
from intake.models import Client
from tests.booking.factories import ConfirmedFactory, HeldFactory
from tests.conftest import NOON
from tests.intake.factories import ClearanceFactory, ClientFactory, GuardianshipFactory
from tests.journeys.conftest import DESK
from tests.journeys.practitioner import Practitioner

TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
def practitioner(page, practice, address):
    """On the phone: a journey that is for the desk widens the page."""
    return Practitioner(page, address)


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green", ring_at="After six", form_on=None)


def page_of(client, *more):
    return f"/admin/booking/booking/client/{client.pk}/{''.join(f'{one}/' for one in more)}"


def with_everything(joan, user):
    """Give her one of all that the page can show."""
    ConfirmedFactory(client=joan, starts_at=TUESDAY)
    HeldFactory(client=joan, starts_at=TUESDAY + timedelta(days=7))
    ConfirmedFactory(
        client=joan, starts_at=NOON - timedelta(days=8), status=Status.COMPLETED, minutes_given=105
    )
    ConfirmedFactory(client=joan, starts_at=NOON - timedelta(days=2))
    GuardianshipFactory(child=joan)
    ClearanceFactory(client=joan, note="Light work is fine")
    ClientFactory(name="Joan Greene", born_on=joan.born_on)
    for kind in ("general", "general", "access"):
        records.write_note(client=joan, kind=kind, text="Two pillows", by=user, now=NOON)
    records.give_consent(
        client=joan, agreement=agreement.current("self"), given_by="Joan Green", relation="self", now=NOON
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_with_all_it_can_show_is_sound(practitioner, practice, joan, is_sound, width):
    with_everything(joan, practice)
    practitioner.page.set_viewport_size({"width": width, "height": DESK["height"]})
    practitioner.signs_in()

    for path in (page_of(joan), f"{page_of(joan)}?notes=all&sessions=all"):
        practitioner.opens(path)
        is_sound(practitioner.page)
    practitioner.sends("Read the findings")
    is_sound(practitioner.page)


def test_she_notes_the_form_and_a_note_on_the_phone(practitioner, joan, is_sound):
    practitioner.signs_in()
    practitioner.opens("/admin/intake/client/")
    practitioner.follows("Joan Green")

    practitioner.page.get_by_label("Filled in on").fill("next week")
    practitioner.sends("Note that it is here")
    refused = practitioner.problems
    is_sound(practitioner.page)
    practitioner.page.get_by_label("Filled in on").fill("27/2/2027")
    practitioner.sends("Note that it is here")
    noted = practitioner.told
    practitioner.page.get_by_text("Add a note").click()
    practitioner.page.get_by_label("Access and comfort").check()
    practitioner.page.get_by_label("Your note").fill("Two pillows")
    practitioner.sends("Keep this note")

    joan.refresh_from_db()
    assert refused == ["Enter a day like 27/3/2027."]
    assert "It holds until 27 February 2028." in noted
    assert joan.form_on.isoformat() == "2027-02-27"
    assert "Two pillows" in practitioner.page.get_by_role("region", name="Notes").inner_text()


def test_she_makes_two_rows_one_person(practitioner, joan, is_sound):
    other = ClientFactory(name="Joan Greene", born_on=joan.born_on, phone="")
    visit = ConfirmedFactory(client=other, starts_at=TUESDAY)
    practitioner.signs_in()
    practitioner.opens("/admin/intake/client/")
    is_sound(practitioner.page)

    practitioner.follows("Entered twice?")
    is_sound(practitioner.page)
    practitioner.follows("Compare both")
    is_sound(practitioner.page)
    practitioner.page.get_by_role("radio", name="Joan Greene").check()
    practitioner.sends("Make them one")

    visit.refresh_from_db()
    assert visit.client == joan
    assert "Joan Green and Joan Greene are one client now." in practitioner.told
    assert practitioner.page.get_by_role("heading", level=1).inner_text() == "Joan Greene"
    assert list(Client.objects.present()) == [joan]


def test_two_birthdays_need_her_word_and_details_lead_back(practitioner, joan, is_sound):
    child = GuardianshipFactory(child__name="Joan Green", child__email=joan.email).child
    practitioner.signs_in()
    practitioner.opens(page_of(joan, "merge", child.pk))

    practitioner.sends("Make them one")
    refused = practitioner.problems
    is_sound(practitioner.page)
    practitioner.follows("Leave them apart", exact=True)
    practitioner.follows("Change details")
    is_sound(practitioner.page)
    practitioner.follows("The client’s page")

    assert refused == ["The two dates of birth differ. Tick this once you have checked, or leave them apart."]
    assert practitioner.page.url.endswith(page_of(joan))
    assert Client.objects.present().count() == 2
