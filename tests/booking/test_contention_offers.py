"""An offer is spent once, whoever presses when; and what is offered is never somebody else's."""

from datetime import timedelta

import pytest

from booking import lifecycle, offers
from booking.lifecycle import NotAllowed, Taken
from booking.models import Booking, Kind, Status, WaitlistEntry
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.races import reserving, together
from tests.booking.rows import again
from tests.booking.waits import MONDAY, NEXT_MONDAY, UNTIL, offered, one_time_a_week, the_offer, waiting
from tests.intake.factories import ScreeningFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, PRESSES = 5, 20
Ended = WaitlistEntry.Ended


@pytest.fixture(autouse=True)
def practice():
    one_time_a_week()


def an_offer(**changes):
    waiting(**changes)
    offers.sweep(now=NOW)
    return the_offer()


def accepting(offer, now=NOW):
    return lambda: offers.accept(again(offer), now=now)


def refusing(offer, now=NOW):
    return lambda: offers.refuse(again(offer), now=now)


def clear():
    """Leave the practice as it was before the round."""
    Booking.objects.update(status=Status.LAPSED)
    WaitlistEntry.objects.filter(ended_at=None).update(ended_at=NOW, ended_why=Ended.LEFT)


def unexpected(results):
    return [result for result in results if isinstance(result, Exception) and type(result) is not NotAllowed]


def test_of_twenty_who_take_and_refuse_at_once_one_wins():
    for _round in range(ROUNDS):
        offer = an_offer()

        results = together(*[accepting(offer), refusing(offer)] * (PRESSES // 2))

        offer.refresh_from_db()
        is_taken = offer.status == Status.CONFIRMED
        done = [result for result in results if not isinstance(result, Exception)]
        assert unexpected(results) == []
        assert offer.status in (Status.CONFIRMED, Status.LAPSED)
        assert done == ([offer] * (PRESSES // 2) if is_taken else [None])
        assert offer.events.count() == 2
        assert offer.messages.filter(kind=Kind.CONFIRMED).count() == is_taken
        entry = WaitlistEntry.objects.get(pk=offer.entry_id)
        assert entry.ended_why == (Ended.BOOKED if is_taken else "")
        clear()


def test_of_taking_and_running_out_one_happens_and_the_time_is_never_lost():
    for _round in range(ROUNDS):
        offer = an_offer(n=1)
        second = waiting(2)

        results = together(
            accepting(offer, UNTIL - timedelta(microseconds=1)),
            lambda: lifecycle.lapse_run_out(now=UNTIL),
            lambda: offers.sweep(now=UNTIL),
        )

        assert unexpected(results) == []
        offer.refresh_from_db()
        if offer.status == Status.CONFIRMED:
            assert offered() == []
        else:
            assert offer.status == Status.LAPSED
            assert [entry for entry, _starts_at, _until in offered()] == [second]
        clear()


def test_of_taking_and_taking_back_one_happens():
    she = lifecycle.practitioner(UserFactory())
    for _round in range(ROUNDS):
        offer = an_offer()

        results = together(accepting(offer), lambda offer=offer: offers.withdraw(offer, by=she, now=NOW))

        assert unexpected(results) == []
        assert [type(result) for result in results].count(NotAllowed) == 1
        assert again(offer).status in (Status.CONFIRMED, Status.LAPSED)
        clear()


def test_two_times_that_become_free_at_once_are_one_offer_to_one_person():
    for _round in range(ROUNDS):
        visits = [ConfirmedFactory(starts_at=starts_at) for starts_at in (MONDAY, NEXT_MONDAY)]
        entry = waiting(until_on=NEXT_MONDAY.date())

        results = together(
            *(lambda row=row: lifecycle.cancel(row, by=lifecycle.CLIENT, now=NOW) for row in visits)
        )

        assert results == [None, None]
        assert [who for who, _starts_at, _until in offered()] == [entry]
        clear()


def test_a_visitor_and_somebody_waiting_never_both_get_a_time():
    for _round in range(ROUNDS):
        entry = waiting()

        swept, reserved = together(
            lambda: offers.sweep(now=NOW),
            reserving(entry.treatment, MONDAY),
        )

        (row,) = Booking.objects.occupying().filter(starts_at=MONDAY)
        assert (row.status, swept, type(reserved)) in {
            (Status.OFFERED, 1, Taken),
            (Status.RESERVED, 0, Booking),
        }
        clear()


def test_a_visit_moves_to_its_offer_once_and_its_old_time_is_taken_by_one():
    for _round in range(ROUNDS):
        screening = ScreeningFactory(visit_on=NEXT_MONDAY.date(), created_at=NOW - timedelta(days=9))
        about = {"client": screening.client, "screening": screening}
        own = ConfirmedFactory(**about, starts_at=NEXT_MONDAY, created_at=NOW - timedelta(days=9))
        offer = an_offer(instead_of=own, **about)

        *moved, reserved = together(
            *[accepting(offer)] * 3,
            reserving(offer.treatment, NEXT_MONDAY),
        )

        own.refresh_from_db()
        assert moved == [own] * 3
        assert (own.starts_at, own.version, again(offer).status) == (MONDAY, 2, Status.CANCELLED)
        assert type(reserved) in (Booking, Taken)
        assert Booking.objects.occupying().filter(starts_at=MONDAY).count() == 1
        clear()


def test_two_workers_offer_and_write_once():
    for _round in range(ROUNDS):
        waiting()

        made = together(*[lambda: offers.sweep(now=NOW)] * 4)

        assert sorted(made) == [0, 0, 0, 1]
        assert the_offer().messages.count() == 1
        clear()
