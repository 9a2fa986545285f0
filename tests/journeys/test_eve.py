"""The eve of a visit: the mail goes out at 18:00; with the switch off none goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from booking import on_time, outbox
from tests.booking.factories import ConfirmedFactory
from tests.conftest import NOON
from tests.journeys.practitioner import Practitioner

PAGE = "/admin/booking/booking/messages/"
SIZE = {"width": 320, "height": 800}


@pytest.fixture
def practitioner(page, practice, address):
    practitioner = Practitioner(page, address)
    practitioner.signs_in()
    return practitioner


def eve_of(days):
    """A sure visit so many days ahead, and 18:00 by the clock on the day before it."""
    visit = ConfirmedFactory(starts_at=NOON + timedelta(days=days))
    day = visit.visit_on - timedelta(days=1)
    return visit, datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def told_at(now):
    """Do a round of the worker; return the reminders that went out."""
    mail.outbox = []
    on_time.sweep(now=now)
    while outbox.send_due(now=now):
        pass
    return [one for one in mail.outbox if one.subject.startswith("Reminder: ")]


def test_she_switches_the_reminder_off_and_on_again(practitioner, is_sound):
    first, eve = eve_of(2)
    second, next_eve = eve_of(4)
    third, last_eve = eve_of(6)
    before, (letter,) = told_at(eve - timedelta(minutes=1)), told_at(eve)
    practitioner.page.set_viewport_size(SIZE)
    practitioner.opens(PAGE)
    is_sound(practitioner.page)

    practitioner.page.get_by_role("checkbox", name="The day before").uncheck()
    practitioner.sends("Save")
    is_sound(practitioner.page)
    off = told_at(next_eve)
    practitioner.sends("Set everything back to how it was built")
    on_again = told_at(last_eve)

    assert "What to wear: light, thin and comfortable layers." in letter.body
    assert (before, off, len(on_again)) == ([], [], 1)
    assert [one.messages.filter(kind="reminder").count() for one in (first, second, third)] == [1, 0, 1]
