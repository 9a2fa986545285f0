"""What the public pages show, read once for each state of it and kept in memory."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from content import guides, keeping_pictures, on_offer, prose
from content.models import FaqEntry, Guide, Page, Practice, Price
from content.models.practice import touched
from content.tokens import Facts

# How long a process may go without asking whether another one has changed something.
RECENT_SECONDS = 1


class Text(NamedTuple):
    """A page's text: the whole, what stands before the first heading, and the sections."""

    body: SafeString
    intro: SafeString
    sections: list[prose.Section]


@dataclass
class Site:
    """One state of everything shown on a day. Its rows are for showing only, and never saved."""

    practice: Practice
    day: date = field(default_factory=timezone.localdate)
    _texts: dict[str, Text] = field(default_factory=dict)

    @cached_property
    def facts(self):
        prices = SimpleLazyObject(lambda: list(Price.objects.all()))
        opening = SimpleLazyObject(lambda: self.opening)
        return Facts(self.practice, prices, opening, SimpleLazyObject(lambda: self.pictures))

    @cached_property
    def pages(self):
        return {page.slug: self.filled(page) for page in Page.objects.published()}

    @cached_property
    def menu(self):
        return [page for page in self.pages.values() if page.in_menu]

    @cached_property
    def footer(self):
        pages = [page for page in self.pages.values() if page.in_footer]
        return [*pages, self.shelf] if self.shelf else pages

    @cached_property
    def guides(self):
        return {guide.slug: self.filled(guide) for guide in Guide.objects.published()}

    @cached_property
    def pictures(self):
        return keeping_pictures.all_of_them()

    @cached_property
    def shelf(self):
        """The page that lists the guides, while there are any."""
        return guides.shelf(self.guides.values())

    @cached_property
    def entries(self):
        entries = FaqEntry.objects.published().select_related("group")
        return [self.answered(entry) for entry in entries]

    @cached_property
    def hours(self):
        return on_offer.hours()

    @cached_property
    def opening(self):
        return on_offer.opening(self.day)

    @cached_property
    def offers(self):
        return on_offer.offers()

    def filled(self, page):
        """Fill the tokens in the page's plain lines; the body is filled in by text()."""
        for name in ("title", "lead", "meta_description"):
            setattr(page, name, self.facts.plain(getattr(page, name)))
        return page

    def answered(self, entry):
        entry.question = self.facts.plain(entry.question)
        entry.html = self.text(entry.answer).body
        return entry

    def picture(self, guide):
        """The picture at the top of a guide, with its sizes; None when it has none."""
        if guide.picture_id is None:
            return None
        return next((one for one in self.pictures.values() if one.pk == guide.picture_id), None)

    def text(self, markdown):
        if markdown not in self._texts:
            body = self.facts.html(markdown)
            self._texts[markdown] = Text(body, *prose.sections(body))
        return self._texts[markdown]


_kept: Site | None = None
_looked_at: float | None = None


def of(request) -> Site:
    """The site as it is now: one query, and no more while nothing has changed."""
    if not hasattr(request, "_content_site"):
        request._content_site = current()
    return request._content_site


def recently(request) -> Site:
    """The site as it was at most a second ago, mostly for no query; as it is now for whoever has a session,
    so that she sees at once what she has changed, whichever process answers."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return of(request)
    request._content_site = recent()
    return request._content_site


def recent() -> Site:
    return _kept if _is_recent() else current()


def current() -> Site:
    global _kept, _looked_at
    # Taken before the look: what changes during it is looked for again.
    looking_at = monotonic()
    practice, today = Practice.objects.current(), timezone.localdate()
    # A practice not filled in yet has a new stamp each time: nothing would say when something changes.
    if _kept is None or (_kept.practice.stamp, _kept.day) != (practice.stamp, today):
        _kept = Site(practice, today)
    _looked_at = looking_at
    return _kept


@receiver(touched)
def look_again(**kwargs):
    """Ask the database next time, whatever the clock says."""
    global _looked_at
    _looked_at = None


def _is_recent() -> bool:
    if _kept is None or _looked_at is None or not _kept.practice.is_filled_in:
        return False
    return monotonic() - _looked_at < RECENT_SECONDS and _kept.day == timezone.localdate()


def practice(request):
    """The practice, its hours and the menus for every template; no query in one that shows none of them."""
    return {
        "practice": SimpleLazyObject(lambda: of(request).practice),
        "opening": SimpleLazyObject(lambda: of(request).opening),
        "menu": SimpleLazyObject(lambda: of(request).menu),
        "footer_menu": SimpleLazyObject(lambda: of(request).footer),
    }
