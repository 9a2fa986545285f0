"""A booking without a mouse: Tab, Space and Enter are enough."""

from booking.models import Booking, Status
from tests.journeys.onward import goes_on_by_enter

MOST_TABS = 150
# A screen of 1280 by 1024, four times as large.
AT_400_PERCENT = {"width": 320, "height": 256}
FITS = """() => {
    const box = document.activeElement.getBoundingClientRect(), wide = document.documentElement.scrollWidth;
    return [
        wide > innerWidth && `the page is ${wide} wide`,
        (box.bottom < 8 || box.top > innerHeight - 8) && 'the focus is out of sight',
    ].filter(Boolean);
}"""
DETAILS = {"Full name": "Robin Example", "Email address": "robin@example.com", "Phone number": "07700 900456"}


class Keyboard:
    """Somebody who moves by Tab and looks at what is focused."""

    def __init__(self, page):
        self.page = page

    def moves_to(self, name: str):
        """Press Tab until something with this name is focused, and can be seen to be."""
        for _tab in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if name in self._focused():
                assert self._is_outlined(), name
                return
        raise AssertionError(f"Tab never comes to {name} on {self.page.url}")

    def presses(self, name: str, key="Enter"):
        self.moves_to(name)
        self.page.keyboard.press(key)

    def submits(self, name: str):
        self.moves_to(name)
        goes_on_by_enter(self.page)

    def types(self, label: str, text: str):
        self.moves_to(label)
        self.page.keyboard.type(text)

    def _focused(self) -> str:
        return self.page.evaluate(
            "() => { const e = document.activeElement;"
            " const label = e.labels && e.labels[0]; return (label || e).textContent.trim() }"
        )

    def _is_outlined(self) -> bool:
        return self.page.evaluate(
            "() => { const e = document.activeElement; const s = getComputedStyle(e);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 }"
        )


class Magnified(Keyboard):
    """Somebody who sees a quarter of a desk at a time: the focus is on it, and nothing beside it."""

    def moves_to(self, name: str):
        super().moves_to(name)
        assert self.page.evaluate(FITS) == [], (name, self.page.url)


def test_a_booking_by_keyboard_alone(page, practice, address):
    page.goto(address + "/book/")

    books_by_keys(Keyboard(page))

    assert page.get_by_role("heading", level=1).inner_text() == "Your session is booked"
    assert Booking.objects.get().status == Status.CONFIRMED


def test_a_booking_by_keyboard_at_400_percent_without_scripts(page_nojs, practice, address):
    page_nojs.set_viewport_size(AT_400_PERCENT)
    page_nojs.goto(address + "/book/")

    books_by_keys(Magnified(page_nojs))

    assert page_nojs.get_by_role("heading", level=1).inner_text() == "Your session is booked"
    assert Booking.objects.get().status == Status.CONFIRMED


def books_by_keys(keyboard):
    keyboard.presses("Me", key="Space")
    keyboard.submits("Book: First session")
    for part, typed in (("Day", "15"), ("Month", "6"), ("Year", "1985")):
        keyboard.types(part, typed)
    keyboard.presses("I agree", key="Space")
    keyboard.submits("Continue")
    for _question in range(4):
        keyboard.submits("No")
    keyboard.submits("The next free time")
    for label, typed in DETAILS.items():
        keyboard.types(label, typed)
    keyboard.submits("Continue")
    keyboard.submits("Confirm booking")
