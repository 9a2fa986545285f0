"""What was booked in one step, a series or a pair: held together, and decided together."""

from datetime import datetime

from booking.models import Booking, Status
from booking.models.booking import OCCUPYING


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


def starts_of_day(booking) -> list[datetime]:
    """Return when the visits of two who come together on one day begin, in order; of others only its own.

    Visits of a series are on days of their own."""
    if booking.together is None or booking.series_id is not None:
        return [booking.starts_at]
    group = Booking.objects.filter(together=booking.together, visit_on=booking.visit_on)
    others = group.filter(status__in=OCCUPYING).exclude(pk=booking.pk)
    return sorted([booking.starts_at, *others.values_list("starts_at", flat=True)])


def last_ends(bookings: list[Booking]) -> dict[tuple, datetime]:
    """Return when the last visit of two who come together on one day ends, by the name of their group and
    that day; at most one query."""
    groups = {one.together for one in bookings if one.together and one.series_id is None}
    if not groups:
        return {}
    taking_place = Booking.objects.filter(
        together__in=groups, status__in=(Status.CONFIRMED, Status.COMPLETED)
    )
    return {(one.together, one.visit_on): one.ends_at for one in taking_place.order_by("starts_at")}


def _others(booking):
    group = Booking.objects.filter(together=booking.together).exclude(pk=booking.pk)
    people = group.select_related("client", "guardianship", "screening")
    return people.select_related("treatment__policy", "treatment__price")


def _in_order(bookings):
    return sorted(bookings, key=lambda booking: booking.starts_at)
