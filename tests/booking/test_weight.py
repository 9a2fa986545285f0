"""Every page stays within its budget, weighed as a server sends it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from booking import links
from booking.demo import PRACTICE
from booking.models import Purpose
from content.models import FaqEntry, Page, Practice
from tests import production
from tests.booking import flow
from tests.booking.factories import NOW, ConfirmedFactory
from tests.crawl import crawl, sitemap
from tests.weight import Budget, Weight, weigh

pytestmark = pytest.mark.django_db

HOME = Budget(total=100, html=13, images=40, requests=8)
CONTENT = Budget(total=60, html=13, images=20, requests=6)
BOOKING = Budget(total=35, html=10, images=4, requests=5)
# A client's own pages are sent as they are: compressed, their length could tell what is on them.
OWN = Budget(total=35, html=20, images=4, requests=5)
# Where weeks are turned and answers looked for: htmx and what uses it, two files and 16 kB.
IN_PLACE = ("/faq/", "/book/time/", "/booking/again/time/", "/booking/move/")
# Where a page belongs to a booking; all others are texts.
BOOKINGS = ("/book/", "/booking/", "/intake/")
# Not a visitor's, and not a page.
BESIDE = ("/admin/", "/static/")
MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)
# Each page of a booking, and what somebody does there.
STEPS = (
    ("/book/", flow.start),
    ("/book/before-we-start/", flow.agree),
    ("/book/question/1/", flow.answer),
    ("/book/question/2/", lambda client: None),
    ("/book/question/3/", lambda client: None),
    ("/book/question/4/", lambda client: None),
    ("/book/time/", lambda client: flow.choose(client, MONDAY)),
    ("/book/details/", lambda client: client.post("/book/details/", flow.DETAILS)),
    ("/book/check/", flow.send),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    changes = {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}
    with production.server(tmp_path_factory.mktemp("static"), **changes) as client:
        client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
        yield client


@pytest.fixture
def server(served, open_week):
    """The site with all its texts, asked by a visitor who was never here."""
    served.cookies.clear()
    call_command("load_texts", verbosity=0)
    Practice.objects.create(**PRACTICE)
    return served


def test_every_page_that_a_link_leads_to_stays_within_its_budget(server, record_property):
    named = sitemap(server)

    pages, dead = crawl(server, "/", *named, beside=BESIDE)

    weights = {path: weigh(server, path) for path in pages}
    for path in ("/", heaviest(weights)):
        record_property("figure", f"{path:32} {weights[path]}")
    record_property("figure", f"{len(weights)} pages by links, none over its budget, no dead link")
    assert crossed(weights) == {}
    assert dead == {}
    rows = [*Page.objects.published(), *FaqEntry.objects.published()]
    assert {row.get_absolute_url() for row in rows} <= set(named)
    assert {"/", "/contact/", "/faq/", "/book/", *named} <= pages


def crossed(weights):
    found = {path: budget_of(path).crossed(weight) for path, weight in weights.items()}
    return {path: what for path, what in found.items() if what}


def budget_of(path):
    if path == "/":
        return HOME
    own = OWN if path.startswith("/booking/") else BOOKING
    budget = own if path.startswith(BOOKINGS) else CONTENT
    return replace(budget, js=20, requests=budget.requests + 2) if path in IN_PLACE else budget


def heaviest(weights):
    return max(weights.keys() - {"/"}, key=lambda path: weights[path].total)


def test_every_page_of_ones_own_stays_within_its_budget(server, record_property):
    booking = ConfirmedFactory(starts_at=MONDAY, client__email="robin@example.com")
    token = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)
    server.get(reverse("own:visit", args=[token]), secure=True)

    pages, dead = crawl(server, reverse("own:page"), beside=BESIDE)

    weights = {path: weigh(server, path) for path in pages if path.startswith(BOOKINGS)}
    record_property("figure", f"{len(weights)} pages of a client's own, none over its budget")
    assert crossed(weights) == {}
    assert dead == {}
    assert {reverse("own:move"), reverse("own:cancel")} <= pages


def test_every_step_of_a_booking_stays_within_its_budget(server, record_property):
    weights = {}
    for path, go_on in STEPS:
        weights[path] = weigh(server, path)
        go_on(server)
    weights["/book/done/"] = weigh(server, "/book/done/")

    for path in ("/book/", "/book/time/", "/book/done/"):
        record_property("figure", f"{path:32} {weights[path]}")
    assert crossed(weights) == {}


def test_a_page_seen_again_is_sent_alone(server):
    path = staticfiles_storage.url("css/base.css")

    static = server.get(path)
    b"".join(static.streaming_content)

    assert weigh(server, "/").html <= 12_000
    assert static.headers["Cache-Control"] == "max-age=315360000, public, immutable"


@pytest.mark.parametrize(
    ("planted", "named"),
    [
        ('<img src="/static/planted.png" alt="">', "images 200.0 kB, at most 40"),
        ('<picture><source srcset="/static/planted.png 2x"><img src="/x" alt=""></picture>', "images"),
        ('<link rel="stylesheet" href="/static/planted.css">', "images 200.0 kB, at most 40"),
        ('<script src="/static/planted.js"></script>', "js 5.0 kB, at most 4"),
        ('<link rel="preload" href="/static/planted.woff2">', "something that is neither"),
        ('<img src="https://elsewhere.example.com/x.png" alt="">', "asks elsewhere: https://elsewhere"),
        ("<p>" + "word " * 3000, "html 15.0 kB, at most 13"),
    ],
    ids=["picture", "in a choice", "in a style", "script", "font", "elsewhere", "words"],
)
def test_what_weighs_too_much_is_found(planted, named):
    crossed = HOME.crossed(weigh(Planted(), "/", planted.encode()))

    assert any(named in one for one in crossed)


class Site:
    """Three pages of faults: one behind another, one that leads elsewhere, one that is not there."""

    PAGES = {
        "/": '<a href="/first/?week=2#top">on</a> <a href="https://elsewhere.example.com/">off</a>',
        "/first/": '<a href="../second/">on</a> <a href="mailto:a@example.com">write</a> <a href="/moved/">',
        "/second/": '<a href="/">back</a> <a href="/gone/">gone</a> <a href="/admin/">hers</a>',
    }

    def get(self, path, **kwargs):
        if path == "/moved/":
            return HttpResponseRedirect("/")
        return HttpResponse(self.PAGES.get(path, ""), status=200 if path in self.PAGES else 404)


def test_a_crawl_finds_what_lies_deep_and_what_does_not_open():
    pages, dead = crawl(Site(), "/", beside=BESIDE)

    assert pages == {"/", "/first/", "/second/"}
    assert dead == {"/moved/": "302, on /first/", "/gone/": "404, on /second/"}


@pytest.mark.parametrize(
    ("path", "requests"), [("/", 9), ("/prices/", 7), ("/book/", 6), ("/booking/", 6), ("/intake/", 6)]
)
def test_each_sort_of_page_has_its_own_number_of_requests(path, requests):
    weight = Weight(1000, {f"https://npm.example.com/{n}.css": 100 for n in range(requests - 1)})

    assert budget_of(path).crossed(weight) == [f"{requests} requests, at most {requests - 1}"]


class Planted:
    """A server of faults: each file as heavy as its sort must not be."""

    FILES = {
        "/static/planted.png": bytes(200_000),
        "/static/planted.css": b"main { background: url(planted.png) }",
        "/static/planted.js": bytes(5_000),
        "/static/planted.woff2": bytes(20_000),
        "/x": b"",
    }

    def get(self, path, **kwargs):
        return HttpResponse(self.FILES[path])
