"""A child and the adult who comes along, one after the other: both are booked, or neither.

The child's row goes by the draft's key, the adult's by the key that follows from it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from booking import availability, deadlines, lifecycle, request, rescreening, steps
from booking.lifecycle.reserving import keys_of, let_go
from booking.lock import take_diary
from booking.models import Booking, Status, Treatment
from booking.people import person_of
from intake import records
from intake.names import folded

NEAREST = 6
# What the adult has typed about themselves stands with the details of the child.
OWN_DETAILS = ("name", "email", "phone", "ring_at")


def free(treatment: Treatment, first_day: date, days: int, *, now: datetime, notice=None):
    """Return the slots for two on `days` days from `first_day`, in order; see back_to_back.free_pairs."""
    diary = availability.load(first_day, days, policy=treatment.policy, now=now)
    return diary.free_pairs(availability.length_of(treatment), is_first=treatment.is_first, notice=notice)


def nearest(treatment: Treatment, start: datetime, *, now: datetime, notice=None):
    """Return the slots for two nearest to a start, in order of time."""
    today = availability.day_of(now)
    days = (availability.day_of(now + treatment.policy.window) - today).days + 1
    all_free = free(treatment, today, days, now=now, notice=notice)
    closest = sorted(all_free, key=lambda slot: abs(slot.starts_at - start))[:NEAREST]
    return sorted(closest, key=lambda slot: slot.starts_at)


def reserve(treatment: Treatment, starts_at: datetime, *, draft_key, now: datetime, notice=None):
    """Keep both times for the visitor who fills in this draft; return both rows. Raise Taken, with the
    nearest slots for two, when they are not both free; then what was kept before stays kept."""
    try:
        return _reserve(treatment, starts_at, draft_key, now, notice)
    except lifecycle.Taken as taken:
        raise lifecycle.Taken(nearest(treatment, starts_at, now=now, notice=notice)) from taken


@transaction.atomic
def _reserve(treatment, starts_at, draft_key, now, notice):
    take_diary()
    let_go(draft_key, by=lifecycle.CLIENT, now=now)
    slot = _slot(treatment, starts_at, now, notice)
    if slot is None:
        raise lifecycle.Taken
    keys, about = keys_of(draft_key), {"now": now, "notice": notice}
    return [
        lifecycle.reserve(treatment, start, draft_key=key, **about)
        for key, start in zip(keys, (slot.starts_at, slot.second_at), strict=True)
    ]


def _slot(treatment, starts_at, now, notice):
    """Return the very slot that `free` shows."""
    shown = free(treatment, availability.day_of(starts_at), 1, now=now, notice=notice)
    return next((slot for slot in shown if slot.starts_at == starts_at), None)


def placed(booking: Booking) -> list[Booking]:
    """Return what a draft has become, the child's visit first; one visit where it was for one person."""
    second = request.placed(keys_of(booking.draft_key)[1]) if booking.draft_key else None
    return [booking, second] if second else [booking]


def companion(booking: Booking, *, now: datetime) -> Booking | None:
    """Return the coming visit of the other of two, None where mail about it goes to somebody else."""
    if booking.together is None:
        return None
    others = Booking.objects.taking(now).filter(together=booking.together, starts_at__gt=now)
    people = others.filter(status__in=(Status.HELD, Status.CONFIRMED)).exclude(client=booking.client_id)
    found = people.select_related("client", "guardianship", "treatment__policy").first()
    is_same_address = found is not None and folded(found.email) == folded(booking.email) != ""
    return found if is_same_address else None


@transaction.atomic
def give_back(bookings, *, now: datetime):
    """The client cancels both. Raise TooLate or NotAllowed where one of them cannot be: then neither is."""
    take_diary()
    for booking in bookings:
        lifecycle.give_back(booking, now=now)


def place(draft, *, now: datetime) -> Booking:
    """Confirm both visits when nothing is found for either, hold both otherwise; return the child's.

    Pressing twice books once. Raise Taken when a time is gone, NeedsMoreNotice when they are too near to be
    held; the draft then stays as it was, and nothing is booked."""
    try:
        return _place(draft, now)
    except lifecycle.Taken as taken:
        raise _with_slots_for_two(taken, draft, now) from taken


@transaction.atomic
def _place(draft, now):
    take_diary()
    done = request.placed(draft.pk)
    if done is not None:
        return done
    # Read under the lock: another tab may have saved an answer since the page was asked for.
    parts = records.reread_draft(draft).answers
    rows = _reservations(draft.pk, parts, now)
    both = []
    for row, own in zip(rows, (parts, _adult(parts)), strict=True):
        both.append((row, request.screened(own, row, person_of(own, now=now), now=now)))
    request.conclude_together(both, now=now, by=lifecycle.CLIENT)
    for _row, known in both:
        rescreening.after_new_answers(known.screening, now=now)
    records.drop_draft(draft)
    return rows[0]


def _adult(parts) -> dict:
    details = {name: parts["details"][name] for name in OWN_DETAILS}
    return steps.adult(parts) | {"details": details}


def _reservations(draft_key, parts, now) -> list[Booking]:
    """Return the times that are kept for this draft; claim both again when one has run out."""
    starts_at = datetime.fromisoformat(parts["starts_at"])
    own = Booking.objects.filter(draft_key__in=keys_of(draft_key), status=Status.RESERVED)
    kept = own.filter(expires_at__gt=now, treatment__slug=parts["treatment"]).order_by("starts_at")
    rows = list(kept.select_related("treatment__policy", "treatment__price"))
    if len(rows) != 2 or rows[0].starts_at != starts_at:
        rows = reserve(_treatment(parts), starts_at, draft_key=draft_key, now=now)
    if rows[1].starts_at != datetime.fromisoformat(parts["second_at"]):
        # The hours have changed since it was chosen: the adult is not to find another time than they saw.
        raise lifecycle.Taken
    return rows


def _treatment(parts) -> Treatment:
    return Treatment.objects.bookable().select_related("policy", "price").get(slug=parts["treatment"])


def _with_slots_for_two(taken, draft, now):
    parts = records.reread_draft(draft).answers
    is_too_near = isinstance(taken, request.NeedsMoreNotice)
    notice = deadlines.NOTICE_WHEN_HELD if is_too_near else timedelta(0)
    starts_at = datetime.fromisoformat(parts["starts_at"])
    return type(taken)(nearest(_treatment(parts), starts_at, now=now, notice=notice))
