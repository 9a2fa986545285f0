"""Several sessions of one client booked in one step: all of them, or none.

What is accepted is what would be proposed: the times that were chosen are planned once more, and only if
each of them stays is anything booked."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from booking import again, availability, calendar, lifecycle, on_file, planning, request
from booking.deadlines import NOTICE_WHEN_HELD
from booking.lock import take_diary
from booking.models import Booking, Series
from booking.on_file import OnFile
from booking.planning import Plan, Wish
from intake.models import Client


class Changed(lifecycle.Taken):
    """A time of the series is not to be had any more; `plan` keeps the others and proposes that one anew."""

    def __init__(self, plan: Plan):
        super().__init__()
        self.plan = plan


@dataclass(frozen=True)
class Asked:
    """What somebody wants: so many sessions, and what suits them. `kept` are the times chosen so far."""

    count: int
    wish: Wish = field(default_factory=Wish)
    kept: tuple[datetime, ...] = ()


def propose(file: OnFile, asked: Asked) -> Plan:
    """Plan by the rules for clients, in six queries however full the diary is."""
    span = _first_span(file)
    last_day = min(_last_day(file, span, asked.count), file.times().last_day)
    choices = file.times().look(span.first, max((last_day - span.first).days + 1, 0)).choices
    plan = _plan(file, asked, span, choices)
    if plan.needs_reading:
        # All wait together then, also those that by themselves would not have to.
        late = [choice for choice in choices if choice.starts_at >= file.now + NOTICE_WHEN_HELD]
        return _plan(file, asked, span, late)
    return plan


def propose_by_hand(file: OnFile, asked: Asked) -> Plan:
    """Plan for the practitioner: inside her hours, but neither notice, window, limits nor dates bind her."""
    span = file.span
    days = (_last_day(file, span, asked.count) - span.first).days + 1
    diary = availability.load(span.first, days, policy=file.treatment.policy, now=file.now)
    free = diary.free(file.length, is_first=file.treatment.is_first, by_hand=True)
    judged = file.judgement.rule(is_earlier_asked=True)
    unbound = calendar.allowed(
        free, lambda day: replace(judged(day), notice=timedelta(0)), now=file.now, zone=availability.zone()
    )
    ahead = [choice for choice in unbound if choice.starts_at > file.now]
    return _plan(file, asked, span, ahead, last_day=span.first + availability.BY_HAND_WINDOW)


@transaction.atomic
def book(
    read: Callable[[], OnFile], asked: Asked, *, key: UUID, by, now: datetime, series=None
) -> list[Booking]:
    """Book the times of `asked.kept`, each judged for its own day by the answers on file, which `read`
    reads anew under the lock: who they are may have changed since the page was asked for.

    They go into `series`, or into a new one. Pressing twice books once. Raise Changed where one of them
    would not be proposed any more, AskAgain where the answers do not carry them, and book nothing."""
    take_diary()
    done = booked(key)
    if done:
        return done
    file = read()
    starts = tuple(sorted(asked.kept))
    plan = (propose_by_hand if by.user else propose)(file, replace(asked, count=max(len(starts), 1)))
    if plan.starts != starts:
        raise Changed(plan)
    series = series or Series.objects.create(client=file.client, wanted=asked.count, created_at=now)
    bookings = [_reserve(file, start, _own_key(key, n), by, now) for n, start in enumerate(starts)]
    pairs = [(booking, file.screened(booking.visit_on, by=by)) for booking in bookings]
    request.conclude_together(pairs, now=now, by=by, series=series)
    return booked(key)


def of_client(client: Client, *, now: datetime) -> OnFile:
    """Return what is on file of a client, for the practitioner. Raise AskAgain."""
    return on_file.of(Client.objects.select_related("merged_into").get(pk=client.pk), now=now)


def of_visit(visit: Booking, *, now: datetime) -> OnFile:
    """Return what is on file of the client of a visit, for themselves. Raise AskAgain and TooMany."""
    people = Booking.objects.select_related("client__merged_into", "guardianship")
    return again.file_of(people.get(pk=visit.pk), now=now)


def booked(key: UUID) -> list[Booking]:
    """Return what was booked by this key, in order; nothing before."""
    first = request.placed(_own_key(key, 0))
    if first is None:
        return []
    group = Booking.objects.filter(together=first.together).select_related("treatment__price", "client")
    return list(group.order_by("starts_at"))


def _first_span(file):
    """The days of the next session, from the first on that the answers and her notes leave open."""
    days = (file.times().first_day, file.client.not_before_on)
    return file.span.from_day(max(day for day in days if day))


def _last_day(file, span, count):
    """The last day that the last session could come to."""
    done = len(file.sessions)
    return span.last + sum((file.apart(done + n)[1] for n in range(1, count)), timedelta(0))


def _plan(file, asked, span, choices, last_day=None) -> Plan:
    done = len(file.sessions)
    return planning.plan(
        asked.count,
        span,
        choices,
        asked.wish,
        lambda n: file.apart(done + n),
        last_day=last_day or file.times().last_day,
        kept=asked.kept,
    )


def _reserve(file, start, key, by, now):
    if by.user:
        return lifecycle.reserve_by_hand(
            file.treatment, start, length=file.length, draft_key=key, by=by, now=now
        )
    return lifecycle.reserve(file.treatment, start, draft_key=key, now=now, length=file.length, by=by)


def _own_key(key: UUID, n: int) -> UUID:
    """Each booking has a key of its own, made of the one that names the press."""
    return uuid5(key, str(n))
