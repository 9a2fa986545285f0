"""The watching itself: a complaint that cannot be provoked proves nothing."""

import pytest
from playwright.sync_api import Error, TimeoutError

from tests.journeys import sound

GOOD = "<!doctype html><html lang=en><title>Good</title><main><h1>Good</h1><p>All well.</p></main></html>"
POOR = "<!doctype html><html lang=en><title>Poor</title><main><h1>Poor</h1><input><img src=/a.png></main>"
SMALL = """<!doctype html><html lang=en><title>Small</title><main><h1>Small</h1>
<button style="padding:0;border:0;width:9px;height:9px">a</button><button
 style="padding:0;border:0;width:9px;height:9px">b</button></main></html>"""


ADDRESS = "http://localhost:1/shown/"


@pytest.fixture
def show():
    """Put a page of our own where a server would answer."""

    def put(page, body, **headers):
        answer = {"body": body, "content_type": "text/html", "headers": headers}
        page.route(ADDRESS, lambda route: route.fulfill(**answer))
        page.goto(ADDRESS)

    return put


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_sound_page_brings_no_complaint(request, show, axe, complaints, kind):
    page = request.getfixturevalue(kind)

    show(page, GOOD)
    axe(page)

    assert complaints == []


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
@pytest.mark.parametrize("body", [POOR, SMALL], ids=["no label, no text for a picture", "targets too small"])
def test_a_page_that_leaves_people_out_is_found(request, show, axe, complaints, kind, body):
    page = request.getfixturevalue(kind)
    show(page, body)
    complaints.clear()

    with pytest.raises(AssertionError, match="accessibility violations"):
        axe(page)


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_breach_of_the_content_security_policy_is_found(request, show, complaints, kind):
    page = request.getfixturevalue(kind)

    with page.expect_console_message():
        show(page, GOOD + "<p style='color:red'>Red</p>", **{"Content-Security-Policy": "style-src 'self'"})

    assert any("Content Security Policy" in what for what in complaints)
    complaints.clear()


def test_an_error_in_a_script_is_found(page, show, complaints):
    with page.context.expect_event("weberror"):
        show(page, GOOD + "<script>missing()</script>")

    assert any("missing is not defined" in what for what in complaints)
    complaints.clear()


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_request_to_elsewhere_is_found_and_goes_nowhere(request, show, complaints, kind):
    page = request.getfixturevalue(kind)

    show(page, GOOD + "<img src='https://example.com/a.png' alt=''>")

    assert "https://example.com/a.png" in complaints
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://example.com/")
    complaints.clear()


def test_the_servers_clock_travels_and_its_cookies_stay(page, live_server, clock):
    """A frozen past must not make the browser drop what it was just given."""
    page.goto(live_server.url + "/admin/login/")

    cookies = {cookie["name"] for cookie in page.context.cookies()}

    assert "csrftoken" in cookies


PALE_IN_THE_DARK = GOOD.replace(
    "<main>", "<meta name=color-scheme content='light dark'><link rel=stylesheet href=dark.css><main>"
)
TOO_WIDE = GOOD.replace("<main>", "<main><div style='width:500px'>Wide</div>")
TWO_HEADINGS = GOOD.replace("</main>", "<h1>Also good</h1></main>")


@pytest.mark.parametrize(
    ("body", "what"),
    [(PALE_IN_THE_DARK, "color-contrast"), (TOO_WIDE, r"\[320, 390\]"), (TWO_HEADINGS, ", 2\\)")],
    ids=["too pale in the dark", "too wide", "two headings"],
)
def test_a_page_that_is_not_sound_is_found(page, show, is_sound, body, what):
    css = "@media (prefers-color-scheme: dark) { p { color: #444; background: #000 } }"
    page.route("**/dark.css", lambda route: route.fulfill(content_type="text/css", body=css))
    show(page, body)

    with pytest.raises(AssertionError, match=what):
        is_sound(page)


def test_a_page_that_hangs_is_given_up(page, show, axe, monkeypatch):
    monkeypatch.setattr("tests.journeys.conftest.AXE_PATIENCE", 200)
    show(page, GOOD + "<script>axe = { run: () => new Promise(() => {}) }</script>")

    with pytest.raises(TimeoutError, match="200ms"):
        axe(page)


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_page_of_another_shape_is_looked_at_and_one_with_other_words_not_again(request, show, kind):
    page = request.getfixturevalue(kind)
    shapes = (
        f"<html lang=en><main class={kind}><h1>One</h1><p>a</p><p>b</p></main>",
        f"<html lang=en><main class={kind}><h1>Two</h1><p>c</p></main>",
        f"<html lang=en><main class={kind}><h1>Two</h1><p></p></main>",
        f"<html lang=en><main class={kind}><h1>Two</h1><p hidden>c</p></main>",
    )
    found = []

    for body in shapes:
        show(page, body)
        found.append(sound.is_new(page))

    assert found == [True, False, True, True]
