"""What the health form asks, which questions are open, and what is kept of the answers."""

from itertools import pairwise

import pytest

from intake import questions as suitability
from intake.history import answering, complaints, places
from intake.history.catalogue import QUESTIONS
from intake.history.precautions import Precaution
from intake.history.values import Complaint, Given, Kind, Question, Section

# Of each main complaint: where, how much, and in words. Then the one statement of the agreement.
ABOUT_A_COMPLAINT, WHAT_BRINGS, AGREEMENT = 3, 1, 1
SUITABILITY = set(suitability.QUESTIONS) - {"who", "born"}
NOTHING = {one.code: {"value": "no"} for one in QUESTIONS if one.kind == Kind.REPLY}
EVERYTHING = {one.code: {"value": "yes", "details": "Words"} for one in QUESTIONS if one.kind == Kind.REPLY}


def a_question(**parts):
    return Question("knee", Section.HEALTH, Kind.REPLY, **{"own": "Your knee?", "other": "The knee?"} | parts)


def test_somebody_with_nothing_to_report_is_asked_at_most_25_questions():
    asked = len(answering.open_questions(QUESTIONS, NOTHING)) + WHAT_BRINGS + AGREEMENT

    assert asked <= 25


def test_with_every_branch_open_there_are_at_most_45():
    asked = len(answering.open_questions(QUESTIONS, EVERYTHING)) + WHAT_BRINGS + AGREEMENT

    assert asked + len(SUITABILITY) + complaints.MOST * ABOUT_A_COMPLAINT <= 45


def test_each_code_stands_once_and_the_parts_follow_one_another():
    codes = [one.code for one in QUESTIONS]
    sections = [one.section for one in QUESTIONS]

    assert len(codes) == len(set(codes))
    assert sections == sorted(sections, key=list(Section).index)


def test_a_follow_up_stands_right_after_a_reply_of_the_same_part():
    for before, one in pairwise(QUESTIONS):
        if one.after:
            assert (before.code, before.kind, before.section) == (one.after, Kind.REPLY, one.section)


def test_every_precaution_but_hers_has_a_question():
    assert {one.precaution for one in QUESTIONS if one.precaution} == set(Precaution) - {Precaution.HERS}


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.code)
def test_each_question_is_short_and_asks_one_thing_in_both_wordings(one):
    for words in (one.wording(True), one.wording(False)):
        assert words.endswith("?")
        assert len(words.split()) <= 20


def test_a_follow_up_is_open_only_after_a_yes():
    follow_up = a_question(after="clot")

    asked = [answering.is_open(follow_up, {"clot": {"value": reply}}) for reply in ("yes", "unsure", "no")]

    assert asked == [True, False, False]
    assert not answering.is_open(follow_up, {})


def test_a_yes_that_asks_for_words_needs_them():
    one = a_question(details="Where is it?")

    assert not answering.is_answered(one, {"knee": {"value": "yes", "details": ""}})
    assert answering.is_answered(one, {"knee": {"value": "yes", "details": "The left one"}})
    assert answering.is_answered(one, {"knee": {"value": "unsure"}})


def test_what_is_missing_are_the_open_ones_without_an_answer():
    clot, recent, pillow = (
        a_question(),
        Question("recent", Section.HEALTH, Kind.REPLY, own="When?", other="When?", after="knee"),
        Question("pillow", Section.COMFORT, Kind.LINE, own="One?", other="One?", is_optional=True),
    )

    missing = answering.missing((clot, recent, pillow), {"knee": {"value": "yes"}})

    assert missing == (recent,)


def test_an_answer_keeps_its_words_its_version_and_its_precaution():
    one = a_question(details="Where?", precaution=Precaution.ACUTE, version=3)

    kept = answering.frozen((one,), {"knee": {"value": "yes", "details": "The left"}}, is_own=False)

    assert [given.to_json() for given in kept] == [
        Given("knee", "health", "reply", "The knee?", 3, "acute", "yes", "The left").to_json()
    ]


def test_words_under_an_answer_that_became_a_no_are_left_out():
    one = a_question(details="Where?")

    (given,) = answering.frozen((one,), {"knee": {"value": "no", "details": "The left"}}, is_own=True)

    assert given.details == ""


def test_a_closed_follow_up_is_not_kept():
    follow_up = a_question(after="clot")

    assert answering.frozen((follow_up,), {"knee": {"value": "yes"}}, is_own=True) == ()


def test_choosing_again_keeps_what_was_said_of_the_same_complaint():
    earlier = (Complaint("nerve", "Pain", trouble=6, places=("left_hip",), words="At night"),)

    chosen = complaints.chosen(["stress", "nerve", "nerve"], earlier)

    label = str(complaints.GROUPS["nerve"])
    assert [one.to_json() for one in chosen] == [
        Complaint("stress", str(complaints.GROUPS["stress"])).to_json(),
        Complaint("nerve", label, 6, ("left_hip",), "At night").to_json(),
    ]


def test_a_complaint_is_complete_once_it_says_how_much_it_troubles():
    said = (Complaint("nerve", "Pain"), Complaint("stress", "Stress", trouble=0), Complaint("sport", "Sport"))

    assert complaints.unanswered(said) == (0,)


def test_places_are_named_from_head_to_foot():
    assert places.names({"left_foot", "neck", "no such place"}) == ["Neck", "Left foot and ankle"]
