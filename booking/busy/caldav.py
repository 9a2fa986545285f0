"""What is said to a CalDAV server, and how its answer is read. Pure."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from booking.busy.values import Failed, Trouble

DAV, CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
# A server goes by its own idea of where a time without a zone lies.
ONE_DAY = timedelta(days=1)
QUERY = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:prop><d:getetag/><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
<c:time-range start="{start}" end="{end}"/>
</c:comp-filter></c:comp-filter></c:filter>
</c:calendar-query>"""
HEADERS = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}


def query(start: datetime, end: datetime) -> bytes:
    """Return the body of a REPORT for what touches `[start, end)`, with a day to spare on both sides."""
    stamps = {"start": start - ONE_DAY, "end": end + ONE_DAY}
    return QUERY.format(
        **{name: f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for name, at in stamps.items()}
    ).encode()


def texts(body: bytes) -> list[str]:
    """Return the calendar files in the answer to `query`. Raise Failed when it is no such answer."""
    return [data.text for data in multistatus(body).iter(f"{CALDAV}calendar-data") if data.text]


def multistatus(body: bytes) -> ElementTree.Element:
    """Return the answer of a server that says one thing of each of several. Raise Failed for any other."""
    # No server has a reason to declare entities, and a hostile one has.
    if b"<!DOCTYPE" in body[:1000].upper() or b"<!ENTITY" in body.upper():
        raise Failed(Trouble.NOT_A_CALENDAR)
    try:
        root = ElementTree.fromstring(body)  # noqa: S314  entities are refused above
    except ElementTree.ParseError:
        raise Failed(Trouble.NOT_A_CALENDAR) from None
    if root.tag != f"{DAV}multistatus":
        raise Failed(Trouble.NOT_A_CALENDAR)
    return root
