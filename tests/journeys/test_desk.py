"""The practitioner's own pages, by light and by dark, on a phone and on a desk."""

from datetime import UTC, datetime

import pytest

from booking.models import HoursOverride, WorkingHours
from content.models import FaqEntry, Page
from tests.booking.factories import ConfirmedFactory, HeldFactory
from tests.journeys.onward import goes_on_by
from tests.journeys.practitioner import Practitioner

TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
def practitioner(page, practice, address):
    """She looks at her diary on the phone, too."""
    return Practitioner(page, address)


@pytest.fixture
def looks(practitioner, is_sound):
    """Open each of these pages and look at it; none: look at the page she is on."""

    def check(*paths):
        for path in paths:
            practitioner.opens(path)
            is_sound(practitioner.page)
        if not paths:
            is_sound(practitioner.page)

    return check


def test_the_way_in_is_sound(practitioner, looks):
    looks("/admin/")

    practitioner.signs_in(password="something else")
    looks()


def test_bookings_and_requests_are_sound(practitioner, looks):
    held, visit = HeldFactory(), ConfirmedFactory(starts_at=TUESDAY)
    practitioner.signs_in()

    looks(
        "/admin/",
        "/admin/booking/booking/",
        "/admin/booking/booking/?when=all&q=nobody",
        f"/admin/booking/booking/{visit.pk}/change/",
        f"/admin/booking/booking/{held.pk}/review/",
        "/admin/booking/message/",
        "/admin/intake/client/",
        f"/admin/intake/client/{held.client_id}/change/",
    )
    practitioner.opens(f"/admin/booking/booking/{held.pk}/review/")
    practitioner.decides("Decline, with a reason")
    looks()


def test_hours_and_rules_are_sound(practitioner, looks):
    period = WorkingHours.objects.first()
    practitioner.signs_in()

    looks(
        "/admin/booking/workinghours/",
        f"/admin/booking/workinghours/{period.pk}/change/",
        "/admin/booking/hoursoverride/",
        "/admin/booking/bookingpolicy/1/change/",
        "/admin/intake/screeningpolicy/1/change/",
        "/admin/booking/treatment/",
    )


def test_a_closing_that_touches_a_visit_is_asked_twice(practitioner, looks):
    ConfirmedFactory(starts_at=TUESDAY, client__name="Robin Example")
    practitioner.signs_in()
    practitioner.opens("/admin/booking/hoursoverride/add/")
    practitioner.page.get_by_role("textbox", name="Day, or first day").fill("9 March 2027")
    practitioner.page.get_by_role("radio", name="Closed").check()

    practitioner.sends("Look at it")
    touched = practitioner.page.get_by_role("region", name="1 booking in that time").inner_text()
    looks()
    practitioner.sends("Save it all the same")

    assert "Tuesday 9 March" in touched
    assert HoursOverride.objects.get().is_closed


def test_a_text_is_written_previewed_and_taken_back(practitioner, looks, texts):
    about = Page.objects.get(slug="about")
    lead, question = about.lead, FaqEntry.objects.first()
    practitioner.signs_in()
    looks("/admin/content/page/", f"/admin/content/faqentry/{question.pk}/change/")
    looks(f"/admin/content/page/{about.pk}/change/")

    practitioner.page.get_by_label("Opening").fill("A new beginning.")
    with practitioner.page.context.expect_page() as opened:
        practitioner.page.get_by_role("button", name="Preview").click()
    opened.value.wait_for_load_state()
    preview = opened.value.get_by_role("main").inner_text()
    practitioner.sends("Save", exact=True)
    about.refresh_from_db()
    saved = about.lead
    looks(f"/admin/content/page/{about.pk}/history/")
    goes_on_by(practitioner.page.locator("#change-history").get_by_role("link").last)
    looks()
    practitioner.sends("Bring this version back")

    about.refresh_from_db()
    assert "A new beginning." in preview
    assert (saved, about.lead) == ("A new beginning.", lead)
