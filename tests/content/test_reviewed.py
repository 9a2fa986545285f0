"""The site's own texts: nothing that must not be published, and an answer to each milder wording."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from content.claims import Level, Place, check
from content.claims.reviewed import is_reviewed, reviewed
from content.models import FaqEntry, Guide, Page
from tests.content.factories import PracticeFactory, PriceFactory
from tests.content.texts import answers, faq_groups, guides, pages

BLOCKS = {
    *("address", "article", "aside", "blockquote", "br", "button", "caption", "dd", "div", "dl", "dt"),
    *("footer", "form", "h1", "h2", "h3", "h4", "header", "hr", "label", "legend", "li", "main", "nav"),
    *("ol", "option", "p", "section", "summary", "table", "td", "th", "tr", "title", "ul"),
}
SPOKEN = ("alt", "aria-label", "title", "placeholder")


class Reader(HTMLParser):
    """What a page says, each part with the place in which it is read."""

    def __init__(self, read):
        super().__init__()
        self.read, self.place, self.words, self.found = read, read, [], []
        self.is_data = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        # Some name what follows a colon.
        said = [attrs[name] for name in SPOKEN if attrs.get(name)]
        self.found += [(part, Place.ALT) for name in said for part in name.split(": ")]
        if tag == "meta" and (attrs.get("name") or attrs.get("property")) and attrs.get("content"):
            self._add(attrs["content"], Place.META)
        if attrs.get("href", "").startswith("/"):
            self._add(attrs["href"], Place.ADDRESS)
        self.is_data = attrs.get("type") == "application/ld+json"
        self._turn(tag, Place.HEADING)

    def handle_endtag(self, tag):
        self._turn(tag, self.read)
        self.is_data = False

    def handle_data(self, data):
        if self.is_data:
            self._data(json.loads(data))
        else:
            self.words.append(data)

    def _data(self, value):
        """What search engines are told: everything in it is read on their pages."""
        if isinstance(value, str):
            self._add(value, Place.META)
        elif isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                self._data(part)

    def _add(self, text, place):
        is_address = place == Place.ADDRESS or text.startswith("http")
        self.found.append((urlsplit(text).path, Place.ADDRESS) if is_address else (text, place))

    def _turn(self, tag, place):
        if tag not in BLOCKS:
            return
        self.found.append((" ".join("".join(self.words).split()), self.place))
        self.words = []
        self.place = place if re.fullmatch(r"h\d|title", tag) else self.read


def parts(html, read):
    reader = Reader(read)
    reader.feed(html)
    return [(text, place) for text, place in reader.found if text]


def found(texts):
    """Everything but what is only to know."""
    all_found = (one for text, place in texts for one in check(text, place=place))
    return {one for one in all_found if one.level != Level.INFO}


def in_files():
    for slug, page in pages().items():
        read = Place.HOME if slug == "home" else Place.BODY
        yield slug, Place.ADDRESS
        yield from ((page[key], Place.HEADING) for key in ("title", "menu_label"))
        yield page["description"], Place.META
        yield from ((text, read) for text in (page["lead"], page.content))
    for slug, guide in guides().items():
        yield from (
            (slug, Place.ADDRESS),
            (guide["title"], Place.HEADING),
            (guide["description"], Place.META),
        )
        yield from ((guide["lead"], Place.BODY), (guide.content, Place.BODY))
    for slug, entry in answers().items():
        yield from ((slug, Place.ADDRESS), (entry["question"], Place.HEADING), (entry.content, Place.BODY))
    for group in faq_groups():
        yield group["name"], Place.HEADING


@pytest.fixture
def shown(client, db):
    """Every published page, as visitors get it."""
    PracticeFactory()
    PriceFactory()
    call_command("load_texts", verbosity=0)
    rows = [*Page.objects.published(), *FaqEntry.objects.published(), *Guide.objects.published()]
    addresses = ["/guides/", *(row.get_absolute_url() for row in rows)]
    return {address: client.get(address).text for address in addresses}


def in_pages(shown):
    for address, html in shown.items():
        yield from parts(html, Place.HOME if address == "/" else Place.BODY)


def test_no_text_of_the_site_says_what_must_not_be_published():
    assert [(one.rule, one.sentence) for one in found(in_files()) if one.level == Level.BLOCK] == []


def test_no_page_of_the_site_says_what_must_not_be_published(shown):
    assert [(one.rule, one.sentence) for one in found(in_pages(shown)) if one.level == Level.BLOCK] == []


def test_every_milder_wording_of_the_site_is_answered(shown):
    everything = found(in_files()) | found(in_pages(shown))

    assert [(one.rule, one.sentence) for one in everything if not is_reviewed(one)] == []


def test_the_list_of_answers_holds_nothing_that_is_gone(shown):
    everything = {(one.rule, one.sentence) for one in found(in_files()) | found(in_pages(shown))}

    assert set(reviewed()) - everything == set()


def test_every_answer_is_a_sentence_of_its_own():
    whys = set(reviewed().values())

    assert [why for why in whys if len(why.split()) < 6 or not why.endswith(".")] == []


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ("<title>Cancer and massage</title>", "N1"),
        ('<meta name="description" content="It cures a sore back.">', "B4"),
        ('<meta property="og:title" content="It cures a sore back.">', "B4"),
        ('<img src="/x.png" alt="Cured of pain">', "B4"),
        ("<p>It <em>cur</em>es a sore back.</p>", "B4"),
        ("<h2>Cancer</h2><p>Text.</p>", "N1"),
        ('<a href="/cancer-care/">More</a>', "N1"),
    ],
)
def test_a_planted_claim_is_found_in_a_page(html, rule):
    assert rule in {one.rule for one in found(parts(html + "<p>.</p>", Place.BODY))}


def test_what_must_not_be_published_cannot_be_answered_by_the_list(monkeypatch):
    [finding] = check("It cures.")
    monkeypatch.setitem(reviewed(), (finding.rule, finding.sentence), "We like it very much here.")

    assert not is_reviewed(finding)
