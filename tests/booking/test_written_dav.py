"""What is asked of a calendar that is written to, what its answers mean, what stands in a file of ours."""

from datetime import UTC, datetime

import pytest

from booking.busy.values import Failed, Trouble
from booking.written import child, dav, reading
from booking.written.values import Seen
from tests.booking import calendars

CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
START, END = datetime(2027, 3, 8, 12, tzinfo=UTC), datetime(2027, 3, 8, 14, tzinfo=UTC)
TIMES = "UID:a\nDTSTART:20270308T120000Z\nDTEND:20270308T140000Z"


def answer(*responses) -> bytes:
    said = "".join(f"<d:response>{one}</d:response>" for one in responses)
    names = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    return f"<d:multistatus {names}>{said}</d:multistatus>".encode()


def rights(*names):
    said = "".join(f"<d:privilege><d:{name}/></d:privilege>" for name in names)
    return f"<d:current-user-privilege-set>{said}</d:current-user-privilege-set>"


def sorts(*names):
    said = "".join(f'<c:comp name="{name}"/>' for name in names)
    return f"<c:supported-calendar-component-set>{said}</c:supported-calendar-component-set>"


def file(href, etag='"1"'):
    return f"<d:href>{href}</d:href><d:propstat><d:prop><d:getetag>{etag}</d:getetag></d:prop></d:propstat>"


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        (CALENDAR, None),
        (CALENDAR + rights("read", "write"), None),
        (CALENDAR + rights("read", "bind", "write-content"), None),
        (CALENDAR + rights("all"), None),
        (CALENDAR + sorts("VEVENT", "VTODO"), None),
        (CALENDAR + rights("read"), Trouble.READ_ONLY),
        (CALENDAR + sorts("VTODO"), Trouble.NOT_A_CALENDAR),
        ("<d:resourcetype><d:collection/></d:resourcetype>", Trouble.NOT_A_CALENDAR),
        ("", Trouble.NOT_A_CALENDAR),
    ],
)
def test_whether_it_is_a_calendar_that_may_be_written_to(said, trouble):
    found = None
    try:
        dav.check(answer(said))
    except Failed as failed:
        found = failed.trouble

    assert found == trouble


def test_files_are_listed_by_name_and_folders_are_not():
    body = answer(
        file("/me/all/", '"0"'),
        file("/me/all/a.ics"),
        file("https://calendar.example.com/me/all/b%20c.ics", 'W/"2"'),
        "<d:href>/me/all/inner</d:href>" + CALENDAR,
    )

    assert dav.listed(body) == {"a.ics": '"1"', "b c.ics": 'W/"2"'}


def test_a_server_without_marks_of_versions_is_not_used():
    with pytest.raises(Failed):
        dav.listed(answer("<d:href>/me/all/a.ics</d:href>"))


@pytest.mark.parametrize("address", ["https://a.example/me/all", "https://a.example/me/all/?x=1#y"])
def test_a_file_lies_in_the_calendar_whatever_its_address_ends_with(address):
    assert dav.in_it(address, "a b.ics") == "https://a.example/me/all/a%20b.ics"


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("https://a.example/me/all", True),
        ("https://A.example:443/me/%61ll/?export", True),
        ("https://a.example/me/other/", False),
        ("https://b.example/me/all/", False),
    ],
)
def test_whether_two_addresses_lead_to_one_calendar(other, is_same):
    assert dav.is_same("https://a.example/me/all/", other) == is_same


@pytest.mark.parametrize(
    ("entries", "seen"),
    [
        ([TIMES + "\nSTATUS:CONFIRMED"], Seen(START, END, "Dentist")),
        ([TIMES], Seen(START, END, "Dentist")),
        (["UID:a\nDTSTART:20270308T120000Z\nDURATION:PT2H"], Seen(START, END, "Dentist")),
        ([TIMES + "\nSTATUS:TENTATIVE"], Seen(START, END, "Dentist", True)),
        ([TIMES + "\nLOCATION:Here"], Seen(START, END, "Dentist", True)),
        ([TIMES + "\nATTENDEE:mailto:a@example.com"], Seen(START, END, "Dentist", True)),
        (["UID:a\nDTSTART;VALUE=DATE:20270308"], reading.UNREADABLE),
        (["UID:a\nDTSTART:20270308T120000\nDTEND:20270308T140000"], reading.UNREADABLE),
        (["UID:a"], reading.UNREADABLE),
        ([TIMES, TIMES], reading.UNREADABLE),
        ([], reading.UNREADABLE),
    ],
)
def test_what_is_seen_in_a_file(entries, seen):
    assert reading.read(calendars.ics(*entries)) == seen


@pytest.mark.parametrize("text", ["", "nonsense", "BEGIN:VCALENDAR", "\x00" * 100])
def test_nonsense_is_seen_as_that(text):
    assert reading.read(text) == reading.UNREADABLE


def test_what_a_server_does_not_say_of_what_it_took_is_asked_for():
    with calendars.feed() as feed:
        feed.status, feed.body = 207, answer(file("/x/a.ics", '"7"'))
        said = {
            "access": {"address": feed.url("/x/"), "user_name": "u", "password": "p"},
            "on_loopback": True,
            "seconds": 5,
            "steps": [{"method": "PUT", "name": "a.ics", "etag": "", "text": "x"}],
        }
        came = child.answer(said)

    assert [(method, path) for method, path, _headers in feed.asked] == [
        ("PUT", "/x/a.ics"),
        ("PROPFIND", "/x/a.ics"),
    ]
    assert feed.asked[0][2]["If-None-Match"] == "*"
    assert came["done"] == {"a.ics": '"7"'}
