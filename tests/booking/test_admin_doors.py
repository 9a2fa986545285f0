"""The doors of a booking's page: which are open when, and to whom."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking.admin import decisions
from booking.models import Booking, Message, Status
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClearanceFactory, UserFactory

pytestmark = pytest.mark.django_db
AN_HOUR_AGO = NOW - timedelta(hours=1)
# Each with a status in which it does something, and what is typed then.
DOORS = {
    "outcome": (Status.CONFIRMED, {"outcome": "completed", "minutes": "120"}),
    "minutes": (Status.COMPLETED, {"minutes": "90", "note": "A slip."}),
    "note": (Status.CONFIRMED, {"note": "She rang."}),
    "session": (Status.CONFIRMED, {"plan": "The arms."}),
    "receipt": (Status.COMPLETED, {}),
    "cancel": (Status.HELD, {"who": "client"}),
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def url(booking, door):
    return reverse(f"admin:booking_booking_{door}", args=[booking.pk])


def at(door):
    """Return a booking that this door is open for, and what is sent through it."""
    status, typed = DOORS[door]
    if status == Status.HELD:
        booking = HeldFactory()
    else:
        minutes = 120 if status == Status.COMPLETED else None
        booking = ConfirmedFactory(starts_at=AN_HOUR_AGO, status=status, minutes_given=minutes)
    return booking, {"seen": decisions.seen_of(booking)} | typed


def trace(booking):
    row = Booking.objects.values("status", "version", "minutes_given").get(pk=booking.pk)
    return row, booking.events.count(), Message.objects.count()


def open_doors(marja, booking) -> set:
    page = marja.get(url(booking, "change"), follow=True).content.decode()
    return {door for door in (*DOORS, "review") if f'href="{url(booking, door)}"' in page}


@pytest.mark.parametrize(
    ("make", "doors"),
    [
        (ConfirmedFactory, {"cancel", "note", "review"}),
        (lambda: ConfirmedFactory(starts_at=AN_HOUR_AGO), {"outcome", "session", "review"}),
        (
            lambda: ConfirmedFactory(starts_at=AN_HOUR_AGO, status=Status.COMPLETED, minutes_given=120),
            {"minutes", "session", "receipt", "review"},
        ),
        (lambda: ConfirmedFactory(starts_at=AN_HOUR_AGO, status=Status.NO_SHOW), {"note", "review"}),
        (lambda: ConfirmedFactory(status=Status.CANCELLED), {"note", "review"}),
        (HeldFactory, {"cancel", "note"}),
        (lambda: HeldFactory(held_until=NOW), {"note"}),
        (BookingFactory, {"note"}),
    ],
    ids=["to come", "begun", "completed", "no-show", "cancelled", "held", "run out", "reserved"],
)
def test_each_booking_has_its_own_doors(marja, make, doors):
    assert open_doors(marja, make()) == doors


def test_the_page_leads_to_the_person_and_to_the_day(marja):
    visit = ConfirmedFactory(client__name="Joan Green", client__phone="07700 900456")

    page = marja.get(url(visit, "change")).content.decode()

    assert 'href="tel:07700900456"' in page
    assert f'href="mailto:{visit.client.email}"' in page
    assert reverse("admin:intake_client_change", args=[visit.client_id]) in page
    assert f"{reverse('admin:booking_booking_diary')}?view=day&amp;day=2027-03-08" in page


@pytest.mark.parametrize("door", DOORS)
def test_who_may_only_look_changes_nothing(marja, user, door):
    booking, typed = at(door)
    before = trace(booking)
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_booking"))

    answer = marja.post(url(booking, door), typed)

    assert answer.status_code == 403
    assert trace(booking) == before
    assert open_doors(marja, booking) <= {"review", "receipt"}


@pytest.mark.parametrize("door", DOORS)
def test_a_stranger_is_sent_to_the_login(door):
    booking, typed = at(door)
    before = trace(booking)

    answer = Browser().post(url(booking, door), typed)

    assert answer.url.startswith("/admin/login/")
    assert trace(booking) == before


@pytest.mark.parametrize("door", DOORS)
def test_looking_changes_nothing(marja, door):
    booking, _typed = at(door)
    before = trace(booking)

    answer = marja.get(url(booking, door))

    assert answer.status_code == 200
    assert trace(booking) == before


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_is_refused(marja, door, method):
    booking, _typed = at(door)

    assert getattr(marja, method)(url(booking, door)).status_code == 405


@pytest.mark.parametrize("door", DOORS)
def test_a_post_without_the_forgery_token_is_refused(user, door):
    marja = Browser(enforce_csrf_checks=True)
    marja.force_login(user)
    booking, typed = at(door)
    before = trace(booking)

    answer = marja.post(url(booking, door), typed)

    assert answer.status_code == 403
    assert trace(booking) == before


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("pk", ["987654", "9" * 30, "abc", "%00", "-1"])
def test_a_booking_that_is_not_there_is_not_found(marja, door, pk):
    assert marja.get(f"/admin/booking/booking/{pk}/{door}/", follow=True).status_code == 404


@pytest.mark.parametrize("door", DOORS)
def test_staff_without_the_right_to_look_are_refused(door):
    booking, _typed = at(door)
    somebody = Browser()
    somebody.force_login(UserFactory(is_superuser=False))

    assert somebody.get(url(booking, door)).status_code == 403


def test_somebody_elses_letter_is_not_found(marja):
    visit, letter = ConfirmedFactory(), ClearanceFactory()

    for pk in (letter.pk, uuid.UUID(int=0)):
        answer = marja.post(reverse("admin:booking_booking_end_letter", args=[visit.pk, pk]))
        assert answer.status_code == 404

    letter.refresh_from_db()
    assert letter.ended_at is None
