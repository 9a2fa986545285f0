"""What is read from the pages without a browser: ways to them, nothing asked twice, what is announced."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from booking.demo import PRACTICE
from content.models import Page, Practice

# What somebody tells once; the form of the contact page is filled in by others.
PURPOSES = ("name", "email", "tel", "bday")
TOLD_BY = "details, filled"
AFTER = ("check", "confirmed", "form, ", "own page, ", "move", "letter")
ANNOUNCED = {
    "status": ("confirmed", "held", "on the list", "message, sent", "form, sent"),
    "alert": ("start, wrong", "details, wrong", "taken", "message, wrong", "lost link, wrong"),
}


def named(pages, *beginnings):
    return [page for page in pages if page.name.startswith(beginnings)]


def asked(page) -> list[str]:
    """The inputs of a page that ask for what is told in the details."""
    inputs = re.findall(r"<input[^>]*>", page.body.decode())
    wanted = "|".join(PURPOSES)
    return [one for one in inputs if re.search(rf'autocomplete="({wanted})[^"]*"', one)]


@pytest.mark.django_db
def test_nothing_is_asked_twice(public_pages):
    [filled] = named(public_pages, TOLD_BY)

    assert len(asked(filled)) == 3
    assert [one for one in asked(filled) if 'value="' not in one] == []
    assert len(named(public_pages, *AFTER)) > 20
    assert {page.name: asked(page) for page in named(public_pages, *AFTER) if asked(page)} == {}


@pytest.mark.django_db
def test_what_was_done_is_announced(public_pages):
    for role, names in ANNOUNCED.items():
        for name in names:
            [page] = [one for one in public_pages if one.name == name]
            assert f'role="{role}"' in page.body.decode(), name


@pytest.mark.django_db
def test_every_page_is_found_in_two_ways(client):
    """By the menus, which every page has, and from the words of another page."""
    Practice.objects.create(**PRACTICE)
    call_command("load_texts", verbosity=0)
    pages = {page.get_absolute_url() for page in Page.objects.published()} - {"/"}
    texts = {path: client.get(path).content.decode() for path in [*pages, "/", "/faq/"]}

    menus = set.intersection(*(links(html.replace(main(html), "")) for html in texts.values()))
    elsewhere = {
        path: [other for other, html in texts.items() if other != path and path in links(main(html))]
        for path in pages
    }

    assert pages - menus == set()
    assert [path for path, others in elsewhere.items() if not others] == []


def main(html) -> str:
    return html[html.index("<main") : html.index("</main>")]


def links(html) -> set[str]:
    return {urlsplit(address).path for address in re.findall(r'<a[^>]*href="([^"]*)"', html)}
