"""The steps of a booking, in order, and which of them a draft still lacks. Pure.

A draft is a dict of JSON values; each step adds its own names to it."""

from collections.abc import Mapping
from datetime import date

from intake.answers import Answers
from intake.findings import Policy
from intake.screening import pregnancy_is_asked

START, AGREEMENT, TIME, DETAILS, CHECK = "start", "agreement", "time", "details", "check"
# In place of a time, by somebody for whom none is free: which times would do.
WISH = "wish"
PREGNANCY, OPERATION, CANCER, SYMPTOMS = "pregnancy", "operation", "cancer", "symptoms"
QUESTIONS = (PREGNANCY, OPERATION, CANCER, SYMPTOMS)
# Addresses stand in histories and logs, so a question goes by its number there.
NUMBERS = {name: number for number, name in enumerate(QUESTIONS, start=1)}

# What a draft is for, under the name "errand"; without one it is a visit of somebody new to the page.
CHANGED, WAITLIST = "changed", "waitlist"

# The step, and the name in the draft that it fills last.
FILLED_BY = {
    START: "treatment",
    AGREEMENT: "agreed",
    PREGNANCY: "pregnant",
    OPERATION: "had_operation",
    CANCER: "cancer",
    SYMPTOMS: "symptoms",
    TIME: "starts_at",
    WISH: "wish",
    DETAILS: "details",
}


def steps(parts: Mapping, policy: Policy, last_day: date) -> list[str]:
    """Return the steps this draft goes through, in order; children are not asked about pregnancy."""
    born_on = parts.get("born_on")
    is_asked = born_on is None or pregnancy_is_asked(date.fromisoformat(born_on), last_day, policy)
    questions = QUESTIONS if is_asked else QUESTIONS[1:]
    errand = parts.get("errand")
    if errand == CHANGED:
        # Who it is and what was agreed to is known; only the health answers are given anew.
        return [*questions, CHECK]
    when = WISH if errand == WAITLIST else TIME
    return [START, AGREEMENT, *questions, when, DETAILS, CHECK]


def missing(parts: Mapping, order: list[str]) -> str:
    """Return the first step that is not filled in; the check when nothing is missing."""
    return next((step for step in order if step in FILLED_BY and not parts.get(FILLED_BY[step])), CHECK)


def before(step: str, order: list[str]) -> str | None:
    """Return the step that comes before this one; None before the first."""
    place = order.index(step)
    return order[place - 1] if place else None


def is_reached(step: str, parts: Mapping, order: list[str]) -> bool:
    """Return whether everything before this step is filled in."""
    return step in order and order.index(step) <= order.index(missing(parts, order))


def answers(parts: Mapping) -> Answers:
    """Return the suitability answers of a draft whose questions are all answered."""
    return Answers.from_json(dict(parts))
