"""The practitioner's logs in a browser: a complaint, a breach and who looked, sound at each width."""

import pytest

from intake.models import Breach, ComplaintCase
from tests.journeys.practitioner import Practitioner

DESK = "/admin/booking/booking"


@pytest.fixture
def practitioner(page, practice, address):
    return Practitioner(page, address)


def test_a_complaint_and_a_breach_are_written_down_and_every_page_is_sound(practitioner, is_sound):
    page = practitioner.page
    practitioner.signs_in()
    practitioner.opens(f"{DESK}/complaints/new/")
    is_sound(page)
    page.get_by_label("Who complained?").fill("Robin Example")
    page.get_by_label("What do they complain of?").fill("My letter was read aloud.")
    practitioner.sends("Keep it in the log")
    practitioner.sends("I have acknowledged it")
    is_sound(page)
    practitioner.opens(f"{DESK}/breaches/new/")
    is_sound(page)
    for label in ("What happened?", "Whose data is it", "Which data is it?", "What could it mean"):
        page.get_by_label(label).fill("A receipt went to a wrong address.")
    practitioner.sends("Keep it in the log")
    is_sound(page)

    practitioner.opens(f"{DESK}/breaches/{Breach.objects.get().pk}/report/")
    is_sound(page)
    for name in ("complaints", "breaches", "readings"):
        practitioner.opens(f"{DESK}/{name}/")
        is_sound(page)

    assert ComplaintCase.objects.get().acknowledged_on is not None
