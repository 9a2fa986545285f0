"""The tasks of a form that is being filled in: their pages, what is done, and what comes next. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .answering import UNSURE, YES, in_section, value_of
from .answering import missing as missing_of
from .values import Complaint, Question, Section

# Top questions on one page; what follows up on one stands with it.
AT_A_TIME = 4
# The suitability questions by the part of a draft that each fills.
SUITABILITY = ("pregnant", "had_operation", "cancer", "symptoms")


class Sort(StrEnum):
    QUESTIONS = "questions"
    SUITABILITY = "suitability"
    PICK = "pick"
    COMPLAINT = "complaint"
    AGREEMENT = "agreement"


@dataclass(frozen=True)
class Page:
    """One page of a task; `number` counts from 1. `code` is a suitability part, or a complaint's."""

    section: Section
    number: int
    sort: Sort
    questions: tuple[Question, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Tasks:
    """What is asked, and a draft's answers to it. `reopens` is the reply that opens the suitability
    questions, `is_measured` says of a complaint's code whether more is asked about it."""

    questions: tuple[Question, ...]
    answers: Mapping
    reopens: str
    measured: frozenset[str]
    is_pregnancy_asked: bool = True

    @property
    def given(self) -> Mapping:
        return self.answers.get("given") or {}

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        return tuple(Complaint.from_json(one) for one in self.answers.get("complaints") or ())

    @property
    def is_screened_anew(self) -> bool:
        return value_of(self.reopens, self.given) in (YES, UNSURE)

    def pages(self, section: Section) -> tuple[Page, ...]:
        """Return the pages of a task, in order."""
        asked = [(Sort.QUESTIONS, part, "") for part in self._parts(section)]
        if section == Section.HEALTH and self.is_screened_anew:
            asked += [(Sort.SUITABILITY, (), code) for code in self._suitability()]
        if section == Section.COMPLAINTS:
            measured = [one.code for one in self.complaints if one.code in self.measured]
            asked = [(Sort.PICK, (), ""), *((Sort.COMPLAINT, (), code) for code in measured), *asked]
        if section == Section.AGREEMENT:
            asked.append((Sort.AGREEMENT, (), ""))
        return tuple(
            Page(section, number, sort, questions, code)
            for number, (sort, questions, code) in enumerate(asked, start=1)
        )

    def page(self, section: Section, number: int) -> Page | None:
        return next((one for one in self.pages(section) if one.number == number), None)

    def is_complete(self, page: Page) -> bool:
        """Whether nothing on the page still needs an answer."""
        match page.sort:
            case Sort.QUESTIONS:
                return not missing_of(page.questions, self.given)
            case Sort.SUITABILITY:
                return bool((self.answers.get("screening") or {}).get(page.code))
            case Sort.PICK:
                return bool(self.complaints)
            case Sort.COMPLAINT:
                said = [one for one in self.complaints if one.code == page.code]
                return all(one.trouble is not None for one in said)
        # None until the page was sent; which agreements were given is another matter.
        return self.answers.get("agreed") is not None

    def missing(self, section: Section) -> Page | None:
        """Return the first page of a task that still needs an answer."""
        return next((page for page in self.pages(section) if not self.is_complete(page)), None)

    def is_marked(self, section: Section) -> bool:
        """Whether the task was gone through once, to its last page."""
        return section in (self.answers.get("done") or ())

    def is_walked(self, section: Section) -> bool:
        """Whether only what is missing is still shown: it was gone through, or said to be as a year ago."""
        return self.is_marked(section) or section in (self.answers.get("still") or ())

    def is_done(self, section: Section) -> bool:
        return self.is_marked(section) and self.missing(section) is None

    @property
    def is_all_done(self) -> bool:
        return all(self.is_done(section) for section in Section)

    def to_do(self) -> Section | None:
        return next((section for section in Section if not self.is_done(section)), None)

    def after(self, page: Page) -> Page | None:
        """Return the page to show after this one was answered; None when everything is done.

        A task is gone through page by page; in one that was done before, only what is open now."""
        if not self.is_complete(page):
            return page
        if not self.is_walked(page.section):
            following = self.page(page.section, page.number + 1)
            if following is not None:
                return following
        return self.missing(page.section) or self.first_to_do()

    def first_to_do(self) -> Page | None:
        section = self.to_do()
        return (self.missing(section) or self.pages(section)[0]) if section else None

    def closes(self, page: Page) -> bool:
        """Whether answering this page ends its task."""
        is_last = self.is_walked(page.section) or page.number >= len(self.pages(page.section))
        return is_last and self.missing(page.section) is None

    def before(self, page: Page) -> Page | None:
        return self.page(page.section, page.number - 1) if page.number > 1 else None

    def _suitability(self) -> Iterable[str]:
        return SUITABILITY if self.is_pregnancy_asked else SUITABILITY[1:]

    def _parts(self, section: Section) -> Iterable[tuple[Question, ...]]:
        """Return the questions of a task, a few at a time."""
        together: list[list[Question]] = []
        for question in in_section(self.questions, section):
            if question.after and together:
                together[-1].append(question)
            else:
                together.append([question])
        for first in range(0, len(together), AT_A_TIME):
            yield tuple(one for group in together[first : first + AT_A_TIME] for one in group)
