"""The steps of a booking, in order, and which of them a draft still lacks. Pure.

A draft is a dict of JSON values; each step adds its own names to it."""

from collections.abc import Mapping
from datetime import date

from intake.answers import Answers, ForWhom
from intake.findings import Policy
from intake.screening import pregnancy_is_asked

START, AGREEMENT, TIME, DETAILS, CHECK = "start", "agreement", "time", "details", "check"
# In place of a time, by somebody for whom none is free: which times would do.
WISH = "wish"
PREGNANCY, OPERATION, CANCER, SYMPTOMS = "pregnancy", "operation", "cancer", "symptoms"
QUESTIONS = (PREGNANCY, OPERATION, CANCER, SYMPTOMS)
# The same four once more, for the adult who is treated after a child.
OWN = {f"own_{name}": name for name in QUESTIONS}
# Addresses stand in histories and logs, so a question goes by its number there.
NUMBERS = {name: number for number, name in enumerate((*QUESTIONS, *OWN), start=1)}

# What a draft is for, under the name "errand"; without one it is a visit of somebody new to the page.
# A pair is a child, whose answers stand in the draft itself, and an adult, whose stand under ADULT.
CHANGED, WAITLIST, PAIR = "changed", "waitlist", "pair"
ADULT = "adult"

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
    questions = _questions(parts, policy, last_day)
    errand = parts.get("errand")
    if errand == CHANGED:
        # Who it is and what was agreed to is known; only the health answers are given anew.
        return [*questions, CHECK]
    if errand == PAIR:
        asked = _questions(adult(parts), policy, last_day)
        questions += tuple(own for own, name in OWN.items() if name in asked)
    when = WISH if errand == WAITLIST else TIME
    return [START, AGREEMENT, *questions, when, DETAILS, CHECK]


def missing(parts: Mapping, order: list[str]) -> str:
    """Return the first step that is not filled in; the check when nothing is missing."""
    return next((step for step in order if not _is_filled(step, parts)), CHECK)


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


def adult(parts: Mapping) -> dict:
    """Return what the adult of a pair has said about themselves, as the parts of a draft of their own."""
    return {"for_whom": ForWhom.SELF.value} | (parts.get(ADULT) or {})


def _questions(parts: Mapping, policy: Policy, last_day: date) -> tuple[str, ...]:
    born_on = parts.get("born_on")
    is_asked = born_on is None or pregnancy_is_asked(date.fromisoformat(born_on), last_day, policy)
    return QUESTIONS if is_asked else QUESTIONS[1:]


def _is_filled(step: str, parts: Mapping) -> bool:
    if step in OWN:
        return _is_filled(OWN[step], adult(parts))
    is_agreed = step != AGREEMENT or parts.get("errand") != PAIR or bool(adult(parts).get("agreed"))
    return is_agreed and (step not in FILLED_BY or bool(parts.get(FILLED_BY[step])))
