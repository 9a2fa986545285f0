"""What is kept for a while ends by itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from booking import freed, outbox
from booking.lock import take_diary
from booking.models import Booking, Kind, Status
from booking.moves import CLIENT, SYSTEM, NotAllowed, move


@transaction.atomic
def lapse(booking, *, now: datetime, by=SYSTEM, why="ran_out"):
    """Let go of a reservation, an offer or a hold that has run out, or that its owner gave back."""
    was_held, was_offered = booking.status == Status.HELD, booking.status == Status.OFFERED
    if (was_held or by == SYSTEM) and not booking.has_run_out(now):
        raise NotAllowed
    move(booking, Status.LAPSED, by=by, at=now, why=why)
    if was_held:
        outbox.put(Kind.LAPSED, booking=booking, at=now)
        outbox.put(Kind.REQUEST_LAPSED, booking=booking, at=now)
    elif was_offered and by != CLIENT:
        outbox.put(Kind.OFFER_OVER, booking=booking, at=now)


@transaction.atomic
@freed.held_back()
def lapse_run_out(*, now: datetime, between=None) -> int:
    """Lapse all that has run out by itself, or what of it lies in a range; return how many."""
    take_diary()
    rows = Booking.objects.run_out(now)
    if between is not None:
        near = rows.between(*between)
        # What was asked for together ends in one step, and is told of in one mail.
        rows = rows.filter(Q(pk__in=near.values("pk")) | Q(together__in=near.values("together")))
    run_out = list(rows.select_for_update())
    for booking in run_out:
        lapse(booking, now=now)
    return len(run_out)
