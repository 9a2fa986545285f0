"""What the practitioner does with a visit, and notes about it. As in `decisions`, each looks whether
the booking is still what her page showed, and leaves the rest to lifecycle."""

from datetime import date, datetime

from django.db import transaction

from booking import late, lifecycle, rescreening, session_notes
from booking.admin.decisions import seen_of, still, words_of
from booking.lock import take_diary
from booking.models import Booking, Kind, Status


class SentAlready(lifecycle.NotAllowed):
    """The receipt of this visit is on its way, or has arrived."""


def doors(booking, now: datetime) -> dict:
    """Say what can become of a booking beside the answer to a request; the actions look again."""
    is_ahead = booking.starts_at > now and not booking.has_run_out(now)
    may_cancel = is_ahead and booking.status in (Status.HELD, Status.CONFIRMED)
    return {
        "seen": seen_of(booking),
        "may_cancel": may_cancel,
        "may_move": may_cancel,
        "cannot_come": may_cancel and late.is_asked(booking),
        "wants_to_move": may_cancel and late.is_move_asked(booking),
        "may_note_outcome": booking.status == Status.CONFIRMED and booking.starts_at <= now,
        "may_note_session": session_notes.may_note(booking, now),
        "is_completed": booking.status == Status.COMPLETED,
        "is_over": booking.status in (Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW),
    }


@transaction.atomic
def cancel(pk: int, *, seen: str, note: str, is_called_off: bool, user, now: datetime) -> Booking:
    booking = still(pk, seen)
    if not doors(booking, now)["may_cancel"]:
        raise lifecycle.NotAllowed
    by = lifecycle.practitioner(user)
    lifecycle.cancel(booking, by=by, now=now, words=words_of(note, now), is_called_off=is_called_off)
    return booking


@transaction.atomic
def comes_after_all(pk: int, *, seen: str, user, now: datetime) -> Booking:
    booking = still(pk, seen)
    lifecycle.comes_after_all(booking, by=lifecycle.practitioner(user), now=now)
    return booking


@transaction.atomic
def complete(pk: int, *, seen: str, minutes: int, note: str, on_paper: bool, user, now: datetime) -> Booking:
    booking = still(pk, seen)
    by = lifecycle.practitioner(user)
    words = words_of(note, now)
    lifecycle.complete(booking, minutes=minutes, by=by, now=now, words=words, on_paper=on_paper)
    return booking


@transaction.atomic
def not_treated(pk: int, *, seen: str, note: str, safe_from: date | None, user, now: datetime) -> int:
    """Note it, and look at the client's coming visits again; return how many are held for her now."""
    booking = still(pk, seen)
    by = lifecycle.practitioner(user)
    lifecycle.not_treated(booking, by=by, now=now, words=words_of(note, now), safe_from=safe_from)
    return rescreening.after_her_word(booking.client, by=by, now=now) if safe_from else 0


@transaction.atomic
def no_show(pk: int, *, seen: str, note: str, user, now: datetime) -> Booking:
    booking = still(pk, seen)
    lifecycle.no_show(booking, by=lifecycle.practitioner(user), now=now, words=words_of(note, now))
    return booking


@transaction.atomic
def correct_minutes(pk: int, *, seen: str, minutes: int, note: str, user, now: datetime) -> Booking:
    booking = still(pk, seen)
    by = lifecycle.practitioner(user)
    lifecycle.correct_minutes(booking, minutes=minutes, by=by, now=now, words=words_of(note, now))
    return booking


@transaction.atomic
def add_note(booking, *, note: str, user, now: datetime) -> bool:
    """Add it, unless it is the newest already: of two presses the second adds nothing."""
    take_diary()
    newest = booking.events.select_related("words").last()
    if newest is not None and newest.why == "note" and newest.by == user and newest.words.text == note:
        return False
    by = lifecycle.practitioner(user)
    lifecycle.add_note(booking, by=by, now=now, words=words_of(note, now))
    return True


@transaction.atomic
def send_receipt(pk: int, *, seen: str, user, now: datetime) -> Booking:
    booking = still(pk, seen)
    if booking.messages.filter(kind=Kind.RECEIPT, version=booking.version).exists():
        raise SentAlready
    lifecycle.send_receipt(booking, by=lifecycle.practitioner(user), now=now)
    return booking
