"""The built-in questions with what the practitioner changed laid over, as a table of cases."""

from dataclasses import replace

import pytest

from intake.history.laid_over import Change, lay_over
from intake.history.precautions import Precaution
from intake.history.values import Kind, Question, Section

CLOT = Question(
    "clot", Section.HEALTH, Kind.REPLY, "Have you had a clot?", "Have they had a clot?", version=3
)
WHEN = Question("clot_on", Section.HEALTH, Kind.DAY, "When?", "When?", after="clot")
FEVER = Question("fever", Section.HEALTH, Kind.REPLY, "Have you a fever?", "Have they a fever?", hint="Today")
PILLS = Question("pills", Section.MEDICINES, Kind.REPLY, "Do you take pills?", "Do they?", details="Which?")
BUILT_IN = (CLOT, WHEN, FEVER, PILLS)

SLEEP = Change(
    "own_1", "health", "text", 5, version=1, own="How do you sleep?", other="How do they sleep?", is_hers=True
)
DOGS = Change(
    "own_2", "health", "reply", 6, version=2, own="Afraid of dogs?", other="Are they?", is_hers=True
)


def moved(question, position, **changes):
    return Change(question.code, question.section, question.kind, position, **changes)


WORDS = {"own": "Had a clot?", "other": "Have they had one?", "hint": "Ever", "details": "Where?"}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ([], ["clot", "clot_on", "fever", "pills"]),
        ([moved(CLOT, 1), moved(FEVER, 0)], ["fever", "clot", "clot_on", "pills"]),
        ([moved(FEVER, 0), moved(CLOT, 0)], ["clot", "clot_on", "fever", "pills"]),
        ([SLEEP], ["clot", "clot_on", "fever", "own_1", "pills"]),
        ([DOGS, SLEEP], ["clot", "clot_on", "fever", "own_1", "own_2", "pills"]),
        ([replace(SLEEP, position=0), moved(CLOT, 1)], ["own_1", "clot", "clot_on", "fever", "pills"]),
        ([replace(SLEEP, is_retired=True), DOGS], ["clot", "clot_on", "fever", "own_2", "pills"]),
        ([Change("gone", "health", "reply", 0)], ["clot", "clot_on", "fever", "pills"]),
        ([replace(SLEEP, section="medicines")], ["clot", "clot_on", "fever", "pills", "own_1"]),
    ],
    ids=[
        "nothing is changed",
        "what hangs on a question moves with it",
        "one place for two leaves them as they were built in",
        "hers stands where she put it",
        "hers stand in the order of their places",
        "hers may stand on top",
        "hers that is retired is asked no more",
        "what is not built in any more is asked no more",
        "hers stands in its own section",
    ],
)
def test_the_order_in_which_is_asked(changes, codes):
    assert [question.code for question in lay_over(BUILT_IN, changes)] == codes


def test_without_changes_it_is_asked_as_it_is_built_in():
    assert lay_over(BUILT_IN, []) == BUILT_IN


def test_her_words_take_the_place_of_the_built_in_ones_and_nothing_else_changes():
    asked = lay_over(BUILT_IN, [moved(CLOT, 0, version=4, **WORDS)])

    assert asked[0] == replace(CLOT, version=4, **WORDS)
    assert asked[1:] == BUILT_IN[1:]


def test_a_question_that_was_only_moved_keeps_its_built_in_words():
    asked = lay_over(BUILT_IN, [moved(CLOT, 1), moved(FEVER, 0)])

    assert set(asked) == set(BUILT_IN)


def test_one_of_hers_is_a_question_like_any_other():
    asked = lay_over((), [replace(DOGS, is_precaution=True), SLEEP])

    assert asked == (
        Question(
            *("own_1", Section.HEALTH, Kind.TEXT, "How do you sleep?", "How do they sleep?"),
            is_optional=True,
            is_hers=True,
        ),
        Question(
            *("own_2", Section.HEALTH, Kind.REPLY, "Afraid of dogs?", "Are they?"),
            precaution=Precaution.HERS,
            version=2,
            is_hers=True,
        ),
    )


def test_what_hangs_on_a_question_of_another_part_stands_in_its_own():
    doses = replace(PILLS, code="doses", after="clot")

    assert lay_over((doses, CLOT), []) == (CLOT, doses)
