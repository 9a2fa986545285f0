"""Loads the rows of some days and asks `slots` what is free: the page, the JSON, the admin and the
actions all ask here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import DateField, DateTimeField, Value
from django.utils import timezone

from booking import back_to_back, bank_holidays, hours, slots
from booking.models import Booking, BookingPolicy, BusyTime, HoursOverride, Treatment, WorkingHours
from booking.models.booking import LONGEST_BLOCK, has_run_out

CHUNK_DAYS = 28
# How far ahead the practitioner is shown free times. Beyond it she types a day.
BY_HAND_WINDOW = timedelta(days=730)
# A start between two others breaks no rule of hers.
CROSSABLE = set(slots.Reason) - {slots.Reason.TAKEN, slots.Reason.BETWEEN_STARTS}
TAKEN = ("blocked_from", "blocked_until", "visit_on", "is_first")
# The same columns of a time that is no visit, so that both are read in one query.
_MOMENT = Value(None, output_field=DateTimeField())
BUSY = (
    *("starts_at", "ends_at", Value(None, output_field=DateField()), Value(value=False)),
    *(Value(""), _MOMENT, _MOMENT),
)


def zone():
    return timezone.get_default_timezone()


def day_of(moment: datetime) -> date:
    """Return the practice's day of a moment."""
    return moment.astimezone(zone()).date()


@dataclass(frozen=True)
class Availability:
    """The diary of some days as it is at `now`."""

    policy: BookingPolicy
    open: list[hours.Open]
    taken: list[slots.Taken]
    now: datetime

    def free(
        self, length: timedelta, *, is_first: bool, notice: timedelta | None = None, by_hand: bool = False
    ) -> list[slots.Slot]:
        """Return the free slots; `notice` can only lengthen the policy's.

        By hand, the practitioner's own doing, neither notice nor window nor limits bind. When she is busy
        elsewhere is not offered to her either; she may still type it."""
        return slots.free(*self._rules(length, notice, by_hand), now=self.now, is_first=is_first)

    def free_pairs(
        self, length: timedelta, *, is_first: bool, notice: timedelta | None = None
    ) -> list[slots.Slot]:
        """Return where two such sessions fit one after the other."""
        rules = self._rules(length, notice)
        return back_to_back.free_pairs(*rules, now=self.now, is_first=is_first)

    def why_not(
        self, start: datetime, length: timedelta, *, is_first: bool, notice=None
    ) -> list[slots.Reason]:
        """Return why a start is not free; nothing when it is."""
        return slots.why_not(
            start, *self._rules(length, notice), day=day_of(start), now=self.now, is_first=is_first
        )

    @property
    def open_days(self) -> set[date]:
        return {stretch.day for stretch in self.open}

    def _rules(self, length, notice, by_hand=False):
        policy = self.policy
        if by_hand:
            unbound = timedelta(0), BY_HAND_WINDOW, slots.Limits()
            return self.open, self.taken, length, policy.buffers, *unbound
        longest_notice = max(policy.notice, notice or policy.notice)
        return self.open, self.taken, length, policy.buffers, longest_notice, policy.window, policy.limits


def load(first_day: date, days: int, *, policy: BookingPolicy, now: datetime, leave_out=None) -> Availability:
    """Read what `days` days from `first_day` hold, in three queries however full the diary is."""
    last_day = first_day + timedelta(days=days - 1)
    weekly = WorkingHours.objects.order_by().values_list("weekday", "starts", "ends")
    changes = HoursOverride.objects.filter(day__range=(first_day, last_day)).order_by()
    overrides = changes.values_list("day", "is_closed", "starts", "ends")
    opened = hours.open_hours(
        first_day,
        days,
        weekly=[hours.Period(*row) for row in weekly],
        overrides=[hours.Override(*row) for row in overrides],
        holidays=bank_holidays.between(policy.nation, first_day, last_day),
        zone=zone(),
    )
    return Availability(policy, opened, _taken(first_day, last_day, now, leave_out), now)


def _taken(first_day, last_day, now, leave_out):
    start = hours.day_range(first_day, zone()).start - LONGEST_BLOCK
    end = hours.day_range(last_day, zone()).end + LONGEST_BLOCK
    rows = Booking.objects.occupying().between(start, end).order_by()
    if leave_out is not None:
        rows = rows.exclude(pk=leave_out.pk)
    elsewhere = BusyTime.objects.blocking().between(start, end).order_by()
    columns = rows.values_list(*TAKEN, "status", "expires_at", "held_until")
    both = columns.union(elsewhere.values_list(*BUSY), all=True).order_by()
    # Asking the database which of them have run out takes Django longer than looking at each.
    return [
        slots.Taken(*taken)
        for *taken, status, expires_at, held_until in both
        if not has_run_out(status, expires_at, held_until, now=now)
    ]


def length_of(treatment: Treatment, client=None) -> timedelta:
    """Return how much is kept: the client's usual length where the practitioner has set one."""
    usual = client.usual_minutes if client else None
    return timedelta(minutes=min(usual or treatment.reserved_minutes, treatment.reserved_minutes))


def session_of(booking) -> dict:
    """Return what a visit that is to be moved looks for: its own length, and its own time counts as free."""
    length = timedelta(minutes=booking.reserved_minutes)
    return {"length": length, "is_first": booking.is_first, "leave_out": booking}


def free_slots(
    treatment: Treatment,
    first_day: date,
    days: int,
    *,
    now: datetime,
    notice: timedelta | None = None,
    length: timedelta | None = None,
    is_first: bool | None = None,
    leave_out=None,
):
    """Return the free slots of a treatment on `days` days from `first_day`, in order.

    `length` and `is_first` are the treatment's where a visit has none of its own; the time of the visit
    `leave_out` counts as free. What else asks for a time here hands these three on as its session."""
    diary = load(first_day, days, policy=treatment.policy, now=now, leave_out=leave_out)
    is_first = treatment.is_first if is_first is None else is_first
    return diary.free(length or length_of(treatment), is_first=is_first, notice=notice)


def is_free(treatment: Treatment, start: datetime, *, now: datetime, notice=None, **session) -> bool:
    """Return whether this very start is one that `free_slots` shows."""
    if not now <= start <= now + treatment.policy.window:
        return False
    shown = free_slots(treatment, day_of(start), 1, now=now, notice=notice, **session)
    return any(slot.starts_at == start for slot in shown)


def next_free(
    treatment: Treatment, count: int, *, now: datetime, from_day: date | None = None, notice=None, **session
):
    """Return the first `count` free slots from `from_day` (today if left out) to the window's end."""
    first_day = max(from_day or day_of(now), day_of(now))
    about = {"now": now, "notice": notice} | session
    soon = free_slots(treatment, first_day, CHUNK_DAYS, **about)
    later_day = first_day + timedelta(days=CHUNK_DAYS)
    days_left = (day_of(now + treatment.policy.window) - later_day).days + 1
    if len(soon) < count and days_left > 0:
        soon += free_slots(treatment, later_day, days_left, **about)
    return soon[:count]


def nearest(
    treatment: Treatment, start: datetime, count: int, *, now: datetime, from_day=None, notice=None, **session
):
    """Return the free slots nearest to a start, in order of time, none before `from_day`."""
    first_day = max(from_day or day_of(now), day_of(now))
    days = (day_of(now + treatment.policy.window) - first_day).days + 1
    free = free_slots(treatment, first_day, max(days, 0), now=now, notice=notice, **session)
    closest = sorted(free, key=lambda slot: abs(slot.starts_at - start))[:count]
    return sorted(closest, key=lambda slot: slot.starts_at)


def free_by_hand(treatment: Treatment, first_day: date, days: int, length: timedelta, *, now, leave_out=None):
    """Return what the practitioner can take without a clash, inside her hours, in order."""
    diary = load(first_day, days, policy=treatment.policy, now=now, leave_out=leave_out)
    return diary.free(length, is_first=treatment.is_first, by_hand=True)


def nearest_by_hand(
    treatment: Treatment, start: datetime, count: int, length: timedelta, *, now, leave_out=None
):
    """Return the times nearest to a start that she can take, in order of time, up to a week away."""
    first_day = max(day_of(start) - timedelta(days=7), day_of(now))
    free = free_by_hand(treatment, first_day, 15, length, now=now, leave_out=leave_out)
    closest = sorted(free, key=lambda slot: abs(slot.starts_at - start))[:count]
    return sorted(closest, key=lambda slot: slot.starts_at)


def crossed(treatment: Treatment, start: datetime, length: timedelta, *, now, leave_out=None):
    """Return the rules for clients that a start crosses. None of them binds the practitioner."""
    diary = load(day_of(start), 1, policy=treatment.policy, now=now, leave_out=leave_out)
    reasons = diary.why_not(start, length, is_first=treatment.is_first)
    return [reason for reason in reasons if reason in CROSSABLE]


def clashes(policy: BookingPolicy, start: datetime, length: timedelta, *, now, leave_out=None):
    """Return what is booked within a session and its buffers, in order: nobody can cross that."""
    # In UTC: in a local zone Python adds hours by the clock on the wall.
    start = start.astimezone(UTC)
    blocked = start - policy.buffers.before, start + length + policy.buffers.after
    rows = Booking.objects.taking(now).between(*blocked).select_related("client", "treatment")
    return list(rows.exclude(pk=leave_out.pk) if leave_out else rows)
