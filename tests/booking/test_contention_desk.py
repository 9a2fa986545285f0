"""The practitioner's steps that meet at one moment, each on a connection of its own, with another of hers
or with a client's: one wins, the other is told so or comes after, and what is left is whole."""

from datetime import timedelta
from uuid import uuid4

import pytest

from booking import by_hand, ill, lifecycle, merging, next_visit, rebooking, request
from booking.admin import decisions, visits
from booking.ill import Act, Choice
from booking.lifecycle import CLIENT, Taken
from booking.models import Booking, Kind, Status
from intake import agreement, records
from intake.answers import ForWhom
from intake.models import Client, Screening, ScreeningPolicy
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    FollowUpFactory,
)
from tests.booking.phone import ring
from tests.booking.races import named, open_every_day, rounds, together
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, ScreeningFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture(autouse=True)
def treatment():
    FollowUpFactory()
    return open_every_day()


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def she(user):
    return lifecycle.practitioner(user)


@pytest.fixture
def days():
    """Return one moment for each round, on days of their own."""
    return rounds(ROUNDS)


def draft_of(client, at, **answers):
    """Return a draft of this person, filled in to the last step."""
    agreed = agreement.current(ForWhom.SELF).to_json()
    details = {"name": client.name, "email": client.email, "phone": "", "ring_at": ""}
    when = {"starts_at": at.isoformat(), "treatment": "first-session"}
    return records.start_draft(now=NOW, **PLAIN_ANSWERS | answers | when, agreed=agreed, details=details)


def been(client, at):
    """Return a visit long over, of somebody whose answers carry another one; read as a page has it."""
    visit = ConfirmedFactory(client=client, starts_at=at - timedelta(days=60), status=Status.COMPLETED)
    ScreeningFactory(client=client, answers=PLAIN_ANSWERS)
    agreed = agreement.current(ForWhom.SELF)
    records.give_consent(client=client, agreement=agreed, given_by="Joan", relation="self", now=NOW)
    return Booking.objects.select_related("client").get(pk=visit.pk)


def pressing(visit, at, she):
    key = uuid4()
    return lambda: next_visit.book(visit, at, key=key, by=she, now=NOW)


def joining(kept, other, she):
    return lambda: merging.merge(kept, other, by=she, now=NOW)


def placing(draft):
    return lambda: request.place(draft, now=NOW)


def test_a_merge_and_a_booking_of_the_one_who_goes_leave_one_person(she, days):
    for noon in days:
        kept, other = ClientFactory(), ClientFactory()

        merged, booking = together(joining(kept, other, she), placing(draft_of(other, noon)))

        row = Booking.objects.select_related("screening").get(visit_on=noon.date())
        assert (merged, booking.pk, row.client, row.screening.client) == (0, row.pk, kept, kept)
        assert not Screening.objects.filter(client=other).exists()


def test_a_merge_and_the_next_visit_of_the_one_who_goes_leave_one_person(she, days):
    for noon in days:
        kept, other = ClientFactory(), ClientFactory()
        visit = been(other, noon)

        together(joining(kept, other, she), pressing(visit, noon, she))

        row = Booking.objects.select_related("screening").get(visit_on=noon.date())
        assert (row.client, row.screening.client) == (kept, kept)


def test_of_a_merge_and_its_reverse_exactly_one_happens(she):
    for _round in range(ROUNDS):
        one, other = ClientFactory(), ClientFactory()

        results = together(joining(one, other, she), joining(other, one, she))

        assert named(results) == ["MergeRefused", "int"]
        assert Client.objects.filter(pk__in=(one.pk, other.pk), merged_into=None).count() == 1


def test_a_day_that_is_cleared_and_a_client_who_books_into_it(she, days):
    for noon in days:
        visit = ConfirmedFactory(starts_at=noon - timedelta(hours=3))
        away = Choice(visit.pk, 1, Act.MOVE, noon + timedelta(days=30, hours=2))

        cleared, booked = together(
            lambda day=visit.visit_on, one=away: ill.carry_out(day, [one], closes=True, by=she, now=NOW),
            placing(draft_of(ClientFactory(), noon)),
        )

        there = list(Booking.objects.occupying().filter(visit_on=noon.date()))
        if cleared is None:
            assert (type(booked), there) == (Taken, [])
        else:
            assert isinstance(cleared, ill.DayChanged)
            assert {row.pk for row in there} == {visit.pk, booked.pk}


def test_of_undoing_a_move_and_cancelling_exactly_one_happens(she, days):
    for noon in days:
        visit = ConfirmedFactory(starts_at=noon, screening__answers=PLAIN_ANSWERS)
        rebooking.move(visit, noon + timedelta(days=30), by=she, now=NOW)
        hers, theirs = (Booking.objects.get(pk=visit.pk) for _copy in range(2))

        results = together(
            lambda row=hers, at=noon: rebooking.move_back(row, at, was_confirmed=True, by=she, now=NOW),
            lambda row=theirs: lifecycle.cancel(row, by=CLIENT, now=NOW),
        )

        visit.refresh_from_db()
        assert named(results) == ["NoneType", "NotAllowed"]
        assert (visit.status == Status.CANCELLED) == (visit.version == 2)


OUTCOMES = {
    "complete": lambda pk, **about: visits.complete(pk, minutes=100, on_paper=False, **about),
    "no_show": lambda pk, **about: visits.no_show(pk, **about),
}


def noting(outcome, visit, user):
    about = {"seen": decisions.seen_of(visit), "note": "", "user": user, "now": visit.starts_at}
    return lambda: OUTCOMES[outcome](visit.pk, **about)


@pytest.mark.parametrize("other", OUTCOMES)
def test_of_two_outcomes_exactly_one_is_noted(user, days, other):
    for noon in days:
        visit = ConfirmedFactory(starts_at=noon)

        results = together(noting("complete", visit, user), noting(other, visit, user))

        assert named(results) == ["Booking", "Changed"]
        assert visit.events.count() == 1


def test_the_next_visit_that_is_pressed_twice_is_booked_once(she, days):
    for noon in days:
        client = ClientFactory()

        results = together(*[pressing(been(client, noon), noon, she)] * 2)

        (row,) = client.bookings.filter(visit_on=noon.date())
        assert [result.pk for result in results] == [row.pk] * 2
        assert sorted(message.kind for message in row.messages.all()) == [Kind.CHANGED, Kind.CONFIRMED]


def test_a_call_that_is_confirmed_twice_is_booked_once(she, days):
    for noon in days:
        draft = ring(she, starts_at=noon)

        results = together(*[lambda draft=draft: by_hand.place(draft, by=she, now=NOW)] * 2)

        (row,) = Booking.objects.occupying().filter(visit_on=noon.date())
        assert [result.pk for result in results] == [row.pk] * 2
        assert list(row.events.values_list("to_status", flat=True)) == ["reserved", "confirmed"]


def stricter():
    policy = ScreeningPolicy.objects.get()
    policy.recovering_months = 12
    policy.save()


def test_a_stricter_rule_reaches_a_visit_that_is_booked_at_the_same_moment(days):
    operated = {"had_operation": "yes", "healed": "yes"} | {
        "operations": [{"year": 2026, "month": 12, "day": 10, "what": ""}]
    }
    for noon in days:
        ScreeningPolicy.objects.update_or_create(pk=1, defaults={"recovering_months": 3})
        draft = draft_of(ClientFactory(), noon, **operated)

        together(placing(draft), stricter)

        assert Booking.objects.get(visit_on=noon.date()).status == Status.HELD
