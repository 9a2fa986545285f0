"""What has to be done over there: a table of what should stand, what was written, and what is found."""

from datetime import timedelta

import pytest

from booking.written import planning
from booking.written.values import Change, Known, Noticed, Plan, Step, There, Wanted
from tests.booking.factories import NOW

HOUR = timedelta(hours=1)
END = NOW + 2 * HOUR
WANTED = Wanted(1, "a", "new", NOW, END)
KNOWN = Known(1, "a", "1", "new", NOW, END)
OLD = Known(1, "a", "1", "old", NOW - HOUR, END - HOUR)
LEFT_OPEN = Known(1, "a", "1", "old", NOW - HOUR, END - HOUR, trying="tried")
AS_WRITTEN = There("1")
UNKNOWN = There("2")
MOVED = There("2", True, "theirs", NOW + HOUR, END + HOUR)
LONGER = There("2", True, "theirs", NOW, END + HOUR)
RENAMED = There("2", True, "theirs", NOW, END)
MORE = There("2", True, "", NOW, END)
NONSENSE = There("2", True)


def put(etag=""):
    return Step("PUT", "a", etag)


def noticed(change, was_at=None):
    return (Noticed("a", change, was_at),)


CASES = {
    "nothing_wanted_nothing_there": (None, None, None, Plan()),
    "new": (WANTED, None, None, Plan((put(),))),
    "in_step": (WANTED, KNOWN, AS_WRITTEN, Plan()),
    "moved_in_the_diary": (WANTED, OLD, AS_WRITTEN, Plan((put("1"),))),
    "cancelled": (None, KNOWN, AS_WRITTEN, Plan((Step("DELETE", "a", "1"),))),
    "cancelled_and_changed_there": (None, KNOWN, UNKNOWN, Plan((Step("DELETE", "a", "2"),))),
    "cancelled_and_deleted_there": (None, KNOWN, None, Plan(gone=("a",))),
    "deleted_there": (WANTED, KNOWN, None, Plan((put(),), noticed(Change.DELETED))),
    "moved_there": (WANTED, KNOWN, MOVED, Plan((put("2"),), noticed(Change.MOVED, NOW + HOUR))),
    "made_longer_there": (WANTED, KNOWN, LONGER, Plan((put("2"),), noticed(Change.MOVED, NOW))),
    "renamed_there": (WANTED, KNOWN, RENAMED, Plan((put("2"),), noticed(Change.CHANGED))),
    "with_more_words_there": (WANTED, KNOWN, MORE, Plan((put("2"),), noticed(Change.CHANGED))),
    "made_nonsense_there": (WANTED, KNOWN, NONSENSE, Plan((put("2"),), noticed(Change.CHANGED))),
    "moved_here_and_there": (WANTED, OLD, MOVED, Plan((put("2"),), noticed(Change.MOVED, NOW + HOUR))),
    "touched_there_but_as_it_should_be": (
        WANTED,
        KNOWN,
        There("2", True, "new", NOW, END),
        Plan(agreed=(("a", "2"),)),
    ),
    "moved_there_to_where_it_has_moved_here": (
        WANTED,
        OLD,
        There("2", True, "new", NOW, END),
        Plan(agreed=(("a", "2"),)),
    ),
    "touched_there_and_moved_here": (
        WANTED,
        OLD,
        There("2", True, "old", NOW - HOUR, END - HOUR),
        Plan((put("2"),)),
    ),
    "written_by_a_worker_that_died": (
        WANTED,
        LEFT_OPEN,
        There("2", True, "tried", NOW + HOUR, END + HOUR),
        Plan((put("2"),)),
    ),
    "not_written_by_a_worker_that_died": (WANTED, LEFT_OPEN, AS_WRITTEN, Plan((put("1"),))),
    "of_ours_but_not_remembered": (WANTED, None, AS_WRITTEN, Plan((put("1"),))),
    "of_ours_not_remembered_nor_wanted": (None, None, AS_WRITTEN, Plan((Step("DELETE", "a", "1"),))),
    "changed_there_and_not_looked_at_yet": (WANTED, KNOWN, UNKNOWN, Plan(is_all=False)),
    "etag_was_not_told_when_it_was_written": (
        WANTED,
        Known(1, "a", "", "new", NOW, END),
        There("2", True, "new", NOW, END),
        Plan(agreed=(("a", "2"),)),
    ),
}


@pytest.mark.parametrize(("wanted", "known", "there", "plan"), CASES.values(), ids=CASES)
def test_what_is_done(wanted, known, there, plan):
    found = planning.plan([wanted] if wanted else [], [known] if known else [], {"a": there} if there else {})

    assert found == plan


def many(count):
    return [Wanted(n, f"{n:03}", "new", NOW + n * HOUR, END + n * HOUR) for n in range(count)]


def test_a_round_is_bounded_what_has_to_go_goes_first_and_then_what_is_soonest():
    plan = planning.plan(many(5)[::-1], [], {"old": There("7")}, most=3)

    assert plan == Plan(
        (Step("DELETE", "old", "7"), Step("PUT", "000"), Step("PUT", "001")),
        is_all=False,
    )


def test_what_is_left_for_a_later_round_is_told_of_then():
    known = [Known(n, f"{n:03}", "1", "new", NOW + n * HOUR, END + n * HOUR) for n in range(3)]

    plan = planning.plan(many(3), known, {}, most=2)

    assert [one.name for one in plan.noticed] == ["000", "001"]


def test_round_after_round_everything_comes_to_stand_and_then_nothing_is_done():
    wanted, known, there, rounds = many(60), [], {}, 0

    while (plan := planning.plan(wanted, known, there)).steps:
        rounds += 1
        for step in plan.steps:
            one = next(one for one in wanted if one.name == step.name)
            there[step.name] = There("1")
            known.append(Known(one.visit, one.name, "1", one.digest, one.starts_at, one.ends_at))

    assert (rounds, len(there), plan) == (3, 60, Plan())


def test_only_what_should_stand_there_is_looked_at():
    other = Known(2, "b", "3", "new", NOW, END)

    assert planning.to_look_at([WANTED], [KNOWN, other]) == {"a": "1"}
