"""Which precautions a form names, and which of them are talked about before a visit."""

from datetime import date
from itertools import product

import pytest

from intake.answers import Answers, ForWhom, Reply
from intake.findings import Finding, Known, Outcome, Policy, TalkFirst
from intake.history import precaution_words
from intake.history.catalogue import QUESTIONS
from intake.history.precautions import (
    PASSING,
    TALK_FIRST,
    Named,
    Precaution,
    found,
    talk_first,
    to_talk_about,
)
from intake.history.values import Given
from intake.screening import needs_review, screen

BUILT_IN = [one for one in Precaution if one != Precaution.HERS]
JANUARY, JUNE, VISIT = date(2027, 1, 5), date(2027, 6, 5), date(2027, 6, 20)
PLAIN = Answers(date(1985, 6, 15), ForWhom.SELF, Reply.NO, None, Reply.NO, (), None, Reply.NO, Reply.NO)


def given(precaution, value="yes", code="", details=""):
    words = f"About {precaution}?"
    return Given(code or str(precaution), "health", "reply", words, 1, str(precaution), value, details)


def named(precaution, reply=Reply.YES, code="", details=""):
    return Named(precaution, code or str(precaution), reply, f"About {precaution}?", details)


@pytest.mark.parametrize("precaution", BUILT_IN)
@pytest.mark.parametrize("value", ["yes", "unsure", "no", None, "", "maybe", 4, ["yes"]])
def test_a_yes_or_a_not_sure_names_a_precaution_and_nothing_else_does(precaution, value):
    expected = (named(precaution, Reply(value)),) if value in ("yes", "unsure") else ()

    assert found([given(precaution, value)]) == expected


def test_an_answer_without_a_precaution_names_none():
    assert found([given("", "yes")]) == ()


def test_a_recent_clot_stands_for_the_clot_and_keeps_where_it_was():
    answers = [given("clot", details="left leg"), given("recent_clot", "unsure")]

    assert found(answers) == (named(Precaution.RECENT_CLOT, Reply.UNSURE, details="left leg"),)


def test_of_two_answers_that_name_the_same_the_yes_counts():
    answers = [given("implant", "unsure", "hip"), given("implant", "yes", "pacemaker")]

    assert found(answers) == (named(Precaution.IMPLANT, Reply.YES, "pacemaker"),)


def test_each_question_of_her_own_is_a_precaution_by_itself():
    answers = [given("hers", code="tattoo"), given("hers", code="latex")]

    assert [one.key for one in found(answers)] == ["hers:latex", "hers:tattoo"]


def test_precautions_come_in_one_order():
    answers = [given(one) for one in reversed(BUILT_IN) if one != Precaution.CLOT]

    assert [one.precaution for one in found(answers)] == [one for one in BUILT_IN if one != Precaution.CLOT]


def test_a_name_that_is_no_longer_used_goes_by_the_words_of_its_question():
    one = found([given("long_gone", code="old")])[0]

    assert (one.key, precaution_words.line(one)) == ("hers:old", "About long_gone?")


def test_each_built_in_precaution_is_asked_about_and_has_a_name():
    asked = {question.precaution for question in QUESTIONS if question.precaution}

    assert asked == set(BUILT_IN) == set(precaution_words.NAMES)


@pytest.mark.parametrize("precaution", list(Precaution))
@pytest.mark.parametrize("switch", [None, True, False])
def test_a_switch_that_she_left_alone_stays_as_built_in(precaution, switch):
    switches = {} if switch is None else {str(precaution): switch}

    assert (precaution in talk_first(switches)) == (precaution in TALK_FIRST if switch is None else switch)


def test_built_in_is_to_talk_about_a_recent_clot_a_fever_and_an_infection():
    assert talk_first({}) == {Precaution.RECENT_CLOT, Precaution.FEVER, Precaution.INFECTION}


CASES = list(product(BUILT_IN, [Reply.YES, Reply.UNSURE, Reply.NO], [None, True, False]))


@pytest.mark.parametrize(("precaution", "reply", "switch"), CASES)
def test_a_visit_is_held_by_what_is_named_and_switched_on(precaution, reply, switch):
    first = talk_first({} if switch is None else {precaution: switch})
    is_on = precaution in TALK_FIRST if switch is None else switch

    precautions = to_talk_about([(JUNE, found([given(precaution, str(reply))]))], first, ())
    findings = screen(PLAIN, VISIT, Policy(), Known(is_first=False, precautions=precautions))

    on = JUNE if precaution in PASSING else None
    expected = [Finding("precaution", str(precaution), Outcome.TALK, on=on)]
    assert findings == (expected if is_on and reply != Reply.NO else [])
    assert needs_review(findings) == bool(is_on and reply != Reply.NO)


def test_what_a_later_form_takes_back_stays_to_be_talked_about():
    forms = [(JUNE, ()), (JANUARY, (named(Precaution.FEVER),))]

    assert to_talk_about(forms, TALK_FIRST, ()) == (TalkFirst("fever", JANUARY),)


@pytest.mark.parametrize(("precaution", "is_agreed"), [(one, one not in PASSING) for one in BUILT_IN])
def test_her_yes_counts_for_what_lasts_and_not_for_what_is_told_anew(precaution, is_agreed):
    january = JANUARY if precaution in PASSING else None
    forms = [(JANUARY, (named(precaution),)), (JUNE, (named(precaution),))]

    [one] = to_talk_about(forms, {precaution}, {(str(precaution), january)})

    assert one.is_agreed == is_agreed


def test_what_she_has_agreed_to_is_noted_and_holds_nothing():
    known = Known(is_first=False, precautions=(TalkFirst("fever", JANUARY, is_agreed=True),))

    findings = screen(PLAIN, VISIT, Policy(), known)

    assert findings == [Finding("precaution_agreed", "fever", Outcome.READY, on=JANUARY)]


def test_a_question_of_her_own_is_headed_by_its_words():
    [one] = to_talk_about([(JUNE, (named(Precaution.HERS, code="latex"),))], {Precaution.HERS}, ())

    assert one == TalkFirst("hers:latex", None, what="About hers?")
    assert precaution_words.name(one.code, one.what) == "About hers?"


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (named(Precaution.EPILEPSY), "Epilepsy or fits"),
        (named(Precaution.EPILEPSY, Reply.UNSURE), "Epilepsy or fits (not sure)"),
        (named(Precaution.EPILEPSY, details="twice\na year"), "Epilepsy or fits: twice a year"),
    ],
)
def test_a_precaution_is_one_line(one, line):
    assert precaution_words.line(one) == line


def test_what_was_named_is_not_printed():
    printed = repr(named(Precaution.EPILEPSY, details="twice a year")), repr(TalkFirst("hers", what="Latex?"))

    assert not [one for one in printed if "twice" in one or "epilepsy" in one or "Latex" in one]
