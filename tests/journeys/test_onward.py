"""Going on: however late the next page is asked for, it is there before anything is read."""

import pytest

from tests.journeys.onward import goes_on_by, goes_on_by_enter

ADDRESS = "http://localhost:1"
PAGES = {
    "/": "<title>Before</title><button onclick=\"setTimeout(() => location = 'after/', 200)\">Go on</button>",
    "/after/": "<title>After</title><p>All of it</p>",
}


def answers(route):
    body = PAGES[route.request.url.removeprefix(ADDRESS)]
    route.fulfill(body=body, content_type="text/html")


def enters(place):
    place.focus()
    goes_on_by_enter(place.page)


@pytest.mark.parametrize("goes_on", [goes_on_by, enters])
def test_a_page_that_is_asked_for_late_is_waited_for(page, goes_on):
    page.route(f"{ADDRESS}/**", answers)
    page.goto(ADDRESS + "/")

    goes_on(page.get_by_role("button", name="Go on"))

    assert (page.title(), page.locator("p").all_inner_texts()) == ("After", ["All of it"])
