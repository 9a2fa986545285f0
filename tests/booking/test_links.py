"""Links in mails: one purpose, one thing, an end, and nothing that a GET changes."""

from datetime import timedelta

import pytest

from booking import links
from booking.models import Link, Purpose
from tests.booking.factories import NOW, ConfirmedFactory

pytestmark = pytest.mark.django_db
VISIT = NOW + timedelta(days=7)


@pytest.fixture
def visit():
    return ConfirmedFactory(starts_at=VISIT, client__email="Robin@example.com")


@pytest.fixture
def token(visit):
    return links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOW)


def test_the_token_is_kept_nowhere(token):
    assert token not in str(Link.objects.values_list())


def test_a_link_opens_its_visit_for_its_own_purpose_alone(visit, token):
    assert links.find(Purpose.VISIT, token, now=NOW).booking == visit
    assert links.find(Purpose.AGAIN, token, now=NOW) is None


def test_it_ends_a_day_after_the_visit(visit, token):
    end = VISIT + timedelta(hours=26)

    assert links.find(Purpose.VISIT, token, now=end - timedelta(seconds=1)) is not None
    assert links.find(Purpose.VISIT, token, now=end) is None


def test_a_new_address_ends_the_links_to_the_old_one(visit, token):
    visit.client.email = "new@example.com"
    visit.client.save()

    assert links.find(Purpose.VISIT, token, now=NOW) is None
