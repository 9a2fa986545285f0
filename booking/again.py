"""Coming again: somebody who was here, or meant to be, books another visit with the answers on file.

It is one of the ways to book for clients: what binds a visitor of the pages of booking binds here too."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from booking import ahead, lifecycle, on_file, request
from booking.calendar import Choice
from booking.lock import take_diary
from booking.models import Booking, Status
from booking.on_file import AskAgain, OnFile
from booking.times import Times


class NotOffered(Exception):
    """The answers on file leave this time not open."""


def file_of(visit: Booking, *, now: datetime) -> OnFile:
    """Return what carries another visit after this one, booked online. Raise AskAgain where something
    lacks, and TooMany where as many visits lie ahead as can be booked online."""
    file = on_file.of_visit(visit, now=now)
    if not file.treatment.is_bookable:
        raise AskAgain("treatment")
    adult = file.guardianship
    if ahead.is_full(adult.adult_email if adult else file.client.email, now=now):
        raise lifecycle.TooMany
    return file


def proposals(file: OnFile, times: Times) -> list[Choice]:
    """Return a choice of times where the next visit belongs, those most like the last one first; where
    nothing is free there, of the weeks after it."""
    span = file.span
    choices = times.look(span.first, span.days).choices
    if not choices:
        choices = times.look(span.last, on_file.LOOKED_ON.days).choices
    at = {choice.starts_at: choice for choice in choices}
    return [at[starts_at] for starts_at in file.like_last(list(at))]


@transaction.atomic
def reserve(visit: Booking, starts_at: datetime, *, key: UUID, now: datetime) -> Booking:
    """Keep one of the times on offer, in place of an earlier one of the same key.

    Raise AskAgain, TooMany, NotOffered, NotAllowed once the key has become a booking, or Taken."""
    take_diary()
    return _reserve(_file_now(visit, now), starts_at, key, now)


@transaction.atomic
def book(visit: Booking, starts_at: datetime, *, key: UUID, now: datetime) -> Booking:
    """Book the time that is kept, or claim it again where that has run out: confirmed when nothing is
    found for its day, held otherwise. Pressing twice books once.

    Raise what reserve() raises, and NeedsMoreNotice when it is too near to be held."""
    take_diary()
    done = request.placed(key)
    if done is not None:
        return done
    file = _file_now(visit, now)
    booking = _kept(starts_at, key, now) or _reserve(file, starts_at, key, now)
    request.conclude(
        booking, file.screened(booking.visit_on, by=lifecycle.CLIENT), now=now, by=lifecycle.CLIENT
    )
    return booking


def _file_now(visit, now):
    """Read anew under the lock: whose it is, and who is with them, may have changed since the page."""
    people = Booking.objects.select_related("client__merged_into", "guardianship")
    return file_of(people.get(pk=visit.pk), now=now)


def _reserve(file, starts_at, key, now):
    times = file.times(is_earlier_asked=True)
    if not times.is_open(starts_at):
        raise NotOffered
    notice, length = times.notice(starts_at), file.length
    return lifecycle.reserve(file.treatment, starts_at, draft_key=key, notice=notice, length=length, now=now)


def _kept(starts_at, key, now):
    own = Booking.objects.filter(draft_key=key, status=Status.RESERVED, starts_at=starts_at)
    return own.filter(expires_at__gt=now).select_related("treatment__policy", "treatment__price").first()
