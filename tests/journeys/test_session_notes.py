"""A session is noted between two visits, on a phone; and the client looks at the sessions so far."""

import re
from datetime import timedelta

import pytest

from booking import lifecycle, links, session_notes
from booking.models import Purpose, Status
from intake.history.session import Rating, SessionContent
from tests.booking.factories import ConfirmedFactory
from tests.conftest import NOON
from tests.intake.factories import ClientFactory, HealthFormFactory
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.each_engine

NECK = {"code": "tension", "label": "Neck and shoulders", "trouble": 6, "places": [], "words": ""}
SCALE = ((6, 4), (4, 4), (None, 7), (0, 10), (10, 0), (None, None), (5, 5))


@pytest.fixture
def joan():
    joan = ClientFactory(name="Joan Green", email="joan@example.com")
    HealthFormFactory(client=joan, answers={"given": [], "complaints": [NECK]})
    return joan


def been(client, days, **changes):
    kept = {"status": Status.COMPLETED, "minutes_given": 105} | changes
    return ConfirmedFactory(client=client, starts_at=NOON - timedelta(days=days, hours=3), **kept)


def note(visit, user, **said):
    session_notes.write(visit, SessionContent(**said), by=lifecycle.practitioner(user), now=NOON)


def rated(before, after):
    return (Rating(NECK["label"], before, after, NECK["code"]),)


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_session_is_noted_in_twelve_presses_at_most(request, practice, address, joan, kind, is_sound):
    page = request.getfixturevalue(kind)
    note(been(joan, 7), practice, worked=("Neck map", "Arms"), plan="Arms first", ratings=rated(6, 4))
    today = been(joan, 0, status=Status.CONFIRMED, minutes_given=None, is_first=False)
    her, presses = Practitioner(page, address), Visitor(page, address)
    her.signs_in()
    her.opens(f"/admin/booking/booking/{today.pk}/change/")

    presses.follows("Note how it went")
    presses.presses("Save")
    is_sound(page)
    presses.click(page.get_by_role("group", name="Before Neck and shoulders").get_by_label("5", exact=True))
    presses.click(page.get_by_role("group", name="After Neck and shoulders").get_by_label("4", exact=True))
    presses.ticks("Neck map")
    presses.types("Plan", "The hands too")
    presses.ticks("The client may read the plan")
    presses.presses("Keep this note")
    is_sound(page)

    assert presses.clicks <= 12
    assert [one.said() for one in session_notes.notes_of(today)] == [
        SessionContent(worked=("Neck map",), plan="The hands too", ratings=rated(5, 4), shares_plan=True)
    ]
    assert "Your note is kept locked in the record." in her.told


def test_numbers_of_the_start_are_added_to_at_the_end(page, practice, address, joan, is_sound):
    today = been(joan, 0, status=Status.CONFIRMED, minutes_given=None, is_first=False)
    her, presses = Practitioner(page, address), Visitor(page, address)
    her.signs_in()
    her.opens(f"/admin/booking/booking/{today.pk}/change/")

    presses.follows("Session note")
    presses.click(page.get_by_role("group", name="Before Neck and shoulders").get_by_label("5", exact=True))
    presses.presses("Keep this note")
    presses.follows("Session note")
    presses.click(page.get_by_role("group", name="After Neck and shoulders").get_by_label("4", exact=True))
    presses.presses("Add this")
    presses.follows("Session note")
    is_sound(page)
    presses.follows("All session notes")
    is_sound(page)

    assert page.locator(".session-said article").count() == 2
    assert page.get_by_role("table").inner_text().split()[-2:] == ["5", "4"]


def test_what_cannot_be_kept_is_asked_for_again(page, practice, address, joan, is_sound):
    her, presses = Practitioner(page, address), Visitor(page, address)
    her.signs_in()
    her.opens(f"/admin/booking/booking/{been(joan, 0).pk}/session/")

    presses.presses("Keep this note")
    is_sound(page)

    assert her.problems == ["Write what you did, or choose a number. Nothing is noted yet."]


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_client_looks_at_the_sessions_so_far(request, practice, texts, address, joan, kind, look):
    for n, numbers in enumerate(SCALE):
        note(been(joan, 7 * (len(SCALE) - n)), practice, words="Otter", ratings=rated(*numbers))
    visit = ConfirmedFactory(client=joan, starts_at=NOON + timedelta(days=7), is_first=False)
    visitor = Visitor(request.getfixturevalue(kind), address)
    token = links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOON)

    visitor.opens(f"/booking/visit/{token}/")
    visitor.follows("The sessions so far")
    look(visitor.page, title="A fresh link")
    visitor.presses("Send me a fresh link")
    fresh = re.search(r"/booking/family/\S+/", deliver()["joan@example.com"].body).group()
    visitor.page.context.clear_cookies()
    visitor.opens(fresh)
    visitor.goes_on_by(visitor.page.get_by_role("main").get_by_role("button"))
    visitor.presses("The sessions so far Joan")
    look(visitor.page, title="The sessions so far")

    rows = visitor.page.get_by_role("table").locator("tbody tr")
    assert rows.first.locator("td").all_inner_texts() == ["6", "4"]
    assert rows.count() == len(SCALE)
    assert visitor.page.locator("svg.ratings-picture circle").count() == 11
    assert "Otter" not in visitor.page.content()


def test_twenty_sessions_can_be_read_on_a_small_phone(page, practice, texts, address, joan, look):
    for n in range(20):
        note(been(joan, 7 * (20 - n)), practice, ratings=rated(n % 11, 10 - n % 11))
    visitor = Visitor(page, address)
    page.set_viewport_size({"width": 320, "height": 640})
    visitor.opens(f"/booking/family/{links.make(Purpose.FAMILY, address='joan@example.com', now=NOON)}/")
    visitor.goes_on_by(page.get_by_role("main").get_by_role("button"))
    visitor.presses("The sessions so far Joan")
    look(page, title="The sessions so far")

    texts_shown = page.locator("svg.ratings-picture text").all()
    assert page.get_by_role("table").locator("tbody tr").count() == 20
    assert min(one.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") for one in texts_shown) >= 15
    assert page.locator("svg.ratings-picture").bounding_box()["width"] >= 280
