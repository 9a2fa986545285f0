"""The list and the pages of bookings: to be read, and nothing to be typed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking.models import BookingEvent, Status
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/booking/booking/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def change(booking):
    return reverse("admin:booking_booking_change", args=[booking.pk])


def test_the_list_shows_coming_visits_and_finds_past_ones(marja):
    ConfirmedFactory(client=ClientFactory(name="Coming Cole"))
    ConfirmedFactory(client=ClientFactory(name="Past Penn"), starts_at=NOW - timedelta(days=3))

    coming = marja.get(LIST).content.decode()
    past = marja.get(LIST, {"when": "past"}).content.decode()
    found = marja.get(LIST, {"q": "penn"}).content.decode()

    assert ("Coming Cole" in coming, "Past Penn" in coming) == (True, False)
    assert ("Coming Cole" in past, "Past Penn" in past) == (False, True)
    assert "Past Penn" in found


@pytest.mark.parametrize("asked_for", ["email", "reference"])
def test_a_booking_is_found_by(marja, asked_for):
    wanted = ConfirmedFactory(client=ClientFactory(name="Wanted Wood", email="wood@example.com"))
    ConfirmedFactory(client=ClientFactory(name="Other Oak"), starts_at=NOW + timedelta(days=9))
    words = {"email": "WOOD@example", "reference": wanted.spoken_reference}

    page = marja.get(LIST, {"q": words[asked_for]}).content.decode()

    assert ("Wanted Wood" in page, "Other Oak" in page) == (True, False)


def test_the_list_takes_the_same_queries_however_long_it_is(marja, django_assert_num_queries):
    ConfirmedFactory()
    marja.get(LIST)
    with django_assert_num_queries(7) as one:
        marja.get(LIST)
    for day in range(8, 17):
        ConfirmedFactory(starts_at=NOW + timedelta(days=day))

    with django_assert_num_queries(len(one)):
        page = marja.get(LIST)

    assert page.context["cl"].result_count == 10


def test_a_reservation_without_a_client_is_listed(marja):
    BookingFactory()

    assert "Not named yet" in marja.get(LIST).content.decode()


@pytest.mark.parametrize("address", ["add/", "{pk}/delete/"])
def test_nobody_adds_or_deletes_a_booking(marja, address):
    booking = ConfirmedFactory()
    marja.force_login(UserFactory())

    answer = marja.post(LIST + address.format(pk=booking.pk), {"post": "yes"})

    assert answer.status_code == 403
    booking.refresh_from_db()


def test_there_is_no_deleting_from_the_list(marja):
    booking = ConfirmedFactory()
    marja.force_login(UserFactory())

    marja.post(LIST, {"action": "delete_selected", "_selected_action": booking.pk, "post": "yes"})

    booking.refresh_from_db()


def test_a_status_that_is_posted_changes_nothing(marja):
    booking = HeldFactory()
    marja.force_login(UserFactory())

    answer = marja.post(change(booking), {"status": "confirmed", "needs_review": "", "_save": "Save"})

    booking.refresh_from_db()
    assert answer.status_code == 405
    assert (booking.status, booking.needs_review) == (Status.HELD, True)


def test_the_page_of_a_booking_tells_all_that_happened(marja):
    booking = ConfirmedFactory(client=ClientFactory(name="Joan Example", phone="07700 900456"))
    BookingEvent.objects.create(
        booking=booking, from_status="reserved", to_status="confirmed", version=1, at=NOW, actor="client"
    )

    page = marja.get(change(booking)).content.decode()

    assert "Joan Example" in page
    assert 'href="tel:07700900456"' in page
    assert "<strong>Booked and confirmed</strong>. By the client." in page
    assert booking.spoken_reference in page


def test_the_page_of_a_booking_reads_no_answers(marja):
    booking = ConfirmedFactory()

    marja.get(change(booking))

    assert not booking.client.readings.exists()


def test_a_held_booking_opens_on_its_review(marja):
    booking = HeldFactory()

    answer = marja.get(change(booking))

    assert answer.url == reverse("admin:booking_booking_review", args=[booking.pk])


@pytest.mark.parametrize("page", ["change", "review"])
@pytest.mark.parametrize("pk", ["987654", "9" * 30, "9" * 5000, "abc", "%00", "-1", "1_0", "٣", "1%2F2"])
def test_a_booking_that_is_not_there_is_not_found(marja, page, pk):
    assert marja.get(f"{LIST}{pk}/{page}/", follow=True).status_code == 404


@pytest.mark.parametrize("address", ["", "{pk}/change/", "{pk}/review/"])
def test_a_stranger_is_sent_to_the_login(address):
    booking = HeldFactory()

    answer = Browser().get(LIST + address.format(pk=booking.pk))

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


@pytest.mark.parametrize("address", ["", "{pk}/change/", "{pk}/review/"])
def test_staff_without_the_right_to_look_are_refused(address):
    booking = HeldFactory()
    somebody = Browser()
    somebody.force_login(UserFactory(is_superuser=False))

    assert somebody.get(LIST + address.format(pk=booking.pk)).status_code == 403


def test_the_practitioner_cannot_delete_what_belongs_to_the_record():
    user = make_practitioner("marja", "walking-in-birch-woods")

    may_delete = {label for label in user.get_all_permissions() if ".delete_" in label}

    assert not any(label.startswith("intake.") for label in may_delete)
    assert may_delete.isdisjoint({"booking.delete_booking", "booking.delete_message"})
    assert not any(label.startswith("auth.") for label in user.get_all_permissions())
