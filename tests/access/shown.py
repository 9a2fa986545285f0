"""Pages as the site answers with them, kept so that a browser can look at each as often as it likes.

Each is asked for by Django's test client, in the state it is about, and rolled back: what is looked at is the
document with its own styles and scripts, and no server runs beside the browser.
"""

import mimetypes
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import time_machine
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from content import site
from tests.booking.factories import NOW

ORIGIN = "http://localhost:1"
HEADERS = ("Content-Type", "Content-Security-Policy", "Cross-Origin-Embedder-Policy")


@dataclass(frozen=True)
class Shown:
    """A page in one state. `goes` is the step of a journey it is, in its order; the desk's has no visitor."""

    name: str
    path: str
    status: int
    body: bytes
    headers: tuple
    is_desk: bool = False

    @property
    def address(self) -> str:
        return ORIGIN + self.path


class Collector:
    """Asks for pages as one visitor, and keeps what is answered under a name."""

    def __init__(self, *, is_desk=False, user=None):
        self.browser = Client(raise_request_exception=False, headers={"host": "localhost"})
        self.is_desk, self.pages = is_desk, []
        if user:
            self.browser.force_login(user)

    def get(self, name: str, path: str, *, status=200, **query):
        return self.keep(name, self.browser.get(path, query, follow=True), status=status)

    def post(self, name: str, path: str, data, *, status=200):
        return self.keep(name, self.browser.post(path, data, follow=True), status=status)

    def keep(self, name, answer, *, status=200):
        """Keep this answer; one of another kind than was meant is no state of a page."""
        assert answer.status_code == status, (name, answer.status_code, answer.headers.get("Location"))
        chain = getattr(answer, "redirect_chain", None)
        path = urlsplit(chain[-1][0]).path if chain else answer.wsgi_request.get_full_path()
        headers = tuple((header, answer[header]) for header in HEADERS if header in answer)
        self.pages.append(Shown(name, path, status, answer.content, headers, self.is_desk))
        return answer


@contextmanager
def for_a_while():
    """What is made in here is seen by nobody afterwards; the clock stands at NOW."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        _look_again()
        yield
        transaction.set_rollback(True)
    _look_again()


def _look_again():
    site.look_again()
    cache.clear()


def serve(page, shown: Shown):
    """Show this one at its own address; its styles, scripts and pictures come from the project's folders."""

    def answer(route):
        url = urlsplit(route.request.url)
        if route.request.is_navigation_request():
            route.fulfill(status=shown.status, body=shown.body, headers=dict(shown.headers))
        else:
            _fulfil_part(route, url.path)

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(shown.address)


def _fulfil_part(route, path):
    file = path.startswith("/static/") and finders.find(path.removeprefix("/static/"))
    if file:
        route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])
    else:
        # Slots, mails in frames, sharing pictures: nothing that the page needs to be read.
        route.fulfill(status=204, body="")
