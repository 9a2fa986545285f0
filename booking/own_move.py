"""A client moves their own visit: which times are on offer, what each would mean, and the move itself.

What is shown, what is said beforehand and what is accepted come from the same times."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from booking import availability, calendar, lifecycle, rebooking
from booking.calendar import Choice, DayRule
from booking.deadlines import NOTICE_WHEN_HELD
from booking.judgement import Judgement
from booking.lock import take_diary
from booking.models import Booking, Status
from booking.times import Look, Times
from intake.crypto import Unreadable
from intake.models import ScreeningPolicy
from intake.screening import needs_clearance

NEAREST = 6
NEAR = timedelta(days=14)
READ_FIRST = DayRule(needs_reading=True, notice=NOTICE_WHEN_HELD)


class NotAsSaid(Exception):
    """This time would mean something else than was said: that she reads the answers first, or not."""


@dataclass(frozen=True)
class VisitJudgement(Judgement):
    """The answers of a visit that may move. On its own day nothing changes; a request is one on any day."""

    yes_on: date | None
    is_request: bool

    def rule(self, *, is_earlier_asked: bool):
        by_answers = super().rule(is_earlier_asked=is_earlier_asked)

        def rule(day: date) -> DayRule:
            if day == self.yes_on:
                return DayRule()
            found = by_answers(day)
            return replace(READ_FIRST, is_hidden=found.is_hidden) if self.is_request else found

        return rule


@dataclass(frozen=True)
class MoveTimes(Times):
    """The times a visit may move to."""

    visit: Booking | None = None

    def look(self, first_day: date, days: int) -> Look:
        look = super().look(first_day, days)
        return replace(look, choices=[one for one in look.choices if one.starts_at != self.visit.starts_at])

    def look_around(self) -> Look:
        """Look at the weeks around the visit; where they have nothing, from the first day on."""
        first_day = max(self.first_day, self.judgement.today, self.visit.visit_on - NEAR)
        look = self.look(calendar.monday_of(first_day), 2 * NEAR.days + calendar.DAYS)
        return look if look.choices else self.first_look()

    def nearest(self, starts_at: datetime, *, count: int = NEAREST) -> list[Choice]:
        """Return what is on offer nearest to a time, in order."""
        today = self.judgement.today
        near = min(max(availability.day_of(starts_at), today), self.last_day) - NEAR
        first_day = calendar.monday_of(max(today, near))
        choices = self.look(first_day, 2 * NEAR.days + calendar.DAYS).choices or self.first_look().choices
        return nearest_of(choices, starts_at, count)

    def choice(self, starts_at: datetime) -> Choice | None:
        """Return what a button for this very time would be, None when there is none on any page."""
        if not self.now <= starts_at <= self.now + self.treatment.policy.window:
            return None
        shown = self.look(availability.day_of(starts_at), 1).choices
        return next((one for one in shown if one.starts_at == starts_at), None)


def nearest_of(choices, starts_at: datetime, count: int) -> list[Choice]:
    closest = sorted(choices, key=lambda one: abs(one.starts_at - starts_at))[:count]
    return sorted(closest, key=lambda one: one.starts_at)


def times(booking, *, now: datetime, is_earlier_asked: bool = False) -> MoveTimes:
    """Return what the client may choose from. Raise Unreadable when no key opens the answers."""
    return MoveTimes(
        booking.treatment,
        judgements([booking], now=now)[0],
        now,
        is_earlier_asked,
        session=availability.session_of(booking),
        visit=booking,
    )


def judgements(visits, *, now: datetime) -> list[VisitJudgement]:
    """Return the judgement of each, in as many queries for ten visits of one client as for one.

    Raise Unreadable when no key opens the answers."""
    policy, known = ScreeningPolicy.load().as_policy(), {}
    for visit in visits:
        sort = visit.is_first, visit.treatment.is_first
        if sort not in known:
            known[sort] = rebooking.known(visit, now)
    return [
        VisitJudgement(
            visit.screening.given(),
            policy,
            known[visit.is_first, visit.treatment.is_first],
            availability.day_of(now),
            yes_on=_yes_on(visit),
            is_request=visit.status == Status.HELD,
        )
        for visit in visits
    ]


def is_for_her(booking, now: datetime) -> bool:
    """Whether only the practitioner can judge the answers for another day: no key opens them, or they would
    take back that a letter is needed."""
    try:
        judgement = times(booking, now=now).judgement
    except Unreadable:
        return True
    return needs_her(booking, judgement)


def needs_her(booking, judgement: VisitJudgement) -> bool:
    return booking.needs_clearance and not needs_clearance(judgement.findings(booking.visit_on))


@transaction.atomic
def move(booking, starts_at: datetime, *, is_read_first: bool, now: datetime):
    """Move a visit as its client was shown it. Raise Taken when the time is not on offer any more, NotAsSaid
    when it means something else by now, TooLate after the deadline, NotAllowed when somebody was quicker."""
    take_diary()
    current = _anew(booking)
    is_as_seen = (current.version, current.status) == (booking.version, booking.status)
    if not is_as_seen or not rebooking.can_move(current, now):
        raise lifecycle.NotAllowed
    if not lifecycle.may_move_alone(current, now) or is_for_her(current, now):
        raise lifecycle.TooLate
    choice = times(current, now=now, is_earlier_asked=True).choice(starts_at)
    if choice is None:
        raise lifecycle.Taken
    if choice.needs_reading != is_read_first:
        raise NotAsSaid
    rebooking.move(current, starts_at, by=lifecycle.CLIENT, now=now)


def _anew(booking):
    """Read under the lock what may have changed since the page was asked for."""
    related = "treatment__policy", "treatment__price", "client", "screening", "clearance"
    return Booking.objects.select_related(*related).get(pk=booking.pk)


def _yes_on(booking) -> date | None:
    """Return the day on which a visit stays one whatever its answers: lifecycle.reschedule says the same."""
    letter, day = booking.clearance, booking.visit_on
    is_good = letter is None or letter.is_valid_on(day)
    return day if booking.status == Status.CONFIRMED and is_good else None
