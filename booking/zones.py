"""A time zone explained inside a calendar file, for a calendar that does not know it. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

A_DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@lru_cache(maxsize=32)
def explained(zone: tzinfo, first: date, last: date) -> Timezone:
    """Return the zone as a calendar file says it: what holds on `first`, and each change up to `last`, both
    included. Each change begins at the hour that the clock showed until then."""
    begins = datetime.combine(first, time(), UTC)
    found = Timezone()
    found.add("tzid", str(zone))
    found.add_component(_observed(zone, begins, begins.astimezone(zone).utcoffset()))
    for moment in _changes(zone, begins, datetime.combine(last + A_DAY, time(), UTC)):
        found.add_component(_observed(zone, moment, (moment - SECOND).astimezone(zone).utcoffset()))
    return found


def _changes(zone, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Yield each moment of `[begins, ends)` from which on the clock shows something else; to the second."""
    while begins < ends:
        following = begins + A_DAY
        if _offset(zone, begins) != _offset(zone, following):
            yield _change_between(zone, begins, following)
        begins = following


def _change_between(zone, before, after):
    while after - before > SECOND:
        half = before + (after - before) // 2
        if _offset(zone, half) == _offset(zone, before):
            before = half
        else:
            after = half
    return after.replace(microsecond=0)


def _offset(zone, moment):
    return moment.astimezone(zone).utcoffset()


def _observed(zone, moment, offset_before):
    local = moment.astimezone(zone)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", (moment + offset_before).replace(tzinfo=None))
    part.add("tzoffsetfrom", offset_before)
    part.add("tzoffsetto", local.utcoffset())
    part.add("tzname", local.tzname())
    return part
