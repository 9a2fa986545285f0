"""Busy times are read out of calendar files of every make, on the practice's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.busy import ranges
from booking.busy.values import Failed, Found, Trouble
from booking.intervals import Interval

LONDON = ZoneInfo("Europe/London")
START, END = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC)
NEW_YORK = """BEGIN:VTIMEZONE
TZID:Home
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
"""


def file(*entries, zones=""):
    events = "".join(f"BEGIN:VEVENT\nSUMMARY:Dentist\n{entry}\nEND:VEVENT\n" for entry in entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{zones}{events}END:VCALENDAR\n".replace("\n", "\r\n")


def read(*entries, zones="", start=START, end=END):
    return ranges.read([file(*entries, zones=zones)], start, end, zone=LONDON, own_host="www.example.com")


def at(month, day, hour=0, minute=0):
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def spans(*pairs):
    return Found(tuple(Interval(*pair) for pair in pairs))


@pytest.mark.parametrize(
    ("entry", "busy"),
    [
        ("UID:a\nDTSTART:20270303T100000Z\nDTEND:20270303T110000Z", [(at(3, 3, 10), at(3, 3, 11))]),
        ("DTSTART:20270303T100000Z\nDURATION:PT90M", [(at(3, 3, 10), at(3, 3, 11, 30))]),
        ("DTSTART;TZID=Europe/London:20270601T100000\nDURATION:PT1H", [(at(6, 1, 9), at(6, 1, 10))]),
        ("DTSTART;TZID=GMT Standard Time:20270601T100000\nDURATION:PT1H", [(at(6, 1, 9), at(6, 1, 10))]),
        ("DTSTART:20270601T100000\nDTEND:20270601T110000", [(at(6, 1, 9), at(6, 1, 10))]),
        ("DTSTART;TZID=Nowhere/Land:20270601T100000\nDURATION:PT1H", [(at(6, 1, 9), at(6, 1, 10))]),
        ("DTSTART;VALUE=DATE:20270303", [(at(3, 3), at(3, 4))]),
        ("DTSTART;VALUE=DATE:20270601\nDTEND;VALUE=DATE:20270603", [(at(5, 31, 23), at(6, 2, 23))]),
        ("DTSTART;VALUE=DATE:20270328", [(at(3, 28), at(3, 28, 23))]),
        ("DTSTART;VALUE=DATE:20271031", [(at(10, 30, 23), at(11, 1))]),
        ("DTSTART:20270227T100000Z\nDTEND:20270301T010000Z", [(at(3, 1), at(3, 1, 1))]),
        ("DTSTART:20270303T100000Z", []),
        ("DTSTART:20270303T100000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20270303T100000Z\nDURATION:PT1H\nSTATUS:CANCELLED", []),
        ("DTSTART:20270303T100000Z\nDURATION:PT1H\nSTATUS:TENTATIVE", [(at(3, 3, 10), at(3, 3, 11))]),
        ("DTSTART:20260303T100000Z\nDTEND:20260303T110000Z", []),
        ("DTSTART:20280303T100000Z\nDTEND:20280303T110000Z", []),
        ("UID:booking-7-ABC@www.example.com\nDTSTART:20270303T100000Z\nDURATION:PT1H", []),
        ("UID:visit-7@www.example.com\nDTSTART:20270303T100000Z\nDURATION:PT1H", []),
        ("UID:session-a-b@www.example.com\nDTSTART:20270303T100000Z\nDURATION:PT1H", []),
        (
            "DTSTART:20270303T100000Z\nDURATION:PT1H\nBEGIN:VALARM\nTRIGGER:-PT5M\nSTATUS:CANCELLED\nEND:VALARM",
            [(at(3, 3, 10), at(3, 3, 11))],
        ),
    ],
    ids=[
        *("plain", "duration", "zone", "windows_zone", "floating", "unknown_zone", "all_day", "two_days"),
        *("day_of_23_hours", "day_of_25_hours", "cut_at_the_window", "no_length", "free", "cancelled"),
        *("tentative", "long_past", "far_ahead", "our_own", "our_feed", "our_session", "alarm"),
    ],
)
def test_an_entry_is_busy_for_just_its_time(entry, busy):
    assert read(entry) == spans(*busy)


def test_a_series_keeps_its_clock_across_both_changes_of_the_clocks():
    weekly = "UID:a\nDTSTART;TZID=Europe/London:20270325T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2"
    autumn = "UID:b\nDTSTART;TZID=Europe/London:20271028T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2"

    found = read(weekly, autumn)

    assert found == spans(
        (at(3, 25, 9), at(3, 25, 10)),
        (at(4, 1, 8), at(4, 1, 9)),
        (at(10, 28, 8), at(10, 28, 9)),
        (at(11, 4, 9), at(11, 4, 10)),
    )


def test_a_series_without_its_exceptions_and_with_what_was_added():
    series = (
        "UID:a\nDTSTART:20270303T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\n"
        "EXDATE:20270310T100000Z\nRDATE:20270312T100000Z"
    )

    assert read(series) == spans(
        (at(3, 3, 10), at(3, 3, 11)), (at(3, 12, 10), at(3, 12, 11)), (at(3, 17, 10), at(3, 17, 11))
    )


def test_one_of_a_series_that_was_moved_cancelled_or_set_free_is_as_it_is_now():
    series = "UID:a\nDTSTART:20270303T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4"
    one = "UID:a\nDURATION:PT1H\n"

    found = read(
        series,
        f"{one}RECURRENCE-ID:20270310T100000Z\nDTSTART:20270311T150000Z",
        f"{one}RECURRENCE-ID:20270317T100000Z\nDTSTART:20270317T100000Z\nSTATUS:CANCELLED",
        f"{one}RECURRENCE-ID:20270324T100000Z\nDTSTART:20270324T100000Z\nTRANSP:TRANSPARENT",
    )

    assert found == spans((at(3, 3, 10), at(3, 3, 11)), (at(3, 11, 15), at(3, 11, 16)))


def test_one_of_a_series_that_somebody_else_keeps_stands_by_itself():
    alone = "UID:a\nRECURRENCE-ID:20270310T100000Z\nDTSTART:20270310T100000Z\nDURATION:PT1H"

    assert read(alone) == spans((at(3, 10, 10), at(3, 10, 11)))


def test_a_zone_that_the_file_explains_is_used():
    entry = "DTSTART;TZID=Home:20270601T100000\nDURATION:PT1H"

    assert read(entry, zones=NEW_YORK) == spans((at(6, 1, 14), at(6, 1, 15)))


def test_a_long_series_that_began_years_ago_is_seen():
    daily = "UID:a\nDTSTART:20100101T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"

    found = read(daily, end=at(3, 3))

    assert found == spans((at(3, 1, 12), at(3, 1, 13)), (at(3, 2, 12), at(3, 2, 13)))


def test_what_overlaps_or_touches_is_one_time():
    first, second, third = (f"DTSTART:20270303T{hour}00Z\nDURATION:PT1H" for hour in ("1000", "1030", "1130"))

    assert read(first, second, third) == spans((at(3, 3, 10), at(3, 3, 12, 30)))


@pytest.mark.parametrize(
    "nonsense",
    [
        "DTSTART:yesterday\nDURATION:PT1H",
        "SUMMARY:No start",
        "UID:b\nDTSTART:20270303T100000Z\nRRULE:FREQ=NOW",
        "UID:b\nDTSTART:20270303T100000Z\nDTEND;VALUE=DATE:20270304\nRRULE:FREQ=DAILY;UNTIL=soon",
    ],
    ids=["start", "no_start", "rule", "until"],
)
def test_an_entry_that_makes_no_sense_is_counted_and_hides_no_other(nonsense):
    found = read(nonsense, "UID:a\nDTSTART:20270305T100000Z\nDURATION:PT1H")

    assert found == Found((Interval(at(3, 5, 10), at(3, 5, 11)),), unread=1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!doctype html><title>Sign in</title>",
        "BEGIN:VCARD\nEND:VCARD\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270303T100000Z\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\nmore\n",
        "\x00\x01\x02",
    ],
    ids=["empty", "page", "card", "cut_off", "crossed", "more", "bytes"],
)
def test_what_is_no_whole_calendar_is_not_believed(text):
    with pytest.raises(Failed) as failed:
        ranges.read([text], START, END, zone=LONDON)

    assert failed.value.trouble == Trouble.NOT_A_CALENDAR


def test_a_calendar_with_nothing_in_it_is_believed():
    assert read() == Found(())


def test_folded_lines_and_a_mark_at_the_beginning_are_understood():
    text = "\ufeff" + file("DTSTART:202703\n 03T100000Z\nDURA\n\tTION:PT1H")

    assert ranges.read([text], START, END, zone=LONDON) == spans((at(3, 3, 10), at(3, 3, 11)))


def test_more_times_than_anybody_has_are_refused():
    hourly = "DTSTART:20270301T000000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY;COUNT=5001"

    with pytest.raises(Failed) as failed:
        read(hourly)

    assert failed.value.trouble == Trouble.TOO_MUCH


def free_busy(*lines, begin="VFREEBUSY", end="VFREEBUSY"):
    """A file that tells only when somebody is busy, as some servers publish it."""
    about = "UID:1\nORGANIZER:mailto:kim@example.com\nDTSTART:20270301T000000Z\nDTEND:20270601T000000Z"
    inner = "\n".join([f"BEGIN:{begin}", about, *lines, f"END:{end}"])
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:PUBLISH\n{inner}\nEND:VCALENDAR\n".replace("\n", "\r\n")


def read_free_busy(*lines, start=START, end=END):
    return ranges.read([free_busy(*lines)], start, end, zone=LONDON, own_host="www.example.com")


TEN, ELEVEN, NOON = at(3, 3, 10), at(3, 3, 11), at(3, 3, 12)


@pytest.mark.parametrize(
    ("lines", "busy"),
    [
        (["FREEBUSY:20270303T100000Z/20270303T110000Z"], [(TEN, ELEVEN)]),
        (["FREEBUSY:20270303T100000Z/PT1H"], [(TEN, ELEVEN)]),
        (["FREEBUSY;FBTYPE=BUSY:20270303T100000Z/pt2h"], [(TEN, NOON)]),
        (["FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270303T100000Z/PT1H"], [(TEN, ELEVEN)]),
        (["FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270303T100000Z/PT1H"], [(TEN, ELEVEN)]),
        (["FREEBUSY;FBTYPE=X-AWAY:20270303T100000Z/PT1H"], [(TEN, ELEVEN)]),
        (["FREEBUSY;FBTYPE=FREE:20270303T100000Z/PT1H"], []),
        (['FREEBUSY;X-A=1;fbtype="free":20270303T100000Z/PT1H'], []),
        (
            ["FREEBUSY:20270303T100000Z/PT1H,\n  20270304T100000Z/PT1H"],
            [(TEN, ELEVEN), (at(3, 4, 10), at(3, 4, 11))],
        ),
        (
            ["FREEBUSY:20270303T100000Z/PT1H", "FREEBUSY:20270303T110000Z/20270303T120000Z"],
            [(TEN, NOON)],
        ),
        (["FREEBUSY:20260303T100000Z/PT1H", "FREEBUSY:20280303T100000Z/20280303T110000Z"], []),
        (["FREEBUSY:20270227T100000Z/20270301T010000Z"], [(at(3, 1), at(3, 1, 1))]),
        ([], []),
    ],
    ids=[
        *(
            "begin_and_end",
            "duration",
            "busy",
            "tentative",
            "unavailable",
            "unheard_of",
            "free",
            "free_quoted",
        ),
        *("several_folded", "two_lines", "elsewhen", "cut_at_the_window", "nothing"),
    ],
)
def test_a_file_that_only_says_when_somebody_is_busy_is_understood(lines, busy):
    assert read_free_busy(*lines) == spans(*busy)


@pytest.mark.parametrize("period", ["", "/", "20270303T100000Z", "20270303T100000Z/", "heron/PT1H", "2027/P"])
def test_a_period_that_makes_no_sense_hides_no_other(period):
    found = read_free_busy(f"FREEBUSY:20270303T100000Z/PT1H,{period}")

    assert found.times == spans((TEN, ELEVEN)).times


def test_a_request_for_times_that_lies_elsewhere_in_the_file_says_nothing():
    text = free_busy("FREEBUSY:20270303T100000Z/PT1H", begin="VEVENT", end="VEVENT")

    assert (
        ranges.read(
            [text.replace("DTSTART:2027", "DTSTART:2025").replace("DTEND:2027", "DTEND:2025")],
            START,
            END,
            zone=LONDON,
        )
        == spans()
    )


def test_far_too_many_periods_are_refused():
    line = "FREEBUSY:" + ",".join(
        f"2027{3 + n // 672:02}{1 + n // 24 % 28:02}T{n % 24:02}0000Z/PT30M"
        for n in range(ranges.MOST_TIMES + 1)
    )

    with pytest.raises(Failed) as failed:
        read_free_busy(line)

    assert failed.value.trouble == Trouble.TOO_MUCH
