"""What the practitioner may change about the questions of the health form; no answer changes with it."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction

from intake.models import FormQuestion, FormWording

from . import asked
from .catalogue import QUESTIONS
from .laid_over import beside
from .precautions import Precaution
from .values import Kind, Question, Section

BUILT_IN = {question.code: question for question in QUESTIONS}
# Where one of hers may stand. What brings somebody, and the agreement, are pages with a shape of their own.
SECTIONS = (Section.ABOUT, Section.HEALTH, Section.MEDICINES, Section.OPERATIONS, Section.COMFORT)
# How one of hers may be answered: a choice would need its answers worded too.
KINDS = (Kind.REPLY, Kind.LINE, Kind.TEXT, Kind.SCALE, Kind.DAY)


class Outdated(Exception):
    """The question has other words, or is asked no more, since it was looked at."""


class NotHers(Exception):
    """A question that is built in is asked for safety: it is reworded, never retired."""


@dataclass(frozen=True)
class Words:
    """The words of a question; what is left empty for somebody else is asked in the same words."""

    own: str
    other: str
    hint: str = ""
    details: str = ""

    def whole(self) -> dict:
        return asdict(self) | {"other": self.other or self.own}


@transaction.atomic
def reword(
    code: str, words: Words, *, seen: int, is_precaution: bool = False, by, now: datetime
) -> Question | None:
    """Give a question these words as its next version; return it, or nothing where they were its words
    already. `seen` is the version she looked at: raise Outdated when that is not what is asked any more."""
    row = _row(code)
    before = of(code)
    wanted = replace(before, **words.whole(), precaution=_precaution(before, is_precaution))
    if wanted == before:
        return None
    if before.version != seen:
        raise Outdated
    row.is_precaution = wanted.precaution == Precaution.HERS
    row.save(update_fields=["is_precaution"])
    _write(row, before.version + 1, words, by, now)
    return of(code)


@transaction.atomic
def add(
    code: str, section: str, kind: str, words: Words, *, is_precaution: bool, by, now: datetime
) -> Question:
    """Ask a question of her own, behind the others of its part. A second press adds nothing."""
    placed = {"section": section, "kind": kind, "position": _behind(section)}
    row, is_new = FormQuestion.objects.get_or_create(
        code=code, defaults=placed | {"is_precaution": is_precaution}
    )
    if is_new:
        _write(row, 1, words, by, now)
    return of(code)


def retire(code: str, *, now: datetime) -> bool:
    """Ask it no more; return whether it still was. Raise NotHers for a built-in one."""
    if code in BUILT_IN:
        raise NotHers
    return bool(FormQuestion.objects.filter(code=code, retired_at=None).update(retired_at=now))


def ask_again(code: str) -> bool:
    """Ask one that was retired again, where it stood; return whether it was retired."""
    return bool(FormQuestion.objects.filter(code=code, retired_at__isnull=False).update(retired_at=None))


@transaction.atomic
def move(code: str, *, by: int) -> bool:
    """Move a question so many places among those beside it; return whether it moved at all. Raise Outdated
    when it is not asked."""
    before = _beside(of(code))
    place = next(n for n, one in enumerate(before) if one.code == code)
    after = before[:place] + before[place + 1 :]
    after.insert(min(max(place + by, 0), len(after)), before[place])
    if after == before:
        return False
    for position, question in enumerate(after):
        _put(question, position)
    return True


def of(code: str) -> Question:
    """Return the question as it is asked now. Raise Outdated when it is not."""
    found = next((one for one in asked.questions() if one.code == code), None)
    if found is None:
        raise Outdated
    return found


def _precaution(question: Question, is_precaution: bool) -> str:
    """Return what a yes stands for: only for hers that is hers to say."""
    if not question.is_hers:
        return question.precaution
    return Precaution.HERS if is_precaution else ""


def _row(code) -> FormQuestion:
    """Return its row, locked; one that is built in gets a row where it stands."""
    question = of(code)
    _put(question, _beside(question).index(question), is_kept=True)
    return FormQuestion.objects.select_for_update().get(code=code)


def _beside(question: Question) -> list[Question]:
    questions = asked.questions()
    sections = {one.code: one.section for one in questions}
    return [one for one in questions if beside(one, sections) == beside(question, sections)]


def _behind(section) -> int:
    """Return a place behind all of a part, what was retired there included."""
    places = [row.position for row in FormQuestion.objects.filter(section=section)]
    return max([*places, sum(one.section == section for one in QUESTIONS)]) + 1


def _put(question: Question, position: int, *, is_kept: bool = False):
    """Write down where it stands; `is_kept` leaves a place that is written already as it is."""
    row, is_new = FormQuestion.objects.get_or_create(
        code=question.code,
        defaults={
            "section": question.section,
            "kind": question.kind,
            "position": position,
            "is_hers": question.is_hers,
        },
    )
    if not is_new and not is_kept:
        FormQuestion.objects.filter(pk=row.pk).update(position=position)


def _write(row, version, words, by, now):
    FormWording.objects.create(question=row, version=version, by=by, created_at=now, **words.whole())
