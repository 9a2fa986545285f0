"""She adds a calendar of her own, the worker reads it, and visitors are no longer offered those times."""

import pytest

from tests.booking import calendars
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner
from tests.journeys.visitor import Visitor

# The whole of the first day that clients can book.
AWAY = "UID:a\nDTSTART;VALUE=DATE:20270303"


@pytest.fixture
def feed(settings):
    settings.CALENDARS_ON_LOOPBACK = True
    with calendars.feed() as feed:
        feed.body = calendars.ics(AWAY)
        yield feed


def days_on_offer(visitor) -> set[str]:
    return {one.get_attribute("value")[:10] for one in visitor.page.locator("button[name=starts_at]").all()}


@pytest.mark.each_engine
def test_a_day_in_her_own_calendar_is_no_longer_offered(page, her_page, practice, address, feed, is_sound):
    visitor, her = Visitor(page, address), Practitioner(her_page, address)
    visitor.opens("/book/")
    visitor.chooses()
    visitor.agrees()
    visitor.answers()
    before = days_on_offer(visitor)
    her.signs_in()
    her.opens("/admin/booking/booking/busy/")
    is_sound(her_page)
    her.follows("Add a calendar")
    her.sends("Keep it, and read it")
    assert her.problems == ["Give it a name, like “Family”.", "Enter the address of the calendar."]
    is_sound(her_page)
    her_page.get_by_label("Name", exact=True).fill("Family")
    her_page.get_by_label("Address", exact=True).fill(feed.url())
    her.sends("Keep it, and read it")
    is_sound(her_page)

    deliver()
    her.follows("Look again")
    state = her_page.get_by_role("region", name="How it is doing").inner_text()
    is_sound(her_page)
    page.reload()
    after = days_on_offer(visitor)

    assert ("2027-03-03" in before, "2027-03-03" in after) == (True, False)
    assert before - after == {"2027-03-03"}
    assert "1 busy time to come" in state
    her.opens("/admin/booking/booking/diary/?view=week&day=2027-03-03")
    assert "Busy elsewhere" in her_page.locator(".diary").inner_text()
    is_sound(her_page)

    feed.status = 500
    her.opens("/admin/booking/booking/busy/")
    her.follows("Family")
    her.sends("Read it now")
    deliver()
    her.follows("Look again")
    is_sound(her_page)
    page.reload()

    assert "I try again by myself." in her_page.locator("#content-main").inner_text()
    assert days_on_offer(visitor) == after
    her.opens("/admin/")
    assert "“Family” cannot be read" in her_page.locator("#content-main").inner_text()
    is_sound(her_page)
