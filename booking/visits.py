"""What a client's other visits say about one of them."""

from bisect import bisect_left
from collections import defaultdict

from booking.models import Booking, Status

# What counts as a session that comes before another: those given, and those still to come.
COUNTED = (Status.COMPLETED, Status.CONFIRMED, Status.HELD)


def numbers(bookings) -> dict[int, int]:
    """Return by key which session of its client's each booking is, in one query for all of them.

    Sessions given elsewhere, or before the diary was kept, are not known here."""
    bookings = [booking for booking in bookings if booking.client_id is not None]
    if not bookings:
        return {}
    starts = _starts_by_client(bookings)
    return {booking.pk: bisect_left(starts[booking.client_id], booking.starts_at) + 1 for booking in bookings}


def _starts_by_client(bookings):
    rows = Booking.objects.filter(
        client__in={booking.client_id for booking in bookings},
        status__in=COUNTED,
        starts_at__lt=max(booking.starts_at for booking in bookings),
    )
    starts = defaultdict(list)
    for client, starts_at in rows.order_by("starts_at").values_list("client", "starts_at"):
        starts[client].append(starts_at)
    return starts
