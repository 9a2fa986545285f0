"""What was answered so far, question by question, each with the page that changes it."""

from django.utils.translation import gettext as _

from booking.views.form import filling
from intake import questions, summary
from intake.answers import Answers
from intake.history import answering, complaints, in_words
from intake.history.tasks import Page, Sort
from intake.history.values import Kind, Section


def facts(here, section: Section, *, links: bool) -> list[dict]:
    """Return what was answered in one task; with `links` also what was left empty, to be changed."""
    pages = here.tasks.pages(section)
    rows = [row for page in pages for row in _of_page(here, page, is_whole=links)]
    return [{"term": term, "value": value, "url": filling.url_of(page) if links else ""} for
            page, term, value in rows]  # fmt: skip


def _of_page(here, page: Page, *, is_whole: bool):
    match page.sort:
        case Sort.QUESTIONS:
            yield from _questions(here, page, is_whole=is_whole)
        case Sort.SUITABILITY:
            yield from _suitability(here, page)
        case Sort.PICK:
            yield from _reasons(here, page)
        case Sort.COMPLAINT:
            one = next(one for one in here.tasks.complaints if one.code == page.code)
            yield page, str(complaints.ALL[one.code]), in_words.complaint(one) or _("Not answered")
        case Sort.AGREEMENT:
            for words in here.answers.get("agreed") or ():
                yield page, _("You agreed"), words["wording"]


def _questions(here, page, *, is_whole):
    for one in answering.open_questions(page.questions, here.tasks.given):
        kept = here.tasks.given.get(one.code) or {}
        said = in_words.answer(one.kind, kept.get("value"), _details(one, kept), one.choices)
        if said or is_whole:
            yield page, one.wording(here.is_own), said or _nothing(one)


def _details(one, kept) -> str:
    is_no = one.kind == Kind.REPLY and kept.get("value") == answering.NO
    return "" if is_no else kept.get("details") or ""


def _nothing(one) -> str:
    if one.kind == Kind.CHOICES:
        return _("Nothing")
    return _("Left empty") if one.is_optional else _("Not answered")


def _suitability(here, page):
    """Return the rows that this page answered; with the first, those of the others would come too."""
    if not here.screening.get(page.code):
        yield page, _("A question about what has changed"), _("Not answered")
        return
    said = Answers.from_json(here.whom | here.screening)
    for row in summary.rows(said, here.policy):
        if row.code in CODES[page.code]:
            yield page, str(questions.SHORT.get(row.code, row.question)), "; ".join(row.lines)


def _reasons(here, page):
    """What was chosen; where it is and how much it troubles stand with their own pages."""
    chosen = [str(complaints.ALL[one.code]) for one in here.tasks.complaints]
    yield page, _("What brings you?"), "\n".join(chosen) or _("Not answered")


# The rows of a summary by the part of a draft that their page fills.
CODES = {
    "pregnant": ("pregnant", "due"),
    "had_operation": ("operation", "healed"),
    "cancer": ("cancer",),
    "symptoms": ("symptoms",),
}
