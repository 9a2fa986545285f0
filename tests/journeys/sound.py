"""What holds of every page, whoever sees it and on whatever screen."""

from hashlib import sha256
from pathlib import Path

WIDTHS = (320, 390, 768, 1280)
SHAPE = (Path(__file__).parent / "shape.js").read_text()

_known = set()


def is_new(page) -> bool:
    """Whether no page of this shape was seen before in this run."""
    shape = sha256(page.evaluate(SHAPE).encode()).digest()
    is_new = shape not in _known
    _known.add(shape)
    return is_new


def scrolls_sideways(page) -> list[int]:
    """The widths at which the page is wider than its screen; the screen is left as it was."""
    before = page.viewport_size
    too_wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(width)
    page.set_viewport_size(before)
    return too_wide


def headings(page) -> list[str]:
    """The main headings, as they are written."""
    return [" ".join(text.split()) for text in page.locator("h1").all_text_contents()]


def is_dead_end(page) -> bool:
    """Whether there is nothing to go on with, or nobody to ask."""
    goes_on = page.locator("main :is(a[href], button)").count()
    asks = page.locator("a[href^='tel:']").count()
    return not (goes_on and asks)


def hindrances(page) -> list[str]:
    """What only gets in the way: labels that vanish, buttons that do not react, stars."""
    found = page.locator("main :is([placeholder], button:disabled, [required])").all()
    stars = page.locator("main label:has-text('*')").all()
    return [place.evaluate("e => e.outerHTML") for place in (*found, *stars)]
