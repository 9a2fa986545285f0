"""What is wrong with a text before it is published, in words for the person who typed it."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext

from content import checks, prose
from content.checks import Level, State, Target
from content.models import FaqEntry, Guide, Page

# Words after which few read on.
MOST_WORDS, MOST_WORDS_OF_AN_ANSWER = 2500, 300
# The names of their views, with the model whose rows they show.
SHOWN = {"page": Page, "faq_entry": FaqEntry, "guide": Guide}
TEXTS = {Page: "body", FaqEntry: "answer", Guide: "body"}


@dataclass
class Told:
    """`stops` keep a text from being published; `notes` do not."""

    stops: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def tell(row, text: str, *, most_words: int = MOST_WORDS, may_be_empty: bool = False) -> Told:
    """Return what is wrong with a text of this row, whose address is as it will be saved."""
    html = prose.to_html(text)
    found = checks.look(
        text,
        html,
        at=_Addresses(row).at,
        base=settings.SITE_URL,
        ids=prose.IDS_OF_THE_PAGE,
        most_words=most_words,
        may_be_empty=may_be_empty,
    )
    said = {level: [one.said(gettext) for one in found if one.level == level] for level in Level}
    return Told(said[Level.STOP], said[Level.NOTE])


class _Addresses:
    """What stands at the addresses of this site; each sort of row is asked for once, when a link needs it."""

    def __init__(self, row):
        self.row, self.kept = row, {}

    def at(self, path: str) -> Target:
        match = _resolved(path) or _resolved(f"{path}/")
        if match is None:
            return Target(State.MISSING)
        model = SHOWN.get(match.url_name) if match.namespace == "content" else None
        if model is not None:
            return self._of(model, match.kwargs["slug"])
        if match.view_name in ("content:home", "content:faq"):
            return self._of(Page, match.url_name)
        is_shelf = match.view_name == "content:guides"
        is_there = not is_shelf or any(is_published for is_published, _text in self._texts(Guide).values())
        return Target(State.THERE if is_there else State.DRAFT)

    def _of(self, model, slug):
        if isinstance(self.row, model) and self.row.slug == slug:
            return Target(State.THERE)
        is_published, text = self._texts(model).get(slug, (None, ""))
        if is_published is None:
            return Target(State.MISSING)
        if not is_published:
            return Target(State.DRAFT)
        # The groups of the questions are headings too.
        return Target(State.THERE, None if slug == "faq" else prose.ids(text) | prose.IDS_OF_THE_PAGE)

    def _texts(self, model):
        if model not in self.kept:
            rows = model.objects.values_list("slug", "is_published", TEXTS[model])
            self.kept[model] = {slug: (is_published, text) for slug, is_published, text in rows}
        return self.kept[model]


def _resolved(path):
    try:
        return resolve(path)
    except Resolver404:
        return None
