"""Planning several sessions: dates are proposed, one is changed for another, and one press books all."""

import pytest

from booking import links
from booking.models import Booking, Purpose, Status
from tests.booking.test_next_visit import been
from tests.conftest import NOON
from tests.intake.factories import ClientFactory
from tests.journeys.practice import deliver
from tests.journeys.visitor import Visitor


@pytest.fixture
def visit():
    return been(ClientFactory(name="Joan Green", email="joan@example.com"), days=0)


def comes(visitor, visit):
    """Follow the link of a mail."""
    token = links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOON)
    visitor.opens(f"/booking/visit/{token}/")
    visitor.clicks += 1


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_somebody_plans_three_sessions_and_changes_one(request, practice, address, visit, kind, is_sound):
    visitor = Visitor(request.getfixturevalue(kind), address)

    comes(visitor, visit)
    visitor.follows("Plan several sessions")
    is_sound(visitor.page)
    visitor.click(visitor.page.locator(".series-swap summary").nth(1))
    is_sound(visitor.page)
    visitor.goes_on_by(visitor.page.locator(".series-swap").nth(1).get_by_role("button").first)
    visitor.presses("No: book these 3 dates")
    is_sound(visitor.page)

    coming = Booking.objects.filter(status=Status.CONFIRMED, starts_at__gt=NOON)
    assert coming.count() == 3
    assert visitor.clicks <= 7
    assert not visitor.typed
    assert visitor.heading == "Your 3 sessions are booked"
    assert len(deliver()["joan@example.com"].attachments) == 3
