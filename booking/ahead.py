"""How many visits may lie ahead for one e-mail address, when they are booked online."""

from datetime import datetime

from booking.models import Booking, Status
from intake.names import folded

MOST = 3
COMING = (Status.HELD, Status.CONFIRMED)


def is_full(address: str, *, now: datetime, besides: Booking | None = None) -> bool:
    """Return whether as many visits lie ahead for this address as can be booked online.

    What was booked in one step counts once; `besides` leaves out one booking and what belongs to it."""
    steps = set()
    for pk, together, child_of, adult_address, own_address in _coming(now):
        is_theirs = folded(adult_address if child_of else own_address) == folded(address)
        is_besides = besides is not None and (pk == besides.pk or (together and together == besides.together))
        if is_theirs and not is_besides:
            steps.add(together or pk)
    return bool(address) and len(steps) >= MOST


def _coming(now):
    """Booking.email says the same of one booking. Compared above and not in the database, whose idea of
    upper case differs from engine to engine."""
    rows = Booking.objects.taking(now).filter(status__in=COMING, starts_at__gt=now).order_by()
    return rows.values_list(
        "pk", "together", "guardianship_id", "guardianship__adult_email", "client__email"
    )  # fmt: skip
