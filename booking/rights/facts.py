"""Reads what the clocks need to know, of one person or of all, in five queries."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Max, Q

from booking import availability
from booking.models import Booking, BookingEvent, Status, WaitlistEntry
from booking.rights.clock import Facts
from intake.models import Client, LegalHold

# Whoever came was seen, also when they were not treated that day.
CAME = (Status.COMPLETED, Status.NOT_TREATED)
# To come, waiting for her, or without an outcome yet.
OPEN = (Status.RESERVED, Status.OFFERED, Status.HELD, Status.CONFIRMED)


def facts(clients: Iterable[int] | None = None, *, with_waits: bool = True) -> dict[int, Facts]:
    """Return by client what is so of them now; of all who are here when none are named.

    Whoever asks to be erased waits for nothing any more: then `with_waits` is false."""
    people = Client.objects.present()
    if clients is not None:
        people = people.filter(pk__in=list(clients))
    visits = _by_client(
        Booking,
        "client",
        people,
        came=Max("visit_on", filter=Q(status__in=CAME)),
        completed=Count("pk", filter=Q(status=Status.COMPLETED)),
        made=Max("created_at"),
        open=Count("pk", filter=Q(status__in=OPEN)),
    )
    steps = _by_client(BookingEvent, "booking__client", people, last=Max("at"))
    waits = _by_client(
        WaitlistEntry,
        "client",
        people,
        made=Max("created_at"),
        ended=Max("ended_at"),
        open=Count("pk", filter=Q(ended_at=None)),
    )
    held = set(LegalHold.objects.filter(lifted_at=None, client__in=people).values_list("client", flat=True))
    found = {}
    for row in people.values("pk", "born_on", "created_at", "treated_before").order_by("pk"):
        visit, step, wait = (by.get(row["pk"], {}) for by in (visits, steps, waits))
        ended = (row["created_at"], visit.get("made"), step.get("last"), wait.get("made"), wait.get("ended"))
        found[row["pk"]] = Facts(
            born_on=row["born_on"],
            treated_on=_treated_on(row, visit),
            ended_on=_last_day(ended),
            is_busy=bool(visit.get("open") or (with_waits and wait.get("open"))),
            is_on_hold=row["pk"] in held,
        )
    return found


def _by_client(model, path, people, **sums) -> dict[int, dict]:
    rows = model.objects.filter(**{f"{path}__in": people}).order_by().values(path).annotate(**sums)
    return {row[path]: row for row in rows}


def _treated_on(row, visit) -> date | None:
    """Whoever was treated before the diary began has a record too; when they last came is not known, but it
    was before they were entered."""
    if visit.get("completed"):
        return visit["came"]
    if not row["treated_before"]:
        return None
    return max(filter(None, (visit.get("came"), availability.day_of(row["created_at"]))))


def _last_day(moments: Iterable[datetime | None]) -> date:
    return availability.day_of(max(moment for moment in moments if moment is not None))
