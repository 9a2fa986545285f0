"""A time that is free again is told of, in the step that frees it."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from booking import freed, ill, lifecycle, offers, rebooking
from booking.ill import Act, Choice
from booking.models import Kind, Status
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.booking.rows import VISIT, again, kinds
from tests.booking.waits import MONDAY, offered, one_time_a_week, the_offer, waiting
from tests.intake.factories import WordsFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


@pytest.fixture
def hearing():
    """Let somebody hear of what is freed, for as long as the test runs."""
    heard_by = []

    def connect(hear):
        freed.time_freed.connect(hear)
        heard_by.append(hear)

    yield connect
    for hear in heard_by:
        freed.time_freed.disconnect(hear)


@pytest.fixture
def told(hearing):
    """Return what was told, as it comes in."""
    told = []

    def hear(sender, start, end, now, **kwargs):
        told.append((start, end, now))

    hearing(hear)
    return told


RANGES = [(VISIT + timedelta(days=n), VISIT + timedelta(days=n, hours=2)) for n in range(2)]


def block_of(booking):
    return booking.blocked_from, booking.blocked_until, NOW


def test_cancelling_frees_the_time_with_its_buffers(told):
    visit = ConfirmedFactory()

    lifecycle.cancel(visit, by=lifecycle.CLIENT, now=NOW)

    assert told == [(VISIT - timedelta(minutes=15), VISIT + timedelta(minutes=135), NOW)]


def test_declining_and_running_out_free_it_too(told, she):
    declined = HeldFactory()
    run_out = BookingFactory(starts_at=VISIT + timedelta(days=1), expires_at=NOW)

    lifecycle.decline(declined, by=she, now=NOW, words=WordsFactory())
    lifecycle.lapse_run_out(now=NOW)

    assert told == [block_of(declined), block_of(run_out)]


def test_moving_frees_the_old_time_once_the_new_one_is_taken(told, she):
    visit = ConfirmedFactory()
    was = block_of(visit)

    rebooking.move(visit, VISIT + timedelta(hours=1), by=she, now=NOW)

    assert told == [was]


def test_confirming_and_completing_free_nothing(told, she):
    lifecycle.approve(HeldFactory(), by=she, now=NOW)
    done = ConfirmedFactory(starts_at=NOW - timedelta(days=1))

    lifecycle.complete(done, minutes=100, by=she, now=NOW)

    assert told == []


def test_inside_a_larger_step_it_is_told_at_the_end_in_order(told):
    with freed.held_back():
        freed.tell(*RANGES[0], now=NOW)
        with freed.held_back():
            freed.tell(*RANGES[1], now=NOW)
        assert told == []

    assert told == [(*RANGES[0], NOW), (*RANGES[1], NOW)]


@freed.held_back()
def free_and_fail():
    freed.tell(*RANGES[0], now=NOW)
    raise RuntimeError


def test_a_step_that_fails_frees_nothing(told):
    with pytest.raises(RuntimeError):
        free_and_fail()
    freed.tell(*RANGES[1], now=NOW)

    assert told == [(*RANGES[1], NOW)]


def test_what_is_freed_by_whoever_hears_of_it_is_told_after_it(told, hearing):
    def free_the_next(sender, start, end, now, **kwargs):
        if (start, end) == RANGES[0]:
            freed.tell(*RANGES[1], now=now)
            assert len(told) == 1

    hearing(free_the_next)
    freed.tell(*RANGES[0], now=NOW)

    assert told == [(*RANGES[0], NOW), (*RANGES[1], NOW)]


@transaction.atomic
def cancel_and_fail(visit):
    lifecycle.cancel(visit, by=lifecycle.CLIENT, now=NOW)
    assert len(offered()) == 1
    raise RuntimeError


def test_what_is_undone_leaves_no_offer():
    one_time_a_week()
    visit = ConfirmedFactory(starts_at=MONDAY)
    waiting()

    with pytest.raises(RuntimeError):
        cancel_and_fail(visit)

    assert offered() == []
    assert again(visit).status == Status.CONFIRMED


def test_a_day_that_she_closes_is_offered_to_nobody(she):
    one_time_a_week()
    visit = ConfirmedFactory(starts_at=MONDAY)
    waiting()

    choices = [Choice(visit.pk, visit.version, Act.CANCEL)]
    ill.carry_out(MONDAY.date(), choices, closes=True, by=she, now=NOW)

    assert again(visit).status == Status.CANCELLED
    assert offered() == []


def test_what_is_offered_on_a_day_that_she_closes_is_taken_back(she):
    one_time_a_week()
    entry = waiting()
    offers.sweep(now=NOW)
    offer = the_offer()

    ill.carry_out(MONDAY.date(), [], closes=True, by=she, now=NOW)

    assert offered() == []
    assert kinds(offer) == {Kind.OFFER, Kind.OFFER_OVER}
    entry.refresh_from_db()
    assert entry.ended_at is None


def test_the_time_that_she_takes_on_the_phone_is_not_given_away_meanwhile(she):
    """What she kept before is let go first, and the new time lies half in it."""
    WorkingHoursFactory(weekday=0, starts=time(9), ends=time(12))
    treatment, key = TreatmentFactory(), uuid4()
    about = {"length": timedelta(minutes=120), "draft_key": key, "by": she, "now": NOW}
    lifecycle.reserve_by_hand(treatment, MONDAY, **about)
    waiting(parts=["morning"])

    booking = lifecycle.reserve_by_hand(treatment, MONDAY + timedelta(minutes=30), **about)

    assert booking.status == Status.RESERVED
    assert offered() == []
