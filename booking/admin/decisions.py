"""What the practitioner decides about a booking. Each takes the diary's lock, looks whether the
booking is still what her page showed, and leaves the rest to lifecycle and to intake.records."""

from datetime import date, datetime

from django.db import transaction

from booking import lifecycle
from booking.lock import take_diary
from booking.models import Booking, Status
from intake import records
from intake.answers import Reply
from intake.crypto import Unreadable
from intake.models import ScreeningPolicy


class Changed(lifecycle.NotAllowed):
    """The booking is not any more what the page showed."""


class NoteMissing(lifecycle.NotSafeYet):
    """This decision has to say how it came about."""


def seen_of(booking) -> str:
    """Name what a page shows of a booking, to be posted along with a decision about it."""
    return f"{booking.status}.{booking.version}.{booking.screening_id}"


@transaction.atomic
def confirm(pk: int, *, seen: str, note: str, user, now: datetime) -> Booking:
    booking = _still(pk, seen)
    if not can_be_read(booking.screening):
        raise lifecycle.NotSafeYet
    if not note and needs_note(booking.screening.found()):
        raise NoteMissing
    lifecycle.approve(booking, by=lifecycle.practitioner(user), now=now, words=_words(note, now))
    return booking


@transaction.atomic
def decline(pk: int, *, seen: str, note: str, user, now: datetime) -> Booking:
    booking = _still(pk, seen)
    lifecycle.decline(booking, by=lifecycle.practitioner(user), now=now, words=_words(note, now))
    return booking


@transaction.atomic
def offer_later(pk: int, *, seen: str, from_on: date, note: str, user, now: datetime) -> Booking:
    booking = _still(pk, seen)
    by = lifecycle.practitioner(user)
    lifecycle.offer_later(booking, by=by, now=now, from_on=from_on, words=_words(note, now))
    return booking


@transaction.atomic
def accept_letter(
    pk: int, *, seen: str, valid_from: date, valid_until: date, note: str, user, now: datetime
) -> Booking:
    booking = _still(pk, seen)
    records.accept_clearance(
        client=booking.client, valid_from=valid_from, valid_until=valid_until, note=note, by=user, now=now
    )
    return booking


@transaction.atomic
def settle(pk: int, *, seen: str, reply: Reply, user, now: datetime) -> Booking:
    """Put her yes or no in place of a “not sure” about care for cancer, and judge the day anew."""
    booking = _still(pk, seen)
    known = records.known_about(
        booking.client,
        is_first=booking.is_first,
        follow_up_unmatched=booking.is_first and not booking.treatment.is_first,
        now=now,
        settling=booking.screening,
    )
    screening = records.settle(
        booking.screening,
        changes={"cancer": reply},
        policy=ScreeningPolicy.load().as_policy(),
        known=known,
        by=user,
        now=now,
    )
    by = lifecycle.practitioner(user)
    lifecycle.adopt_screening(booking, screening, by=by, now=now, why="settled")
    return booking


@transaction.atomic
def cancel(pk: int, *, seen: str, note: str, user, now: datetime) -> Booking:
    booking = _still(pk, seen)
    if not may_cancel(booking, now):
        raise lifecycle.NotAllowed
    lifecycle.cancel(booking, by=lifecycle.practitioner(user), now=now, words=_words(note, now))
    return booking


@transaction.atomic
def complete(pk: int, *, seen: str, user, now: datetime) -> Booking:
    booking = _still(pk, seen)
    minutes = booking.reserved_minutes
    lifecycle.complete(booking, minutes=minutes, by=lifecycle.practitioner(user), now=now)
    return booking


def doors(booking, now: datetime) -> dict:
    """Say what can become of a visit beside the answer to a request; complete() and cancel() look again."""
    return {
        "seen": seen_of(booking),
        "may_cancel": may_cancel(booking, now),
        "may_complete": booking.status == Status.CONFIRMED and booking.starts_at <= now,
    }


def may_cancel(booking, now: datetime) -> bool:
    """Whether there is still a visit ahead to be cancelled."""
    is_ahead = booking.starts_at > now and not booking.has_run_out(now)
    return is_ahead and booking.status in (Status.HELD, Status.CONFIRMED)


def can_be_read(screening) -> bool:
    """Whether the keys in use open all of it: to what nobody can read, nobody can say yes."""
    try:
        return screening.answers is not None and screening.findings is not None
    except Unreadable:
        return False


def needs_note(findings) -> bool:
    """Another adult's own consent, or the booker's authority, is noted before confirming."""
    return any(finding.code == "consent_of_other" for finding in findings)


def _still(pk, seen):
    take_diary()
    booking = Booking.objects.select_for_update().get(pk=pk)
    if seen_of(booking) != seen:
        raise Changed
    return booking


def _words(note, now):
    return records.write_words(note, now=now) if note else None
