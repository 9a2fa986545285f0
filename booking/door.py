"""What holds at the door: treat, check first, or do not treat. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    TREAT = "treat"
    CHECK = "check"
    DO_NOT_TREAT = "do_not_treat"


class Why(StrEnum):
    HELD = "held"
    NOT_AGREED = "not_agreed"
    OTHER_DAY = "other_day"
    NO_CLEARANCE = "no_clearance"
    TOO_SOON = "too_soon"
    NOT_BEFORE = "not_before"
    NO_FORM = "no_form"
    FORM_OLD = "form_old"
    PRECAUTIONS = "precautions"
    NOT_ANSWERED = "not_answered"
    CROSSED = "crossed"


STOPS = {Why.HELD, Why.NOT_AGREED, Why.OTHER_DAY, Why.NO_CLEARANCE, Why.TOO_SOON}


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of a visit to come, on its day."""

    is_held: bool = False
    needs_review: bool = False
    # Her yes is of this very version.
    is_agreed: bool = False
    is_screened_for_the_day: bool = True
    needs_clearance: bool = False
    has_clearance: bool = False
    # She noted on the client a day before which they are not to be treated, and it is still to come.
    is_before_noted_day: bool = False
    is_first: bool = False
    has_form: bool = True
    # There is one, and it no longer holds on the day.
    is_form_old: bool = False
    # The newest form asks for care, or does not open.
    has_precautions: bool = False
    # Whether anything has changed was asked, and is not answered.
    is_unanswered: bool = False
    has_crossed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    verdict: Verdict
    why: tuple[Why, ...] = ()


def verdict(visit: Visit) -> Answer:
    """Return the strictest answer, with every reason for caution, those that stop a session first."""
    why = tuple(_reasons(visit))
    if not STOPS.isdisjoint(why):
        return Answer(Verdict.DO_NOT_TREAT, why)
    return Answer(Verdict.CHECK if why else Verdict.TREAT, why)


def _reasons(visit: Visit) -> Iterator[Why]:
    if visit.is_held:
        yield Why.HELD
    elif visit.needs_review and not visit.is_agreed:
        yield Why.NOT_AGREED
    if not visit.is_screened_for_the_day:
        yield Why.OTHER_DAY
    if visit.needs_clearance and not visit.has_clearance:
        yield Why.NO_CLEARANCE
    if visit.is_before_noted_day:
        # Her yes may be older than the day she noted: then it is hers to look at again.
        yield Why.NOT_BEFORE if visit.is_agreed else Why.TOO_SOON
    if visit.is_first and not visit.has_form:
        yield Why.NO_FORM
    elif visit.is_form_old:
        yield Why.FORM_OLD
    if visit.has_precautions:
        yield Why.PRECAUTIONS
    if visit.is_unanswered:
        yield Why.NOT_ANSWERED
    if visit.has_crossed:
        yield Why.CROSSED
