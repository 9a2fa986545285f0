"""A real Chromium at the width of a phone, which fails a journey for what a visitor would not see."""

import json
import os

import pytest
import time_machine
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.core.management import call_command
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import expect

from booking.demo import PRACTICE
from tests.conftest import NOON
from tests.journeys import sound
from tests.journeys.practice import open_the_practice

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What is not this machine does not even get a name.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# Milliseconds, for a machine that is busy with something else; what is there at once costs none of them.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)

# A page that hangs is given up; the slowest one takes some seconds.
AXE_PATIENCE = 60_000

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Off unless named, though wcag22aa asks for it.
    "rules": {"target-size": {"enabled": True}},
}
# The only frames hold mails in a sandbox, which no script reaches; test_mails looks at each mail by itself.
NO_FRAMES = {"iframes": False}
CONTRAST_ONLY = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": PHONE,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        # Colours on their way to others, in a change of page or of scheme, would be read as too pale.
        "reduced_motion": "reduce",
    }


@pytest.fixture(autouse=True, scope="session")
def _answers_leave_at_once():
    """The live server sends head and body apart, and the kernel keeps the second back for 40 ms until the
    browser has confirmed the first; a page with its stylesheets would wait that long several times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
        yield


@pytest.fixture
def complaints():
    """What the browser complained of; a test that provokes a complaint clears the list."""
    found = []
    yield found
    assert found == []


@pytest.fixture
def page(new_context, complaints):
    return _watched(new_context(), complaints)


@pytest.fixture
def page_nojs(new_context, complaints):
    return _watched(new_context(java_script_enabled=False), complaints)


def _watched(context, complaints):
    """A page whose console errors (breaches of the content security policy are among them), uncaught
    exceptions, failed requests and requests to elsewhere are noted."""
    context.on("console", lambda said: _note(complaints, _is_complaint(said), said.text))
    context.on("weberror", lambda error: _note(complaints, True, str(error.error)))
    context.on("request", lambda request: _note(complaints, not _is_here(request.url), request.url))
    context.on(
        "response", lambda answer: _note(complaints, _is_broken(answer), f"{answer.status} {answer.url}")
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def _is_complaint(said) -> bool:
    # A refused answer is said twice, and here at some later moment: the answer itself is looked at below.
    return said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource")


def _is_broken(answer) -> bool:
    """A page may say that something is wrong or gone; nothing that belongs to a page may be missing."""
    return answer.status >= (500 if answer.request.is_navigation_request() else 400)


def _note(complaints, is_wrong: bool, what: str):
    if is_wrong:
        complaints.append(what)


def _is_here(url: str) -> bool:
    return url.startswith(("http://localhost:", "http://127.0.0.1:", "blob:", "about:"))


@pytest.fixture
def axe(new_context):
    """Call it with a page: it must break no rule of WCAG 2.2 AA, nor axe's best practice."""

    def check(page, options=AXE_OPTIONS):
        shown = page if _has_scripts(page) else _twin(page, new_context())
        results = AxeResults(_run_axe(shown, options))
        assert not results.violations_count, f"{page.url}\n{results.generate_report()}"

    return check


def _run_axe(page, options) -> dict:
    # Half a megabyte of script, so a document gets it once.
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    # Unlike evaluate it gives up, be it that the page is busy for ever or that axe's promise is never kept.
    found = page.wait_for_function(
        f"axe.run({json.dumps(options | NO_FRAMES)}).then(found => ({{violations: found.violations}}))",
        timeout=AXE_PATIENCE,
    )
    return found.json_value()


@pytest.fixture
def is_sound(axe, complaints):
    """Call it with a page: it is right by light and by dark, on every screen, and the browser is content."""

    def check(page):
        if sound.is_new(page):
            axe(page)
            page.emulate_media(color_scheme="dark")
            axe(page, options=CONTRAST_ONLY)
            page.emulate_media(color_scheme="light")
        assert (page.url, sound.scrolls_sideways(page)) == (page.url, [])
        assert (page.url, len(sound.headings(page))) == (page.url, 1)
        assert (page.url, complaints) == (page.url, [])

    return check


@pytest.fixture
def look(is_sound):
    """Call it with a page of the site: it is sound, and its title says what it is."""

    def check(page, title=None):
        is_sound(page)
        what = title or sound.headings(page)[0]
        assert page.title().removeprefix("Error: ") == f"{what} – {PRACTICE['name']}"

    return check


def _has_scripts(page) -> bool:
    return page.evaluate(
        "(() => { const e = document.createElement('div'); e.innerHTML = '<noscript><p></p></noscript>';"
        " return !e.querySelector('p') })()"
    )


def _twin(page, context):
    """The same document where axe can run: it waits for promises, which a page without JavaScript never
    keeps. The document's own scripts stay refused."""
    body = page.content().replace("noscript>", "div>")
    twin = context.new_page()
    twin.route("**/*", lambda route: _answer(route, body))
    twin.goto(page.url)
    return twin


def _answer(route, body):
    if route.request.is_navigation_request():
        route.fulfill(
            body=body, content_type="text/html", headers={"Content-Security-Policy": "script-src 'none'"}
        )
    else:
        route.continue_()


@pytest.fixture
def clock():
    """The server's clock at NOON and ticking: `clock.move_to(moment)` and `clock.shift(seconds)` travel.

    It holds for every thread, so for the live server too. Chromium keeps the real time: cookies live on
    there because Max-Age, which Django sends along, counts before Expires.
    """
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def address(live_server) -> str:
    return live_server.url


@pytest.fixture
def practice(live_server, clock):
    """The practice is open, on a day that stays the same; gives the practitioner's account."""
    return open_the_practice()


@pytest.fixture
def her_page(new_context, complaints):
    """The practitioner's own browser, on a desk."""
    page = _watched(new_context(), complaints)
    page.set_viewport_size(DESK)
    return page


@pytest.fixture
def texts(live_server):
    call_command("load_texts", verbosity=0)
