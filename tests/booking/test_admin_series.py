"""A client's series at the desk: planned, paused, gone on with and ended sooner."""

import re
from datetime import datetime

import pytest
from django.test import Client as Browser
from django.urls import reverse

from booking import pausing
from booking.models import Booking, Series, Status
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, BookingFactory
from tests.booking.test_next_visit import been
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.usefixtures("open_week")


@pytest.fixture
def joan():
    client = ClientFactory(name="Joan Green", email="joan@example.com")
    been(client)
    return client


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def plan_of(client):
    return reverse("admin:booking_booking_series", args=[client.pk])


def page_of(row):
    return reverse("admin:booking_booking_one_series", args=[row.pk])


def typed(page):
    form = page[page.index('method="post"', page.index("</ol>")) :]
    names = ("key", "count", "weekday", "part", "at")
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', form) for name in names}


def ahead():
    return Booking.objects.filter(starts_at__gt=NOW, status=Status.CONFIRMED)


def planned(marja, joan, count=3):
    marja.post(plan_of(joan), typed(marja.get(plan_of(joan), {"count": count}).content.decode()))
    return Series.objects.get()


def seen(row):
    return pausing.seen_of(row, pausing.coming(row, now=NOW))


def test_the_clients_page_leads_there_and_shows_the_series(marja, joan):
    client_page = reverse("admin:booking_booking_client", args=[joan.pk])
    before = marja.get(client_page).content.decode()

    row = planned(marja, joan)

    assert plan_of(joan) in before
    after = marja.get(client_page).content.decode()
    assert page_of(row) in after
    assert "Series of 3, 3 ahead" in after


def test_she_books_what_is_proposed_by_one_press(marja, joan):
    row = planned(marja, joan, count=5)

    assert (ahead().count(), row.wanted) == (5, 5)


def test_pressing_twice_books_once(marja, joan):
    sent = typed(marja.get(plan_of(joan)).content.decode())

    for _press in range(2):
        marja.post(plan_of(joan), sent)

    assert ahead().count() == 3


def test_a_time_that_is_taken_meanwhile_books_none(marja, joan):
    sent = typed(marja.get(plan_of(joan)).content.decode())
    BookingFactory(starts_at=datetime.fromisoformat(sent["at"][1]))

    answer = marja.post(plan_of(joan), sent)

    assert answer.status_code == 409
    assert not ahead().exists()


def test_a_page_that_is_out_of_date_books_none(marja, joan):
    sent = typed(marja.get(plan_of(joan)).content.decode()) | {"key": "x"}

    answer = marja.post(plan_of(joan), sent)

    assert answer.status_code == 409
    assert not ahead().exists()


def test_it_is_paused_and_what_is_left_is_planned(marja, joan):
    row = planned(marja, joan)
    marja.post(page_of(row), {"act": "pause", "seen": seen(row)})
    row.refresh_from_db()
    paused = (row.paused_at, ahead().count(), pausing.left(row))

    again = planned(marja, joan)

    assert paused == (NOW, 0, 3)
    assert (again, again.paused_at, ahead().count()) == (row, None, 3)


def test_the_last_visits_are_given_back(marja, joan):
    row = planned(marja, joan)

    marja.post(page_of(row), {"act": "shorten", "count": "2", "seen": seen(row)})

    assert ahead().count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "pause", "seen": "something else"},
        {"act": "shorten", "count": "9"},
        {"act": "shorten", "count": "-1"},
        {"act": "shorten", "count": "٣x"},
        {"act": "nonsense"},
    ],
)
def test_what_cannot_be_does_nothing(marja, joan, sent):
    row = planned(marja, joan)

    answer = marja.post(page_of(row), {"seen": seen(row)} | sent)

    assert answer.status_code == 409
    assert ahead().count() == 3


def test_without_answers_on_file_the_questions_come_first(marja):
    page = marja.get(plan_of(ClientFactory())).content.decode()

    assert "Book with the questions" in page


def test_before_the_first_visit_there_is_no_series(marja, joan):
    Booking.objects.update(status=Status.CANCELLED)

    page = marja.get(plan_of(joan)).content.decode()

    assert "The first visit comes first" in page


def test_looking_changes_nothing(marja, joan):
    row = planned(marja, joan)
    before = list(Booking.objects.values())

    for _look in range(3):
        marja.get(plan_of(joan))
        marja.get(page_of(row))

    assert list(Booking.objects.values()) == before


def test_who_may_not_change_bookings_sees_neither(client, joan, django_user_model):
    client.force_login(django_user_model.objects.create_user("temp", is_staff=True))

    assert client.get(plan_of(joan)).status_code in (302, 403)
