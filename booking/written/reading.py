"""Reads a file of ours back from a calendar, to see what was made of it there. Pure."""

from datetime import UTC, datetime

import icalendar

from booking.written.values import Seen

UNREADABLE = Seen(None, None, has_more=True)
# What tells something, and what this diary never writes. An alarm, or how a program marks it, is hers.
MORE = ("DESCRIPTION", "LOCATION", "ATTENDEE", "COMMENT", "RRULE", "RDATE", "RECURRENCE-ID", "ATTACH", "URL")


def read(text: str) -> Seen:
    """Return when the one event in this file takes place, UTC, and what it is called."""
    try:
        events = icalendar.Calendar.from_ical(text).walk("VEVENT")
        (event,) = events
        starts_at, ends_at = (_moment(at) for at in (event.start, event.end))
    except (MemoryError, RecursionError):
        raise
    except Exception:  # whatever the library makes of nonsense
        return UNREADABLE
    if starts_at is None or ends_at is None:
        return UNREADABLE
    status = str(event.get("STATUS", "CONFIRMED")).upper()
    has_more = status != "CONFIRMED" or any(str(event.get(name, "")).strip() for name in MORE)
    return Seen(starts_at, ends_at, str(event.get("SUMMARY", "")), has_more)


def _moment(at) -> datetime | None:
    """Without a zone it says no moment."""
    is_moment = isinstance(at, datetime) and at.tzinfo is not None
    return at.astimezone(UTC) if is_moment else None
