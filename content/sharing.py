"""What a public page says of itself to search engines and wherever its link is passed on."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from content import pictures, prose, structured

DESCRIPTION = 155
KINDS = {"faq": "FAQPage", "contact": "ContactPage"}
# Where somebody looks for who, where and when; elsewhere a page only names the practice by its address.
TELLING = ("home", "contact", "prices", "neural-pathway-massage")
# Inside a script element only these could end it or begin another.
ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Sharing:
    """A page to be found; one without this is kept out of search engines."""

    title: str
    description: str
    address: str
    picture: str
    things: list[dict]

    @property
    def json(self) -> SafeString:
        """The things as JSON-LD that cannot end the element it stands in."""
        text = json.dumps({"@context": structured.VOCABULARY, "@graph": self.things}, ensure_ascii=False)
        return mark_safe(text.translate(ESCAPES))  # noqa: S308  nothing in it can be read as markup


def absolute(path: str) -> str:
    """Return the one address of a path, whatever name the site was asked by."""
    return settings.SITE_URL + path


def of_page(shown, page) -> Sharing:
    picture = absolute(pictures.url(page.title, "content:page_picture", page.slug))
    description = page.meta_description or Truncator(page.lead).chars(DESCRIPTION)
    about = _page(page, page.title, description, picture, KINDS.get(page.layout, "WebPage"))
    if page.layout == "faq":
        about["mainEntity"] = _questions(shown.entries)
    things = [about, *_telling(shown, page.slug)]
    if page.slug != "home":
        about["breadcrumb"] = structured.breadcrumb([_home(), (page.label, about["url"])])
    return Sharing(page.title, description, about["url"], picture, things)


def of_entry(shown, entry) -> Sharing:
    picture = absolute(pictures.url(entry.question, "content:entry_picture", entry.slug))
    description = Truncator(prose.words(entry.html)).chars(DESCRIPTION)
    about = _page(entry, entry.question, description, picture, "WebPage")
    questions = shown.pages.get("faq")
    between = [(questions.label, absolute(questions.get_absolute_url()))] if questions else []
    about["breadcrumb"] = structured.breadcrumb([_home(), *between, (entry.question, about["url"])])
    return Sharing(entry.question, description, about["url"], picture, [about])


def of_guide(shown, guide) -> Sharing:
    picture = absolute(pictures.url(guide.title, "content:guide_picture", guide.slug))
    description = guide.meta_description or Truncator(guide.lead).chars(DESCRIPTION)
    about = _page(guide, guide.title, description, picture, "WebPage")
    about["breadcrumb"] = structured.breadcrumb(
        [_home(), (shown.shelf.label, _at(shown.shelf)), (guide.title, about["url"])]
    )
    about["mainEntity"] = structured.article(
        about,
        base=settings.SITE_URL,
        author=shown.practice.practitioner,
        picture=_of_guide(shown, guide, picture),
    )
    return Sharing(guide.title, description, about["url"], picture, [about])


def _of_guide(shown, guide, card) -> str:
    own = shown.picture(guide)
    return absolute(own.url) if own else card


def of_shelf(shown, shelf) -> Sharing:
    picture = absolute(pictures.url(shelf.label, "content:shelf_picture"))
    about = _page(shelf, shelf.label, shelf.description, picture, "CollectionPage")
    about["breadcrumb"] = structured.breadcrumb([_home(), (shelf.label, about["url"])])
    about["hasPart"] = [{"@id": f"{_at(guide)}#page"} for guide in shown.guides.values()]
    return Sharing(shelf.label, shelf.description, about["url"], picture, [about])


def _at(row) -> str:
    return absolute(row.get_absolute_url())


def _page(row, title, description, picture, kind) -> dict:
    return structured.page(
        kind,
        base=settings.SITE_URL,
        address=absolute(row.get_absolute_url()),
        title=title,
        description=description,
        picture=picture,
        changed_at=row.changed_at,
    )


def _telling(shown, slug) -> list[dict]:
    if slug not in TELLING or not shown.practice.is_filled_in:
        return []
    base = settings.SITE_URL
    home = shown.pages.get("home")
    practice = structured.practice(
        shown.practice,
        base=base,
        picture=absolute(pictures.url(home.title, "content:page_picture", home.slug)) if home else "",
        hours=shown.hours,
        offers=shown.offers,
    )
    return [structured.site(shown.practice.name, base=base), practice]


def _questions(entries) -> list[dict]:
    return structured.questions((entry.question, prose.words(entry.html)) for entry in entries)


def _home() -> tuple[str, str]:
    return _("Home"), absolute(reverse("content:home"))
