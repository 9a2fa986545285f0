"""All visits that one e-mail address may see: those of its own, and those it booked as a guardian."""

from datetime import datetime, timedelta

from django.db.models import Q

from booking import availability
from booking.models import Booking, Status
from intake.models import Client, Guardianship
from intake.names import folded

LOOKS_BACK = timedelta(days=365)


def visits(address: str, *, now: datetime) -> list[Booking]:
    """Return the visits of a folded address that are ahead or of the last year, in order of time.

    Three queries, however many there are. The addresses are compared here: each engine has an idea of its
    own of upper case."""
    written = [email for email in _emails() if folded(email) == address]
    mine = Q(guardianship=None, client__email__in=written) | Q(guardianship__adult_email__in=written)
    since = availability.day_of(now) - LOOKS_BACK
    found = Booking.objects.filter(mine, client__isnull=False, visit_on__gte=since)
    people = ("client", "guardianship", "treatment__policy", "treatment__price")
    return list(found.exclude(status=Status.RESERVED).select_related(*people).order_by("starts_at"))


def find(address: str, *, now: datetime, **wanted) -> Booking | None:
    """Return the one of these visits whose attribute is as wanted; another family's is none of them."""
    ((name, value),) = wanted.items()
    return next((visit for visit in visits(address, now=now) if getattr(visit, name) == value), None)


def _emails():
    of_clients = Client.objects.exclude(email="").values_list("email", flat=True)
    return {*of_clients, *Guardianship.objects.values_list("adult_email", flat=True)}
