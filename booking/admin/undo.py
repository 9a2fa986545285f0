"""The offer to undo the last move. The session keeps only which visit, what was seen of it, and times."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from booking.admin import decisions
from booking.models import Booking, Status

KEY = "last_move"
OFFERED_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Offer:
    pk: int
    seen: str
    was_at: datetime
    was_confirmed: bool
    booking: Booking | None = None


def note(request, booking, was_at: datetime, was: str, now: datetime):
    """Offer to undo this move, in place of an earlier one."""
    request.session[KEY] = {
        "pk": booking.pk,
        "seen": decisions.seen_of(booking),
        "was_at": was_at.isoformat(),
        "was_confirmed": was == Status.CONFIRMED,
        "at": now.isoformat(),
    }


def offer_of(request, now: datetime) -> Offer | None:
    """Return what can be undone: the last move, while nothing else has happened to the visit since."""
    kept = request.session.get(KEY)
    if kept is None or now - datetime.fromisoformat(kept["at"]) > OFFERED_FOR:
        return None
    booking = Booking.objects.select_related("client", "screening").filter(pk=kept["pk"]).first()
    was_at = datetime.fromisoformat(kept["was_at"])
    if booking is None or decisions.seen_of(booking) != kept["seen"] or was_at <= now:
        return None
    return Offer(kept["pk"], kept["seen"], was_at, kept["was_confirmed"], booking)
