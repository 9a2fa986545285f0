"""Each public page ends with what to do next, and says when the next time is."""

import re
from html.parser import HTMLParser

import pytest
from django.core.management import call_command

from booking.models import Treatment, WorkingHours
from content import next_steps
from content.models import FaqEntry, Guide, Page, Practice
from tests.content.factories import PriceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
NEXT = "The next open time for a first session Tuesday 2 March, noon"
KINDS = {
    next_steps.BOOK: ("/session/", "/book/"),
    next_steps.SUITS: ("/neural-pathway-massage/", "/is-it-for-me/"),
    next_steps.ASK: ("/privacy/", "/contact/"),
}


class Main(HTMLParser):
    """The words of a page's main part, those of its next step, and where that leads, in order."""

    def __init__(self, html):
        super().__init__()
        self.words, self.step, self.links, self._depth, self._section = [], [], [], 0, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "main":
            self._depth = 1
        if tag == "section":
            self._section = attrs.get("class", "")
        if tag == "a" and self._is_step:
            self.links.append(attrs["href"])

    def handle_endtag(self, tag):
        if tag == "main":
            self._depth = 0
        if tag == "section":
            self._section = ""

    def handle_data(self, text):
        if self._depth:
            self.words += text.split()
            self.step += text.split() if self._is_step else []

    @property
    def _is_step(self):
        return "next-step" in self._section


@pytest.fixture(autouse=True)
def texts():
    call_command("load_texts", verbosity=0)
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", phone="01632 960 123")


def main_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return Main(response.text)


def public():
    rows = [*Page.objects.published(), *FaqEntry.objects.published(), *Guide.objects.published()]
    return [
        *(row.get_absolute_url() for row in rows),
        "/guides/",
        "/contact/sent/",
        "/faq/?q=nothing+like+this",
    ]


def test_every_public_page_ends_in_a_next_step(client):
    found = {path: main_of(client, path) for path in public()}

    without = [path for path, main in found.items() if not {"/book/", "/contact/"} & set(main.links)]
    assert len(found) >= 40
    assert without == []
    assert [path for path, main in found.items() if main.words[-len(main.step) :] != main.step] == []
    assert [path for path, main in found.items() if NEXT not in " ".join(main.step)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_leads_first_to_what_fits_it(client, kind):
    path, first = KINDS[kind]

    assert main_of(client, path).links[0] == first


def test_a_page_of_her_own_leads_to_booking(client):
    Page.objects.create(slug="holidays", title="Holidays", is_published=True)

    assert main_of(client, "/holidays/").links[0] == "/book/"


def test_while_no_time_is_open_the_waitlist_is_named(client):
    WorkingHours.objects.all().delete()

    step = " ".join(main_of(client, "/session/").step)

    assert "No time is open at the moment. Join the waitlist" in step
    assert "next open time" not in step


@pytest.mark.parametrize("path", ["/session/", "/neural-pathway-massage/", "/terms/"])
def test_while_nothing_is_booked_here_every_page_leads_to_asking(client, path):
    Treatment.objects.all().delete()

    main = main_of(client, path)

    assert main.links == ["/contact/"]
    assert "I take no bookings here" in " ".join(main.step)


def test_a_change_of_hours_changes_the_next_time_at_once(client):
    before = main_of(client, "/session/").step
    for period in WorkingHours.objects.filter(weekday=1):
        period.delete()

    assert "Tuesday" in before
    assert "Wednesday" in main_of(client, "/session/").step


def test_the_massage_is_told_in_its_first_words(client):
    PriceFactory(name="First session", amount=98)
    html = client.get("/neural-pathway-massage/").text
    words = Main(html).words[:110]

    facts = {
        "what": "way of working by fingertip",
        "for whom": "For whom People who want something gentle",
        "how long": "How long At least 90 minutes, up to 120",
        "how it feels": "How it feels Very light and calming",
        "what it costs": "First session £98",
        "is it safe": "Is it safe for me? See if it suits you",
        "how to book": f"Book a first session What a session feels like {NEXT}",
    }
    told = " ".join(words).replace(" ,", ",")
    assert [name for name, fact in facts.items() if fact not in told] == []
    assert re.search(r'<a href="/is-it-for-me/"[^>]*>See if it suits you</a>, in a minute', html)
