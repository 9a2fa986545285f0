"""What was booked in one step, a series or a pair: held together, and decided together."""

from booking.models import Booking, Status


def held(booking) -> list[Booking]:
    """Return this request and those held with it, in order; of anything else only itself."""
    if booking.together is None or booking.status != Status.HELD:
        return [booking]
    return _in_order([booking, *_others(booking).filter(status=Status.HELD)])


def coming(booking, *, now) -> list[Booking]:
    """Return this visit and the sure visits of its group that are ahead, in order."""
    if booking.together is None:
        return [booking]
    sure = _others(booking).filter(status=Status.CONFIRMED, starts_at__gt=now)
    return _in_order([booking, *sure])


def _others(booking):
    group = Booking.objects.filter(together=booking.together).exclude(pk=booking.pk)
    people = group.select_related("client", "guardianship", "screening")
    return people.select_related("treatment__policy", "treatment__price")


def _in_order(bookings):
    return sorted(bookings, key=lambda booking: booking.starts_at)
