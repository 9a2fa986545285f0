"""A client's move that meets something else at one moment: exactly one happens, and nobody sees an error."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from booking import lifecycle, links, own_move, rebooking
from booking.lifecycle import NotAllowed, Taken
from booking.models import Booking, Kind, Purpose, Status
from tests.booking.factories import NOW
from tests.booking.races import named, open_every_day, reserving, together
from tests.booking.test_own_move import kinds, read, visit_of
from tests.intake.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def treatment():
    return open_every_day()


@pytest.fixture
def rounds(treatment):
    """Return a visit for each round and the time it is to move to, on days of their own."""
    was_at = [NOW + timedelta(days=30 + n, hours=-2) for n in range(ROUNDS)]
    return [(visit_of(starts_at=at), at + timedelta(days=40)) for at in was_at]


def moving(visit, at):
    copy = read(visit)
    return lambda: own_move.move(copy, at, is_read_first=False, now=NOW)


def test_ten_equal_presses_move_once(rounds):
    for visit, at in rounds:
        results = together(*[moving(visit, at) for _press in range(10)])

        moved = read(visit)
        assert named(results) == ["NoneType"] + ["NotAllowed"] * 9
        assert (moved.starts_at, moved.version, moved.events.count()) == (at, 2, 1)
        assert kinds(moved) == [Kind.MOVED, Kind.MOVED_BY_CLIENT]


def test_a_move_and_a_cancellation_do_not_both_happen(rounds):
    for visit, at in rounds:
        copy = read(visit)

        results = together(moving(visit, at), lambda row=copy: lifecycle.give_back(row, now=NOW))

        done = read(visit)
        assert named(results) == ["NoneType", "NotAllowed"]
        assert (done.status == Status.CANCELLED) == (done.version == 1)


def test_a_move_and_somebody_new_do_not_both_get_the_time(rounds, treatment):
    for visit, at in rounds:
        moved, reserved = together(moving(visit, at), reserving(treatment, at))

        (row,) = Booking.objects.occupying().filter(visit_on=at.date())
        assert [isinstance(result, Taken) for result in (moved, reserved)].count(True) == 1
        assert isinstance(reserved, Taken) == (row.pk == visit.pk)


def test_a_client_and_the_practitioner_do_not_both_move_a_visit(rounds):
    she = lifecycle.practitioner(UserFactory())
    for visit, at in rounds:
        copy = read(visit)

        results = together(
            moving(visit, at),
            lambda row=copy, to=at: rebooking.move(row, to + timedelta(hours=3), by=she, now=NOW),
        )

        assert named(results) == ["NoneType", "NotAllowed"]
        assert (read(visit).version, visit.events.count()) == (2, 1)


def test_two_clients_do_not_both_get_a_time(rounds):
    for (one, at), (other, _at) in zip(rounds[::2], rounds[1::2], strict=False):
        results = together(moving(one, at), moving(other, at))

        assert named(results) == ["NoneType", "Taken"]
        assert Booking.objects.occupying().filter(visit_on=at.date()).count() == 1


def asking(visit):
    return lambda: lifecycle.ask_to_move(visit, now=visit.starts_at - timedelta(hours=10))


def test_asking_ten_times_at_once_is_noted_once(rounds):
    for visit, _at in rounds:
        together(*[asking(visit)] * 10)

        assert (visit.events.count(), visit.messages.count()) == (1, 1)


def pressing(visitor, visit, at):
    seen = f"{visit.reference}.1.confirmed"
    return lambda: visitor.post(reverse("own:move_check"), {"seen": seen, "starts_at": at.isoformat()})


def visitor_of(visit):
    """Return a browser that came by a link to this visit."""
    visitor = Client()
    token = links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOW)
    visitor.get(reverse("own:visit_move", args=[token]))
    return visitor


def test_whoever_presses_at_once_sees_the_page_of_the_visit(rounds, time_machine):
    time_machine.move_to(NOW, tick=False)
    for visit, at in rounds[:2]:
        visitors = [visitor_of(visit) for _one in range(4)]

        answers = together(*[pressing(visitor, visit, at) for visitor in visitors])

        assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("own:page"))] * 4
        assert read(visit).version == 2
        assert kinds(visit) == [Kind.MOVED, Kind.MOVED_BY_CLIENT]


@pytest.fixture
def blind(monkeypatch):
    """Neither queue nor look: every move believes that it is alone."""
    for module in (own_move, rebooking, lifecycle.moving):
        monkeypatch.setattr(module, "take_diary", lambda: None)
    monkeypatch.setattr(lifecycle.moving.availability, "is_free", lambda *args, **kwargs: True)


@pytest.mark.usefixtures("blind")
def test_the_database_alone_lets_only_one_there(rounds):
    for (one, at), (other, _at) in zip(rounds[::2], rounds[1::2], strict=False):
        results = together(moving(one, at), moving(other, at))

        assert Booking.objects.occupying().filter(visit_on=at.date()).count() == 1
        assert sum(isinstance(result, Taken | NotAllowed) for result in results) == 1
