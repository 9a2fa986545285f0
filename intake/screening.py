"""The suitability rules, for the day of the visit. Pure: no rows, no settings, no clock.

Nothing here refuses anybody: every outcome but READY means that a person reads the answers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from intake import months
from intake.answers import Answers, ForWhom, Operation, Reply
from intake.findings import Finding, Known, Outcome, Policy

__all__ = [
    "Answers",
    "Finding",
    "ForWhom",
    "Known",
    "Operation",
    "Outcome",
    "Policy",
    "Reply",
    "SafeDates",
    "dates",
    "guardian_needed",
    "healed_is_asked",
    "needs_clearance",
    "needs_review",
    "outcome",
    "pregnancy_is_asked",
    "screen",
]

DISAGREE_MONTHS = 12
# A precaution that is talked about first, and one that she has agreed to before.
PRECAUTION, AGREED = "precaution", "precaution_agreed"


@dataclass(frozen=True)
class SafeDates:
    """The first days that operations leave open; None when they leave the very first day open."""

    considered_from: date | None = None
    straight_from: date | None = None


def screen(answers: Answers, visit_on: date, policy: Policy, known: Known) -> list[Finding]:
    """Return everything found for a visit on this day, the strictest first."""
    found = [
        *_operations(answers, visit_on, policy),
        *_cancer(answers),
        *_pregnancy(answers, visit_on, policy),
        *_symptoms(answers),
        *_age(answers, visit_on, policy, known),
        *_other_adult(answers),
        *_disagreements(answers, known),
        *_practitioner(visit_on, known),
        *_precautions(known),
    ]
    return sorted(found, key=lambda finding: -finding.outcome)


def outcome(findings: Iterable[Finding]) -> Outcome:
    return max((finding.outcome for finding in findings), default=Outcome.READY)


def needs_review(findings: Iterable[Finding]) -> bool:
    return outcome(findings) > Outcome.READY


def needs_clearance(findings: Iterable[Finding]) -> bool:
    """True for “not sure” as well: nobody confirms before that is settled in a superseding screening."""
    return any(finding.code in {"oncology", "oncology_unsure"} for finding in findings)


def dates(answers: Answers, policy: Policy, since: date) -> SafeDates:
    """Return the first days, from `since` on, that no operation makes too soon, or makes recovering.

    A planned operation closes only the days from itself on: while `since` lies before it, the answer is
    None, and screen() tells for each later day. So a day after these is not always open.
    """
    considered = _first_open(answers.operations, policy.too_soon_months, since)
    straight = _first_open(answers.operations, policy.recovering_months, since)
    return SafeDates(
        considered_from=considered if considered > since else None,
        straight_from=straight if straight > since else None,
    )


def guardian_needed(born_on: date, day: date, policy: Policy) -> bool:
    """Whether a parent or guardian has to book, and to be there, on this day."""
    return months.age_on(born_on, day) < policy.guardian_under_age


def pregnancy_is_asked(born_on: date, last_visit_on: date, policy: Policy) -> bool:
    """Children are not asked, unless they will be old enough by the last day that can be booked."""
    return months.age_on(born_on, last_visit_on) >= policy.pregnancy_from_age


def healed_is_asked(operations: Iterable[Operation], today: date, policy: Policy) -> bool:
    """Whether one of them may have happened, and lies within the months that are asked about."""
    since = months.add(today, -policy.healed_months)
    return any(operation.earliest <= today and operation.on >= since for operation in operations)


def _operations(answers: Answers, visit_on: date, policy: Policy) -> Iterator[Finding]:
    yield from _unsettled("operation", answers.had_operation)
    if answers.had_operation == Reply.YES and not answers.operations:
        yield Finding("not_answered", "operation", Outcome.TALK)
    for operation in answers.operations:
        yield _operation(operation, visit_on, policy)
    if answers.healed == Reply.NO:
        yield Finding("not_recovered", "healed", Outcome.TALK)
    elif answers.healed == Reply.UNSURE:
        yield Finding("not_sure", "healed", Outcome.TALK)


def _operation(operation: Operation, visit_on: date, policy: Policy) -> Finding:
    considered_from = months.add(operation.on, policy.too_soon_months)
    straight_from = months.add(operation.on, policy.recovering_months)
    # With the day unknown it may have been on the first: only a later month is surely after the visit.
    if operation.earliest > visit_on:
        code, result = "planned", Outcome.READY
    elif visit_on < considered_from:
        code, result = "too_soon", Outcome.LATER
    elif visit_on < straight_from:
        code, result = "recovering", Outcome.TALK
    else:
        code, result = "recovered", Outcome.READY
    return Finding(
        code,
        "operation",
        result,
        considered_from,
        straight_from,
        on=operation.on,
        is_day_known=operation.day is not None,
        what=operation.what,
    )


def _cancer(answers: Answers) -> Iterator[Finding]:
    if answers.cancer == Reply.YES:
        yield Finding("oncology", "cancer", Outcome.LETTER)
    elif answers.cancer == Reply.UNSURE:
        yield Finding("oncology_unsure", "cancer", Outcome.TALK)
    elif answers.cancer is None:
        yield Finding("not_answered", "cancer", Outcome.TALK)


def _pregnancy(answers: Answers, visit_on: date, policy: Policy) -> Iterator[Finding]:
    if answers.pregnant != Reply.YES:
        if answers.pregnant is not None or pregnancy_is_asked(answers.born_on, visit_on, policy):
            yield from _unsettled("pregnant", answers.pregnant)
        return
    due_on = answers.due_on
    if due_on is None or visit_on <= due_on:
        code = "pregnancy"
    elif visit_on <= due_on + timedelta(days=policy.overdue_days):
        code = "overdue"
    else:
        code = "after_birth"
    yield Finding(code, "pregnant", Outcome.TALK, on=due_on)


def _symptoms(answers: Answers) -> Iterator[Finding]:
    if answers.symptoms == Reply.YES:
        yield Finding("see_doctor", "symptoms", Outcome.TALK)
    yield from _unsettled("symptoms", answers.symptoms)


def _age(answers: Answers, visit_on: date, policy: Policy, known: Known) -> Iterator[Finding]:
    age = months.age_on(answers.born_on, visit_on)
    if age < policy.youngest_age:
        yield Finding("too_young", "age", Outcome.TALK)
    elif age < policy.adult_from_age and known.is_first:
        yield Finding("child", "age", Outcome.TALK)
    if answers.for_whom == ForWhom.SELF and guardian_needed(answers.born_on, visit_on, policy):
        yield Finding("guardian_missing", "for_whom", Outcome.TALK)


def _other_adult(answers: Answers) -> Iterator[Finding]:
    if answers.for_whom == ForWhom.ADULT:
        yield Finding("consent_of_other", "for_whom", Outcome.TALK)


def _disagreements(answers: Answers, known: Known) -> Iterator[Finding]:
    since = months.add(known.answered_on, -DISAGREE_MONTHS) if known.answered_on else date.min
    recent = [(day, earlier) for day, earlier in known.earlier if day >= since]
    for question, name in ASKED:
        said_yes_on = [day for day, earlier in recent if getattr(earlier, name) == Reply.YES]
        if said_yes_on and getattr(answers, name) == Reply.NO:
            yield Finding("disagrees", question, Outcome.TALK, on=max(said_yes_on))


# The question's code, and where its answer stands.
ASKED = (
    ("pregnant", "pregnant"),
    ("operation", "had_operation"),
    ("cancer", "cancer"),
    ("symptoms", "symptoms"),
)


def _practitioner(visit_on: date, known: Known) -> Iterator[Finding]:
    day = known.not_before_on
    if day is not None and day > visit_on:
        yield Finding("practitioner_later", "practitioner", Outcome.LATER, day, day)
    if known.talk_first:
        yield Finding("practitioner_talk", "practitioner", Outcome.TALK)
    if known.follow_up_unmatched:
        yield Finding("not_known", "practitioner", Outcome.TALK)


def _precautions(known: Known) -> Iterator[Finding]:
    """What she has agreed to once is kept as a note, so that the same is not asked of her again."""
    for one in known.precautions:
        code, result = (AGREED, Outcome.READY) if one.is_agreed else (PRECAUTION, Outcome.TALK)
        yield Finding(code, one.code, result, on=one.on, what=one.what)


def _unsettled(question: str, reply: Reply | None) -> Iterator[Finding]:
    if reply == Reply.UNSURE:
        yield Finding("not_sure", question, Outcome.TALK)
    elif reply is None:
        yield Finding("not_answered", question, Outcome.TALK)


def _first_open(operations: Iterable[Operation], after_months: int, since: date) -> date:
    """Step over each operation's closed days, in the order they begin, as long as they touch."""
    day = since
    for operation in sorted(operations, key=lambda operation: operation.earliest):
        opens_on = months.add(operation.on, after_months)
        if operation.earliest <= day < opens_on:
            day = opens_on
    return day
