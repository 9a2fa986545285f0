"""Reads the practitioner's own calendars by the clock and keeps their times.

A calendar that cannot be read keeps the times it had: they go on blocking, and the desk says since when."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from booking.busy import apart
from booking.busy.values import READ_SECONDS, Ask, Failed, Found, Trouble
from booking.intervals import Interval
from booking.models import BookingPolicy, BusyCalendar, BusyTime
from intake.crypto import Unreadable

EVERY = timedelta(minutes=15)
# A visit of yesterday may still be moved in the diary's picture; further back nobody asks.
BEFORE = timedelta(days=1)
# Read further than anybody can book, so that an unchanged file need not be read again each day.
MARGIN = timedelta(days=14)


def due(now: datetime):
    """Return the calendars whose turn it is, and those that she has asked to be read."""
    is_time = Q(last_tried_at__isnull=True) | Q(last_tried_at__lte=now - EVERY)
    is_asked = Q(asked_at__isnull=False) & Q(asked_at__gte=F("last_tried_at"))
    return BusyCalendar.objects.filter(is_time | is_asked, is_on=True).order_by(
        F("last_tried_at").asc(nulls_first=True)
    )


def read_next(*, now: datetime) -> bool:
    """Read the calendar that has waited longest, in one of several workers; return whether there was one."""
    calendar = due(now).first()
    if calendar is None:
        return False
    if _claim(calendar, now):
        read(calendar, now=now)
    return True


def read(calendar: BusyCalendar, *, now: datetime):
    """Look into a calendar that was claimed at `now`, and keep what is found. Outside any transaction."""
    until = _covered(now) + MARGIN
    try:
        found = apart.look(_ask(calendar, now, until))
    except Failed as failed:
        return _fail(calendar, failed.trouble, now)
    except Unreadable:
        return _fail(calendar, Trouble.SHUT, now)
    return _keep(calendar, found, now, until)


def _claim(calendar: BusyCalendar, now: datetime) -> bool:
    """Also when two began at the same moment: whoever sees it as it was takes it."""
    as_seen = BusyCalendar.objects.filter(pk=calendar.pk, is_on=True, last_tried_at=calendar.last_tried_at)
    if calendar.last_tried_at is None:
        as_seen = BusyCalendar.objects.filter(pk=calendar.pk, is_on=True, last_tried_at__isnull=True)
    return as_seen.update(last_tried_at=now, asked_at=None) == 1


def _ask(calendar: BusyCalendar, now: datetime, until: datetime) -> Ask:
    is_known = calendar.covers_until is not None and calendar.covers_until >= _covered(now)
    return Ask(
        kind=calendar.kind,
        access=calendar.opened(),
        start=now - BEFORE,
        end=until,
        zone=settings.TIME_ZONE,
        own_host=urlsplit(settings.SITE_URL).hostname or "",
        etag=calendar.etag if is_known else "",
        on_loopback=settings.CALENDARS_ON_LOOPBACK,
        read_seconds=READ_SECONDS,
    )


def _covered(now: datetime) -> datetime:
    """Return until when a visit that is booked now can reach."""
    policy = BookingPolicy.objects.first() or BookingPolicy()
    return now + policy.window + timedelta(days=1)


@transaction.atomic
def _keep(calendar, found: Found, now, until):
    values = {"last_read_at": now, "failing_since": None, "trouble": ""}
    if found.times is not None:
        etag = found.etag if len(found.etag) <= 200 else ""
        values |= {"unread": found.unread, "etag": etag, "covers_until": until}
    if _claimed(calendar, now).update(**values) and found.times is not None:
        _replace(calendar, set(found.times))


def _fail(calendar, trouble: Trouble, now):
    since = calendar.failing_since or now
    _claimed(calendar, now).update(trouble=trouble, failing_since=since)


def _claimed(calendar, now):
    """Whoever changed the calendar meanwhile has made it due anew, and what was read of it is of no use."""
    return BusyCalendar.objects.filter(pk=calendar.pk, last_tried_at=now)


def _replace(calendar, wanted: set[Interval]):
    """Most of the times are as they were: only what differs is written."""
    rows = calendar.times.values_list("pk", "starts_at", "ends_at")
    kept = {Interval(*span): pk for pk, *span in rows}
    gone = [pk for span, pk in kept.items() if span not in wanted]
    BusyTime.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - kept.keys())
    BusyTime.objects.bulk_create(BusyTime(calendar=calendar, starts_at=a, ends_at=b) for a, b in new)


def save(calendar: BusyCalendar):
    """Keep what she typed; it is read in the worker's next round."""
    calendar.etag, calendar.covers_until, calendar.last_tried_at = "", None, None
    calendar.save()


def ask_now(calendar: BusyCalendar, *, now: datetime):
    """Have it read in the worker's next round."""
    BusyCalendar.objects.filter(pk=calendar.pk, is_on=True).update(asked_at=now)


def switch(calendar: BusyCalendar, *, is_on: bool):
    """Switched off, its times no longer block; on again, it is read at once."""
    BusyCalendar.objects.filter(pk=calendar.pk).exclude(is_on=is_on).update(
        is_on=is_on, last_tried_at=None, etag="", failing_since=None, trouble=""
    )
