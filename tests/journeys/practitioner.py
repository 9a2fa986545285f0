"""The practitioner at her desk, in a browser."""

from booking.demo import PASSWORD, USERNAME
from tests.journeys.onward import goes_on_by


class Practitioner:
    def __init__(self, page, address: str):
        self.page, self.address = page, address

    def opens(self, path: str):
        self.page.goto(self.address + path)

    def signs_in(self, password=PASSWORD):
        self.opens("/admin/")
        self.page.get_by_label("Username").fill(USERNAME)
        self.page.get_by_label("Password").fill(password)
        self.sends("Log in")

    def opens_the_first_request(self):
        """Follow the first of the requests on the desk."""
        requests = self.page.locator("#content-main").get_by_role("link", name="Read and answer")
        goes_on_by(requests.first)

    def reads(self) -> list[str]:
        """The headings of what was found."""
        found = self.page.get_by_role("region", name="What was found")
        return found.get_by_role("heading", level=3).all_inner_texts()

    def sends(self, name: str, *, exact=False):
        """Press a button and wait for the answer."""
        goes_on_by(self.page.get_by_role("button", name=name, exact=exact))

    def follows(self, name: str, *, exact=False):
        goes_on_by(self.page.get_by_role("link", name=name, exact=exact))

    def accepts_a_letter(self, until: str):
        self.page.get_by_label("Valid until").fill(until)
        self.page.get_by_label("Who wrote it, and what it allows").fill("Dr Sample, light work is fine")
        self.sends("Accept the letter")

    def settles(self, answer: str):
        self.page.get_by_label(answer).check()
        self.sends("Note this answer")

    def decides(self, decision: str, note="", from_day=None):
        self._chooses(decision, note, from_day)
        self.sends("Send my answer")

    def looks_at(self, decision: str, note=""):
        self._chooses(decision, note, None)
        self.sends("Look at the message")

    def _chooses(self, decision, note, from_day):
        self.page.get_by_label(decision).check()
        if from_day is not None:
            self.page.get_by_label("Times from which day on?").fill(from_day)
        if note:
            self.page.get_by_label("Your note or reason").fill(note)

    @property
    def told(self) -> str:
        return self.page.locator(".messagelist").inner_text()

    @property
    def problems(self) -> list[str]:
        return self.page.locator("#error-summary li").all_inner_texts()
