"""Several people at once, each on a connection of their own: one wins, and the others are told so."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from booking import availability, changed, lifecycle
from booking.lifecycle import CLIENT, NotAllowed, Screened, Taken
from booking.lifecycle import reserving as reserving_module
from booking.models import Booking, BookingEvent, Kind, Status
from booking.models.booking import NO_OVERLAP
from intake import records
from intake.models import Draft, Screening
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
)
from tests.booking.races import open_every_day, reserving, rounds, together
from tests.intake.factories import PLAIN_ANSWERS, ConsentFactory, ScreeningFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

CONTENDERS, ROUNDS, FEWER = 4, 25, 10
# Minutes between what the contenders ask for: the same time, and times that overlap.
ASKED = [pytest.param((0, 0, 0, 0), id="same time"), pytest.param((0, 30, 60, 120), id="overlapping")]


@pytest.fixture
def treatment():
    """Return the first session of a practice that is open from nine to five on every day."""
    return open_every_day()


@pytest.fixture
def days():
    """Return one moment for each round, on days of their own and none of them a bank holiday."""
    return rounds(ROUNDS)


def contest(treatment, noon, minutes):
    """Let the contenders ask at once; return the rows that took the day and what the losers got."""
    results = together(*(reserving(treatment, noon + timedelta(minutes=more)) for more in minutes))
    taken = Booking.objects.occupying().filter(visit_on=noon.date())
    return list(taken), [result for result in results if isinstance(result, Exception)]


@pytest.mark.parametrize("minutes", ASKED)
def test_of_four_who_want_one_time_exactly_one_gets_it(treatment, days, minutes):
    for noon in days:
        taken, lost = contest(treatment, noon, minutes)

        assert len(taken) == 1
        assert [type(error) for error in lost] == [Taken] * (CONTENDERS - 1)
        assert all(error.nearest for error in lost)


def test_a_time_that_has_run_out_goes_to_exactly_one(treatment, days):
    for noon in days[:FEWER]:
        HeldFactory(treatment=treatment, starts_at=noon, held_until=NOW)

        taken, lost = contest(treatment, noon, (0, 0, 30, 60))

        assert [row.status for row in taken] == [Status.RESERVED]
        assert [type(error) for error in lost] == [Taken] * (CONTENDERS - 1)


def test_one_draft_that_is_sent_twice_keeps_one_time(treatment, days):
    for noon in days[:FEWER]:
        key = uuid4()

        results = together(*[reserving(treatment, noon, key)] * 2)

        assert [type(result) for result in results] == [Booking, Booking]
        assert Booking.objects.occupying().filter(visit_on=noon.date()).count() == 1


@pytest.mark.parametrize("step", ["renews", "confirms"])
def test_a_reservation_that_ran_out_stays_with_its_owner_or_goes(treatment, days, step):
    for noon in days[:FEWER]:
        own = BookingFactory(treatment=treatment, starts_at=noon, draft_key=uuid4(), expires_at=NOW)
        screening = ScreeningFactory(visit_on=noon.date())
        screened = Screened(screening.client, screening, is_first=True)
        steps = {
            "renews": lambda key=own.draft_key: lifecycle.renew(key, now=NOW) or NotAllowed(),
            "confirms": lambda own=own, who=screened: lifecycle.confirm_new(own, who, now=NOW),
        }

        kept, reserved = together(steps[step], reserving(treatment, noon))

        (row,) = Booking.objects.occupying().filter(visit_on=noon.date())
        if row.pk == own.pk:
            assert not isinstance(kept, Exception)
            assert type(reserved) is Taken
        else:
            assert isinstance(kept, NotAllowed | Taken)
            assert reserved == row


def test_sweeping_meets_those_who_choose_again(treatment, days):
    for noon in days[:FEWER]:
        key = uuid4()
        BookingFactory(treatment=treatment, starts_at=noon, draft_key=key, expires_at=NOW)
        HeldFactory(treatment=treatment, starts_at=noon - timedelta(minutes=150), held_until=NOW)

        swept, chosen = together(
            lambda: lifecycle.lapse_run_out(now=NOW),
            reserving(treatment, noon - timedelta(minutes=30), key),
        )

        assert swept in range(3)
        assert list(Booking.objects.occupying().filter(visit_on=noon.date())) == [chosen]


def test_of_approving_and_cancelling_exactly_one_happens(treatment, days):
    she = lifecycle.practitioner(UserFactory())
    outcomes = {
        Status.CONFIRMED: [Kind.CONFIRMED, Kind.CHANGED],
        Status.CANCELLED: [Kind.CANCELLED, Kind.GIVEN_BACK],
    }
    for noon in days[:FEWER]:
        held = HeldFactory(treatment=treatment, starts_at=noon)
        hers, theirs = (Booking.objects.get(pk=held.pk) for _copy in range(2))

        results = together(
            lambda row=hers: lifecycle.approve(row, by=she, now=NOW),
            lambda row=theirs: lifecycle.cancel(row, by=CLIENT, now=NOW),
        )

        held.refresh_from_db()
        assert sorted(type(result).__name__ for result in results) == ["NoneType", "NotAllowed"]
        assert [message.kind for message in held.messages.all()] == outcomes[held.status]
        assert held.events.count() == 1


@pytest.fixture
def blind(monkeypatch):
    """Neither queue nor look: every contender believes that the time is free."""
    monkeypatch.setattr(reserving_module, "take_diary", lambda: None)
    monkeypatch.setattr(availability, "is_free", lambda *args, **kwargs: True)


@pytest.mark.usefixtures("blind")
@pytest.mark.parametrize("minutes", ASKED)
def test_the_database_alone_lets_only_one_in(treatment, days, minutes):
    """Without the queue PostgreSQL may end a deadlock, and then nobody wins; never two."""
    for noon in days[:FEWER]:
        taken, lost = contest(treatment, noon, minutes)

        assert len(taken) <= 1
        assert len(taken) + len(lost) == CONTENDERS


@pytest.fixture
def unguarded():
    """Take the database's own guarantee away for one test."""
    (constraint,) = (c for c in Booking._meta.constraints if c.name == NO_OVERLAP)
    table = Booking._meta.db_table
    drops = {
        "sqlite": [f"DROP TRIGGER {NO_OVERLAP}_insert", f"DROP TRIGGER {NO_OVERLAP}_update"],
        "postgresql": [f"ALTER TABLE {table} DROP CONSTRAINT {NO_OVERLAP}"],
    }
    with connection.schema_editor() as editor:
        for statement in drops[connection.vendor]:
            editor.execute(statement)
    yield
    BookingEvent.objects.all().delete()
    Booking.objects.all().delete()
    with connection.schema_editor() as editor:
        sql = constraint.constraint_sql(Booking, editor)
        if sql is not None:
            editor.execute(constraint.create_sql(Booking, editor))


@pytest.mark.usefixtures("blind", "unguarded")
@pytest.mark.parametrize("minutes", ASKED)
def test_with_every_guard_off_this_rig_sees_the_double_booking(treatment, days, minutes):
    taken, lost = contest(treatment, days[0], minutes)

    assert len(taken) == CONTENDERS
    assert lost == []


def test_of_new_answers_and_a_cancellation_one_wins_and_the_answers_are_kept(treatment, days):
    for noon in days[:FEWER]:
        visit = ConfirmedFactory(treatment=treatment, starts_at=noon)
        ConsentFactory(client=visit.client)
        parts = changed.begun(visit.client, None, visit, now=NOW)
        draft = records.start_draft(now=NOW, **PLAIN_ANSWERS | parts | {"cancer": "yes"})
        copy = Booking.objects.get(pk=visit.pk)

        results = together(
            lambda draft=draft: changed.answer(draft, now=NOW),
            lambda row=copy: lifecycle.cancel(row, by=CLIENT, now=NOW),
        )

        visit.refresh_from_db()
        refused = Status.HELD if type(results[1]).__name__ == "NotAllowed" else Status.CANCELLED
        assert (visit.status, visit.events.count()) == (refused, 1)
        assert isinstance(results[0], Screening)
        assert visit.client.screenings.filter(pk=results[0].pk).exists()
        assert not Draft.objects.exists()


def test_of_ten_presses_at_once_one_is_noted(treatment, days):
    visit = ConfirmedFactory(
        treatment=treatment,
        starts_at=NOW + timedelta(hours=40),
        screening__created_at=NOW - timedelta(days=9),
    )
    copies = [Booking.objects.get(pk=visit.pk) for _press in range(10)]

    results = together(*[lambda row=row: lifecycle.note_unchanged(row, by=CLIENT, now=NOW) for row in copies])

    assert sorted(results) == [False] * 9 + [True]
    assert visit.events.count() == 1
