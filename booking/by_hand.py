"""The practitioner books for somebody who rings. A time is kept while they talk; one press books it.

The rules for clients do not bind her: the row names those she crosses. Two sessions at once do."""

from datetime import datetime, timedelta

from django.db import transaction

from booking import availability, checks, freed, lifecycle, request
from booking.calls import ASKED, CHECK, Call
from booking.lock import take_diary
from booking.models import Booking, Status
from booking.people import Person, is_treated
from intake import records


class Clash(lifecycle.Taken):
    """Somebody else has the time. `bookings` are those in the way, `nearest` the free times."""

    def __init__(self, starts_at: datetime, length: timedelta, bookings, nearest):
        super().__init__(nearest)
        self.starts_at, self.length, self.bookings = starts_at, length, bookings


class NoTreatment(Exception):
    """There is nothing that this person could be booked for."""


class Past(Exception):
    """The time has gone by while they talked."""


class Incomplete(Exception):
    """Something is still to be asked. `step` says what."""

    def __init__(self, step):
        super().__init__(step)
        self.step = step


@transaction.atomic
def begin(who: dict, starts_at: datetime, *, by, now: datetime, draft=None):
    """Note who is on the phone, and keep the time. Raise Clash, Past or NoTreatment; then nothing is kept.

    What somebody else has answered in the same draft goes."""
    checks.person(by)
    draft = draft or records.start_draft(now=now, by_hand=by.user.pk)
    if any(draft.answers.get(name) != value for name, value in who.items()):
        records.save_draft(draft, **who, guardian=None, **dict.fromkeys(ASKED))
    keep_time(draft, starts_at, by=by, now=now)
    return draft


@transaction.atomic
@freed.held_back()
def keep_time(draft, starts_at: datetime, *, by, now: datetime) -> Booking:
    """Keep this time for the call, in place of an earlier one. Raise Clash, Past or NoTreatment."""
    take_diary()
    call = Call(draft, now)
    booking = _reserve(call, starts_at, by)
    for_whom = call.for_whom_on(booking.visit_on)
    # An agreement in a child's name is another one than in one's own.
    again = {} if call.parts.get("for_whom") == for_whom else {"agreed": None, "guardian": None}
    records.save_draft(draft, starts_at=booking.starts_at.isoformat(), for_whom=for_whom, **again)
    return booking


def answer(call: Call, **parts):
    """Add to what was told, and keep the time a while longer. Raise DraftGone."""
    records.save_draft(call.draft, **parts)
    lifecycle.renew(call.key, now=call.now)


@transaction.atomic
@freed.held_back()
def place(draft, *, by, now: datetime) -> Booking:
    """Book it: confirmed when nothing was found, held otherwise. Pressing twice books once.

    Raise Clash, Past or Incomplete; the draft then stays as it was."""
    take_diary()
    done = request.placed(draft.pk)
    if done is not None:
        return done
    call = Call(records.reread_draft(draft), now)
    if call.missing != CHECK:
        raise Incomplete(call.missing)
    booking = _reservation(call, by)
    parts = call.parts | {"born_on": call.born_on.isoformat()}
    request.settle(parts, booking, _person(call), now=now, by=by)
    records.drop_draft(draft)
    return booking


@transaction.atomic
def give_up(draft, *, by, now: datetime):
    """Let the time go, and forget what was told."""
    take_diary()
    for booking in Booking.objects.filter(draft_key=draft.pk, status=Status.RESERVED):
        lifecycle.lapse(booking, by=by, now=now, why="chose_again")
    records.drop_draft(draft)


def _reservation(call: Call, by) -> Booking:
    """Return the time that is kept; claim it again when that has run out, or somebody else came with it."""
    if call.starts_at <= call.now:
        raise Past
    kept, treatment = call.own, call.treatment
    if kept is not None and (kept.starts_at, kept.treatment_id) == (call.starts_at, treatment.pk):
        return kept
    return _reserve(call, call.starts_at, by)


def _reserve(call: Call, starts_at, by) -> Booking:
    if call.treatment is None:
        raise NoTreatment
    if starts_at <= call.now:
        raise Past
    about = {"length": call.length, "now": call.now}
    _let_go_of_unfinished(call, starts_at, by)
    try:
        return lifecycle.reserve_by_hand(call.treatment, starts_at, draft_key=call.key, by=by, **about)
    except lifecycle.Taken as taken:
        bookings = availability.clashes(call.treatment.policy, starts_at, **about)
        raise Clash(starts_at, call.length, bookings, taken.nearest) from taken


def _let_go_of_unfinished(call: Call, starts_at, by):
    """A call that she broke off keeps its time for minutes: it is not to stand in her own way."""
    in_the_way = availability.clashes(call.treatment.policy, starts_at, call.length, now=call.now)
    for booking in in_the_way:
        if booking.status == Status.RESERVED and booking.events.filter(from_status="", by=by.user).exists():
            lifecycle.lapse(booking, by=by, now=call.now, why="chose_again")


def _person(call: Call) -> Person:
    client = call.client or _entered(call)
    guardianship = _guardianship(call, client) if call.is_for_child else None
    return Person(client, guardianship, is_first=not is_treated(client))


def _entered(call: Call):
    client, _is_new = records.find_or_make_client(
        name=call.name, email=call.email, phone=call.phone, born_on=call.born_on, now=call.now
    )
    return client


def _guardianship(call: Call, client):
    return records.add_guardian(
        child=client,
        adult_name=call.guardian["name"],
        adult_email=call.guardian["email"],
        adult_phone=call.guardian["phone"],
        relationship=call.guardian["relationship"],
        has_parental_responsibility=call.guardian["has_parental_responsibility"],
        in_the_room=call.guardian.get("in_the_room", ""),
        now=call.now,
    )
