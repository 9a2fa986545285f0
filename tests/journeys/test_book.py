"""From reading about the work to a session that is booked."""

import pytest

from booking.models import Booking, Status
from tests.journeys.practice import deliver
from tests.journeys.visitor import Visitor

TYPED = {"date of birth", "Full name", "Email address", "Phone number"}


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_somebody_reads_about_the_work_and_books(request, practice, texts, address, kind):
    visitor = Visitor(request.getfixturevalue(kind), address)
    visitor.opens("/")
    visitor.follows("Neural Pathway Massage")
    visitor.clicks = visitor.screens = 0

    visitor.follows("Book a first session")
    visitor.chooses()
    visitor.agrees()
    visitor.answers()
    moment = visitor.picks_a_time()
    visitor.says_who_they_are()
    visitor.presses("Confirm booking")

    booking = Booking.objects.get()
    letters = deliver()
    assert visitor.heading == "Your session is booked"
    assert (booking.status, booking.starts_at.isoformat()) == (Status.CONFIRMED, moment)
    assert visitor.clicks <= 14
    assert visitor.screens <= 10
    assert visitor.typed == dict.fromkeys(TYPED, 1)
    assert [part.get_content_type() for part in letters["robin@example.com"].message().walk()][-1] == (
        "text/calendar"
    )
    assert "marja@example.com" in letters
