"""Which times somebody on the waitlist would take, and how long an offer of one stands. Pure.

Moments are in UTC; days, weekdays and clock times are the practice's."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from booking.calendar import part_of_day
from booking.hours import moment
from booking.intervals import Interval

SOON = timedelta(hours=48)
STANDS, STANDS_WHEN_SOON = timedelta(hours=12), timedelta(hours=2)
MORNING, NIGHT = time(8), time(21)


@dataclass(frozen=True)
class Wishes:
    """What one person waits for. No weekday and no part of the day means any; both days are included."""

    weekdays: Collection[int]
    parts: Collection[str]
    from_on: date
    until_on: date
    length: timedelta
    # Only times before this one: that of the visit that it would take the place of.
    before: datetime | None = None
    # What was offered to them already; what overlaps it is no other time to them.
    offered: Collection[datetime] = field(default=())


def wants(wishes: Wishes, starts_at: datetime, zone: tzinfo) -> bool:
    """Return whether this start is one they wait for, as far as their own words go."""
    local = starts_at.astimezone(zone)
    if not wishes.from_on <= local.date() <= wishes.until_on:
        return False
    if wishes.weekdays and local.weekday() not in wishes.weekdays:
        return False
    if wishes.parts and part_of_day(local) not in wishes.parts:
        return False
    if wishes.before is not None and starts_at >= wishes.before:
        return False
    return all(abs(starts_at - known) >= wishes.length for known in wishes.offered)


def stands_until(now: datetime, starts_at: datetime, zone: tzinfo) -> datetime:
    """Return until when an offer made now stands: 2 hours when the time is at most 48 hours away, else
    12 hours. The hours from 21:00 to 08:00 are not counted."""
    now, starts_at = now.astimezone(UTC), starts_at.astimezone(UTC)
    return _after(STANDS_WHEN_SOON if starts_at - now <= SOON else STANDS, now, zone)


def offer_until(now: datetime, starts_at: datetime, *, latest: datetime, zone: tzinfo) -> datetime | None:
    """Return until when an offer stands that has to be answered by `latest`, the end of the notice.

    None where too little is left: everybody has at least two counted hours to answer in."""
    if _after(STANDS_WHEN_SOON, now.astimezone(UTC), zone) > latest:
        return None
    return min(stands_until(now, starts_at, zone), latest.astimezone(UTC))


def _after(length: timedelta, now: datetime, zone: tzinfo) -> datetime:
    """Return when so much time of day has passed. Days are counted by the clock, hours as they pass: the
    clock changes at night, so each day has thirteen of them."""
    day = now.astimezone(zone).date()
    while True:
        waking = Interval(moment(day, MORNING, zone), moment(day, NIGHT, zone))
        begins = max(now, waking.start)
        if begins + length <= waking.end:
            return begins + length
        length -= max(waking.end - begins, timedelta(0))
        day += timedelta(days=1)
