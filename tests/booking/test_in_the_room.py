"""Who stays with a child: asked where an adult has to, and shown to those who need it."""

import re
from html import unescape

import pytest
from django.test import Client as Browser

from booking import sheet
from tests.booking import flow
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.test_flow import NEXT_MONDAY
from tests.intake.factories import GuardianshipFactory, UserFactory

pytestmark = pytest.mark.usefixtures("open_week")
DETAILS = flow.DETAILS | {"client_name": "Kim Example", "relationship": "father"}
TICKED = {"has_parental_responsibility": "on", "will_be_there": "on"}


def reach_the_details(client, born_in: str) -> str:
    """Answer everything for a child of that year; return the page that asks who comes."""
    flow.start(client, for_whom="child")
    flow.agree(client, born_on_year=born_in)
    asked = flow.ANSWERS if born_in < "2014" else dict.fromkeys(("operation", "cancer", "symptoms"))
    for name in asked:
        client.post(flow.question(name), {"answer": "no"})
    flow.choose(client, NEXT_MONDAY)
    return client.get("/book/details/").content.decode()


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.mark.parametrize(
    ("born_in", "is_asked"), [("2018", True), ("2010", False)], ids=["a child of 8", "somebody of 16"]
)
def test_only_who_is_under_16_needs_somebody_in_the_room(client, born_in, is_asked):
    page = reach_the_details(client, born_in)

    assert ('name="in_the_room"' in page, 'name="will_be_there"' in page) == (is_asked, is_asked)
    assert 'name="has_parental_responsibility"' in page


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [("", "", "In the room You"), (" Ann Example ", "Ann Example", "In the room Ann Example")],
    ids=["the one who books", "somebody else"],
)
def test_who_stays_is_checked_and_kept(client, typed, kept, shown):
    reach_the_details(client, "2018")

    client.post("/book/details/", DETAILS | TICKED | {"in_the_room": typed})
    checked = said(client.get("/book/check/"))
    flow.send(client)

    assert shown in checked
    assert flow.booking_of(client).guardianship.in_the_room == kept


@pytest.mark.parametrize(
    "typed", ["07700 900456", "x" * 101, "a\0b"], ids=["no letters", "too long", "a NUL"]
)
def test_what_is_no_name_is_asked_again_and_nothing_is_lost(client, typed):
    reach_the_details(client, "2018")

    page = client.post("/book/details/", DETAILS | TICKED | {"in_the_room": typed})

    assert page.status_code == 200
    assert "There is a problem" in said(page)
    assert 'value="Kim Example"' in page.content.decode()


def test_somebody_of_16_is_booked_without_saying_who_stays(client):
    reach_the_details(client, "2010")

    client.post("/book/details/", DETAILS | {"has_parental_responsibility": "on"})
    checked = said(client.get("/book/check/"))
    flow.send(client)

    assert "In the room" not in checked
    assert flow.booking_of(client).guardianship.in_the_room == ""


def test_the_practitioner_sees_who_stays():
    adult = GuardianshipFactory(adult_name="Robin Example", in_the_room="Ann Example")
    booking = ConfirmedFactory(client=adult.child, guardianship=adult)
    marja = Browser()
    marja.force_login(UserFactory(is_staff=True, is_superuser=True))

    day = said(marja.get("/admin/booking/booking/sheet/", {"day": "2027-03-08"}))
    page = said(marja.get(f"/admin/booking/booking/{booking.pk}/change/"))

    assert [row.adult for row in sheet.of(booking.visit_on, now=NOW)] == [adult]
    assert "Ann Example stays in the room" in day
    assert "In the room Ann Example" in page
