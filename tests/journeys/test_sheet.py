"""The day sheet on a phone, on a desk and on paper, and the numbers beside it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from booking.models import Status
from intake.models import Note
from tests.booking.factories import ConfirmedFactory, HeldFactory
from tests.conftest import NOON
from tests.intake.factories import ClientFactory, GuardianshipFactory
from tests.journeys.practitioner import Practitioner

DAY = date(2027, 3, 9)
SHEET = f"/admin/booking/booking/sheet/?day={DAY}"
STARTS = [datetime(2027, 3, 9, 8, tzinfo=UTC) + timedelta(minutes=150 * n) for n in range(6)]
LONG = "Comes with a stick, needs the ramp at the door and the table low, with a second blanket. " * 4


@pytest.fixture
def practitioner(page, practice, address):
    return Practitioner(page, address)


def visits(practice, count):
    """As much on each as it can hold: a long name, a guardian, needs and a note that do not end."""
    for start in STARTS[:count]:
        child = ClientFactory(name="Bartholomew Maximilian Featherstonehaugh", form_on=None)
        adult = GuardianshipFactory(child=child, adult_name="Wilhelmina Featherstonehaugh-Cholmondeley")
        ConfirmedFactory(client=child, guardianship=adult, starts_at=start, crossed=["closed"])
        for kind in Note.Kind:
            Note.objects.create(client=child, kind=kind, text=LONG, by=practice, created_at=NOON)


def pages_of(page) -> int:
    pdf = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_sheet_is_sound_on_every_screen(practitioner, practice, is_sound):
    visits(practice, 1)
    HeldFactory(starts_at=STARTS[2])
    ConfirmedFactory(starts_at=NOON - timedelta(hours=3), status=Status.COMPLETED, minutes_given=100)
    practitioner.signs_in()

    for path in (SHEET, f"{SHEET}&notes=no", "/admin/booking/booking/sheet/", f"{SHEET}&day=soon"):
        practitioner.opens(path)
        is_sound(practitioner.page)


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (5, 1), (6, 2)])
def test_up_to_five_visits_are_one_page_of_paper(practitioner, practice, count, pages):
    visits(practice, count)
    practitioner.signs_in()

    practitioner.opens(SHEET)

    assert pages_of(practitioner.page) == pages


def test_she_gets_from_day_to_day_and_leaves_the_notes_out(practitioner, practice):
    visits(practice, 1)
    practitioner.signs_in()
    practitioner.opens("/admin/booking/booking/sheet/?day=2027-03-08")

    practitioner.follows("Tue 9 Mar")
    with_notes = practitioner.page.get_by_role("main").inner_text()
    practitioner.follows("Without notes")
    without = practitioner.page.get_by_role("main").inner_text()

    assert ("needs the ramp" in with_notes, "needs the ramp" in without) == (True, False)
    assert "Bartholomew F." in without


def test_an_opened_sheet_asks_for_nothing_more(practitioner, practice):
    visits(practice, 2)
    practitioner.signs_in()
    practitioner.opens(SHEET)

    practitioner.page.context.set_offline(True)
    practitioner.page.emulate_media(media="print")

    assert practitioner.page.get_by_text("Bartholomew F.").count() == 2
    assert practitioner.page.locator("main img, main iframe, main [loading]").count() == 0


def test_numbers_are_sound_by_week_and_by_month(practitioner, is_sound):
    ConfirmedFactory(starts_at=NOON - timedelta(hours=3), status=Status.COMPLETED, minutes_given=100)
    ConfirmedFactory(starts_at=NOON - timedelta(days=3), status=Status.NO_SHOW)
    practitioner.signs_in()

    for path in ("numbers/", "numbers/?by=month", "numbers/?until=2026-06-01"):
        practitioner.opens(f"/admin/booking/booking/{path}")
        is_sound(practitioner.page)


def test_the_numbers_can_be_taken_along(practitioner):
    practitioner.signs_in()
    practitioner.opens("/admin/booking/booking/numbers/")

    with practitioner.page.expect_download() as file:
        practitioner.page.get_by_role("link", name="As a file").click()

    assert file.value.suggested_filename == "numbers-by-week-2027-03-07.csv"
