"""What is asked of a calendar that is written to, and how its answers are read. Pure."""

from urllib.parse import quote, unquote, urlsplit, urlunsplit
from xml.etree import ElementTree

from booking.busy.caldav import CALDAV, DAV, multistatus
from booking.busy.values import Failed, Trouble

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop>"""
TAIL = "</d:prop></d:propfind>"
WHAT = f"{HEAD}<d:resourcetype/><d:current-user-privilege-set/><c:supported-calendar-component-set/>{TAIL}"
LIST = f"{HEAD}<d:getetag/><d:resourcetype/>{TAIL}"
HEADERS = {"Content-Type": "application/xml; charset=utf-8"}
WRITES = {f"{DAV}{name}" for name in ("all", "write", "write-content", "bind")}


def in_it(address: str, name: str = "") -> str:
    """Return the address of a file in this calendar, or of the calendar itself, without a query."""
    parts = urlsplit(address)
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return urlunsplit((parts.scheme, parts.netloc, path + quote(name), "", ""))


def is_same(address: str, other: str) -> bool:
    """Return whether both lead to one calendar, as far as can be told without asking."""
    return _place(address) == _place(other)


def check(body: bytes) -> None:
    """Raise Failed unless this describes a calendar for events that may be written to.

    What a server leaves unsaid shows when it is written to."""
    root = multistatus(body)
    if root.find(f".//{DAV}resourcetype/{CALDAV}calendar") is None:
        raise Failed(Trouble.NOT_A_CALENDAR)
    sorts = {one.get("name", "").upper() for one in root.iter(f"{CALDAV}comp")}
    if sorts and "VEVENT" not in sorts:
        raise Failed(Trouble.NOT_A_CALENDAR)
    rights = {right.tag for one in root.iter(f"{DAV}privilege") for right in one}
    if rights and not rights & WRITES:
        raise Failed(Trouble.READ_ONLY)


def listed(body: bytes) -> dict[str, str]:
    """Return the etag of each file in the calendar, by its name. Raise Failed."""
    found = {}
    for one in multistatus(body).iter(f"{DAV}response"):
        path = (one.findtext(f"{DAV}href") or "").strip()
        is_folder = path.endswith("/") or one.find(f".//{DAV}resourcetype/{DAV}collection") is not None
        if not path or is_folder:
            continue
        etag = one.find(f".//{DAV}getetag")
        found[unquote(urlsplit(path).path).rpartition("/")[2]] = _said(etag)
    return found


def _said(etag: ElementTree.Element | None) -> str:
    text = (etag.text or "").strip() if etag is not None else ""
    # Without one nothing could be bound to what was seen.
    if not text:
        raise Failed(Trouble.NOT_A_CALENDAR)
    return text


def _place(address: str) -> tuple:
    parts = urlsplit(address)
    ports = {"http": 80, "https": 443}
    return parts.hostname, parts.port or ports.get(parts.scheme), unquote(parts.path).rstrip("/")
