"""What was picked, and what it is: somebody who was here before has a follow-up session, kindly."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client as Browser

from booking import emails, lifecycle
from booking.models import Booking, Kind, Status, Treatment
from content.models import Price
from intake.models import Guardianship
from tests.booking import flow
from tests.booking.factories import NOW, ConfirmedFactory
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.usefixtures("open_week")
MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)
ROBIN = {"name": "Robin Example", "email": "robin@example.com", "born_on": date(1985, 6, 15)}


# What somebody can look at who has just booked, and has no link yet.
PAGES = ("/book/done/", "/booking/", "/booking/cancel/")


def known(**more):
    client = ClientFactory(**ROBIN | more)
    ConfirmedFactory(client=client, starts_at=NOW - timedelta(days=30), status=Status.COMPLETED)
    return client


def book(browser=None, **details):
    browser = browser or Browser()
    flow.fill_in(browser, MONDAY, details=flow.DETAILS | details)
    flow.send(browser)
    return flow.booking_of(browser), browser


def mail_of(booking):
    return emails.build(booking.messages.get(kind=Kind.CONFIRMED), now=NOW).body


def test_a_first_session_of_somebody_who_was_here_becomes_a_follow_up():
    client = known()

    booking, _browser = book()

    assert (booking.client, booking.treatment.slug, booking.price, booking.is_first) == (
        client,
        "follow-up",
        92,
        False,
    )
    assert (booking.status, booking.starts_at, booking.reserved_minutes) == (Status.CONFIRMED, MONDAY, 120)
    assert "You have been here before, so I have booked it as a follow-up session." in mail_of(booking)
    assert "£92" in mail_of(booking)


def test_it_never_costs_more_than_what_was_shown():
    known()
    Price.objects.filter(slug="follow-up").update(amount=120)

    assert book()[0].price == 98


def test_it_takes_no_more_than_was_kept_and_less_where_less_is_needed():
    known(usual_minutes=100)
    Treatment.objects.filter(slug="follow-up").update(reserved_minutes=90)

    booking, _browser = book()

    assert (booking.reserved_minutes, booking.blocked_until) == (90, MONDAY + timedelta(minutes=105))


def test_a_longer_follow_up_is_not_made_longer_than_what_was_kept():
    known()
    Treatment.objects.filter(slug="first-session").update(reserved_minutes=100)

    assert book()[0].reserved_minutes == 100


def test_where_no_follow_up_is_offered_it_stays_what_was_picked():
    known()
    Treatment.objects.filter(slug="follow-up").delete()

    booking, _browser = book()

    assert (booking.treatment.slug, booking.is_first, booking.price) == ("first-session", False, 98)


def test_somebody_new_has_the_first_session_they_picked():
    booking, _browser = book()

    assert (booking.treatment.slug, booking.price, booking.is_first) == ("first-session", 98, True)
    assert "been here before" not in mail_of(booking)


def test_somebody_who_only_had_a_visit_cancelled_is_new():
    client = ClientFactory(**ROBIN)
    ConfirmedFactory(client=client, starts_at=NOW - timedelta(days=3), status=Status.CANCELLED)

    assert book()[0].is_first


@pytest.mark.parametrize("more", [{}, {"usual_minutes": 95}], ids=["", "a usual length"])
def test_the_page_says_the_same_whether_or_not_they_are_known(more):
    known(**more)
    stranger, browser = book(email="robyn@example.com")
    to_stranger = [browser.get(page).content.decode() for page in PAGES]
    lifecycle.cancel(stranger, by=lifecycle.CLIENT, now=NOW)

    booking, browser = book()

    to_known = [browser.get(page).content.decode() for page in PAGES]
    assert booking.treatment != stranger.treatment
    for theirs, strangers in zip(to_known, to_stranger, strict=True):
        assert without(theirs, booking) == without(strangers, stranger)


def without(page, booking):
    """The page without what differs for anybody: the reference, and the address that was typed."""
    page = page.replace(booking.spoken_reference, "REFERENCE").replace(booking.reference, "REFERENCE")
    page = page.replace(booking.client.email, "ADDRESS")
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_child_is_talked_about_first_whether_or_not_they_are_known():
    """The check page has said so: who the child is was not known there."""
    child = known(name="Ella Example", born_on=date(2018, 6, 15))
    browser = Browser()
    flow.start(browser, for_whom="child")
    flow.agree(browser, born_on_year="2018")
    flow.answer(browser)
    flow.choose(browser, MONDAY)
    details = {
        "client_name": "Ella Example",
        "relationship": "mother",
        "has_parental_responsibility": "on",
        "will_be_there": "on",
    }
    browser.post("/book/details/", flow.DETAILS | details)

    flow.send(browser)

    booking = flow.booking_of(browser)
    assert (booking.client, booking.status, booking.is_first) == (child, Status.HELD, False)
    assert booking.guardianship == Guardianship.objects.get()


def test_a_follow_up_that_matches_nobody_stays_one_and_is_held():
    browser = Browser()
    flow.fill_in(browser, MONDAY, treatment="follow-up")

    flow.send(browser)

    booking = flow.booking_of(browser)
    assert (booking.treatment.slug, booking.is_first, booking.status) == ("follow-up", True, Status.HELD)


def test_a_row_that_is_settled_twice_is_changed_once():
    known()
    first, browser = book()

    flow.send(browser)

    assert Booking.objects.get(pk=first.pk).events.filter(why="been_before").count() == 1
