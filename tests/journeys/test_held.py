"""A request that a person reads first: for each finding, from the first button to her answer."""

import re
from dataclasses import dataclass, field

import pytest

from booking.models import Booking, Status
from tests.journeys.practice import deliver
from tests.journeys.visitor import ADULT, CHILD, FIRST, FOLLOW_UP, MYSELF, Visitor

BOXES = ("I have parental responsibility", "An adult who is responsible")
CLICKS = {MYSELF: 18, ADULT: 18, CHILD: 20}


def is_due(visitor):
    visitor.types_date("When is your baby due?", 15, 6, 2027)
    visitor.presses("Continue")


def had_an_operation(day, month, year):
    def details(visitor):
        visitor.types_date("When was it, or when will it be?", day, month, year)
        visitor.ticks("Yes")
        visitor.presses("Continue")

    return details


@dataclass(frozen=True)
class Case:
    found: str
    title: str = "Request sent. Let us talk first"
    answers: dict = field(default_factory=dict)
    treatment: str = FIRST
    for_whom: str = MYSELF
    born: tuple = (15, 6, 1985)
    is_earlier_asked: bool = False
    button: str = "Send request"

    @property
    def name(self):
        return "Robin Example" if self.for_whom == MYSELF else "Kim Example"


CASES = {
    "pregnant": Case("Pregnant on the day", answers={"pregnant": is_due}),
    "recovering": Case(
        "Still recovering from an operation", answers={"operation": had_an_operation(10, "December", 2026)}
    ),
    "too soon": Case(
        "An operation shortly before the visit",
        title="Request sent. A later date may suit you better",
        answers={"operation": had_an_operation(9, 2, 2027)},
        is_earlier_asked=True,
    ),
    "oncology": Case(
        "Care for cancer now or lately", title="Request sent. A letter first", answers={"cancer": "Yes"}
    ),
    "oncology, not sure": Case("Not sure about care for cancer", answers={"cancer": "I’m not sure"}),
    "symptoms": Case("Symptoms for a doctor first", answers={"symptoms": "Yes"}),
    "child": Case(
        "A child’s first session", answers={"pregnant": None}, for_whom=CHILD, born=(9, "April", 2018)
    ),
    "another adult": Case("Booked for another adult", for_whom=ADULT),
    "not known": Case("A follow-up by somebody not found", treatment=FOLLOW_UP, button="Confirm booking"),
}


def asks(visitor, case) -> Booking:
    """Go from the start to the request, as this case does."""
    visitor.opens("/book/")
    visitor.chooses(case.treatment, case.for_whom)
    visitor.agrees(case.born)
    visitor.answers(**case.answers)
    if case.is_earlier_asked:
        visitor.follows("Ask for an earlier day")
    visitor.picks_a_time(which=-1)
    if case.for_whom == MYSELF:
        visitor.says_who_they_are()
    else:
        boxes = BOXES if case.for_whom == CHILD else ()
        visitor.says_who_comes("Kim Example", "My kin", *boxes)
    visitor.presses(case.button)
    return Booking.objects.select_related("client").get()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_request_with_a_finding_is_held_read_and_confirmed(page, client, practice, address, case):
    visitor = Visitor(page, address)

    booking = asks(visitor, case)
    asked = deliver()
    opened = opens_by_form(client, practice, booking)
    settles_what_is_needed(client, booking, opened)
    answer = decides(client, booking, decision="confirm", note="Agreed on the phone")
    letters = deliver()

    booking.refresh_from_db()
    assert visitor.heading == case.title
    assert visitor.clicks <= CLICKS[case.for_whom]
    assert booking.client.name == case.name
    assert case.found in opened
    assert set(asked) == {"robin@example.com", "marja@example.com"}
    assert (answer.url, booking.status) == ("/admin/", Status.CONFIRMED)
    assert "is confirmed." in letters["robin@example.com"].body


@pytest.mark.parametrize("name", ["pregnant", "oncology"])
def test_without_javascript_a_request_is_held_just_the_same(page_nojs, practice, address, name):
    visitor = Visitor(page_nojs, address)

    booking = asks(visitor, CASES[name])

    assert (visitor.heading, booking.status) == (CASES[name].title, Status.HELD)


def test_after_an_operation_the_calendar_begins_on_the_earliest_safe_day(page, practice, address):
    visitor = Visitor(page, address)
    visitor.opens("/book/")
    visitor.chooses()
    visitor.agrees()
    visitor.answers(operation=had_an_operation(9, 2, 2027))

    safe = visitor.page.get_by_role("main").inner_text()
    moment = visitor.picks_a_time()

    assert "From Friday 9 April I can consider your session" in safe
    assert moment.startswith("2027-04-09")


# The practitioner's part through the forms of her page.


def opens_by_form(client, user, booking) -> str:
    client.force_login(user)
    desk = client.get("/admin/").content.decode()
    first = re.search(r'<a href="(/admin/booking/booking/\d+/review/)"', desk)
    return client.get(first[1]).content.decode()


def settles_what_is_needed(client, booking, opened):
    """Without it the server refuses; with it, nothing else stands in the way."""
    if not booking.needs_clearance:
        return
    assert decides(client, booking, decision="confirm").status_code == 200
    if 'value="settle"' in opened:
        sends(client, booking, act="settle", reply="no")
    else:
        sends(client, booking, act="letter", valid_from="1/3/2027", valid_until="1/9/2027")


def decides(client, booking, **typed):
    return sends(client, booking, act="decide", **typed)


def sends(client, booking, **typed):
    address = f"/admin/booking/booking/{booking.pk}/review/"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    return client.post(address, {"seen": seen[1]} | typed)
