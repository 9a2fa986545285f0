"""A visitor who books in a browser, in people's words. Nothing here needs JavaScript."""

from collections import Counter

from tests.journeys.onward import goes_on_by

FIRST, FOLLOW_UP = "First session", "Follow-up session"
MYSELF, CHILD, ADULT = "Me", "A child I care for", "Another adult"
QUESTIONS = ("pregnant", "operation", "cancer", "symptoms")
BORN = (15, 6, 1985)


class Visitor:
    def __init__(self, page, address: str):
        self.page, self.address = page, address
        self.clicks, self.screens, self.typed = 0, 0, Counter()
        page.on("response", self._count_screen)

    def _count_screen(self, response):
        request = response.request
        is_document = request.is_navigation_request() and request.frame == self.page.main_frame
        self.screens += is_document and not 300 <= response.status < 400

    def opens(self, path: str):
        self.page.goto(self.address + path)

    def presses(self, name: str):
        self.goes_on_by(self.page.get_by_role("button", name=name, exact=True))

    def follows(self, name: str):
        self.goes_on_by(self.page.get_by_role("link", name=name, exact=True).first)

    def goes_on_by(self, place):
        goes_on_by(place)
        self.clicks += 1

    def ticks(self, name: str):
        self.click(self.page.get_by_label(name))

    def click(self, place):
        place.click()
        self.clicks += 1

    def goes_back(self, *, when: str):
        """Press the browser's Back, once the page that is left has come to rest under this address."""
        self.page.wait_for_url(f"**{when}", wait_until="load")
        self.page.wait_for_load_state("networkidle")
        self.page.go_back()

    def types(self, field: str, text, *, into=None):
        """Type into the field with this label."""
        (into or self.page.get_by_label(field, exact=True)).fill(str(text))
        self.typed[field] += 1

    def types_date(self, question: str, day, month, year):
        """A date is one thing to type, though it has three boxes."""
        group = self.page.get_by_role("group", name=question)
        for part, value in zip(("Day", "Month", "Year"), (day, month, year), strict=True):
            group.get_by_label(part).fill(str(value))
        self.typed[question] += 1

    # The steps of a booking.

    def chooses(self, treatment=FIRST, for_whom=MYSELF):
        self.click(self.page.get_by_label(for_whom, exact=True))
        self.presses(f"Book: {treatment}")

    def agrees(self, born=BORN):
        self.types_date("date of birth", *born)
        self.ticks("agree")
        self.presses("Continue")

    def answers(self, **answers):
        """Answer each question in turn: "No" unless told, and a function gives the details of a yes."""
        for question in QUESTIONS:
            answer = answers.get(question, "No")
            if callable(answer):
                self.presses("Yes")
                answer(self)
            elif answer is not None:
                self.presses(answer)

    def picks_a_time(self, *, which=0) -> str:
        """Press one of the times of the week shown, and return its moment."""
        times = self.page.locator(".week").get_by_role("button")
        moment = times.nth(which).get_attribute("value")
        self.goes_on_by(times.nth(which))
        return moment

    def says_who_they_are(self, name="Robin Example", email="robin@example.com"):
        self.types("Full name", name)
        self.types("Email address", email)
        self.types("Phone number", "07700 900456")
        self.presses("Continue")

    def says_who_comes(self, name, relationship, *boxes):
        """Somebody who books for another person."""
        whose = "Full name of the child" if boxes else "Full name of the person the session is for"
        related = "How you are related to the child" if boxes else "How you know them"
        self.types(whose, name)
        self.types(related, relationship)
        self.types("Your own full name", "Robin Example")
        self.types("Email address", "robin@example.com")
        self.types("Phone number", "07700 900456")
        for box in boxes:
            self.ticks(box)
        self.presses("Continue")

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()
