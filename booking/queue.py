"""Who waits for a time, as the practitioner looks at them: in their order, with what is free for each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from booking import availability, waiting, wishes
from booking.matching import Seeker
from booking.models import Booking, BookingPolicy, Status, WaitlistEntry


@dataclass
class Waiter:
    """One place on the list. `fits` are the free starts that go with their wishes, in the practice's time;
    what their answers say of a day is looked at only when a time is offered by itself, or taken."""

    entry: WaitlistEntry
    offer: Booking | None
    fits: list[datetime] = field(default_factory=list)
    # Their other sessions are so near that nothing in their days is offered by itself.
    is_too_close: bool = False

    @property
    def wish(self) -> str:
        return wishes.short(wishes.of(self.entry))


def load(now: datetime) -> list[Waiter]:
    """Return everybody who waits, first come first, in a number of queries that does not grow with them."""
    waiters = [_waiter(entry, now) for entry in _entries()]
    if waiters:
        diary = _diary([one.entry for one in waiters], now)
        for one in waiters:
            one.fits = _fits(one.entry, diary, now)
    return waiters


def place(entry_pk: int, now: datetime) -> Waiter | None:
    """Return one place that is still waited on; None when there is none."""
    entry = _entries().filter(pk=entry_pk).first()
    if entry is None:
        return None
    found = _waiter(entry, now)
    found.fits = _fits(entry, _diary([entry], now), now)
    return found


def for_time(starts_at: datetime, now: datetime) -> list[Waiter]:
    """Return whom this time could be offered to: those whom it suits first, each in their order."""
    waiters = [_waiter(entry, now) for entry in _entries()]
    for one in waiters:
        if waiting.wants(Seeker(one.entry, now=now).wishes, starts_at, availability.zone()):
            one.fits = [starts_at]
    return sorted((one for one in waiters if one.offer is None), key=lambda one: not one.fits)


def _entries():
    rows = WaitlistEntry.objects.waiting().prefetch_related("offers", "client__bookings")
    return rows.select_related(
        "client", "guardianship", "treatment__policy", "treatment__price", "instead_of__treatment__policy"
    )


def _waiter(entry, now):
    offers = [offer for offer in entry.offers.all() if offer.status == Status.OFFERED]
    first_on = Seeker(entry, now=now).first_on
    is_too_close = first_on is not None and first_on > entry.until_on
    kept = next((offer for offer in offers if not offer.has_run_out(now)), None)
    return Waiter(entry, kept, is_too_close=is_too_close)


def _diary(entries: Iterable, now):
    policy = BookingPolicy.objects.get()
    first = availability.day_of(now)
    last = min(max(entry.until_on for entry in entries), availability.day_of(now + policy.window))
    days = max((last - first) // timedelta(days=1) + 1, 0)
    return _Free(availability.load(first, days, policy=policy, now=now))


class _Free:
    """The free starts of one diary, worked out once for each length, sort and notice."""

    def __init__(self, diary):
        self.diary, self.known = diary, {}

    def of(self, seeker: Seeker) -> list[datetime]:
        key = seeker.length, seeker.entry.treatment.is_first, seeker.notice
        if key not in self.known:
            slots = self.diary.free(key[0], is_first=key[1], notice=key[2])
            self.known[key] = [slot.starts_at.astimezone(availability.zone()) for slot in slots]
        return self.known[key]


def _fits(entry, free: _Free, now):
    seeker = Seeker(entry, now=now)
    return [at for at in free.of(seeker) if waiting.wants(seeker.wishes, at, availability.zone())]
