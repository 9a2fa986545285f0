from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake.screening import (
    Answers,
    Finding,
    ForWhom,
    Known,
    Operation,
    Outcome,
    Policy,
    Reply,
    SafeDates,
    dates,
    guardian_needed,
    healed_is_asked,
    needs_clearance,
    needs_review,
    outcome,
    pregnancy_is_asked,
    screen,
)

YES, NO, UNSURE = Reply.YES, Reply.NO, Reply.UNSURE
POLICY = Policy()
FIRST = Known(is_first=True)
FOLLOW_UP = Known(is_first=False)
VISIT = date(2027, 3, 9)
PLAIN = Answers(
    born_on=date(1985, 6, 15),
    for_whom=ForWhom.SELF,
    pregnant=NO,
    due_on=None,
    had_operation=NO,
    operations=(),
    healed=None,
    cancer=NO,
    symptoms=NO,
)


def operated(*operations, **others):
    return replace(PLAIN, had_operation=YES, operations=operations, healed=YES, **others)


def codes(answers, visit_on=VISIT, policy=POLICY, known=FIRST):
    return [finding.code for finding in screen(answers, visit_on, policy, known)]


def test_nothing_to_report_is_ready():
    findings = screen(PLAIN, VISIT, POLICY, FIRST)

    assert findings == []
    assert outcome(findings) == Outcome.READY
    assert not needs_review(findings)
    assert not needs_clearance(findings)


# Operation on 15 January 2027: considered from 15 March (X), straight through from 15 April (Y).
@pytest.mark.parametrize(
    ("visit_on", "code", "result"),
    [
        (date(2027, 1, 14), "planned", Outcome.READY),
        (date(2027, 1, 15), "too_soon", Outcome.LATER),
        (date(2027, 1, 16), "too_soon", Outcome.LATER),
        (date(2027, 3, 14), "too_soon", Outcome.LATER),
        (date(2027, 3, 15), "recovering", Outcome.TALK),
        (date(2027, 4, 14), "recovering", Outcome.TALK),
        (date(2027, 4, 15), "recovered", Outcome.READY),
    ],
    ids=["day before it", "its day", "day after", "X-1", "X", "Y-1", "Y"],
)
def test_an_operation_is_judged_by_the_day_of_the_visit(visit_on, code, result):
    findings = screen(operated(Operation(2027, 1, 15, "knee")), visit_on, POLICY, FIRST)

    assert findings == [
        Finding(
            code,
            "operation",
            result,
            considered_from=date(2027, 3, 15),
            straight_from=date(2027, 4, 15),
            on=date(2027, 1, 15),
            what="knee",
        )
    ]


@pytest.mark.parametrize(
    ("operation", "considered_from", "straight_from"),
    [
        (Operation(2026, 12, 31), date(2027, 2, 28), date(2027, 3, 31)),
        (Operation(2027, 12, 31), date(2028, 2, 29), date(2028, 3, 31)),
        (Operation(2027, 11, 30), date(2028, 1, 30), date(2028, 2, 29)),
        (Operation(2026, 11, 30), date(2027, 1, 30), date(2027, 2, 28)),
        (Operation(2028, 2, 29), date(2028, 4, 29), date(2028, 5, 29)),
        (Operation(2027, 2), date(2027, 4, 28), date(2027, 5, 28)),
        (Operation(2028, 2), date(2028, 4, 29), date(2028, 5, 29)),
        (Operation(2026, 12), date(2027, 2, 28), date(2027, 3, 31)),
    ],
    ids=lambda value: str(getattr(value, "on", value)),
)
def test_each_day_around_the_two_limits(operation, considered_from, straight_from):
    answers = operated(operation)
    one_day = timedelta(days=1)

    assert codes(answers, considered_from - one_day) == ["too_soon"]
    assert codes(answers, considered_from) == ["recovering"]
    assert codes(answers, straight_from - one_day) == ["recovering"]
    assert codes(answers, straight_from) == ["recovered"]


@pytest.mark.parametrize(
    ("visit_on", "code"),
    [
        (date(2027, 2, 28), "planned"),
        (date(2027, 3, 1), "too_soon"),
        (date(2027, 3, 20), "too_soon"),
        (date(2027, 3, 31), "too_soon"),
        (date(2027, 5, 30), "too_soon"),
        (date(2027, 5, 31), "recovering"),
    ],
)
def test_an_operation_some_day_this_month_may_be_before_the_visit(visit_on, code):
    assert codes(operated(Operation(2027, 3)), visit_on) == [code]


def test_each_operation_is_judged_and_all_are_kept():
    answers = operated(
        Operation(2026, 6, 1), Operation(2027, 4, 1), Operation(2027, 1, 1), Operation(2027, 3, 1)
    )

    found = codes(answers, date(2027, 3, 9))

    assert found == ["too_soon", "recovering", "recovered", "planned"]


def test_with_both_limits_alike_nothing_is_recovering():
    policy = Policy(too_soon_months=3, recovering_months=3)

    assert codes(operated(Operation(2027, 1, 15)), date(2027, 4, 14), policy) == ["too_soon"]
    assert codes(operated(Operation(2027, 1, 15)), date(2027, 4, 15), policy) == ["recovered"]


@pytest.mark.parametrize(
    ("operations", "since", "expected"),
    [
        ((), VISIT, SafeDates()),
        ((Operation(2026, 9, 1),), VISIT, SafeDates()),
        ((Operation(2027, 1, 15),), VISIT, SafeDates(date(2027, 3, 15), date(2027, 4, 15))),
        ((Operation(2026, 12, 15),), VISIT, SafeDates(None, date(2027, 3, 15))),
        ((Operation(2027, 3, 9),), VISIT, SafeDates(date(2027, 5, 9), date(2027, 6, 9))),
        ((Operation(2027, 3, 10),), VISIT, SafeDates()),
        (
            (Operation(2027, 2, 1), Operation(2027, 1, 15)),
            VISIT,
            SafeDates(date(2027, 4, 1), date(2027, 5, 1)),
        ),
        (
            (Operation(2027, 1, 15), Operation(2027, 3, 12)),
            VISIT,
            SafeDates(date(2027, 5, 12), date(2027, 6, 12)),
        ),
        (
            (Operation(2027, 1, 15), Operation(2027, 4, 1)),
            VISIT,
            SafeDates(date(2027, 3, 15), date(2027, 7, 1)),
        ),
    ],
    ids=[
        "none", "long ago", "past", "recovering", "today", "planned", "the later counts",
        "planned while too soon", "planned while recovering",
    ],
)  # fmt: skip
def test_first_open_days(operations, since, expected):
    assert dates(operated(*operations), POLICY, since) == expected


@pytest.mark.parametrize(
    ("changes", "code", "question", "result"),
    [
        ({"pregnant": YES}, "pregnancy", "pregnant", Outcome.TALK),
        ({"pregnant": UNSURE}, "not_sure", "pregnant", Outcome.TALK),
        ({"pregnant": None}, "not_answered", "pregnant", Outcome.TALK),
        ({"had_operation": UNSURE}, "not_sure", "operation", Outcome.TALK),
        ({"had_operation": None}, "not_answered", "operation", Outcome.TALK),
        ({"had_operation": YES}, "not_answered", "operation", Outcome.TALK),
        ({"healed": NO}, "not_recovered", "healed", Outcome.TALK),
        ({"healed": UNSURE}, "not_sure", "healed", Outcome.TALK),
        ({"cancer": YES}, "oncology", "cancer", Outcome.LETTER),
        ({"cancer": UNSURE}, "oncology_unsure", "cancer", Outcome.TALK),
        ({"cancer": None}, "not_answered", "cancer", Outcome.TALK),
        ({"symptoms": YES}, "see_doctor", "symptoms", Outcome.TALK),
        ({"symptoms": UNSURE}, "not_sure", "symptoms", Outcome.TALK),
        ({"symptoms": None}, "not_answered", "symptoms", Outcome.TALK),
        ({"for_whom": ForWhom.ADULT}, "consent_of_other", "for_whom", Outcome.TALK),
    ],
    ids=lambda value: str(value),
)
def test_each_answer_that_holds(changes, code, question, result):
    findings = screen(replace(PLAIN, **changes), VISIT, POLICY, FIRST)

    assert findings == [Finding(code, question, result)]
    assert needs_review(findings)


@pytest.mark.parametrize("reply", [YES, UNSURE])
def test_cancer_care_or_doubt_about_it_needs_a_clearance(reply):
    assert needs_clearance(screen(replace(PLAIN, cancer=reply), VISIT, POLICY, FIRST))


# The baby is due on 1 March 2027.
@pytest.mark.parametrize(
    ("visit_on", "code"),
    [
        (date(2027, 2, 28), "pregnancy"),
        (date(2027, 3, 1), "pregnancy"),
        (date(2027, 3, 2), "overdue"),
        (date(2027, 3, 22), "overdue"),
        (date(2027, 3, 23), "after_birth"),
    ],
    ids=["before", "due date", "1 day over", "21 days over", "22 days over"],
)
def test_pregnancy_by_the_day_of_the_visit(visit_on, code):
    answers = replace(PLAIN, pregnant=YES, due_on=date(2027, 3, 1))

    assert screen(answers, visit_on, POLICY, FIRST) == [
        Finding(code, "pregnant", Outcome.TALK, on=date(2027, 3, 1))
    ]


@pytest.mark.parametrize(
    ("birthday", "known", "found"),
    [
        (date(2022, 3, 10), FIRST, ["too_young"]),
        (date(2022, 3, 10), FOLLOW_UP, ["too_young"]),
        (date(2022, 3, 9), FIRST, ["child"]),
        (date(2022, 3, 9), FOLLOW_UP, []),
        (date(2009, 3, 10), FIRST, ["child"]),
        (date(2009, 3, 10), FOLLOW_UP, []),
        (date(2009, 3, 9), FIRST, []),
    ],
    ids=["4", "4 again", "5 today", "5 again", "17", "17 again", "18 today"],
)
def test_age_is_that_of_the_day_of_the_visit(birthday, known, found):
    answers = replace(PLAIN, born_on=birthday, for_whom=ForWhom.CHILD)

    assert codes(answers, VISIT, POLICY, known) == found


@pytest.mark.parametrize(
    ("visit_on", "found"),
    [(date(2027, 2, 28), ["too_young"]), (date(2027, 3, 1), ["child"])],
)
def test_a_leap_day_child_turns_five_on_1_march(visit_on, found):
    policy = replace(POLICY, youngest_age=5)
    answers = replace(PLAIN, born_on=date(2020, 2, 29), for_whom=ForWhom.CHILD, pregnant=None)

    assert codes(answers, visit_on.replace(year=2025), policy) == found


@pytest.mark.parametrize(
    ("birthday", "found"),
    [(date(2011, 3, 10), ["guardian_missing"]), (date(2011, 3, 9), [])],
    ids=["15", "16 today"],
)
def test_under_16_nobody_books_alone(birthday, found):
    answers = replace(PLAIN, born_on=birthday)

    assert codes(answers, VISIT, POLICY, FOLLOW_UP) == found
    assert guardian_needed(birthday, VISIT, POLICY) is bool(found)


@pytest.mark.parametrize(
    ("birthday", "asked"), [(date(2015, 3, 10), False), (date(2015, 3, 9), True)], ids=["11", "12 today"]
)
def test_children_under_12_are_not_asked_about_pregnancy(birthday, asked):
    answers = replace(PLAIN, born_on=birthday, for_whom=ForWhom.CHILD, pregnant=None)

    assert pregnancy_is_asked(birthday, VISIT, POLICY) is asked
    assert codes(answers, VISIT, POLICY, FOLLOW_UP) == (["not_answered"] if asked else [])


@pytest.mark.parametrize(
    ("operations", "asked"),
    [
        ((), False),
        ((Operation(2026, 3, 8),), False),
        ((Operation(2026, 3, 9),), True),
        ((Operation(2027, 3, 9),), True),
        ((Operation(2027, 3, 10),), False),
        ((Operation(2027, 3),), True),
        ((Operation(2027, 4),), False),
        ((Operation(2026, 3),), True),
        ((Operation(2027, 4, 1), Operation(2026, 12)), True),
    ],
    ids=["none", "over 12 months", "12 months", "today", "tomorrow", "this month", "next month",
         "some day a year ago", "one of two"],
)  # fmt: skip
def test_healing_is_asked_about_operations_of_the_last_12_months(operations, asked):
    assert healed_is_asked(operations, VISIT, POLICY) is asked


@pytest.mark.parametrize(
    ("field", "question"),
    [
        ("pregnant", "pregnant"),
        ("had_operation", "operation"),
        ("cancer", "cancer"),
        ("symptoms", "symptoms"),
    ],
)
@pytest.mark.parametrize(
    ("said_on", "counts"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2027, 2, 28), True)],
    ids=["over 12 months ago", "12 months ago", "yesterday"],
)
def test_a_no_against_an_earlier_yes_disagrees(field, question, said_on, counts):
    earlier = replace(PLAIN, **{field: YES})
    known = Known(is_first=True, earlier=((said_on, earlier),), answered_on=date(2027, 3, 1))

    findings = screen(PLAIN, VISIT, POLICY, known)

    assert findings == ([Finding("disagrees", question, Outcome.TALK, on=said_on)] if counts else [])


def test_the_same_yes_again_does_not_disagree():
    answers = replace(PLAIN, symptoms=YES)
    known = Known(is_first=True, earlier=((date(2027, 2, 1), answers),))

    assert codes(answers, known=known) == ["see_doctor"]


def test_without_the_day_of_answering_every_earlier_yes_counts():
    known = Known(is_first=True, earlier=((date(2020, 1, 1), replace(PLAIN, cancer=YES)),))

    assert codes(PLAIN, known=known) == ["disagrees"]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (VISIT, []),
        (
            VISIT + timedelta(days=1),
            [
                Finding(
                    "practitioner_later",
                    "practitioner",
                    Outcome.LATER,
                    considered_from=date(2027, 3, 10),
                    straight_from=date(2027, 3, 10),
                )
            ],
        ),
    ],
    ids=["that day", "the day before"],
)
def test_not_before_holds_earlier_days(day, found):
    assert screen(PLAIN, VISIT, POLICY, Known(is_first=True, not_before_on=day)) == found


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (Known(is_first=False, talk_first=True), "practitioner_talk"),
        (Known(is_first=True, follow_up_unmatched=True), "not_known"),
    ],
)
def test_what_the_practice_knows_can_hold(known, code):
    assert screen(PLAIN, VISIT, POLICY, known) == [Finding(code, "practitioner", Outcome.TALK)]


def test_the_strictest_comes_first_and_the_rest_keep_their_order():
    answers = replace(
        operated(Operation(2027, 2, 1), Operation(2026, 9, 1)),
        pregnant=YES,
        cancer=YES,
        symptoms=YES,
        for_whom=ForWhom.ADULT,
    )

    findings = screen(answers, VISIT, POLICY, FIRST)

    assert [finding.code for finding in findings] == [
        "too_soon",
        "oncology",
        "pregnancy",
        "see_doctor",
        "consent_of_other",
        "recovered",
    ]
    assert outcome(findings) == Outcome.LATER
    assert needs_clearance(findings)


def test_answers_do_not_print_what_they_hold():
    answers = operated(Operation(2027, 2, 1, "planted"))

    printed = repr([answers, answers.operations, screen(answers, VISIT, POLICY, FIRST)])

    assert "planted" not in printed
    assert "1985" not in printed


def test_answers_and_findings_survive_a_sealed_row():
    answers = operated(Operation(2027, 2, 1, "knee"), Operation(2026, 9), pregnant=YES, due_on=VISIT)
    findings = screen(answers, VISIT, POLICY, FIRST)

    assert Answers.from_json(answers.to_json()) == answers
    assert [Finding.from_json(finding.to_json()) for finding in findings] == findings
