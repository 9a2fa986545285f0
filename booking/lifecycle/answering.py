"""What a client says about a visit that stays as it is."""

from datetime import datetime

from django.db import transaction

from booking import asked
from booking.lock import take_diary
from booking.moves import change, note

NOTHING_CHANGED, ANSWERED_ANEW = "nothing_changed", "answered_anew"


@transaction.atomic
def note_unchanged(booking, *, by, now: datetime, why=NOTHING_CHANGED) -> bool:
    """Note the answer to “has anything changed?”; return whether it was asked and still open."""
    take_diary()
    # Under the lock, so that of two presses the second finds it answered.
    booking.refresh_from_db(fields=["unchanged_at"])
    if not asked.is_open(booking, now):
        return False
    change(booking, unchanged_at=now)
    note(booking, booking.status, by=by, at=now, why=why)
    return True
