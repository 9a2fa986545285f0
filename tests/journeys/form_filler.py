"""Somebody who fills in the health form in a browser. Nothing here needs JavaScript."""

from tests.journeys.visitor import Visitor


class FormFiller(Visitor):
    def __init__(self, page, address: str):
        super().__init__(page, address)
        self.questions = 0

    def goes_on(self):
        """Count what the page asked, and send it."""
        self.questions += sum(place.is_visible() for place in self.page.locator(".asks .as-heading").all())
        # A follow-up is a question too, though its words are smaller.
        follow_ups = self.page.locator(".reply-opened fieldset > legend").all()
        self.questions += sum("as-heading" not in place.get_attribute("class") for place in follow_ups)
        self.presses("Save and go on")

    def says(self, reply: str):
        """Give the same reply to each question that is shown; a yes may open more of them."""
        for radio in self.page.get_by_role("radio", name=reply, exact=True).all():
            if radio.is_visible():
                self.click(radio)

    def opens_everything(self, words="Some words"):
        """Say yes to everything, and to what that opens, and write a few words where they are asked for."""
        self.says("Yes")
        self.says("Yes")
        for box in self.page.locator(".reply-opened textarea").all():
            if box.is_visible():
                box.fill(words)

    def says_whom_to_ring(self):
        self.types("Who may I ring in an emergency?", "Kim Example, my sister")
        self.types("What is their phone number?", "07700 900111")
        self.goes_on()

    def answers_part(self, pages: int, reply="No"):
        for _page in range(pages):
            self.says(reply)
            self.goes_on()
