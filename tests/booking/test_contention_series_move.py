"""A series moves while something else does: all of it or nothing, and exactly once."""

import pytest

from booking import lifecycle, series_move
from booking.lifecycle import CLIENT
from tests.booking.factories import NOW, FollowUpFactory
from tests.booking.races import named, open_every_day, reserving, together
from tests.booking.test_series_move import later, look, planned, read

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def treatment():
    open_every_day()
    return FollowUpFactory()


def moving(visit, at, seen):
    copy = read(visit)
    return lambda: series_move.move_by_client(copy, at, seen=seen, is_read_first=False, now=NOW)


def versions(visits):
    return [read(one).version for one in visits]


def test_ten_equal_presses_move_the_series_once(treatment):
    visits = planned(4)
    at = later(visits[0], 8)
    found = look(visits[0], at)
    moved = {visits[0].pk, *(step.visit.pk for step in found.steps)}

    results = together(*[moving(visits[0], at, found.seen) for _press in range(10)])

    assert named(results) == ["NoneType"] + ["NotAllowed"] * 9
    assert versions(visits) == [2 if one.pk in moved else 1 for one in visits]
    assert len(moved) > 1


def test_a_series_and_somebody_new_do_not_both_get_a_time(treatment):
    visits = planned(4)
    at = later(visits[0], 8)
    found = look(visits[0], at)
    wanted = found.steps[0].choice.starts_at

    moved, reserved = together(moving(visits[0], at, found.seen), reserving(treatment, wanted))

    assert (moved is None) == isinstance(reserved, lifecycle.Taken)
    assert moved is None or (isinstance(moved, series_move.Changed) and versions(visits) == [1, 1, 1, 1])


def test_a_later_one_that_is_cancelled_at_the_same_moment_moves_all_or_nothing(treatment):
    visits = planned(4)
    at = later(visits[0], 8)
    found = look(visits[0], at)
    last = read(found.steps[-1].visit)

    moved, cancelled = together(
        moving(visits[0], at, found.seen), lambda: lifecycle.cancel(last, by=CLIENT, now=NOW)
    )

    assert (moved is None) != (cancelled is None)
    assert (sum(versions(visits)) > 4) == (moved is None)
