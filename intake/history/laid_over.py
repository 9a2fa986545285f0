"""The questions as asked now: the built-in ones, with what the practitioner changed laid over. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .precautions import Precaution
from .values import Kind, Question, Section

NO_WORDS = 0


@dataclass(frozen=True)
class Change:
    """What she has changed about one question, or added: its place, and its newest words if it has any."""

    code: str
    section: str
    kind: str
    # Its place among the questions beside it, from 0; several may have the same.
    position: int
    version: int = NO_WORDS
    own: str = ""
    other: str = ""
    hint: str = ""
    details: str = ""
    is_precaution: bool = False
    is_hers: bool = False
    is_retired: bool = False


def lay_over(built_in: tuple[Question, ...], changes: Iterable[Change]) -> tuple[Question, ...]:
    """Return all questions that are asked now, in order: by section, hers among the built-in ones, and each
    that hangs on another's yes right behind it. What is changed of a question that is not built in any more
    is left out."""
    by_code = {change.code: change for change in changes}
    own = {question.code for question in built_in}
    asked = [reworded(question, by_code.get(question.code)) for question in built_in]
    asked += [
        of_hers(one) for one in by_code.values() if one.code not in own and one.is_hers and not one.is_retired
    ]
    return _in_order(asked, _places(built_in, by_code))


def reworded(question: Question, change: Change | None) -> Question:
    """Return the built-in question in her words, where she wrote any."""
    if change is None or change.version == NO_WORDS:
        return question
    return replace(
        question,
        own=change.own,
        other=change.other,
        hint=change.hint,
        details=change.details,
        version=change.version,
    )


def of_hers(change: Change) -> Question:
    """Return a question of her own. A yes or a no is asked for; anything else may be left empty."""
    kind = Kind(change.kind)
    return Question(
        code=change.code,
        section=Section(change.section),
        kind=kind,
        own=change.own,
        other=change.other,
        hint=change.hint,
        details=change.details,
        precaution=Precaution.HERS if change.is_precaution else "",
        is_optional=kind != Kind.REPLY,
        version=change.version,
        is_hers=True,
    )


def beside(question: Question, sections: dict[str, Section]) -> tuple[str, str]:
    """Return what it shares with those it is ordered among: its section, and the question it hangs on there.

    `sections` says by code where each question stands."""
    hangs = sections.get(question.after) == question.section
    return question.section, question.after if hangs else ""


def _places(built_in, by_code) -> dict[str, int]:
    """Return where each stands: where she put it, else where it was built in among those beside it."""
    sections = {question.code: question.section for question in built_in}
    count, places = Counter(), {}
    for question in built_in:
        group = beside(question, sections)
        places[question.code] = count[group]
        count[group] += 1
    return places | {change.code: change.position for change in by_code.values()}


def _in_order(asked, places) -> tuple[Question, ...]:
    sections = {question.code: question.section for question in asked}
    groups = defaultdict(list)
    for question in sorted(asked, key=lambda question: places[question.code]):
        groups[beside(question, sections)].append(question)
    return tuple(one for section in Section for one in _down(groups, section, ""))


def _down(groups, section, after):
    for question in groups[section, after]:
        yield question
        yield from _down(groups, section, question.code)
