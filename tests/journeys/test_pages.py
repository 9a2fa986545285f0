"""Every page that anybody can read."""

import pytest

from content.models import FaqEntry, Page
from tests.journeys import sound
from tests.journeys.visitor import Visitor


@pytest.fixture
def visitor(page, practice, texts, address):
    return Visitor(page, address)


def test_every_page_is_sound_and_leaves_no_cookie(visitor, look):
    pages = [page.get_absolute_url() for page in Page.objects.published().exclude(slug="contact")]
    question = FaqEntry.objects.published().first().get_absolute_url()
    searches = ["/faq/?q=stress", "/faq/?q=nowhere+to+be+found"]

    for path in [*pages, question, *searches]:
        visitor.opens(path)
        look(visitor.page)
        assert not sound.is_dead_end(visitor.page)

    assert len(pages) >= 13
    assert visitor.page.context.cookies() == []


def test_an_address_that_leads_nowhere_says_so(visitor, look, complaints):
    visitor.opens("/no-such-page/")
    missing = complaints.copy()
    complaints.clear()

    look(visitor.page)

    assert visitor.heading == "Page not found"
    assert all("404" in what for what in missing)


def test_a_message_is_mended_and_sent(visitor, look):
    visitor.opens("/contact/")
    look(visitor.page)
    visitor.types("Your name", "Robin Example")
    visitor.types("Email address", "robin at example")
    visitor.presses("Send the message")
    look(visitor.page)
    problems = visitor.page.locator("#error-summary a").all_inner_texts()
    kept = visitor.page.get_by_label("Your name").input_value()

    visitor.types("Email address", "robin@example.com")
    visitor.types("Your question", "May I bring my dog?")
    visitor.presses("Send the message")
    if visitor.heading != "Your message is on its way":
        visitor.presses("Send the message")
    look(visitor.page)

    assert problems == [
        "Enter an email address in the correct format, like name@example.com",
        "Enter your question",
    ]
    assert kept == "Robin Example"
    assert visitor.heading == "Your message is on its way"
