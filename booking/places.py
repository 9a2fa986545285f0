"""The end of a place on the waitlist, and what ends it by itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from booking import availability, lifecycle, outbox
from booking.lock import take_diary
from booking.models import Booking, Kind, Status, WaitlistEntry

COMING = (Status.HELD, Status.CONFIRMED)
Ended = WaitlistEntry.Ended


@transaction.atomic
def end(entry, why: str, *, now: datetime, by=lifecycle.SYSTEM):
    """End a place on the list, and let go of what is offered to it. Raise NotAllowed when it has ended."""
    take_diary()
    still = WaitlistEntry.objects.waiting().filter(pk=entry.pk)
    if not still.update(ended_at=now, ended_why=why):
        raise lifecycle.NotAllowed
    entry.ended_at, entry.ended_why = now, why
    for offer in entry.offers.filter(status=Status.OFFERED):
        lifecycle.take_back(offer, by=by, now=now, why=why)


@transaction.atomic
def look_after(*, now: datetime):
    """End the places of those who have a time by now, and of those whose days are over."""
    take_diary()
    for entry in _with_a_visit(now):
        _has_a_visit(entry, now)
    kept = Booking.objects.filter(status=Status.OFFERED, expires_at__gt=now).values("entry")
    over = WaitlistEntry.objects.waiting().filter(until_on__lt=availability.day_of(now))
    for entry in over.exclude(pk__in=kept.filter(entry__isnull=False)):
        end(entry, Ended.OVER, now=now)
        outbox.put(Kind.WAIT_OVER, entry=entry, at=now)


def _with_a_visit(now):
    """Return those who booked the same elsewhere after they joined the list, with that visit’s number."""
    other = Booking.objects.filter(
        ~Q(pk=Coalesce(OuterRef("instead_of"), 0)),
        client=OuterRef("client"),
        treatment=OuterRef("treatment"),
        created_at__gt=OuterRef("created_at"),
        status__in=COMING,
        starts_at__gt=now,
    )
    first = Subquery(other.order_by("starts_at").values("pk")[:1])
    return WaitlistEntry.objects.waiting().annotate(visit=first).filter(visit__isnull=False)


def _has_a_visit(entry, now):
    visit = Booking.objects.get(pk=entry.visit)
    if visit.visit_on <= entry.until_on:
        return end(entry, Ended.BOOKED, now=now)
    # It is later than what they wait for: they go on waiting, for a time in place of it.
    if entry.instead_of_id is None:
        entry.instead_of = visit
        entry.save(update_fields=["instead_of"])
