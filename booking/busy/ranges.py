"""Reads the busy times out of calendar files. Pure; a hostile file can take long, so `child` watches."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

import icalendar
import recurring_ical_events

from booking.busy.sifting import sifted
from booking.busy.values import Failed, Found, Trouble
from booking.hours import MIDNIGHT, moment
from booking.intervals import Interval, merge

MOST_TIMES = 5_000
# How what this site writes into calendars is named: to a client, in her feed, in a calendar of hers.
OWN = ("booking-", "visit-", "session-")
# All-day and floating entries are put on the practice's clock only after they are expanded.
ONE_DAY = timedelta(days=1)


def read(texts: Iterable[str], start: datetime, end: datetime, *, zone: tzinfo, own_host: str = "") -> Found:
    """Return when these files say busy in `[start, end)`, UTC. Raise Failed.

    Free (transparent) and cancelled entries are left out, and those that this site wrote. All-day entries
    are days of `zone`, a time with no zone or an unknown one is on its clock. An entry that makes no sense
    is counted and left out, so that it cannot hide the others."""
    times, unread = [], 0
    for text in texts:
        for entries in _by_uid(text, start, end, own_host):
            try:
                times += _times(entries, start, end, zone)
            except (Failed, MemoryError):
                raise
            except Exception:  # whatever the library makes of nonsense
                unread += 1
            if len(times) > 10 * MOST_TIMES:
                raise Failed(Trouble.TOO_MUCH)
    busy = merge(times)
    if len(busy) > MOST_TIMES:
        raise Failed(Trouble.TOO_MUCH)
    return Found(tuple(busy), unread)


def _by_uid(text: str, start: datetime, end: datetime, own_host: str) -> list[list]:
    """Return the entries, those of one series together."""
    times_alone = sifted(text, start, end)
    try:
        calendar = icalendar.Calendar.from_ical(times_alone)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Failed(Trouble.NOT_A_CALENDAR) from None
    series: dict[object, list] = {}
    for number, entry in enumerate(calendar.walk("VEVENT")):
        uid = str(entry.get("UID", ""))
        if not (own_host and uid.startswith(OWN) and uid.endswith(f"@{own_host}")):
            series.setdefault(uid or number, []).append(entry)
    return list(series.values())


def _times(entries: list, start: datetime, end: datetime, zone: tzinfo) -> list[Interval]:
    if any("DTSTART" not in entry for entry in entries):
        raise ValueError
    calendar = icalendar.Calendar()
    for entry in entries:
        calendar.add_component(entry)
    found = recurring_ical_events.of(calendar).between(start - ONE_DAY, end + ONE_DAY)
    spans = [Interval(_moment(one.start, zone), _moment(one.end, zone)) for one in found if _is_busy(one)]
    cut = [Interval(max(span.start, start), min(span.end, end)) for span in spans]
    return [span for span in cut if span.start < span.end]


def _is_busy(entry) -> bool:
    is_free = str(entry.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not is_free and str(entry.get("STATUS", "")).upper() != "CANCELLED"


def _moment(at: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(at, datetime):
        return moment(at, MIDNIGHT, zone)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
