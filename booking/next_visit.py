"""The next visit of somebody who has just been: proposed where it belongs, and booked by one press."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from booking import availability, checks, lifecycle, on_file, request
from booking.lock import take_diary
from booking.models import Booking


@transaction.atomic
def book(visit, starts_at: datetime, *, key: UUID, by, now: datetime) -> Booking:
    """Book one of the free times, on her word that nothing has changed. Pressing twice books once.

    Raise Taken when it is not free any more, and AskAgain."""
    checks.person(by)
    take_diary()
    done = request.placed(key)
    if done is not None:
        return done
    # Read anew under the lock: whose it is may have changed since the page was asked for.
    visit = Booking.objects.select_related("client__merged_into", "guardianship").get(pk=visit.pk)
    file = on_file.of_visit(visit, now=now)
    day = availability.day_of(starts_at)
    if starts_at not in file.free(day, 1):
        raise lifecycle.Taken
    booking = lifecycle.reserve_by_hand(
        file.treatment, starts_at, length=file.length, draft_key=key, by=by, now=now
    )
    request.conclude(booking, file.screened(day, by=by), now=now, by=by)
    return booking
