"""A client moves their visit from a mail: four presses, nothing typed; near it, two presses to ask for it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from booking import links, outbox
from booking.models import Kind, Purpose, Status
from tests.booking.factories import HeldFactory
from tests.booking.test_own_move import OPERATED, read, visit_of
from tests.booking.test_series_move import planned
from tests.conftest import NOON
from tests.journeys.practice import deliver
from tests.journeys.sound import is_dead_end
from tests.journeys.test_keyboard import Keyboard
from tests.journeys.visitor import Visitor

VISIT = datetime(2027, 3, 9, 10, tzinfo=UTC)
APRIL = datetime(2027, 4, 21, 9, tzinfo=UTC)


@pytest.fixture
def visitor(page_nojs, practice, address):
    """On a phone, without JavaScript."""
    return Visitor(page_nojs, address)


def comes(visitor, visit):
    """Press the link of the mail; that is the first press."""
    kind = Kind.HELD if visit.status == Status.HELD else Kind.CONFIRMED
    outbox.put(kind, booking=visit, at=NOON)
    link = re.search(r"https?://[^/\s]+(/booking/visit/\S+)", deliver()[visit.email].body)[1]
    visitor.opens(link)
    visitor.clicks += 1


def test_a_visit_is_moved_in_four_presses_and_nothing_is_typed(visitor, look):
    visit = visit_of(starts_at=VISIT)

    comes(visitor, visit)
    visitor.follows("Move to another time")
    look(visitor.page, "Your visit")
    wanted = visitor.picks_a_time(which=3)
    look(visitor.page, "Your visit")
    assert read(visit).starts_at == VISIT
    visitor.presses("Move my visit")
    look(visitor.page, "Your visit")

    moved = read(visit)
    assert (moved.starts_at, moved.version, moved.status) == (
        datetime.fromisoformat(wanted),
        2,
        Status.CONFIRMED,
    )
    assert "Your visit is now on" in visitor.page.get_by_role("status").inner_text()
    assert (visitor.clicks, visitor.typed.total()) == (4, 0)
    assert "Instead of: Tuesday 9 March 2027, 10am" in deliver()[visit.email].body


def test_a_day_that_she_reads_first_says_so_before(visitor, look):
    visit = visit_of(answers=OPERATED, starts_at=APRIL)

    comes(visitor, visit)
    visitor.follows("Move to another time")
    visitor.follows("Earlier week")
    look(visitor.page, "Your visit")
    visitor.picks_a_time()
    look(visitor.page, "Your visit")
    said = visitor.page.get_by_role("main").inner_text()
    visitor.presses("Ask for the new time")

    assert "Your visit then waits for my answer." in said
    assert "Please do not travel before I have confirmed it." in said
    assert read(visit).status == Status.HELD
    assert visitor.typed.total() == 0


def test_a_request_moves_too(visitor, look):
    request = visit_of(HeldFactory, starts_at=VISIT)

    comes(visitor, request)
    visitor.follows("Move to another time")
    look(visitor.page, "Your visit")
    visitor.picks_a_time()
    visitor.presses("Ask for the new time")

    assert (read(request).status, read(request).version, visitor.clicks) == (Status.HELD, 2, 4)


def test_a_time_that_went_meanwhile_loses_nothing(visitor, look):
    visit = visit_of(starts_at=VISIT)

    comes(visitor, visit)
    visitor.follows("Move to another time")
    wanted = visitor.picks_a_time(which=3)
    visit_of(starts_at=datetime.fromisoformat(wanted))
    visitor.presses("Move my visit")
    look(visitor.page, "Your visit")
    visitor.goes_on_by(visitor.page.locator(".nearest").get_by_role("button").first)
    visitor.presses("Move my visit")

    assert read(visit).version == 2
    assert visitor.heading == "Your visit is confirmed"


def test_near_the_visit_one_press_asks_for_it(visitor, look, clock):
    visit = visit_of(starts_at=VISIT)
    comes(visitor, visit)
    clock.move_to(VISIT - timedelta(hours=20))

    visitor.opens("/booking/")
    visitor.follows("Ask me to move it")
    look(visitor.page, "Your visit")
    assert not is_dead_end(visitor.page)
    visitor.presses("Ask me to move it")
    look(visitor.page, "Your visit")

    assert visitor.heading == "I know that you want another time"
    assert not is_dead_end(visitor.page)
    assert read(visit).version == 1
    assert visitor.typed.total() == 0


def test_a_visit_is_moved_by_keyboard_alone(page, practice, address):
    visitor, visit = Visitor(page, address), visit_of(starts_at=VISIT)
    comes(visitor, visit)
    keyboard = Keyboard(page)

    keyboard.submits("Move to another time")
    keyboard.submits("Tuesday 9 March, noon")
    keyboard.submits("Move my visit")

    assert read(visit).version == 2
    assert visitor.heading == "Your visit is confirmed"


def test_a_visit_of_a_series_and_the_rest_are_moved_in_four_presses(visitor, look):
    visits = planned(4)
    token = links.make(Purpose.VISIT, booking=visits[0], address=visits[0].email, now=NOON)

    visitor.opens(f"/booking/visit/{token}/")
    visitor.clicks += 1
    visitor.follows("Move to another time")
    wanted = visitor.picks_a_time(which=-1)
    look(visitor.page, "Your visit")
    visitor.presses("Move this and the rest")
    look(visitor.page, "Your visit")

    moved = [read(visit) for visit in visits]
    assert (moved[0].version, moved[0].starts_at) == (2, datetime.fromisoformat(wanted))
    assert max(visit.version for visit in moved[1:]) == 2
    assert (visitor.clicks, visitor.typed.total()) == (4, 0)
