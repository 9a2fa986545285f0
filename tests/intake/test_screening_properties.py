"""What is true of every combination of answers."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from intake import months
from intake.screening import (
    Answers,
    ForWhom,
    Known,
    Operation,
    Outcome,
    Policy,
    Reply,
    dates,
    needs_clearance,
    needs_review,
    outcome,
    screen,
)

days = st.dates(date(2025, 1, 1), date(2029, 12, 31))
replies = st.sampled_from([*Reply, None])
operations = st.builds(
    lambda day, is_known: Operation(day.year, day.month, day.day if is_known else None), days, st.booleans()
)
answers_given = st.builds(
    Answers,
    born_on=st.dates(date(1920, 1, 1), date(2029, 1, 1)),
    for_whom=st.sampled_from(ForWhom),
    pregnant=replies,
    due_on=st.none() | days,
    had_operation=replies,
    operations=st.lists(operations, max_size=5).map(tuple),
    healed=replies,
    cancer=replies,
    symptoms=replies,
)
policies = st.integers(1, 12).flatmap(
    lambda recovering: st.builds(
        Policy, too_soon_months=st.integers(1, recovering), recovering_months=st.just(recovering)
    )
)
knowns = st.builds(
    Known,
    is_first=st.booleans(),
    follow_up_unmatched=st.booleans(),
    earlier=st.lists(st.tuples(days, answers_given), max_size=2).map(tuple),
    not_before_on=st.none() | days,
    talk_first=st.booleans(),
    answered_on=st.none() | days,
)
HOLDING_REPLIES = (Reply.YES, Reply.UNSURE, None)


@given(answers_given, days, policies, knowns)
def test_ready_exactly_when_nothing_holds(answers, visit_on, policy, known):
    findings = screen(answers, visit_on, policy, known)

    assert outcome(findings) in set(Outcome)
    assert (outcome(findings) == Outcome.READY) is not any(finding.holds for finding in findings)
    assert needs_review(findings) is (outcome(findings) != Outcome.READY)
    assert needs_review(findings) or not needs_clearance(findings)


@given(answers_given, days, policies, knowns)
def test_strictest_first(answers, visit_on, policy, known):
    outcomes = [finding.outcome for finding in screen(answers, visit_on, policy, known)]

    assert outcomes == sorted(outcomes, reverse=True)


@given(answers_given, days, policies, knowns, st.integers(0, 20))
def test_one_more_finding_never_loosens(answers, visit_on, policy, known, place):
    findings = screen(answers, visit_on, policy, known)

    for one in findings:
        others = [finding for finding in findings if finding is not one]
        assert outcome(others) <= outcome(findings)
        assert needs_clearance(findings) or not needs_clearance(others)


@given(answers_given, days, policies, knowns, operations)
def test_one_more_operation_never_loosens(answers, visit_on, policy, known, operation):
    more = replace(answers, had_operation=Reply.YES, operations=(*answers.operations, operation))
    same_reply = replace(answers, had_operation=Reply.YES)

    with_more = outcome(screen(more, visit_on, policy, known))

    if same_reply.operations:
        assert with_more >= outcome(screen(same_reply, visit_on, policy, known))


@given(answers_given, days, policies, knowns)
def test_no_holding_answer_is_ever_ready(answers, visit_on, policy, known):
    found = outcome(screen(answers, visit_on, policy, known))

    if answers.cancer in HOLDING_REPLIES or answers.symptoms in HOLDING_REPLIES:
        assert found > Outcome.READY
    if answers.pregnant in {Reply.YES, Reply.UNSURE} or answers.had_operation in {Reply.UNSURE, None}:
        assert found > Outcome.READY
    if any(
        one.earliest <= visit_on < months.add(one.on, policy.recovering_months) for one in answers.operations
    ):
        assert found > Outcome.READY


@given(answers_given, policies, days)
@settings(max_examples=50)
def test_first_open_days_are_the_first_that_the_rules_leave_open(answers, policy, since):
    safe = dates(answers, policy, since)

    assert (safe.considered_from or since) == first_day_without({"too_soon"}, answers, policy, since)
    assert (safe.straight_from or since) == first_day_without(
        {"too_soon", "recovering"}, answers, policy, since
    )


def first_day_without(codes, answers, policy, since):
    day, known = since, Known(is_first=True)
    while codes & {finding.code for finding in screen(answers, day, policy, known)}:
        day += timedelta(days=1)
    return day


@given(answers_given)
def test_answers_come_back_from_json_unchanged(answers):
    assert Answers.from_json(answers.to_json()) == answers
