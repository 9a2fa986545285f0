"""Which questions of a form are open, and the answers to them as they are kept. Pure.

What was given is a mapping by code: {"value": …, "details": "…"}, as a draft holds it."""

from collections.abc import Iterable, Mapping

from .values import Given, Kind, Question, Section

Answered = Mapping[str, Mapping]

YES, NO, UNSURE = "yes", "no", "unsure"


def is_open(question: Question, given: Answered) -> bool:
    """Whether the question is asked at all: a follow-up only after a yes."""
    return not question.after or value_of(question.after, given) == YES


def open_questions(questions: Iterable[Question], given: Answered) -> tuple[Question, ...]:
    return tuple(question for question in questions if is_open(question, given))


def missing(questions: Iterable[Question], given: Answered) -> tuple[Question, ...]:
    """Return the open questions that still need an answer."""
    return tuple(one for one in open_questions(questions, given) if not is_answered(one, given))


def is_answered(question: Question, given: Answered) -> bool:
    if question.is_optional:
        return True
    value = value_of(question.code, given)
    if value in (None, "", []):
        return False
    return value != YES or not question.details or bool(_details(question, given))


def in_section(questions: Iterable[Question], section: str) -> tuple[Question, ...]:
    return tuple(question for question in questions if question.section == Section(section))


def frozen(questions: Iterable[Question], given: Answered, *, is_own: bool) -> tuple[Given, ...]:
    """Return what was answered to the open questions, with the words, the version and the precaution of
    each as it is now. What is open and was left empty is kept as asked and not answered."""
    return tuple(
        Given(
            code=one.code,
            section=str(one.section),
            kind=str(one.kind),
            wording=one.wording(is_own),
            version=one.version,
            precaution=str(one.precaution),
            value=_value(one, given),
            details=_details(one, given),
        )
        for one in open_questions(questions, given)
    )


def value_of(code: str, given: Answered):
    return (given.get(code) or {}).get("value")


def _value(question, given):
    """Return the value; a choice in the words it was made in, as these may be other words one day."""
    value = value_of(question.code, given)
    names = {code: str(label) for code, label in question.choices}
    if question.kind == Kind.CHOICE:
        return names.get(value, value)
    if question.kind == Kind.CHOICES:
        return [names.get(code, code) for code in value or ()]
    return value


def _details(question, given) -> str:
    if question.kind == Kind.REPLY and value_of(question.code, given) == NO:
        return ""
    return (given.get(question.code) or {}).get("details") or ""
