"""Takes the HTML of a text apart: its links, headings, ids and words. Pure."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
# What says something though it has no words.
SHOWN = ("img", "hr")


@dataclass
class Link:
    href: str
    words: str = ""


@dataclass
class Heading:
    level: int
    words: str = ""
    # How many words stand under it, before the next heading.
    count: int = 0


@dataclass
class Read:
    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    pictures: int = 0
    # Words outside headings.
    count: int = 0


def read(html: str) -> Read:
    """Return what the HTML holds, however broken it is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.link, self.heading = Read(), None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("id"):
            self.found.ids.add(attrs["id"])
        if tag == "a":
            self.link = Link((attrs.get("href") or "").strip())
            self.found.links.append(self.link)
        elif tag in HEADINGS:
            self.heading = Heading(HEADINGS[tag])
            self.found.headings.append(self.heading)
        elif tag in SHOWN:
            self.found.pictures += tag == "img"

    def handle_endtag(self, tag):
        if tag == "a":
            self.link = None
        elif tag in HEADINGS:
            self.heading = None

    def handle_data(self, data):
        if self.link is not None:
            self.link.words += data
        if self.heading is not None:
            self.heading.words += data
            return
        count = len(data.split())
        self.found.count += count
        if self.found.headings:
            self.found.headings[-1].count += count
