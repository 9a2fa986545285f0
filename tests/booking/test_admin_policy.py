"""Bank holidays of another nation: shown, with whom they touch, before they are saved."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client as Browser

from booking.models import BookingPolicy
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, BookingPolicyFactory, ConfirmedFactory, WorkingHoursFactory
from tests.booking.hours_pages import seen_on
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.django_db
POLICY = "/admin/booking/bookingpolicy/1/change/"
SHOWN = (
    "notice_hours",
    "window_days",
    "nation",
    "buffer_before",
    "buffer_after",
    "cancel_hours",
    "move_hours",
)
# St Patrick's Day, a bank holiday in Northern Ireland alone; in 2027 a Wednesday.
ST_PATRICKS = datetime(2027, 3, 17, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    BookingPolicyFactory()
    WorkingHoursFactory(weekday=2)
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def send(marja, address=POLICY, **changes):
    policy = BookingPolicy.objects.get()
    typed = {name: getattr(policy, name) for name in SHOWN} | {"max_sessions": "", "max_first_sessions": ""}
    return marja.post(address, typed | changes)


def test_another_nation_lists_whom_it_touches_before_it_is_saved(marja):
    booking = ConfirmedFactory(starts_at=ST_PATRICKS, client=ClientFactory(name="Pat Cole"))

    page = send(marja, nation="NIR").content.decode()
    before = BookingPolicy.objects.get().nation
    send(marja, nation="NIR", seen=seen_on(page))

    booking.refresh_from_db()
    assert "Pat C." in page
    assert "Nothing is saved yet." in page
    assert "Please correct" not in page
    assert "Patrick" in page
    assert (before, BookingPolicy.objects.get().nation, booking.status) == ("ENG", "NIR", "confirmed")


def test_what_was_shown_of_one_nation_does_not_do_for_another(marja):
    page = send(marja, nation="NIR").content.decode()

    send(marja, nation="SCT", seen=seen_on(page))

    assert BookingPolicy.objects.get().nation == "ENG"


def test_the_same_nation_asks_nothing(marja):
    send(marja, notice_hours=48)

    assert BookingPolicy.objects.get().notice_hours == 48


def test_an_earlier_version_with_another_nation_asks_too(marja):
    send(marja, notice_hours=48)
    version = BookingPolicy.history.latest("history_id")
    page = send(marja, nation="NIR").content.decode()
    send(marja, nation="NIR", seen=seen_on(page))
    address = f"/admin/booking/bookingpolicy/1/history/{version.pk}/"

    page = send(marja, address, nation="ENG").content.decode()
    before = BookingPolicy.objects.get().nation
    send(marja, address, nation="ENG", seen=seen_on(page))

    assert "What would change" in page
    assert (before, BookingPolicy.objects.get().nation) == ("NIR", "ENG")


def test_the_earlier_versions_are_listed(marja):
    page = marja.get("/admin/booking/bookingpolicy/1/history/")

    assert page.status_code == 200
    assert "Earlier versions of" in page.content.decode()
