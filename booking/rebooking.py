"""Moving a visit to another time: what the new time would mean, and the move itself.

Her answers count on the new day too, so they are judged again for it; on the same day nothing changes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from booking import availability, lifecycle, people, together
from booking.judgement import Judgement
from booking.lock import take_diary
from booking.models import Booking, Status
from booking.slots import Reason
from intake import records
from intake.findings import Outcome
from intake.models import ScreeningPolicy

NEAREST = 6


@dataclass(frozen=True)
class Look:
    """What a new time would mean: who is in the way, which rules it crosses, whether it waits for her."""

    starts_at: datetime
    clashes: list[Booking]
    crossed: list[Reason]
    is_held: bool


@dataclass(frozen=True)
class Time:
    starts_at: datetime
    ends_at: datetime
    crossed: tuple[Reason, ...]


@dataclass(frozen=True)
class Day:
    """The free times of one day, and whether the visit would wait for her yes on it."""

    day: date
    is_held: bool
    times: list[Time]

    @property
    def crossed(self) -> list[Reason]:
        return sorted({reason for time in self.times for reason in time.crossed})


class Days:
    """Judges the answers of one visit for any day; opened once, and read by nobody."""

    def __init__(self, booking, *, now: datetime):
        self.visit_on, self.is_visit = booking.visit_on, booking.status == Status.CONFIRMED
        self._judgement = Judgement(
            booking.screening.given(),
            ScreeningPolicy.load().as_policy(),
            known(booking, now),
            availability.day_of(now),
        )

    def waits(self, day: date) -> bool:
        """Whether something on that day needs her yes."""
        return self._judgement.outcome(day) > Outcome.READY

    def is_worse(self, day: date) -> bool:
        """Whether that day asks more of her than the visit does now: a time to avoid."""
        now = self._judgement.outcome(self.visit_on) if not self.is_visit else Outcome.READY
        return self._judgement.outcome(day) > now

    def would_hold(self, day: date) -> bool:
        """Whether moving there makes a visit wait that does not wait now."""
        return self.is_visit and day != self.visit_on and self.waits(day)


def look(booking, starts_at: datetime, *, now: datetime) -> Look:
    """Say what moving there would mean. Raise Unreadable when the answers cannot be judged."""
    treatment, length = booking.treatment, _length(booking)
    about = {"now": now, "leave_out": booking}
    day = availability.day_of(starts_at)
    return Look(
        starts_at,
        availability.clashes(treatment.policy, starts_at, length, **about),
        availability.crossed(treatment, starts_at, length, **about),
        day != booking.visit_on and Days(booking, now=now).would_hold(day),
    )


def offers(booking, first_day: date, days: int, *, now: datetime) -> list[Day]:
    """Return the days that have free times, each judged; in as many queries for one day as for fourteen."""
    treatment, length = booking.treatment, _length(booking)
    diary = availability.load(first_day, days, policy=treatment.policy, now=now, leave_out=booking)
    judged, found = Days(booking, now=now), {}
    for slot in diary.free(length, is_first=treatment.is_first, by_hand=True):
        if slot.starts_at == booking.starts_at:
            continue
        why = diary.why_not(slot.starts_at, length, is_first=treatment.is_first)
        crossed = tuple(reason for reason in why if reason in availability.CROSSABLE)
        found.setdefault(slot.day, []).append(Time(slot.starts_at, slot.ends_at, crossed))
    return [Day(day, judged.would_hold(day), times) for day, times in found.items()]


def nearest(booking, starts_at: datetime, *, now: datetime):
    """Return the free times nearest to one that is not."""
    about = {"now": now, "leave_out": booking}
    return availability.nearest_by_hand(booking.treatment, starts_at, NEAREST, _length(booking), **about)


def can_move(booking, now: datetime) -> bool:
    return booking.screening is not None and lifecycle.can_move(booking, now)


@transaction.atomic
def move(booking, starts_at: datetime, *, by: lifecycle.Actor, now: datetime, why=lifecycle.MOVED):
    """Move a visit or a request. Raise Taken when the time is not free, NotAllowed when it cannot move."""
    take_diary()
    if not can_move(booking, now):
        raise lifecycle.NotAllowed
    screening = _screening_for(booking, availability.day_of(starts_at), now)
    lifecycle.reschedule(booking, starts_at, screening=screening, by=by, now=now, why=why)


@transaction.atomic
def move_back(booking, was_at: datetime, *, was_confirmed: bool, by: lifecycle.Actor, now: datetime):
    """Undo a move. A visit that waits only because of it is a visit again, where nothing is found."""
    move(booking, was_at, by=by, now=now)
    is_alone = together.held(booking) == [booking]
    if was_confirmed and is_alone and booking.status == Status.HELD and not booking.screening.needs_review:
        lifecycle.approve(booking, by=by, now=now)


def _screening_for(booking, day, now):
    if day == booking.visit_on:
        return booking.screening
    return records.screen_again(
        booking.screening,
        visit_on=day,
        policy=ScreeningPolicy.load().as_policy(),
        known=known(booking, now),
        now=now,
    )


def known(booking, now):
    return people.known_about(
        booking.client,
        is_first=booking.is_first,
        now=now,
        follow_up_unmatched=booking.is_first and not booking.treatment.is_first,
    )


def _length(booking) -> timedelta:
    return timedelta(minutes=booking.reserved_minutes)
