"""What has happened to a booking, as far as its mails depend on it."""

from django.db.models import F

from booking.models import Status


def was_confirmed(booking):
    return booking.events.filter(to_status=Status.CONFIRMED).exists()


def was_at(booking):
    """Return when it was before its last move, if it is of the version that this move made."""
    moves = booking.events.filter(was_at__isnull=False, version=booking.version)
    return moves.values_list("was_at", flat=True).last()


def last_why(booking):
    """Return why the status is what it is: what was only noted since then is no answer."""
    changes = booking.events.exclude(from_status=F("to_status"))
    return changes.values_list("why", flat=True).last()
