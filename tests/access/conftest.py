"""One browser page for each group of pages, that shows them one after the other."""

import os

import pytest

from tests.access import looking, public, shown
from tests.journeys.conftest import FLAGS


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="module")
def looker(browser):
    """Somebody who wants no motion, as a reader of each check would."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, locale="en-GB", reduced_motion="reduce"
    )
    yield looking.Looker(context.new_page())
    context.close()


@pytest.fixture(scope="session")
def collected(django_db_setup, django_db_blocker):
    """Call it with what collects pages; none of what it makes is left."""

    def collect(pages):
        with django_db_blocker.unblock(), shown.for_a_while():
            return pages()

    return collect


@pytest.fixture(scope="session")
def public_pages(collected):
    return collected(public.pages)
