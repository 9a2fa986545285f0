"""Takes out of a calendar file what says when somebody is busy, as entries or as bare periods. Titles, places
and people are never parsed. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from booking.busy.values import Failed, Trouble

KEPT = {
    *("UID", "SEQUENCE", "STATUS", "TRANSP", "DTSTART", "DTEND", "DURATION"),
    *("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
}
# What makes an entry take place at other times than it begins.
ELSEWHEN = {"RRULE", "RDATE", "RECURRENCE-ID", "DURATION"}
# Zones differ by less than this, so a day written down is at most this far from the day in UTC.
ONE_DAY = timedelta(days=1)
FOLDED = re.compile(r"\r?\n[ \t]")
DAY = re.compile(r":(\d{8})")


def sifted(text: str, start: datetime, end: datetime) -> str:
    """Return a calendar with its zones and with the entries that may touch `[start, end)`, times alone.

    Raise Failed when this is no calendar, or its end is missing."""
    lines = FOLDED.sub("", text.lstrip("\ufeff").strip()).splitlines()
    zones, events, entry, inside = [], [], [], []
    for line in filter(None, map(str.strip, lines)):
        name, value = _name(line), line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            inside.append(value)
            entry = [] if inside == ["VCALENDAR", "VEVENT"] else entry
        elif not inside:
            raise Failed(Trouble.NOT_A_CALENDAR)
        if "VTIMEZONE" in inside:
            zones.append(line)
        elif inside == ["VCALENDAR", "VEVENT"] and name in KEPT:
            entry.append(line)
        elif inside == ["VCALENDAR", "VFREEBUSY"] and name == "FREEBUSY":
            events += _as_events(_periods(line), start, end)
        if name == "END":
            if inside.pop() != value:
                raise Failed(Trouble.NOT_A_CALENDAR)
            if value == "VEVENT" and inside == ["VCALENDAR"]:
                events += _as_events([entry], start, end)
    if inside or not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise Failed(Trouble.NOT_A_CALENDAR)
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *zones, *events, "END:VCALENDAR", ""])


def _as_events(entries: Iterable[list[str]], start: datetime, end: datetime) -> list[str]:
    near = [entry for entry in entries if _may_touch(entry, start, end)]
    return [line for entry in near for line in ("BEGIN:VEVENT", *entry, "END:VEVENT")]


def _periods(line: str) -> Iterator[list[str]]:
    """Give the periods of a line that says only when somebody is busy. A kind of busy that nobody has heard
    of is busy too."""
    about, _colon, periods = line.partition(":")
    if "FBTYPE=FREE" in about.upper().replace('"', "").split(";"):
        return
    for period in periods.split(","):
        begins, _slash, ends = period.strip().upper().partition("/")
        yield [f"DTSTART:{begins}", f"{'DURATION' if ends.startswith('P') else 'DTEND'}:{ends}"]


def _may_touch(entry: list[str], start: datetime, end: datetime) -> bool:
    """Whether it is worth a closer look: ten years of past entries are not."""
    if any(_name(line) in ELSEWHEN for line in entry):
        return True
    days = [day[1] for line in entry if _name(line) in ("DTSTART", "DTEND") and (day := DAY.search(line))]
    first, last = f"{start - ONE_DAY:%Y%m%d}", f"{end + ONE_DAY:%Y%m%d}"
    return not days or (max(days) >= first and min(days) <= last)


def _name(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0].upper()
