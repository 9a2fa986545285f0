"""Every page that somebody can reach by pressing links, from the pages that they may begin with."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.weight import HERE


class Links(HTMLParser):
    """The addresses that a page leads to on this site, without their queries and fragments."""

    def __init__(self, page: str, html: str):
        super().__init__()
        self.page, self.paths = page, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        address = urljoin(HERE + self.page, dict(attrs).get("href") or "")
        if tag == "a" and address.startswith(f"{HERE}/"):
            self.paths.append(urlsplit(address).path)


def crawl(client, *starts: str, beside: tuple[str, ...] = ()) -> tuple[set[str], dict[str, str]]:
    """The paths of all pages found; and of each link that opens nothing, where it stands. What begins with
    one of `beside` is left out."""
    pages, dead, seen = set(), {}, set()
    waiting = [(start, "the start") for start in starts]
    while waiting:
        path, linked_on = waiting.pop()
        if path in seen or path.startswith(beside):
            continue
        seen.add(path)
        response = client.get(path, secure=True)
        if response.status_code != 200:
            dead[path] = f"{response.status_code}, on {linked_on}"
        elif response.headers["Content-Type"].startswith("text/html"):
            pages.add(path)
            waiting += [(found, path) for found in Links(path, response.content.decode()).paths]
        elif response.streaming:
            # Read to its end a file closes itself; closing it by hand would close the database's connection.
            b"".join(response.streaming_content)
    return pages, dead


def sitemap(client) -> list[str]:
    """The paths that the sitemap names."""
    xml = client.get("/sitemap.xml", secure=True).content.decode()
    return [urlsplit(address).path for address in re.findall("<loc>([^<]+)</loc>", xml)]
