"""A visit of a series moves, and the rest with it: all of them as they were shown, or none."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking import freed, lifecycle, on_file, outbox, own_move, series, series_move
from booking.lifecycle import CLIENT
from booking.models import Booking, HoursOverride, Kind, Status
from booking.series import Asked
from content.models import Practice
from intake.crypto import Unreadable
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.test_next_visit import been
from tests.booking.test_own_move import OPERATED
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.usefixtures("open_week")


def her():
    return lifecycle.practitioner(UserFactory())


def planned(count=5, *, by=CLIENT, days=2, answers=None):
    """Return the visits of a series of somebody who was here so many days ago, all of them ahead."""
    client = ClientFactory(name="Joan Example", email="joan@example.com")
    been(client, days=days, answers=answers)
    propose = series.propose_by_hand if by.user else series.propose
    kept = propose(on_file.of(client, now=NOW), Asked(count)).starts
    return series.book(
        lambda: series.of_client(client, now=NOW), Asked(count, kept=kept), key=uuid4(), by=by, now=NOW
    )


def read(visit):
    return Booking.objects.select_related("treatment__policy", "client", "screening").get(pk=visit.pk)


def look(visit, at, by=CLIENT, now=NOW):
    return series_move.look(read(visit), at, by=by, now=now)


def press(visit, at, seen=None, now=NOW):
    """Move it with the rest, as a client who sees the page now, or saw it before."""
    seen = look(visit, at).seen if seen is None else seen
    series_move.move_by_client(read(visit), at, seen=seen, is_read_first=False, now=now)


def later(visit, days):
    return visit.starts_at + timedelta(days=days)


def rows(visits):
    return list(Booking.objects.filter(pk__in=[one.pk for one in visits]).values_list("version", "starts_at"))


def test_a_series_is_shown_with_the_gaps_around_the_new_day():
    visits = planned(3)

    found = look(visits[2], later(visits[2], 2))

    usual = (visits[2].visit_on - visits[1].visit_on).days
    assert (found.around.before.days, found.around.after) == (usual + 2, None)
    assert (found.is_off, found.steps) == (False, ())


def test_a_visit_of_no_series_and_one_that_stays_on_its_day_have_nothing_to_say():
    visit = planned(2)[0]
    alone = ConfirmedFactory(series=None)

    assert look(visit, visit.starts_at + timedelta(hours=2)) is None
    assert look(alone, later(alone, 7)) is None


def test_where_the_rest_still_fits_nothing_is_proposed():
    visits = planned(3)

    found = look(visits[0], later(visits[0], -1))

    assert (found.is_off, found.steps, len(found.staying)) == (False, (), 2)


def test_the_rest_moves_with_it_and_the_spacing_is_as_usual_again():
    visits = planned(5)
    at = later(visits[0], 8)
    found = look(visits[0], at)
    expected = {step.visit.pk: step.choice.starts_at for step in found.steps} | {visits[0].pk: at}

    press(visits[0], at)

    moved = {one.pk: (one.version, one.starts_at, one.status) for one in map(read, visits)}
    assert found.is_off
    assert moved == {
        one.pk: (2, expected[one.pk], Status.CONFIRMED)
        if one.pk in expected
        else (1, one.starts_at, Status.CONFIRMED)
        for one in visits
    }
    assert all(one.screening.visit_on == one.visit_on for one in map(read, visits))
    days = sorted(read(one).visit_on for one in visits)
    assert all(7 <= (later - earlier).days <= 28 for earlier, later in pairwise(days))


def test_the_moved_ones_are_told_in_one_mail_to_each_side():
    Practice.objects.create(
        name="Practice", practitioner="Kim", email="kim@example.com", phone="07700 900123"
    )
    visits = planned(4)
    outbox.send_due(now=NOW)
    mail.outbox.clear()

    press(visits[0], later(visits[0], 8))
    outbox.send_due(now=NOW)

    moved = [one for one in map(read, visits) if one.version == 2]
    assert len(moved) > 1
    assert sorted(one.to[0] for one in mail.outbox) == ["joan@example.com", "kim@example.com"]


def test_moving_only_this_one_leaves_the_others():
    visits = planned(4)
    at = later(visits[0], 8)

    own_move.move(read(visits[0]), at, is_read_first=False, now=NOW)

    assert [read(one).version for one in visits] == [2, 1, 1, 1]


@pytest.mark.parametrize("which", [1, 3])
def test_one_changed_meanwhile_moves_nothing(which):
    visits = planned(4)
    at = later(visits[0], 8)
    seen = look(visits[0], at).seen
    lifecycle.cancel(read(visits[which]), by=her(), now=NOW)
    before = rows(visits)

    with pytest.raises(series_move.Changed):
        press(visits[0], at, seen)

    assert rows(visits) == before


def test_a_proposed_time_that_somebody_took_meanwhile_moves_nothing():
    visits = planned(4)
    at = later(visits[0], 8)
    found = look(visits[0], at)
    ConfirmedFactory(starts_at=found.steps[-1].choice.starts_at)
    before = rows(visits)

    with pytest.raises(series_move.Changed):
        press(visits[0], at, found.seen)

    assert rows(visits) == before
    assert look(visits[0], at).seen != found.seen


def test_a_later_one_that_cannot_move_after_all_takes_the_whole_step_back(monkeypatch):
    visits = planned(4)
    at = later(visits[0], 8)
    seen, before, told = look(visits[0], at).seen, rows(visits), []
    move = own_move.move

    def moves_only_the_first(booking, *args, **kwargs):
        if booking.pk != visits[0].pk:
            raise lifecycle.Taken
        move(booking, *args, **kwargs)

    monkeypatch.setattr(own_move, "move", moves_only_the_first)
    freed.time_freed.connect(lambda **kwargs: told.append(kwargs), weak=False, dispatch_uid="test")
    with pytest.raises(series_move.Changed):
        press(visits[0], at, seen)
    freed.time_freed.disconnect(dispatch_uid="test")

    assert (rows(visits), told) == (before, [])


def test_the_second_press_finds_it_moved():
    visits = planned(4)
    at, copy = later(visits[0], 8), read(visits[0])
    seen = look(visits[0], at).seen
    press(visits[0], at, seen)
    before = rows(visits)

    with pytest.raises(lifecycle.NotAllowed):
        series_move.move_by_client(copy, at, seen=seen, is_read_first=False, now=NOW)

    assert rows(visits) == before


@pytest.mark.parametrize("seen", ["", "nonsense", "0" * 64])
def test_what_was_never_shown_moves_nothing(seen):
    visits = planned(3)

    with pytest.raises(series_move.Changed):
        press(visits[0], later(visits[0], 8), seen)

    assert [read(one).version for one in visits] == [1, 1, 1]


def test_where_no_time_is_found_nothing_is_proposed_and_it_says_that_the_rest_is_off():
    visits = planned(3)
    at = later(visits[0], 8)
    for n in range(1, 120):
        HoursOverride.objects.create(day=at.date() + timedelta(days=n), is_closed=True)

    found = look(visits[0], at)

    assert (found.is_off, found.steps, len(found.staying)) == (True, (), 2)


def test_a_later_one_that_no_key_opens_stays(monkeypatch):
    visits = planned(3)

    def is_shut(*args, **kwargs):
        raise Unreadable

    monkeypatch.setattr(own_move, "judgements", is_shut)

    found = look(visits[0], later(visits[0], 8))

    assert (found.is_off, found.steps) == (True, ())


def test_a_later_one_that_would_wait_says_so_and_waits():
    visits = planned(3, answers=OPERATED)
    held = [read(one) for one in visits]
    at = later(visits[0], 8)

    found = look(visits[0], at)

    assert {one.status for one in held} == {Status.HELD}
    assert [step.is_read_first for step in found.steps] == [True] * len(found.steps)


def test_the_practitioner_is_not_bound_by_the_window():
    visits = planned(3)
    at = later(visits[0], 180)
    by = her()

    as_client, by_hand = look(visits[0], at), look(visits[0], at, by=by)

    assert (as_client.steps, len(by_hand.steps)) == ((), 2)
    series_move.move_by_hand(read(visits[0]), at, seen=by_hand.seen, by=by, now=NOW)
    assert [read(one).version for one in visits] == [2, 2, 2]
    assert Booking.objects.filter(messages__kind=Kind.MOVED_BY_CLIENT).count() == 0


def test_a_later_one_that_only_she_can_judge_is_left_to_her():
    visits = planned(3)
    due = {"held_until": visits[2].starts_at, "answer_due_at": visits[2].starts_at}
    asked = Booking.objects.filter(pk=visits[2].pk)
    asked.update(status=Status.HELD, needs_review=True, needs_clearance=True, **due)
    at = later(visits[0], 8)

    as_client, by_hand = look(visits[0], at), look(visits[0], at, by=her())

    assert (as_client.is_off, as_client.steps) == (True, ())
    assert by_hand.steps


def test_a_visit_moved_past_the_next_takes_the_rest_behind_it():
    visits = planned(4)
    at = visits[1].starts_at + timedelta(days=1)

    found = look(visits[0], at)

    assert found.is_off
    assert all(step.choice.starts_at > at for step in found.steps)
    press(visits[0], at)
    days = sorted(read(one).visit_on for one in visits)
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(days))


def test_those_that_it_leaps_over_stay_where_they_are_well_before_it():
    visits = planned(4)
    at = visits[1].starts_at + timedelta(days=7)

    found = look(visits[0], at)

    assert (found.around.before.days, found.is_off, found.steps) == (7, False, ())


def test_what_is_looked_at_takes_as_many_queries_for_nine_later_visits_as_for_two():
    counts, by = [], her()
    for count in (3, 10):
        own = read(planned(count, by=by, days=count)[0])
        with CaptureQueriesContext(connection) as queries:
            steps = series_move.look(own, later(own, 8), by=by, now=NOW).steps
        counts.append(len(queries))
        assert steps

    assert len(set(counts)) == 1
