"""Every text of the site, asked for again: no query, and nothing sent to whoever has it already."""

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.demo import PRACTICE
from booking.models import WorkingHours
from content import site
from content.models import Practice
from tests import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
TAKES = {"accept-encoding": "gzip"}


@pytest.fixture
def paths(client, monkeypatch):
    """All texts that the sitemap names, within one second of a process that has shown nothing yet."""
    monkeypatch.setattr(site, "monotonic", lambda: 1000.0)
    cache.clear()
    call_command("load_texts", verbosity=0)
    Practice.objects.create(**PRACTICE)
    # A form that one person fills in is kept by nobody.
    yield [path for path in crawl.sitemap(client) if path != "/contact/"]
    cache.clear()


def again(client, path):
    """What a browser that has the page is told, and one that has not, and the queries of both."""
    tag = client.get(path, headers=TAKES).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        known = client.get(path, headers=TAKES | {"if-none-match": tag})
        fresh = client.get(path, headers=TAKES)
    return known, fresh, len(queries)


def test_no_text_is_sent_again_to_whoever_has_it_or_costs_a_query(client, paths):
    told = {path: again(client, path) for path in paths}

    assert len(told) >= 30
    assert {path for path, (known, _fresh, _queries) in told.items() if known.status_code != 304} == set()
    assert {path for path, (known, _fresh, _queries) in told.items() if known.content} == set()
    assert {path for path, (_known, fresh, _queries) in told.items() if fresh.status_code != 200} == set()
    assert {path: queries for path, (_known, _fresh, queries) in told.items() if queries} == {}


def test_the_home_page_among_them_names_the_next_free_time(client, paths):
    assert free(client) == "Tuesday 2 March, noon"


def test_a_time_that_was_booked_since_makes_another_page(client, paths):
    tag, before = client.get("/").headers["ETag"], free(client)
    WorkingHours.objects.filter(weekday=1).delete()
    cache.clear()

    assert client.get("/", headers={"if-none-match": tag}).status_code == 200
    assert free(client) not in ("", before)


def free(client):
    return re.search(r'class="next-free".*?class="serif" href="/book/">([^<]*)<', client.get("/").text, re.S)[
        1
    ]
