"""Reads calendar files by a program that had no part in writing them, and knows no zone but by the file."""

from dataclasses import dataclass
from datetime import UTC, datetime

import vobject
from vobject.icalendar import registerTzid


@dataclass(frozen=True, slots=True)
class Event:
    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    summary: str


@dataclass(frozen=True, slots=True)
class Calendar:
    method: str
    events: tuple[Event, ...]


def read(text: str) -> Calendar:
    """Return what the file says, its moments in UTC. Raise what the reader raises at a file that is wrong."""
    _forget_zones()
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    method = calendar.method.value if "method" in calendar.contents else ""
    return Calendar(method, tuple(map(_event, calendar.contents.get("vevent", []))))


def zone_of(text: str):
    """Return the zone by the rules of the file alone."""
    _forget_zones()
    return vobject.readOne(text).vtimezone.tzinfo


def _forget_zones():
    # What one file said of the zone would else be taken for the next one too.
    registerTzid("Europe/London", None)


def _event(event) -> Event:
    return Event(
        uid=event.uid.value,
        sequence=int(event.sequence.value) if "sequence" in event.contents else 0,
        status=event.status.value,
        starts_at=event.dtstart.value.astimezone(UTC),
        ends_at=event.dtend.value.astimezone(UTC),
        summary=event.summary.value,
    )
