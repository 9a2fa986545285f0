"""A parent books for a child and for themselves, on a phone and without a mouse."""

import pytest

from booking.models import Booking, Status
from tests.journeys.practice import deliver
from tests.journeys.test_keyboard import Keyboard
from tests.journeys.visitor import FIRST, Visitor

BOTH = "Both of us: a child I care for, and me"
BOXES = ("parental responsibility", "An adult who is responsible")
CHILD, OWN = 3, 4
# What a child alone may ask for, and the adult's own four answers.
MOST_CLICKS = 20 + OWN


def agrees_to_both(visitor):
    visitor.types_date("the person’s date of birth", 9, "April", 2018)
    visitor.types_date("your date of birth", 15, 6, 1985)
    for box in visitor.page.get_by_role("checkbox").all():
        visitor.click(box)
    visitor.presses("Continue")


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_parent_books_for_a_child_and_for_themselves(request, practice, address, is_sound, kind):
    visitor = Visitor(request.getfixturevalue(kind), address)
    visitor.opens("/book/")
    visitor.clicks = 0

    visitor.chooses(FIRST, BOTH)
    is_sound(visitor.page)
    agrees_to_both(visitor)
    for question in range(CHILD + OWN):
        is_sound(visitor.page) if question in (0, CHILD) else None
        visitor.presses("No")
    is_sound(visitor.page)
    visitor.picks_a_time()
    is_sound(visitor.page)
    visitor.says_who_comes("Kim Example", "My kin", *BOXES)
    is_sound(visitor.page)
    visitor.presses("Send request")

    child, adult = Booking.objects.order_by("starts_at")
    letters = deliver()
    is_sound(visitor.page)
    assert [row.client.name for row in (child, adult)] == ["Kim Example", "Robin Example"]
    assert {child.status, adult.status} == {Status.HELD}
    assert visitor.clicks <= MOST_CLICKS
    assert sum(visitor.typed.values()) <= 8
    assert len([to for to in letters if to == "robin@example.com"]) == 1
    text = visitor.page.locator("main").inner_text()
    assert ("Kim Example" in text, "Robin Example" in text) == (True, True)


def test_both_by_keyboard_alone(page, practice, address):
    page.goto(address + "/book/")
    keyboard = Keyboard(page)

    # One group is one stop; the arrows go through it.
    keyboard.moves_to("Me")
    for _down in range(2):
        page.keyboard.press("ArrowDown")
    keyboard.submits("Book: First session")
    for date in (("9", "4", "2018"), ("15", "6", "1985")):
        for part, typed in zip(("Day", "Month", "Year"), date, strict=True):
            keyboard.types(part, typed)
        keyboard.presses("I agree that you use", key="Space")
    keyboard.submits("Continue")
    for _question in range(CHILD + OWN):
        keyboard.submits("No")
    keyboard.submits("The next free time")

    assert page.url.endswith("/book/details/")
    assert Booking.objects.filter(status=Status.RESERVED).count() == 2
