"""Another week, and answers while somebody types, without leaving the page; without scripts, by pages."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

# Letter by letter, faster than any machine is slow.
TYPED = """field => [..."session"].forEach((letter) => {
  field.value += letter;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""
FOUND = "answers for “session”"
KEPT = "JSON.stringify({...localStorage, ...sessionStorage})"


@pytest.fixture
def visitor(request, practice, address):
    """Somebody who has come to the page of times, with scripts unless the test says otherwise."""
    visitor = Visitor(request.getfixturevalue(getattr(request, "param", "page")), address)
    visitor.opens("/book/")
    visitor.chooses()
    visitor.agrees()
    visitor.answers()
    return visitor


def mark(page):
    """Leave something in the document that no other document has."""
    page.evaluate("document.isTheSame = true")


def is_marked(page) -> bool:
    return page.evaluate("document.isTheSame === true")


def week_of(page):
    return page.locator("#week")


def later(page):
    return page.get_by_role("link", name="Later week")


def said(page):
    return page.locator("body > [role=status]")


def other_than(text):
    return re.compile(f"^(?!{re.escape(text)}$)")


@pytest.mark.parametrize("visitor", ["page", "page_nojs"], indirect=True)
def test_weeks_are_turned_gone_to_and_come_back_to(visitor):
    page = visitor.page
    visitor.follows("Later week")
    expect(week_of(page)).to_have_text("Monday 8 March to Sunday 14 March 2027")
    visitor.follows("Later week")
    visitor.types("Go to a date", "2027-05-05")
    visitor.presses("Show that week")
    expect(week_of(page)).to_contain_text("3 May")
    page.go_back()
    expect(week_of(page)).to_contain_text("15 March")
    visitor.picks_a_time()

    assert visitor.heading == "Your details"


def test_a_week_takes_the_place_of_another_and_is_said(visitor, look):
    page, before = visitor.page, week_of(visitor.page).inner_text()
    mark(page)

    later(page).focus()
    page.keyboard.press("Enter")
    expect(week_of(page)).to_have_text(other_than(before))

    expect(said(page)).to_have_text(week_of(page).inner_text())
    expect(page.locator("#week-later")).to_be_focused()
    assert page.url.endswith("#week")
    assert "?week=2027-" in page.url
    assert is_marked(page)
    assert page.evaluate(KEPT) == "{}"
    look(page)
    shown = page.locator("#main").inner_text()
    page.reload()
    assert page.locator("#main").inner_text() == shown


def test_what_had_the_focus_and_is_gone_leaves_it_to_the_week(visitor):
    page = visitor.page
    mark(page)

    page.get_by_label("Go to a date").fill("2099-01-01")
    page.get_by_role("button", name="Show that week").press("Enter")

    expect(later(page)).to_have_count(0)
    expect(week_of(page)).to_be_focused()
    expect(said(page)).to_have_text("")
    assert is_marked(page)


FAULTS = {
    "a fault": lambda route: route.fulfill(status=500, body="a fault"),
    "gone": lambda route: route.fulfill(status=404, body="gone"),
    "no network": lambda route: route.abort(),
    "another page": lambda route: route.fulfill(body="<main>another</main>"),
    "no answer": lambda route: None,
}


def test_whatever_is_in_the_way_the_page_itself_is_opened(visitor, complaints):
    page = visitor.page
    for fault, meets in FAULTS.items():
        before = week_of(page).inner_text()
        fetched_in_vain(page, "**/book/time/?week=*", meets)
        page.evaluate("htmx.config.timeout = 300")
        mark(page)

        later(page).click()
        expect(week_of(page)).to_have_text(other_than(before))

        assert (fault, is_marked(page)) == (fault, False)
        assert page.url.endswith("#week")
    complaints.clear()


def test_a_time_that_is_pressed_meanwhile_counts(visitor, complaints):
    page, weeks, presses = visitor.page, [], []
    page.route("**/book/time/?week=*", lambda route: weeks.append(route))
    with page.expect_request("**/book/time/?week=*"):
        later(page).click()
    page.route("**/book/time/", lambda route: presses.append(route))
    with page.expect_request("**/book/time/"):
        page.locator(".week").get_by_role("button").first.click(no_wait_after=True)

    with page.expect_response("**/book/time/?week=*"):
        FAULTS["a fault"](weeks[0])
    presses[0].continue_()

    page.wait_for_url("**/book/details/")
    assert visitor.heading == "Your details"
    complaints.clear()


def test_a_draft_that_ran_out_leads_to_where_the_page_leads(visitor):
    visitor.page.context.clear_cookies()

    later(visitor.page).click()

    visitor.page.wait_for_url("**/book/#week")
    assert visitor.heading == "Book a session"


def test_two_presses_at_once_are_one(visitor, complaints):
    page, held = visitor.page, []
    page.route("**/book/time/?week=*", lambda route: route.continue_() if held else held.append(route))
    steps = page.evaluate("history.length")

    later(page).dblclick()

    expect(week_of(page)).to_contain_text("8 March")
    assert page.evaluate("history.length") == steps + 1
    # That it gave up the first is what htmx calls an error.
    complaints.clear()


def test_a_window_of_its_own_is_the_browsers(visitor):
    page, before = visitor.page, week_of(visitor.page).inner_text()

    with page.context.expect_page() as opened:
        later(page).click(modifiers=["Shift"])

    expect(week_of(opened.value)).to_have_text(other_than(before))
    assert week_of(page).inner_text() == before


def test_answers_are_found_while_somebody_types(page, practice, texts, address, look):
    asked, field = [], page.get_by_label("Search the questions")
    page.goto(f"{address}/faq/")
    page.on("request", lambda request: asked.append(request.url))
    mark(page)
    steps = page.evaluate("history.length")

    field.focus()
    field.evaluate(TYPED)

    expect(page.locator("#found")).to_contain_text(FOUND)
    expect(said(page)).to_have_text(page.locator("#found").inner_text())
    expect(field).to_be_focused()
    assert field.input_value() == "session"
    assert asked == [page.url] == [f"{address}/faq/?q=session"]
    assert (is_marked(page), page.evaluate("history.length")) == (True, steps)
    assert page.evaluate(KEPT) == "{}"
    look(page)
    field.fill("")
    expect(page.locator("#found")).to_have_count(0)
    expect(said(page)).to_have_text("")


def test_a_fault_while_somebody_types_takes_nothing_away_and_a_press_goes_on(
    page, practice, texts, address, complaints
):
    field = page.get_by_label("Search the questions")
    page.goto(f"{address}/faq/")
    fetched_in_vain(page, "**/faq/?q=*", FAULTS["a fault"])
    mark(page)

    with page.expect_response("**/faq/?q=*"):
        field.fill("session")
    assert is_marked(page)
    assert field.input_value() == "session"
    field.press("Enter")

    expect(page.locator("#found")).to_contain_text(FOUND)
    assert not is_marked(page)
    complaints.clear()


def test_without_scripts_answers_are_found_by_a_press(page_nojs, practice, texts, address):
    visitor = Visitor(page_nojs, address)
    visitor.opens("/faq/")
    visitor.types("Search the questions", "session")
    visitor.presses("Search")

    expect(page_nojs.locator("#found")).to_contain_text(FOUND)
    assert page_nojs.url == f"{address}/faq/?q=session"


def fetched_in_vain(page, address, fault):
    """What a script fetches meets this fault; the page itself is there."""
    page.route(
        address,
        lambda route: route.continue_() if route.request.is_navigation_request() else fault(route),
    )
