"""From a mail to the client's own page, and to a visit that is cancelled."""

import re

import pytest

from booking.models import Booking, Status
from tests.journeys.practice import deliver
from tests.journeys.visitor import Visitor


def book(visitor):
    visitor.opens("/book/")
    visitor.chooses()
    visitor.agrees()
    visitor.answers()
    # Far enough away to be cancelled by oneself.
    visitor.picks_a_time(which=40)
    visitor.says_who_they_are()
    visitor.presses("Confirm booking")


def links_in(letter) -> dict:
    """The addresses of the visit's own pages, by where they lead."""
    found = re.findall(r"(/booking/visit/[^/\s]+/(?:(cancel|move|agreements)/)?)\s", letter.body)
    return {to or "page": path for path, to in found}


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_visit_is_cancelled_from_its_mail_in_two_presses(request, practice, texts, address, kind, look):
    visitor = Visitor(request.getfixturevalue(kind), address)
    book(visitor)
    path = links_in(deliver()["robin@example.com"])
    visitor.page.context.clear_cookies()
    visitor.opens(path["page"])
    look(visitor.page, title="Your visit")
    visitor.clicks = 0
    visitor.typed.clear()

    # Pressing the link in the mail is the first press.
    visitor.clicks += 1
    visitor.opens(path["cancel"])
    look(visitor.page, title="Your visit")
    visitor.presses("Yes, cancel it")

    assert visitor.heading == "This visit is cancelled"
    assert (visitor.clicks, dict(visitor.typed)) == (2, {})
    assert Booking.objects.get().status == Status.CANCELLED
    look(visitor.page, title="Your visit")
    assert "marja@example.com" in deliver()
