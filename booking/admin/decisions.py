"""What the practitioner decides about a booking. Each takes the diary's lock, looks whether the
booking is still what her page showed, and leaves the rest to lifecycle and to intake.records."""

import hashlib
from datetime import date, datetime

from django.db import transaction

from booking import lifecycle, people, rescreening, together, told
from booking.letter import asking
from booking.lock import take_diary
from booking.models import Booking, Status
from intake import records
from intake.answers import Reply
from intake.crypto import Unreadable
from intake.findings import Outcome
from intake.models import ScreeningPolicy


class Changed(lifecycle.NotAllowed):
    """The booking is not any more what the page showed."""


class AskedAlready(lifecycle.NotAllowed):
    """The client has been asked for a letter already."""


def seen_of(booking) -> str:
    """Name what a page shows of a booking, to be posted along with a decision about it."""
    return f"{booking.status}.{booking.version}.{booking.screening_id}.{booking.minutes_given}"


def group_seen_of(booking) -> str:
    """Name what the review page shows of all that is decided in one answer: a newer one is not obeyed."""
    group = together.held(booking)
    if group == [booking]:
        return seen_of(booking)
    rows = ";".join(f"{one.pk}.{seen_of(one)}" for one in group)
    return f"{seen_of(booking)}.{hashlib.sha256(rows.encode()).hexdigest()[:16]}"


@transaction.atomic
def confirm(pk: int, *, seen: str, note: str, user, now: datetime) -> Booking:
    booking = waiting(pk, seen)
    group = together.held(booking)
    if not all(can_be_read(one.screening) for one in group):
        raise lifecycle.NotSafeYet
    if not note and any(needs_note(one.screening.found()) for one in group):
        raise lifecycle.NoteMissing
    lifecycle.approve(booking, by=lifecycle.practitioner(user), now=now, words=words_of(note, now))
    return booking


@transaction.atomic
def decline(pk: int, *, seen: str, note: str, user, now: datetime) -> Booking:
    booking = waiting(pk, seen)
    lifecycle.decline(booking, by=lifecycle.practitioner(user), now=now, words=words_of(note, now))
    return booking


@transaction.atomic
def offer_later(pk: int, *, seen: str, from_on: date, note: str, user, now: datetime) -> int:
    """Offer it, and look at the client's coming visits again; return how many are held for her now."""
    booking = waiting(pk, seen)
    by = lifecycle.practitioner(user)
    lifecycle.offer_later(booking, by=by, now=now, from_on=from_on, words=words_of(note, now))
    return rescreening.after_her_word(booking.client, by=by, now=now)


@transaction.atomic
def ask_for_letter(pk: int, *, seen: str, note: str, user, now: datetime) -> Booking:
    booking = waiting(pk, seen)
    if told.is_letter_asked(booking):
        raise AskedAlready
    by = lifecycle.practitioner(user)
    lifecycle.ask_for_letter(booking, by=by, now=now, words=words_of(note, now))
    asking.ask_all(booking, by=by, now=now)
    return booking


@transaction.atomic
def keep_for_later(pk: int, *, seen: str, note: str, user, now: datetime) -> Booking:
    booking = waiting(pk, seen)
    lifecycle.keep_for_later(booking, by=lifecycle.practitioner(user), now=now, words=words_of(note, now))
    return booking


@transaction.atomic
def accept_letter(
    pk: int, *, seen: str, valid_from: date, valid_until: date, note: str, user, now: datetime
) -> Booking:
    booking = waiting(pk, seen)
    asking.accept(booking.client, valid_from=valid_from, valid_until=valid_until, note=note, by=user, now=now)
    return booking


@transaction.atomic
def settle(pk: int, *, seen: str, reply: Reply, user, now: datetime) -> int:
    """Put her yes or no in place of a “not sure” about care for cancer, and judge the day anew.

    Return how many other visits of the client are held for her now: a yes counts for them too."""
    booking = waiting(pk, seen)
    if not booking.screening.has_unsettled_answer:
        raise lifecycle.NotAllowed
    known = people.known_about(
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
    return rescreening.after_new_answers(screening, by=by, now=now)


def can_be_read(screening) -> bool:
    """Whether the keys in use open all of it: to what nobody can read, nobody can say yes."""
    try:
        return screening.answers is not None and screening.findings is not None
    except Unreadable:
        return False


def needs_note(findings) -> bool:
    """Whether a yes is an exception that says how it came about: a day that is too soon, or another
    adult, whose own consent or whose booker's authority is noted."""
    return any(found.outcome == Outcome.LATER or found.code == "consent_of_other" for found in findings)


def still(pk: int, seen: str) -> Booking:
    """Return the booking under the diary's lock. Raise Changed when it is not what the page showed."""
    take_diary()
    booking = Booking.objects.select_for_update().get(pk=pk)
    if seen_of(booking) != seen:
        raise Changed
    return booking


def waiting(pk: int, seen: str) -> Booking:
    """Return the request under the diary's lock. Raise NotAllowed when nothing is asked any more."""
    take_diary()
    booking = Booking.objects.select_for_update().get(pk=pk)
    if group_seen_of(booking) != seen:
        raise Changed
    if booking.status != Status.HELD:
        raise lifecycle.NotAllowed
    return booking


def words_of(note: str, now: datetime):
    return records.write_words(note, now=now) if note else None
