"""Looking at hours and writing them happen under the diary's lock, in one transaction."""

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from booking import lock, opening
from booking.admin import shown_first
from booking.models import Booking
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, BookingPolicyFactory, HoursOverrideFactory, WorkingHoursFactory
from tests.booking.test_opening import book

pytestmark = pytest.mark.django_db
ADD = "/admin/booking/hoursoverride/add/"


@pytest.fixture
def marja():
    with time_machine.travel(NOW, tick=False):
        marja = Browser()
        marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
        yield marja


@pytest.fixture
def order(monkeypatch):
    """What happened, in order: the lock, then the look."""
    happened = []
    look = opening.look

    def take():
        happened.append("lock")
        lock.take_diary()

    monkeypatch.setattr(shown_first, "take_diary", take)
    monkeypatch.setattr(opening, "look", lambda **asked: happened.append("look") or look(**asked))
    return happened


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (ADD, {"is_closed": "True", "day": "9/3/2027"}),
        ("/admin/booking/workinghours/add/", {"weekday": 1, "starts": "9", "ends": "10"}),
        ("/admin/booking/workinghours/{period}/delete/", {}),
        ("/admin/booking/hoursoverride/{override}/run/", {}),
        (
            "/admin/booking/bookingpolicy/1/change/",
            {"nation": "SCT", "notice_hours": 24, "window_days": 180, "buffer_before": 15, "buffer_after": 15}
            | {"cancel_hours": 48, "move_hours": 48},
        ),
    ],
)
def test_the_lock_comes_before_the_look(marja, order, address, typed):
    BookingPolicyFactory()
    rows = {"period": WorkingHoursFactory().pk, "override": HoursOverrideFactory().pk}

    marja.post(address.format(**rows), typed)

    assert order == ["lock", "look"]


def test_a_page_that_is_only_read_waits_for_nobody(marja, order):
    marja.get(ADD + "?day=2027-03-08")

    assert order == ["look"]


@pytest.mark.parametrize(
    "address", ["/admin/booking/workinghours/", "/admin/booking/hoursoverride/", ADD + "?day=2027-03-08"]
)
def test_a_fuller_diary_takes_no_more_queries(marja, address):
    BookingPolicyFactory()
    marja.get(address)

    counts = set()
    for count in (1, 10, 300):
        Booking.objects.all().delete()
        book(count)
        with CaptureQueriesContext(connection) as queries:
            marja.get(address)
        counts.add(len(queries))

    assert len(counts) == 1
