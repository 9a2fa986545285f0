"""What somebody who has read a page to its end is led to. Pure."""

BOOK, SUITS, ASK = "book", "suits", "ask"
# By the page's address; any other leads to a booking.
BY_PAGE = {
    "neural-pathway-massage": SUITS,
    "what-people-come-with": SUITS,
    "npm-or-neuromuscular-therapy": SUITS,
    "about": SUITS,
    "faq": ASK,
    "is-it-for-me": ASK,
    "terms": ASK,
    "privacy": ASK,
}


def of(slug: str) -> str:
    """Return the kind of next step that fits the page."""
    return BY_PAGE.get(slug, BOOK)
