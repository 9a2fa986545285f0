from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from booking.admin.menu import menu
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, HeldFactory
from tests.intake.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_practitioner_finds_her_day_first_and_every_page_answers(client):
    her = make_practitioner("marja", "a-long-enough-password")
    client.force_login(her)

    groups = menu(her, "/admin/", NOW)

    assert [group.heading for group in groups] == ["Practice", "To look at", "Settings"]
    assert groups[0].items[0].words == "Desk"
    for group in groups:
        for item in group.items:
            assert client.get(item.url, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("name", "query", "word"),
    [
        ("intake_client_changelist", "", "Clients"),
        ("booking_booking_changelist", "", "All bookings"),
        ("booking_booking_changelist", "?when=past", "All bookings"),
        ("booking_booking_changelist", "?status__exact=held", "Requests"),
    ],
    ids=["clients", "all", "past", "requests"],
)
def test_the_page_that_is_shown_is_marked_and_no_other(name, query, word):
    groups = menu(UserFactory(), reverse(f"admin:{name}") + query, NOW)

    marked = [item.words for group in groups for item in group.items if item.is_current]
    assert marked == [word]


def test_nobody_is_shown_what_they_may_not_see(client):
    assert menu(AnonymousUser(), "/admin/", NOW) == []
    assert "desk-menu" not in client.get("/admin/login/").content.decode()


def test_the_requests_that_wait_are_counted():
    HeldFactory()
    HeldFactory(starts_at=NOW + timedelta(days=9), held_until=NOW)

    [requests] = [item for item in menu(UserFactory(), "/admin/", NOW)[0].items if item.count is not None]

    assert (requests.words, requests.count) == ("Requests", 1)
