"""What changes in place is fetched from the addresses, and out of the pages, that are there without it."""

import json
import re

import pytest
from django.core.management import call_command

from booking.demo import PRACTICE
from content.models import Practice
from tests.booking import flow
from tests.booking.test_own_move import visit_of
from tests.booking.test_own_move_pages import come

pytestmark = pytest.mark.django_db
IN_SCRIPT = {"hx-request": "true", "hx-boosted": "true", "hx-target": "main"}
CONFIG = re.compile(r"""<meta name="htmx-config" content='([^']+)'>""")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def site(open_week):
    call_command("load_texts", verbosity=0)
    Practice.objects.create(**PRACTICE)


@pytest.fixture
def chooser(client, site):
    """Somebody who has come to the page of times."""
    flow.start(client)
    flow.agree(client)
    flow.answer(client)
    return client


@pytest.mark.parametrize("path", ["/faq/", "/faq/?q=session"])
def test_a_script_is_given_the_very_page_that_caches_keep(client, site, path):
    page, in_script = client.get(path), client.get(path, headers=IN_SCRIPT)

    known = client.get(path, headers=IN_SCRIPT | {"if-none-match": page["ETag"]})
    assert (in_script.content, in_script.headers) == (page.content, page.headers)
    assert (known.status_code, known.content) == (304, b"")


def test_a_script_is_given_the_very_page_of_times(chooser):
    path = "/book/time/?week=2027-03-08"

    page, in_script = (TOKEN.sub("", chooser.get(path, headers=by).text) for by in ({}, IN_SCRIPT))

    assert in_script == page
    assert "<!doctype html>" in page


def test_a_week_is_a_link_and_a_date_a_form(chooser):
    page = chooser.get("/book/time/?week=2027-03-08").text

    assert re.search(r'id="week-later" href="/book/time/\?week=2027-03-15#week"', page)
    assert re.search(r'id="week-earlier" href="/book/time/\?week=2027-03-01#week"', page)
    assert '<form action="/book/time/#week" class="search"' in page


def test_htmx_keeps_no_page_and_runs_no_text(chooser):
    for path in ("/book/time/", "/faq/"):
        config = json.loads(CONFIG.search(chooser.get(path).text)[1])

        assert config["historyCacheSize"] == 0
        assert not any(config[name] for name in ("allowEval", "allowScriptTags", "includeIndicatorStyles"))


def test_a_page_without_another_week_or_a_search_has_no_script(chooser):
    for path in (
        "/",
        "/neural-pathway-massage/",
        "/prices/",
        "/faq/do-i-stay-dressed/",
        "/contact/",
        "/book/",
    ):
        page = chooser.get(path)

        assert page.status_code == 200, path
        assert not re.search(r"<script[^>]* src=|htmx", page.text), path


def test_moving_a_visit_changes_weeks_in_place_too(client, site):
    page = come(client, visit_of()).text

    assert CONFIG.search(page)
    assert 'data-hx-boost="true"' in page
