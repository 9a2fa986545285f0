"""“Has anything changed?”, from the mail: a no in two clicks, a yes by the questions, with no script."""

import re
from datetime import timedelta

import pytest

from booking import links
from booking.models import Purpose, Status
from tests.booking.factories import ConfirmedFactory
from tests.booking.test_next_visit import agreed
from tests.conftest import NOON
from tests.journeys.onward import goes_on_by_enter
from tests.journeys.visitor import Visitor


@pytest.fixture
def visit(practice):
    return ConfirmedFactory(
        starts_at=NOON + timedelta(hours=40), screening__created_at=NOON - timedelta(days=20)
    )


def arrives(visitor, visit):
    """Open the link of the mail; it counts as a click."""
    token = links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOON)
    visitor.opens(re.sub(r"^https?://[^/]+", "", links.url(Purpose.VISIT, token, "changed")))
    visitor.clicks += 1


def test_a_no_takes_two_clicks(page_nojs, address, visit):
    visitor = Visitor(page_nojs, address)
    arrives(visitor, visit)

    visitor.presses("No, nothing")

    visit.refresh_from_db()
    assert visitor.page.locator("h1").inner_text() == "Thank you, that is all I need"
    assert (visitor.clicks, visit.status, visit.unchanged_at is None) == (2, Status.CONFIRMED, False)


def test_a_yes_leads_by_the_questions_to_a_visit_that_waits(page_nojs, address, visit, is_sound):
    agreed(visit.client)
    visitor = Visitor(page_nojs, address)
    arrives(visitor, visit)
    is_sound(visitor.page)

    visitor.presses("Yes, something has")
    visitor.answers(cancer="Yes")
    is_sound(visitor.page)
    visitor.presses("Send my answers")
    is_sound(visitor.page)

    visit.refresh_from_db()
    assert visit.status == Status.HELD
    assert "do not travel" in visitor.page.locator("main").inner_text()
    assert (visitor.clicks, sum(visitor.typed.values())) == (7, 0)


def test_it_is_answered_by_keyboard_alone(page, address, visit):
    arrives(Visitor(page, address), visit)

    page.get_by_role("button", name="No, nothing").focus()
    goes_on_by_enter(page)

    visit.refresh_from_db()
    assert "Thank you" in page.locator("h1").inner_text()
    assert visit.unchanged_at is not None
