"""One visit of a series moves: what that does to the spacing, and the later ones moved along with it.

What is shown and what is accepted come from the same look; what changed in between moves nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from booking import availability, calendar, freed, lifecycle, own_move, rebooking, shifting, spacing
from booking.calendar import Choice, DayRule
from booking.lock import take_diary
from booking.models import Booking, Status
from booking.own_move import VisitJudgement
from booking.shifting import Around
from booking.slots import Taken
from intake.crypto import Unreadable

SALT = "booking.series_move"
SESSIONS = (Status.COMPLETED, Status.CONFIRMED, Status.HELD)


class Changed(lifecycle.NotAllowed):
    """The later visits, or where they could go, are not what the page showed. Nothing has moved."""


@dataclass(frozen=True)
class Step:
    """A later visit and the time it could move to; `is_read_first` when it would wait there."""

    visit: Booking
    choice: Choice
    is_read_first: bool


@dataclass(frozen=True)
class Spacing:
    """What a move does: the gaps around the new time, and what becomes of the later visits.

    `is_off` when they do not come any more as they belong; then `steps` say where they could go, none where
    no such times are found. `seen` names all of it, to be posted along."""

    around: Around
    is_off: bool
    staying: tuple[Booking, ...]
    steps: tuple[Step, ...]
    seen: str

    @property
    def is_usual(self) -> bool:
        return self.around.fits and not self.is_off


def look(booking, starts_at: datetime, *, by: lifecycle.Actor, now: datetime) -> Spacing | None:
    """Say what moving there does to the spacing; None for a visit of no series, and for one that stays on
    its day. As many queries for ten later visits as for one."""
    day = availability.day_of(starts_at)
    if booking.series_id is None or day == booking.visit_on:
        return None
    rest = _later(booking, now)
    others = _other_days(booking)
    own = spacing.own_apart(booking.client.days_apart_from, booking.client.days_apart_until)
    around = shifting.around(day, others, own)
    if around.before is not None and around.before.fits:
        # Those that it leaps over come well before it: they stay.
        rest = [visit for visit in rest if visit.visit_on > day]
    before = _days_before(booking, day, others, rest)
    choices = [_as_choice(visit) for visit in rest]
    is_off = bool(rest) and not shifting.fits([one.starts_at for one in choices], before, own)
    steps = _steps(booking, starts_at, rest, choices, before, own, by, now) if is_off else ()
    seen = _seen(booking, starts_at, rest, steps)
    leaving = {step.visit.pk for step in steps}
    staying = tuple(visit for visit in rest if visit.pk not in leaving)
    return Spacing(around, is_off, staying, steps, seen)


@transaction.atomic
@freed.held_back()
def move_by_client(booking, starts_at: datetime, *, seen: str, is_read_first: bool, now: datetime):
    """Move a visit and the rest of its series as the client was shown it: all of them, or none.

    Raise Changed, or of the visit itself what own_move.move raises."""
    take_diary()
    steps = _as_shown(booking, starts_at, seen, lifecycle.CLIENT, now)
    own_move.move(booking, starts_at, is_read_first=is_read_first, now=now)

    def move(step):
        own_move.move(step.visit, step.choice.starts_at, is_read_first=step.is_read_first, now=now)

    _move_each(steps, move)


@transaction.atomic
@freed.held_back()
def move_by_hand(booking, starts_at: datetime, *, seen: str, by: lifecycle.Actor, now: datetime):
    """The same for the practitioner, whom the rules for clients do not bind."""
    take_diary()
    steps = _as_shown(booking, starts_at, seen, by, now)
    rebooking.move(booking, starts_at, by=by, now=now)
    _move_each(steps, lambda step: rebooking.move(step.visit, step.choice.starts_at, by=by, now=now))


def _as_shown(booking, starts_at, seen, by, now) -> tuple[Step, ...]:
    current = _visits().get(pk=booking.pk)
    if (current.version, current.status) != (booking.version, booking.status):
        raise lifecycle.NotAllowed
    found = look(current, starts_at, by=by, now=now)
    if found is None or not found.steps or found.seen != seen:
        raise Changed
    return found.steps


def _move_each(steps, move: Callable[[Step], None]):
    """A later one that cannot move after all takes the whole step back."""
    try:
        for step in steps:
            move(step)
    except (lifecycle.Taken, lifecycle.NotAllowed, lifecycle.TooLate, own_move.NotAsSaid) as error:
        raise Changed from error


def _later(booking, now) -> list[Booking]:
    rows = _visits().filter(series=booking.series_id, starts_at__gt=max(booking.starts_at, now))
    rows = rows.filter(status__in=(Status.HELD, Status.CONFIRMED)).order_by("starts_at")
    return [visit for visit in rows if not visit.has_run_out(now)]


def _visits():
    return Booking.objects.select_related("treatment__policy", "client", "screening", "clearance")


def _other_days(booking) -> list[date]:
    """The days of the client's other sessions: those that were, are agreed on, or wait for an answer."""
    others = Booking.objects.filter(client=booking.client_id, status__in=SESSIONS).exclude(pk=booking.pk)
    return sorted(others.values_list("visit_on", flat=True))


def _days_before(booking, day, others, rest) -> list[date]:
    """The days of all sessions that the rest of the series comes after, the moved one among them."""
    left = list(others)
    for visit in rest:
        left.remove(visit.visit_on)
    last = max([day, *(one for one in left if one < booking.visit_on)])
    return sorted([day, *(one for one in left if one <= last)])


def _as_choice(visit) -> Choice:
    zone = availability.zone()
    return Choice(visit.starts_at.astimezone(zone), visit.ends_at.astimezone(zone), needs_reading=False)


def _steps(booking, starts_at, rest, choices, before, own, by, now) -> tuple[Step, ...]:
    try:
        judgements = own_move.judgements(rest, now=now)
    except Unreadable:
        return ()
    if not all(_may_move(*one, by, now) for one in zip(rest, judgements, strict=True)):
        return ()
    span = shifting.reach(len(rest), before, own)
    last_day = availability.day_of(now) + availability.BY_HAND_WINDOW
    if by.user is None:
        last_day = availability.day_of(now + booking.treatment.policy.window)
    free = _free(booking, starts_at, rest, judgements, span, last_day, by, now)
    plan = shifting.plan(choices, before, free, own, last_day=last_day)
    if not plan.is_whole:
        return ()
    rules = [one.rule(is_earlier_asked=True) for one in judgements]
    return tuple(
        Step(rest[n], choice, rules[n](choice.starts_at.date()).needs_reading)
        for n, choice in shifting.moves(choices, plan)
    )


def _may_move(visit, judgement: VisitJudgement, by, now) -> bool:
    if not rebooking.can_move(visit, now):
        return False
    is_hers = by.user is not None
    return is_hers or (lifecycle.may_move_alone(visit, now) and not own_move.needs_her(visit, judgement))


def _free(booking, starts_at, rest, judgements, span, last_day, by, now) -> list[Choice]:
    """What is free for any of the rest once all of them and the visit have left their times."""
    days = (min(span.last, last_day) - span.first).days + 1
    if days < 1:
        return []
    diary = availability.load(span.first, days, policy=booking.treatment.policy, now=now, leave_out=booking)
    leaving = {visit.taken for visit in rest}
    taken = [one for one in diary.taken if one not in leaving]
    diary = replace(diary, taken=[*taken, _taken(booking, starts_at)])
    length = timedelta(minutes=max(visit.reserved_minutes for visit in rest))
    is_hers = by.user is not None
    slots = diary.free(length, is_first=any(visit.is_first for visit in rest), by_hand=is_hers)
    rule = _strictest(judgements, is_hers)
    choices = calendar.allowed(slots, rule, now=now, zone=availability.zone())
    return [choice for choice in choices if choice.starts_at > now]


def _strictest(judgements, is_hers):
    """The rule of a day for whoever of them comes on it. Neither notice nor dates bind the practitioner."""
    rules = [one.rule(is_earlier_asked=is_hers) for one in judgements]

    def rule(day: date) -> DayRule:
        found = [one(day) for one in rules]
        notice = timedelta(0) if is_hers else max(one.notice for one in found)
        return DayRule(any(one.is_hidden for one in found), any(one.needs_reading for one in found), notice)

    return rule


def _taken(booking, starts_at) -> Taken:
    buffers, length = booking.treatment.policy.buffers, timedelta(minutes=booking.reserved_minutes)
    block = starts_at - buffers.before, starts_at + length + buffers.after
    return Taken(*block, availability.day_of(starts_at), booking.is_first)


def _seen(booking, starts_at, rest, steps) -> str:
    shown = [f"{visit.pk}.{visit.version}.{visit.status}" for visit in (booking, *rest)]
    shown.append(starts_at.astimezone(availability.zone()).isoformat())
    shown += [f"{step.visit.pk}:{step.choice.value}:{step.is_read_first}" for step in steps]
    return salted_hmac(SALT, "|".join(shown), algorithm="sha256").hexdigest()
