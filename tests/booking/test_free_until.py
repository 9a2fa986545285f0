"""What the check page and the last page of a booking say of moving and cancelling free of charge."""

from datetime import timedelta

import pytest

from tests.booking import flow
from tests.booking.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
OVER = "moving or cancelling free of charge is no longer possible"


def said(client, starts_at):
    flow.fill_in(client, starts_at)
    check = client.get("/book/check/").text
    flow.send(client)
    return check, client.get("/book/done/").text


def test_a_visit_next_week_says_until_when(client):
    check, done = said(client, NOW + timedelta(days=7))

    assert "cancelling is free until Saturday 6 March, noon" in check
    assert "cancel free of charge until Saturday 6 March, noon" in done
    assert OVER not in check + done


def test_a_visit_tomorrow_promises_no_moment_that_is_past(client):
    check, done = said(client, NOW + timedelta(hours=26))

    assert OVER in check
    assert OVER in done
    assert "free until" not in check
    assert "free of charge until" not in done
