"""Free times are offered to those who wait: one time to one person, first come first served.

Everything here happens under the diary's lock. An offer is a booking that truly keeps its time."""

import logging
import traceback
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from booking import availability, checks, freed, lifecycle, places, waiting
from booking.lock import take_diary
from booking.matching import Seeker
from booking.models import Booking, Status, WaitlistEntry
from booking.moves import SPENT
from booking.on_file import AskAgain

log = logging.getLogger(__name__)

# Why an offer ended before its time.
REFUSED, WITHDRAWN = "refused", "withdrawn"


class HasOffer(lifecycle.NotAllowed):
    """Another time is kept for them at this moment."""


def open_offer(entry, *, now: datetime) -> Booking | None:
    """Return the time that is kept for this place on the list now."""
    return _rows().filter(entry=entry, **_open(now)).first()


def sweep(*, now: datetime) -> int:
    """Offer whatever is free to whoever waits for it; return how many offers were made.

    A single query while nobody waits."""
    if not WaitlistEntry.objects.waiting().exists():
        return 0
    return offer_free(now=now)


def hear(start: datetime, end: datetime, *, now: datetime):
    """Offer what has just become free. A fault in here keeps nobody from giving a time back."""
    if end <= now or not WaitlistEntry.objects.waiting().exists():
        return
    try:
        with transaction.atomic():
            offer_free(now=now, days=(availability.day_of(start), availability.day_of(end)))
    except Exception as error:
        # Where, and of what kind: the message of a database error can quote a row.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        log.error("offer: %s at %s:%s", type(error).__name__, frame.filename, frame.lineno)


@transaction.atomic
@freed.held_back()
def offer_free(*, now: datetime, days: tuple[date, date] | None = None) -> int:
    """Offer the free times of these days, both included, or of all days; return how many were offered."""
    take_diary()
    places.look_after(now=now)
    entries = [entry for entry in _without_offer(now) if entry.email]
    if not entries:
        return 0
    diary, made = _diary(entries, days, now), 0
    for entry in entries:
        seeker = Seeker(entry, now=now)
        match = _match(seeker, diary)
        if match is not None:
            slot, until = match
            offer = lifecycle.offer(entry, slot.starts_at, until=until, length=seeker.length, now=now)
            diary, made = replace(diary, taken=[*diary.taken, offer.taken]), made + 1
    return made


@transaction.atomic
def offer_by_hand(entry, starts_at: datetime, *, by: lifecycle.Actor, now: datetime) -> Booking:
    """The practitioner offers a time; the wishes and the rules for clients do not bind her.

    Raise Taken when somebody has it, HasOffer while another is open, NotAllowed when nobody waits there."""
    checks.person(by)
    take_diary()
    entry = _entries().filter(pk=entry.pk).first()
    if entry is None:
        raise lifecycle.NotAllowed
    if open_offer(entry, now=now) is not None:
        raise HasOffer
    until = min(waiting.stands_until(now, starts_at, availability.zone()), starts_at)
    length = Seeker(entry, now=now).length
    return lifecycle.offer(entry, starts_at, until=until, length=length, by=by, now=now)


@transaction.atomic
@freed.held_back()
def accept(offer, *, now: datetime) -> Booking:
    """Take up an offer; return the visit, or the request where something has to be read first.

    A visit that waited for an earlier time moves there, and its own time is free. Pressing twice takes it
    once. Raise NotAllowed when the offer is over, AskAgain when the answers on file carry no visit."""
    take_diary()
    offer = _rows().get(pk=offer.pk)
    if offer.status != Status.OFFERED:
        return _taken_up(offer)
    if offer.has_run_out(now):
        raise lifecycle.NotAllowed
    seeker = Seeker(offer.entry, now=now)
    visit, screened = seeker.own, seeker.screened(offer.visit_on)
    if visit is None:
        visit = offer
        lifecycle.take_up(offer, screened, now=now)
    else:
        lifecycle.spend(offer, now=now)
        about = {"screening": screened.screening, "by": lifecycle.CLIENT, "now": now}
        lifecycle.reschedule(visit, offer.starts_at, **about, kept_by=offer)
    places.end(offer.entry, WaitlistEntry.Ended.BOOKED, now=now)
    return visit


@transaction.atomic
def refuse(offer, *, now: datetime):
    """Let an offer go, so that the next is asked. Raise NotAllowed when it is no offer any more."""
    _take_back(offer, by=lifecycle.CLIENT, now=now, why=REFUSED)


@transaction.atomic
def withdraw(offer, *, by: lifecycle.Actor, now: datetime):
    """The practitioner takes an offer back; whoever had it is told, and keeps the place on the list."""
    checks.person(by)
    _take_back(offer, by=by, now=now, why=WITHDRAWN)


def _take_back(offer, *, by, now, why):
    take_diary()
    lifecycle.take_back(_rows().get(pk=offer.pk), by=by, now=now, why=why)


def _taken_up(offer) -> Booking:
    """Return what an offer has become. Raise NotAllowed when that is nothing."""
    if offer.status in (Status.HELD, Status.CONFIRMED):
        return offer
    if offer.status == Status.CANCELLED and offer.events.filter(why=SPENT).exists():
        return offer.entry.instead_of
    raise lifecycle.NotAllowed


def _open(now):
    return {"status": Status.OFFERED, "expires_at__gt": now}


def _rows():
    return Booking.objects.select_related(
        "client", "guardianship", "treatment__policy", "treatment__price",
        "entry__client", "entry__guardianship", "entry__screening", "entry__treatment__policy",
        "entry__instead_of__treatment__policy", "entry__instead_of__treatment__price",
        "entry__instead_of__client", "entry__instead_of__screening",
    )  # fmt: skip


def _entries():
    return WaitlistEntry.objects.waiting().select_related(
        "client", "guardianship", "screening", "treatment__policy", "treatment__price",
        "instead_of__treatment__policy", "instead_of__screening",
    )  # fmt: skip


def _without_offer(now):
    kept = Booking.objects.filter(entry=OuterRef("pk"), **_open(now))
    return _entries().filter(~Exists(kept)).prefetch_related("offers")


def _diary(entries, days, now):
    policy = entries[0].treatment.policy
    today, last = availability.day_of(now), max(entry.until_on for entry in entries)
    first, last = (max(today, days[0]), days[1]) if days else (today, last)
    last = min(last, availability.day_of(now + policy.window))
    return availability.load(first, max((last - first) // timedelta(days=1) + 1, 0), policy=policy, now=now)


def _match(seeker, diary):
    try:
        return seeker.first_match(diary)
    except AskAgain:
        # What is on file carries no visit any more: she sees them on her list, and can ring.
        return None
