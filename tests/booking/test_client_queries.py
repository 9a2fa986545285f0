"""What opening a client's page asks of the database, with one visit and with a hundred."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.models import Status
from booking.practitioner import make_practitioner
from intake import records
from tests.booking.factories import NOW, ConfirmedFactory, FollowUpFactory
from tests.intake.factories import ClearanceFactory, ScreeningFactory

pytestmark = pytest.mark.django_db
# What every page of admin asks, by the tables: whose session it is, what they may, and the menu's count.
FRAME = re.compile(
    r'FROM "(django_session|auth_\w+|content_practice|intake_screeningpolicy)"|^SELECT COUNT\(\*\) '
)


def queries_of_page(visits) -> tuple[list[str], int]:
    """Return the statements of the page itself, and how many it took in all."""
    user = make_practitioner("marja", "walking-in-birch-woods")
    browser, screening, treatment = Browser(), ScreeningFactory(), FollowUpFactory()
    browser.force_login(user)
    shared = {"client": screening.client, "screening": screening, "treatment": treatment}
    for n in range(1, visits):
        ConfirmedFactory(**shared, starts_at=NOW - timedelta(days=n), status=Status.COMPLETED)
    ConfirmedFactory(**shared, starts_at=NOW + timedelta(days=7))
    records.write_note(client=screening.client, kind="access", text="Low table", by=user, now=NOW)
    ClearanceFactory(client=screening.client, accepted_by=user)
    address = reverse("admin:booking_booking_client", args=[screening.client.pk])
    with CaptureQueriesContext(connection) as asked:
        assert "Low table" in browser.get(address).text
    sent = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    own = [sql for sql in sent if not FRAME.search(sql)]
    return own, len(sent)


@pytest.mark.parametrize("visits", [1, 10, 100])
def test_a_client_s_page_asks_at_most_twelve_times_besides_its_frame(visits):
    with time_machine.travel(NOW, tick=False):
        own, everything = queries_of_page(visits)

    assert len(own) <= 12, own
    assert everything <= len(own) + 7
