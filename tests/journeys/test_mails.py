"""Each mail as a mail program shows it: on a narrow and a wide screen, by light and by dark."""

import pytest

from booking.emails import group
from booking.models import Kind
from tests.booking.mails import open_practice, worst_booking
from tests.booking.test_emails import about, mail_of
from tests.booking.test_emails_html import page_of, together
from tests.journeys import sound
from tests.journeys.conftest import AXE_OPTIONS, CONTRAST_ONLY

pytestmark = pytest.mark.django_db

# A mail is shown inside a page of somebody else, which has the landmarks.
IN_A_MAIL = AXE_OPTIONS | {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NARROW, WIDE = 320, 600


@pytest.fixture
def worst():
    open_practice()
    return worst_booking()


@pytest.fixture
def shows(page, axe):
    """Call it with the HTML of a mail: it can be read by light and by dark, and is as wide as its screen."""

    def check(html):
        page.set_content(html)
        if sound.is_new(page):
            page.emulate_media(color_scheme="light")
            axe(page, options=IN_A_MAIL)
            page.emulate_media(color_scheme="dark")
            axe(page, options=CONTRAST_ONLY)
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") == width

    return check


def test_every_mail_can_be_read(shows, worst):
    for kind in Kind:
        shows(page_of(mail_of(kind, about(kind, worst))))


def test_every_mail_about_several_visits_can_be_read(shows, worst):
    for kind in group.KINDS:
        shows(page_of(together(kind, worst)))


def test_the_dark_is_really_dark(page, worst):
    page.emulate_media(color_scheme="dark")
    page.set_content(page_of(mail_of(Kind.HELD, worst)))

    grounds = page.evaluate(
        "['.paper', '.sheet', '.band', '.button'].map("
        "name => getComputedStyle(document.querySelector(name)).backgroundColor)"
    )

    assert grounds == ["rgb(13, 23, 21)", "rgb(20, 33, 30)", "rgb(28, 56, 84)", "rgb(147, 207, 189)"]


def test_a_mail_is_read_in_the_order_of_its_text_and_reached_by_keyboard(page, worst):
    page.set_content(page_of(mail_of(Kind.HELD, worst)))

    reached = []
    for _press in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))

    assert reached == ["NPM Practice", "01632 960 123", "Open your page", "Move it"]
