"""Deletes rows that are else kept as they were written. The one place where that is done."""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from booking.models import Booking, BookingEvent
from booking.rights import rows, tallying

# Steps that would say that something about health was found, or asked for, when nothing else does any more.
TELLING = ("letter_asked", "letter_ended", "answers_changed", "settled", "corrected")


@transaction.atomic
def remove(found: rows.Found, *, now: datetime) -> rows.Found:
    """Delete these rows and what cannot be without them; what they counted for stays. Return all of them."""
    found = rows.with_what_hangs_on(found)
    tallying.keep(found.get(Booking._meta.label, set()), now=now)
    for field, some in rows.loosened(found):
        for part in rows.parts(some):
            QuerySet(field.model).filter(pk__in=part).update(**{field.name: None})
    # In any order: both engines look at foreign keys when the transaction ends.
    for label, some in found.items():
        for part in rows.parts(some):
            whole = QuerySet(apps.get_model(label)).filter(pk__in=part)
            whole._raw_delete(whole.db)
    return found


def clear_visits(clients) -> None:
    """Take from visits what the deleted answers had found: who was never treated leaves only times."""
    visits = Booking.objects.filter(client__in=clients)
    visits.update(needs_review=False, needs_clearance=False, screened_for_on=None, crossed=[])
    BookingEvent.objects.filter(booking__client__in=clients, why__in=TELLING).update(why="")
