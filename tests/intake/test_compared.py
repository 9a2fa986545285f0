from dataclasses import replace

import pytest

from intake.history import compared
from intake.history.values import Complaint, Given

FEVER = Given("fever", "health", "reply", "Do you have a fever?", 1, "fever", "no")
BACK = Complaint("tension", "Everyday pain", 4, ("neck", "upper_back"), "At night")


@pytest.mark.parametrize(
    ("before", "is_changed"),
    [
        (None, False),
        ([FEVER], False),
        ([replace(FEVER, wording="Any fever?", version=2)], False),
        ([FEVER.with_value("yes", "Since Monday")], True),
        ([FEVER.with_value("no", "Not now")], True),
        ([], True),
    ],
    ids=["no form before", "the same", "in other words", "another answer", "other details", "not asked then"],
)
def test_an_answer_has_changed_when_it_says_something_else(before, is_changed):
    [answer] = compared.answers([FEVER], before)

    assert answer.is_changed is is_changed
    assert answer.before == (before[0] if before else None)


@pytest.mark.parametrize("value", [None, "", []])
def test_a_question_that_was_not_asked_before_and_is_left_empty_has_not_changed(value):
    [answer] = compared.answers([FEVER.with_value(value)], [])

    assert not answer.is_changed


@pytest.mark.parametrize(
    ("before", "is_changed"),
    [
        (None, False),
        ([BACK], False),
        ([replace(BACK, places=("upper_back", "neck"))], False),
        ([replace(BACK, trouble=6)], True),
        ([replace(BACK, places=())], True),
        ([replace(BACK, words="")], True),
        ([], True),
    ],
    ids=["no form before", "the same", "in another order", "more trouble", "elsewhere", "other words", "new"],
)
def test_a_complaint_has_changed_when_anything_about_it_has(before, is_changed):
    [trouble] = compared.troubles([BACK], before)

    assert trouble.is_changed is is_changed


def test_what_is_named_no_more_is_told():
    skin = replace(BACK, code="skin")

    assert compared.gone([BACK], [skin, BACK]) == (skin,)
    assert compared.gone([BACK], None) == ()
