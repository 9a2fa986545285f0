"""Her visits in a calendar of her own: switched on, fetched, and the address replaced."""

import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from tests.booking import second_reader
from tests.booking.factories import ConfirmedFactory
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.practitioner import Practitioner

FEED = "/admin/booking/booking/feed/"
TUESDAY = datetime(2027, 4, 6, 10, tzinfo=UTC)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def practitioner(request, page, practice, address):
    page.set_viewport_size(request.param)
    practitioner = Practitioner(page, address)
    practitioner.signs_in()
    return practitioner


def fetched(copied, address) -> str:
    """What a calendar program gets, which has no browser and no session of hers."""
    path = "/calendar/" + copied.partition("/calendar/")[2]
    asked = urllib.request.Request(address + path, headers={"User-Agent": "iOS/18.4 dataaccessd/1.0"})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310  an address of the test's own
        return answer.read().decode()


def test_her_phone_shows_her_visits_until_she_replaces_the_address(practitioner, is_sound, address):
    page = practitioner.page
    ConfirmedFactory(starts_at=TUESDAY, client__name="Robin Example")
    practitioner.opens(FEED)
    is_sound(page)

    practitioner.sends("Switch the feed on")
    is_sound(page)
    first = page.get_by_label("Its address").input_value()
    read = second_reader.read(fetched(first, address))
    page.reload()
    noted = page.get_by_role("region", name="The feed is on").inner_text()
    practitioner.sends("Replace the address")
    second = page.get_by_label("Its address").input_value()

    assert [(event.summary, event.starts_at) for event in read.events] == [("Robin E.", TUESDAY)]
    assert "by Apple Calendar" in noted
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetched(first, address)
    assert second_reader.read(fetched(second, address)).events == read.events
    is_sound(page)
