"""What the public pages may tell of the diary: the weekly hours, and what can be booked at what price."""

from booking import opening_times
from booking.models import Treatment, WorkingHours
from booking.models.treatment import SHORTEST
from content import on_offer
from content.on_offer import Hours, Offer


def hours() -> list[Hours]:
    return [Hours(*row) for row in WorkingHours.objects.values_list("weekday", "starts", "ends")]


def offers() -> list[Offer]:
    rows = Treatment.objects.bookable().select_related("price")
    return [Offer(row.name, row.summary, row.price.amount, SHORTEST, row.reserved_minutes) for row in rows]


def provide():
    on_offer.provide(hours=hours, offers=offers, opening=opening_times.told)
