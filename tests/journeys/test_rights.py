"""A copy is taken along and opened; somebody never treated is erased, and somebody treated in part."""

import zipfile
from datetime import timedelta

import pytest

from booking.models import Status
from intake.models import Client
from tests.booking.factories import ConfirmedFactory
from tests.booking.kept import fill, visit
from tests.conftest import NOON
from tests.intake.factories import ClientFactory
from tests.journeys.practitioner import Practitioner

pytestmark = pytest.mark.each_engine

WEEK = timedelta(days=7)


@pytest.fixture
def practitioner(page, practice, address):
    return Practitioner(page, address)


@pytest.fixture
def joan(practice):
    """Never treated: her one visit was cancelled."""
    joan = ClientFactory(name="Joan Green", email="joan@example.com", created_at=NOON - 2 * WEEK)
    fill(joan, practice, at=NOON - WEEK)
    return joan


def rights_of(client):
    return f"/admin/booking/booking/client/{client.pk}/rights/"


def test_a_copy_is_taken_along_and_opened(practitioner, joan, is_sound, tmp_path):
    practitioner.signs_in()
    practitioner.opens(f"/admin/booking/booking/client/{joan.pk}/")
    practitioner.follows("Record and rights")
    is_sound(practitioner.page)

    with practitioner.page.expect_download() as download:
        practitioner.page.get_by_role("button", name="Make the copy").click()
    download.value.save_as(tmp_path / "copy.zip")
    zipfile.ZipFile(tmp_path / "copy.zip").extractall(tmp_path)
    # On a computer of their own, with nothing but the file.
    theirs = practitioner.page.context.browser.new_page(viewport={"width": 320, "height": 700}, offline=True)
    theirs.goto(f"file://{tmp_path}/record.html")

    assert download.value.suggested_filename == "copy-2027-03-01.zip"
    assert theirs.get_by_role("heading", level=1).inner_text() == "What I keep about you"
    assert "Cold hands" in theirs.inner_text("main")
    assert theirs.evaluate("document.documentElement.scrollWidth <= innerWidth")
    theirs.close()


def test_somebody_who_was_never_treated_is_erased_whole(practitioner, joan, is_sound):
    coming = ConfirmedFactory(client=joan, starts_at=NOON + WEEK)
    practitioner.signs_in()
    practitioner.opens(rights_of(joan))
    practitioner.follows("See what would go")
    is_sound(practitioner.page)
    open_visits = practitioner.page.get_by_role("region", name="First, what is open")
    assert open_visits.get_by_role("link").count() == 1

    type(coming).objects.filter(pk=coming.pk).update(status=Status.CANCELLED)
    practitioner.opens(f"{rights_of(joan)}erase/")
    is_sound(practitioner.page)
    practitioner.sends("Delete everything now")
    assert practitioner.problems == ["Write in a few words why."]
    practitioner.page.get_by_label("Why, and who asked").fill("She wrote to me.")
    practitioner.sends("Delete everything now")

    assert "Everything about them is deleted." in practitioner.told
    assert not Client.objects.filter(pk=joan.pk).exists()


def test_of_somebody_who_was_treated_the_record_is_locked(practitioner, joan, is_sound):
    visit(joan, Status.COMPLETED, NOON - timedelta(days=3))
    practitioner.signs_in()
    practitioner.opens(rights_of(joan))
    practitioner.follows("See what would go")
    practitioner.page.get_by_label("Why, and who asked").fill("She wrote to me.")
    practitioner.sends("Delete what may go, lock the rest")

    is_sound(practitioner.page)
    assert "Kept until 26 February 2035" in practitioner.page.inner_text("#content-main")
    practitioner.opens(f"/admin/booking/booking/client/{joan.pk}/")
    assert "This record is locked" in practitioner.told
