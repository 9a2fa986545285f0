"""Moves that meet at one moment, each on a connection of its own: one wins, and the others are told so."""

from datetime import timedelta

import pytest

from booking import ill, lifecycle, rebooking
from booking.ill import Act, Choice
from booking.lifecycle import NotAllowed, Taken
from booking.lifecycle import moving as moving_module
from booking.models import Booking, Status
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.races import named, open_every_day, reserving, rounds, together
from tests.intake.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


@pytest.fixture
def treatment():
    return open_every_day()


@pytest.fixture
def she():
    return lifecycle.practitioner(UserFactory())


@pytest.fixture
def days():
    """Return one moment for each round, on days of their own; the visits stand two months before."""
    return rounds(ROUNDS, first=70)


def moving(booking, at, she):
    copy = Booking.objects.select_related("treatment__policy", "client", "screening").get(pk=booking.pk)
    return lambda: rebooking.move(copy, at, by=she, now=NOW)


def day_before(noon, *, hour=0):
    return noon - timedelta(days=40) + timedelta(hours=hour)


def contest(treatment, she, noon):
    """Let two visits want one time; return who has it, and what the two were told."""
    two = [ConfirmedFactory(treatment=treatment, starts_at=day_before(noon, hour=h)) for h in (0, 3)]
    results = together(*(moving(visit, noon, she) for visit in two))
    return list(Booking.objects.occupying().filter(visit_on=noon.date())), results


def test_of_two_visits_that_move_to_one_time_exactly_one_gets_there(treatment, she, days):
    for noon in days:
        there, results = contest(treatment, she, noon)

        assert len(there) == 1
        assert named(results) == ["NoneType", "Taken"]


def test_a_move_and_a_client_who_books_do_not_both_get_the_time(treatment, she, days):
    for noon in days:
        visit = ConfirmedFactory(treatment=treatment, starts_at=day_before(noon))

        moved, reserved = together(moving(visit, noon, she), reserving(treatment, noon))

        (row,) = Booking.objects.occupying().filter(visit_on=noon.date())
        assert [isinstance(result, Taken) for result in (moved, reserved)].count(True) == 1
        assert isinstance(reserved, Taken) == (row.pk == visit.pk)


def test_of_two_moves_of_one_visit_exactly_one_happens(treatment, she, days):
    for noon in days:
        visit = ConfirmedFactory(treatment=treatment, starts_at=day_before(noon))

        results = together(moving(visit, noon, she), moving(visit, noon + timedelta(hours=3), she))

        assert named(results) == ["NoneType", "NotAllowed"]
        assert (visit.events.count(), visit.messages.count()) == (1, 2)


def test_of_moving_and_cancelling_exactly_one_happens(treatment, she, days):
    for noon in days:
        visit = ConfirmedFactory(treatment=treatment, starts_at=day_before(noon))
        copy = Booking.objects.get(pk=visit.pk)

        results = together(
            moving(visit, noon, she), lambda row=copy: lifecycle.cancel(row, by=lifecycle.CLIENT, now=NOW)
        )

        visit.refresh_from_db()
        assert named(results) == ["NoneType", "NotAllowed"]
        assert (visit.status == Status.CANCELLED) == (visit.version == 1)


def test_a_day_that_is_cleared_twice_at_once_is_cleared_once(treatment, she, days):
    for noon in days:
        visit = ConfirmedFactory(treatment=treatment, starts_at=day_before(noon))
        choices = [Choice(visit.pk, 1, Act.MOVE, noon)]

        results = together(
            *[
                lambda day=visit.visit_on, chosen=choices: ill.carry_out(
                    day, chosen, closes=True, by=she, now=NOW
                )
            ]
            * 2
        )

        assert named(results) == ["DayChanged", "NoneType"]
        assert (visit.events.count(), visit.messages.count()) == (1, 2)


@pytest.fixture
def blind(monkeypatch):
    """Neither queue nor look: every move believes that its time is free."""
    for module in (moving_module, rebooking):
        monkeypatch.setattr(module, "take_diary", lambda: None)
    monkeypatch.setattr(moving_module.availability, "clashes", lambda *args, **kwargs: [])


@pytest.mark.usefixtures("blind")
def test_the_database_alone_lets_only_one_there(treatment, she, days):
    for noon in days:
        there, results = contest(treatment, she, noon)

        assert len(there) == 1
        assert sum(isinstance(result, Taken | NotAllowed) for result in results) == 1
