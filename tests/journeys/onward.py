"""Going on to another page: the next one is there in full before anything is read.

A bare click comes back before the browser has asked for the page it opens, so what is read right after it may
still be of the old page, and what the server keeps may not be written yet.
"""


def goes_on_by(place):
    """Press this, and wait for the page it opens."""
    with place.page.expect_navigation():
        place.click()


def goes_on_by_enter(page):
    """Press Enter where the focus is, and wait for the page it opens."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
