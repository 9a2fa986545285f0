"""What holds at the door, as a table of cases."""

import pytest

from booking import door, door_words
from booking.door import Answer, Verdict, Visit, Why

TREAT, CHECK, STOP = Verdict.TREAT, Verdict.CHECK, Verdict.DO_NOT_TREAT
AGREED = {"needs_review": True, "is_agreed": True}
LETTER = AGREED | {"needs_clearance": True}

CASES = [
    ("nothing was found", Visit(), TREAT, ()),
    ("a request", Visit(is_held=True), STOP, (Why.HELD,)),
    ("a request that was agreed to before it moved", Visit(is_held=True, **AGREED), STOP, (Why.HELD,)),
    ("found, and not agreed to", Visit(needs_review=True), STOP, (Why.NOT_AGREED,)),
    ("found, and agreed to", Visit(**AGREED), TREAT, ()),
    ("the answers of another day", Visit(is_screened_for_the_day=False), STOP, (Why.OTHER_DAY,)),
    ("a letter that holds", Visit(**LETTER, has_clearance=True), TREAT, ()),
    ("a letter that ended or never came", Visit(**LETTER), STOP, (Why.NO_CLEARANCE,)),
    ("before the day she noted", Visit(is_before_noted_day=True), STOP, (Why.TOO_SOON,)),
    (
        "before the day she noted, and agreed",
        Visit(is_before_noted_day=True, **AGREED),
        CHECK,
        (Why.NOT_BEFORE,),
    ),
    ("a first visit with its form", Visit(is_first=True), TREAT, ()),
    ("a first visit without a form", Visit(is_first=True, has_form=False), CHECK, (Why.NO_FORM,)),
    ("a follow-up without a form", Visit(has_form=False), TREAT, ()),
    ("a follow-up whose form has run out", Visit(has_form=False, is_form_old=True), CHECK, (Why.FORM_OLD,)),
    (
        "a first visit whose form has run out",
        Visit(is_first=True, has_form=False, is_form_old=True),
        CHECK,
        (Why.NO_FORM,),
    ),
    ("a form that asks for care", Visit(has_precautions=True), CHECK, (Why.PRECAUTIONS,)),
    ("“anything changed?” is not answered", Visit(is_unanswered=True), CHECK, (Why.NOT_ANSWERED,)),
    ("a rule of hers set aside", Visit(has_crossed=True), CHECK, (Why.CROSSED,)),
    (
        "cautions beside what stops it",
        Visit(is_held=True, needs_clearance=True, is_first=True, has_form=False, has_crossed=True),
        STOP,
        (Why.HELD, Why.NO_CLEARANCE, Why.NO_FORM, Why.CROSSED),
    ),
]


@pytest.mark.parametrize(
    ("visit", "verdict", "why"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_at_the_door(visit, verdict, why):
    assert door.verdict(visit) == Answer(verdict, why)


def test_a_visit_is_treated_only_when_nothing_speaks_against_it():
    stops = {
        why for *_case, verdict, reasons in CASES if verdict == STOP and len(reasons) == 1 for why in reasons
    }

    assert stops == door.STOPS


@pytest.mark.parametrize("verdict", list(Verdict))
def test_each_verdict_has_words(verdict):
    assert door_words.verdict_words(verdict)


@pytest.mark.parametrize("why", list(Why))
def test_each_reason_has_words(why):
    assert door_words.reason_words(why)
