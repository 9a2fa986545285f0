"""What becomes of a series that is under way: it is paused and goes on later, or it ends sooner."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from booking import lifecycle, series
from booking.lock import take_diary
from booking.models import Booking, Series, Status
from booking.models.booking import OCCUPYING
from booking.models.series import FEWEST_SESSIONS
from booking.series import Asked

COMING = (Status.HELD, Status.CONFIRMED)


class Changed(lifecycle.NotAllowed):
    """The series is not any more what the page showed."""


def coming(row: Series, *, now: datetime) -> list[Booking]:
    """Return its visits that are ahead, in order."""
    ahead = row.bookings.filter(status__in=COMING, starts_at__gt=now)
    return list(ahead.select_related("treatment__policy", "client", "guardianship").order_by("starts_at"))


def running(client, *, now: datetime):
    """Return the client's series that have not ended, each with how many visits are `ahead`."""
    ahead = Count("bookings", filter=Q(bookings__status__in=COMING, bookings__starts_at__gt=now))
    return client.series.filter(ended_at=None).annotate(ahead=ahead)


def left(row: Series) -> int:
    """Return how many of its sessions have neither been nor are booked."""
    return max(row.wanted - row.bookings.filter(status__in=OCCUPYING).count(), 0)


def place_of(booking) -> tuple[int, int] | None:
    """Return which session of its series this is, and of how many; None for a visit of no series."""
    return places_of([booking]).get(booking.pk)


def places_of(bookings) -> dict[int, tuple[int, int]]:
    """Return the same of several, each by its number; in one query, however many they are."""
    asked = [one for one in bookings if one.series_id is not None and one.status in OCCUPYING]
    rows = Booking.objects.filter(series__in={one.series_id for one in asked}, status__in=OCCUPYING)
    starts, wanted = defaultdict(list), {}
    for series_id, start, count in rows.values_list("series_id", "starts_at", "series__wanted"):
        starts[series_id].append(start)
        wanted[series_id] = count
    return {one.pk: _place(one, starts[one.series_id], wanted[one.series_id]) for one in asked}


def _place(booking, starts, wanted):
    return sum(start <= booking.starts_at for start in starts), max(wanted, len(starts))


def seen_of(row: Series, visits) -> str:
    """Name what a page shows of a series, to be posted along with what is done about it."""
    shown = ".".join(f"{visit.pk}-{visit.version}" for visit in visits)
    return f"{row.wanted}:{'paused' if row.paused_at else 'open'}:{shown}"


@transaction.atomic
def pause(pk: int, *, seen: str, by, now: datetime) -> list[Booking]:
    """Give the coming visits back; how many are left is known, and they are planned anew later."""
    row, visits = _still(pk, seen, now)
    if row.paused_at is not None or not visits:
        raise lifecycle.NotAllowed
    row.paused_at = now
    row.save(update_fields=["paused_at"])
    return _give_back(visits, by, now)


@transaction.atomic
def shorten(pk: int, *, count: int, seen: str, by, now: datetime) -> list[Booking]:
    """Give the last `count` visits back; nothing is planned in their place."""
    row, visits = _still(pk, seen, now)
    if not 1 <= count <= len(visits):
        raise lifecycle.NotAllowed
    row.wanted = max(row.wanted - count, FEWEST_SESSIONS)
    if count == len(visits):
        row.ended_at = now
    row.save(update_fields=["wanted", "ended_at"])
    return _give_back(visits[-count:], by, now)


@transaction.atomic
def go_on(pk: int, asked: Asked, *, key: UUID, by, now: datetime) -> list[Booking]:
    """Book what is left of a paused series. Raise what series.book raises."""
    take_diary()
    row = Series.objects.select_related("client").get(pk=pk)
    done = series.booked(key)
    if not done and row.paused_at is None:
        raise lifecycle.NotAllowed
    bookings = done or series.book(
        lambda: series.of_client(row.client, now=now), asked, key=key, by=by, now=now, series=row
    )
    Series.objects.filter(pk=pk).update(paused_at=None)
    return bookings


@transaction.atomic
def end_empty(*, now: datetime) -> int:
    """Note the end of each series that has nothing ahead any more; a paused one waits."""
    # A visit that is being booked for one of them is seen here, or not begun yet.
    take_diary()
    running = Series.objects.filter(ended_at=None, paused_at=None)
    ahead = Booking.objects.filter(status__in=COMING, starts_at__gt=now, series__isnull=False)
    return running.exclude(pk__in=ahead.values("series")).update(ended_at=now)


def _still(pk, seen, now):
    take_diary()
    row = Series.objects.select_for_update().get(pk=pk)
    visits = coming(row, now=now)
    if seen_of(row, visits) != seen:
        raise Changed
    return row, visits


def _give_back(visits, by, now):
    for visit in visits:
        lifecycle.cancel(visit, by=by, now=now)
    return visits
