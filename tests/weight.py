"""What a browser with nothing in its cache fetches for a page, and what it weighs on the way."""

import gzip
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

HERE = "https://npm.example.com"
KB = 1000
IN_CSS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
SORTS = {".css": "css", ".js": "js", ".svg": "images", ".png": "images", ".webp": "images", ".avif": "images"}
# A file of a sort that nobody foresaw is not let through for that.
OTHER = "other"


@dataclass
class Weight:
    """Bytes by sort, as they were sent; how many requests; addresses elsewhere; scripts that are needed."""

    html: int
    parts: dict[str, int] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)

    def of(self, sort: str) -> int:
        return sum(size for address, size in self.parts.items() if _sort(address) == sort)

    @property
    def total(self) -> int:
        return self.html + sum(self.parts.values())

    @property
    def requests(self) -> int:
        return 1 + len(self.parts) + len(self.elsewhere)

    def __str__(self):
        sorts = "  ".join(f"{sort} {self.of(sort) / KB:5.1f}" for sort in ("css", "js", "images"))
        return (
            f"{self.total / KB:6.1f} kB  html {self.html / KB:5.1f}  {sorts}  {self.requests:2} requests, "
            f"{len(self.elsewhere)} elsewhere"
        )


@dataclass(frozen=True)
class Budget:
    """The most a page may weigh, in kB as sent, and how many requests it may take."""

    total: float
    html: float
    images: float
    requests: int = 8
    css: float = 10
    js: float = 4

    def crossed(self, weight: Weight) -> list[str]:
        found = {"total": weight.total, "html": weight.html}
        found |= {sort: weight.of(sort) for sort in ("css", "js", "images")}
        crossed = [
            f"{name} {size / KB:.1f} kB, at most {getattr(self, name)}"
            for name, size in found.items()
            if size > getattr(self, name) * KB
        ]
        if weight.of(OTHER):
            crossed.append("something that is neither style, script nor picture")
        if weight.requests > self.requests:
            crossed.append(f"{weight.requests} requests, at most {self.requests}")
        return crossed + [f"asks elsewhere: {address}" for address in weight.elsewhere]


def weigh(client, path: str, html: bytes | None = None) -> Weight:
    """Fetch a page and all that belongs to it. Of a picture with several sources the heaviest counts; a page
    given as `html` is weighed as that page."""
    if html is None:
        response = client.get(path, secure=True, headers={"accept-encoding": "br, gzip"})
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        sent = response.content
        html = gzip.decompress(sent) if response.headers.get("Content-Encoding") == "gzip" else sent
    else:
        sent = html
    weight = Weight(len(sent))
    for choice in Parts(html.decode()).choices:
        _add(client, weight, [urljoin(HERE + path, address) for address in choice])
    return weight


def _add(client, weight, choice):
    weight.elsewhere += [address for address in choice if not address.startswith(f"{HERE}/")]
    here = [address for address in choice if address.startswith(f"{HERE}/")]
    fetched = {address: _fetch(client, address) for address in here if address not in weight.parts}
    if not fetched:
        return
    heaviest = max(fetched, key=lambda address: len(fetched[address][0]))
    sent, text = fetched[heaviest]
    weight.parts[heaviest] = len(sent)
    if _sort(heaviest) == "css":
        for named in IN_CSS.findall(text):
            _add(client, weight, [urljoin(heaviest, "".join(named))])


def _fetch(client, address) -> tuple[bytes, str]:
    path = urlsplit(address).path
    return _sent(client, path, "br, gzip"), _sent(client, path, "identity").decode(errors="ignore")


def _sent(client, path, encodings) -> bytes:
    response = client.get(path, secure=True, headers={"accept-encoding": encodings})
    # Read to its end a file closes itself; closing it by hand would close the database's connection as well.
    sent = b"".join(response.streaming_content) if response.streaming else response.content
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return sent


def _sort(address: str) -> str:
    path = urlsplit(address).path
    return SORTS.get(path[path.rfind(".") :], OTHER)


class Parts(HTMLParser):
    """What a browser fetches of its own accord for a page: each part as the addresses it can choose from."""

    FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch"}

    def __init__(self, html: str):
        super().__init__()
        self.choices: list[list[str]] = []
        self._picture: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "picture":
            self._picture = []
        elif tag == "link" and self.FETCHED & set(attrs.get("rel", "").split()):
            self.choices.append([attrs["href"]])
        elif tag in ("img", "source"):
            self._may_show([attrs.get("src"), *_of_set(attrs.get("srcset", ""))])
        elif tag in ("script", "iframe", "video", "audio", "embed", "track") and attrs.get("src"):
            self.choices.append([attrs["src"]])
        elif tag == "object" and attrs.get("data"):
            self.choices.append([attrs["data"]])

    def handle_endtag(self, tag):
        if tag == "picture" and self._picture:
            self.choices.append(self._picture)
        if tag == "picture":
            self._picture = None

    def _may_show(self, addresses):
        named = [address for address in addresses if address and not address.startswith("data:")]
        if self._picture is not None:
            self._picture += named
        elif named:
            self.choices.append(named)


def _of_set(srcset: str) -> list[str]:
    return [one.split()[0] for one in srcset.split(",") if one.strip()]
