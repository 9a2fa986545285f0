"""Every page stays within its budget, weighed as a server sends it."""

from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse

from booking.demo import PRACTICE
from content.models import FaqEntry, Page, Practice
from tests import production
from tests.booking import flow
from tests.weight import Budget, Weight, weigh

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("packed")]

HOME = Budget(total=100, html=13, images=40)
SERVICE = Budget(total=60, html=13, images=20)
CONTENT = Budget(total=60, html=13, images=5)
BOOKING = Budget(total=35, html=10, images=4)
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


def test_every_text_stays_within_its_budget(server, record_property):
    rows = [*Page.objects.published(), *FaqEntry.objects.published()]

    weights = {row.get_absolute_url(): weigh(server, row.get_absolute_url()) for row in rows}

    crossed = {path: budget_of(path).crossed(weight) for path, weight in weights.items()}
    for path in ("/", heaviest(weights)):
        record_property("figure", f"{path:32} {weights[path]}")
    record_property("figure", f"{len(weights)} pages and answers, none over its budget")
    assert len(weights) >= 36
    assert {path: found for path, found in crossed.items() if found} == {}


def budget_of(path):
    return {"/": HOME, "/neural-pathway-massage/": SERVICE}.get(path, CONTENT)


def heaviest(weights):
    return max(weights.keys() - {"/"}, key=lambda path: weights[path].total)


def test_every_step_of_a_booking_stays_within_its_budget(server, record_property):
    weights = {}
    for path, go_on in STEPS:
        weights[path] = weigh(server, path)
        go_on(server)
    weights["/book/done/"] = weigh(server, "/book/done/")

    crossed = {path: BOOKING.crossed(weight) for path, weight in weights.items()}
    for path in ("/book/", "/book/time/", "/book/done/"):
        record_property("figure", f"{path:32} {weights[path]}")
    assert {path: found for path, found in crossed.items() if found} == {}


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


def test_nine_requests_are_too_many():
    weight = Weight(1000, {f"https://npm.example.com/{n}.css": 100 for n in range(8)})

    assert HOME.crossed(weight) == ["9 requests, at most 8"]


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
