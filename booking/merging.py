"""Two rows of the client list that are one person become one, and nothing is lost."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from booking import places, rescreening
from booking.lock import take_diary
from booking.models import Booking, BookingEvent, Series, WaitlistEntry
from booking.moves import Actor
from intake import records
from intake.models import Client

# What can be taken from either row.
CHOSEN = ("name", "born_on", "email", "phone")


class Why(StrEnum):
    """Why two cannot be made one."""

    ITSELF = "itself"
    MERGED = "merged"
    TWO_BIRTHDAYS = "two_birthdays"


class MergeRefused(Exception):
    """These two are not, or not yet, to be made one; `why` says what is in the way."""

    def __init__(self, why: Why):
        super().__init__(why)
        self.why = why


@transaction.atomic
def merge(
    kept: Client,
    other: Client,
    *,
    from_other: Collection[str] = (),
    is_one_person: bool = False,
    by: Actor,
    now: datetime,
) -> int:
    """Let everything about `other` be about `kept`, with the details named in `from_other` taken over.

    Return how many coming visits it holds again. Two dates of birth need `is_one_person`."""
    # First of all, as everywhere: whoever holds the diary may be about to write into one of these rows.
    take_diary()
    kept, other = _locked(kept, other)
    check(kept, other, is_one_person=is_one_person)
    moved = list(Booking.objects.filter(client=other))
    Booking.objects.filter(client=other).update(client=kept)
    Series.objects.filter(client=other).update(client=kept)
    _move_waits(kept, other, by, now)
    chosen = {name: getattr(other if name in from_other else kept, name) for name in CHOSEN}
    records.merge_clients(kept, other, details=records.Details(**chosen))
    BookingEvent.objects.bulk_create(_event(booking, by, now) for booking in moved)
    return rescreening.after_her_word(kept, by=by, now=now)


def check(kept: Client, other: Client, *, is_one_person: bool = False) -> None:
    """Raise MergeRefused where these two cannot be made one."""
    if kept.pk == other.pk:
        raise MergeRefused(Why.ITSELF)
    if kept.merged_into_id or other.merged_into_id:
        raise MergeRefused(Why.MERGED)
    # A child that was booked by name of the parent looks like the parent but for the birthday.
    if kept.born_on != other.born_on and not is_one_person:
        raise MergeRefused(Why.TWO_BIRTHDAYS)


def _locked(kept, other):
    rows = Client.objects.select_for_update().in_bulk([kept.pk, other.pk])
    if len(rows) < len({kept.pk, other.pk}):
        raise MergeRefused(Why.MERGED)
    return rows[kept.pk], rows[other.pk]


def _move_waits(kept, other, by, now):
    """Nobody waits twice for the same: the place that was taken later ends."""
    for entry in WaitlistEntry.objects.waiting().filter(client__in=(kept, other)).reverse():
        same = WaitlistEntry.objects.waiting().filter(client__in=(kept, other), treatment=entry.treatment)
        if same.first() != entry:
            places.end(entry, WaitlistEntry.Ended.TAKEN_OFF, now=now, by=by)
    WaitlistEntry.objects.filter(client=other).update(client=kept)


def _event(booking, by, now):
    return BookingEvent(
        booking=booking,
        from_status=booking.status,
        to_status=booking.status,
        version=booking.version,
        at=now,
        actor=by.kind,
        by=by.user,
        why="merged",
    )
