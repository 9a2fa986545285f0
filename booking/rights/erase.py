"""Somebody asks to be erased: what may go goes now, and what has to stay is locked until its date."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from booking import availability, outbox
from booking.lock import take_diary
from booking.models import Booking, Kind, RetentionPolicy
from booking.rights import plan, rows, tombstones
from booking.rights.clock import Due, due_on
from booking.rights.clock import Why as Reason
from booking.rights.facts import CAME, OPEN, facts
from booking.rights.removing import remove
from intake import records
from intake.models import Client, Erasure

Outcome = Erasure.Outcome


class Why(StrEnum):
    """Why nothing was erased."""

    GONE = "gone"
    BUSY = "busy"
    CHANGED = "changed"
    DONE = "done"


class EraseRefused(Exception):
    """Nothing was erased; `why` says what is in the way."""

    def __init__(self, why: Why):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Outlook:
    """What pressing would do now, to be shown before."""

    outcome: Outcome
    due: Due
    # What is to come, or has no outcome yet: with any, nothing can be erased.
    visits: tuple[Booking, ...]
    # The last time that this came out, when pressing again would change nothing.
    done: Erasure | None

    @property
    def until(self) -> date | None:
        return self.due.contact_on if self.outcome == Outcome.PART else None


def due_of(client: Client) -> Due | None:
    """Return when what is kept about them goes; None for somebody who is somebody else by now."""
    known = facts([client.pk], with_waits=False).get(client.pk)
    return known and due_on(known, RetentionPolicy.load().as_periods())


def look(client: Client, *, now: datetime) -> Outlook:
    """Return what would become of a wish to be erased. Raise EraseRefused where there is nobody to erase."""
    due = due_of(client)
    if due is None:
        raise EraseRefused(Why.GONE)
    today = availability.day_of(now)
    if due.is_on_hold:
        outcome = Outcome.KEPT
    elif due.why == Reason.NEVER_TREATED or due.contact_on <= today:
        outcome = Outcome.DELETED
    else:
        outcome = Outcome.PART
    open_ = client.bookings.filter(status__in=OPEN).select_related("treatment").order_by("starts_at")
    last = client.erasures.order_by("at").last() if client.restricted_at else None
    return Outlook(outcome, due, tuple(open_), last if last and last.outcome == outcome else None)


@transaction.atomic
def erase(client: Client, *, seen: str, reason: str, by, now: datetime) -> Erasure:
    """Delete what may go, lock what has to stay, and write to them what became of it.

    `seen` is the outcome that was shown. Raise EraseRefused; then nothing has changed."""
    take_diary()
    client = Client.objects.select_for_update().filter(pk=client.pk, merged_into=None).first()
    if client is None:
        raise EraseRefused(Why.GONE)
    outlook = look(client, now=now)
    if outlook.visits:
        raise EraseRefused(Why.BUSY)
    if outlook.done:
        raise EraseRefused(Why.DONE)
    if outlook.outcome != seen:
        raise EraseRefused(Why.CHANGED)
    about = {"outcome": outlook.outcome, "kept_until": outlook.until, "sent_to": _address(client)}
    ACTS[outlook.outcome](client, now)
    is_left = outlook.outcome != Outcome.DELETED
    erasure = records.note_erasure(client=client if is_left else None, reason=reason, by=by, now=now, **about)
    if outlook.outcome == Outcome.PART:
        tombstones.bury(rows.people(client), at=now, mark=str(erasure.pk))
    if about["sent_to"]:
        outbox.put(Kind.ERASED, erasure=erasure, at=now)
    return erasure


def delete_all(client: Client, now: datetime) -> None:
    """Delete all that points to them, the rows of who was merged into them, and themselves."""
    clients = rows.people(client)
    remove(rows.keys(plan.LINES, clients), now=now)
    # Each row that a backup may bring back is to be known again.
    tombstones.bury(clients, at=now)


def delete_part(client: Client, now: datetime, staying=CAME) -> None:
    """Delete all but the record of their visits, and the ways to reach them; lock what is left."""
    clients = rows.people(client)
    going = rows.keys([line for line in plan.LINES if line.asked == plan.DELETED], clients)
    never_came = Booking.objects.filter(client__in=clients).exclude(status__in=staying)
    going[Booking._meta.label] = set(never_came.values_list("pk", flat=True))
    remove(going, now=now)
    for line in plan.LINES:
        if line.blanks:
            some = rows.of(line, clients).values_list("pk", flat=True)
            QuerySet(some.model).filter(pk__in=list(some)).update(**dict(line.blanks))
    lock(client, now)


def lock(client: Client, now: datetime) -> None:
    """Let the record be used for nothing from now on. It keeps its name, to be found for a claim."""
    Client.objects.filter(pk=client.pk).update(restricted_at=now)


ACTS = {Outcome.DELETED: delete_all, Outcome.PART: delete_part, Outcome.KEPT: lock}


def _address(client: Client) -> dict | None:
    """Return where to write about it, and to whom; of a child to the adult who answers for them."""
    if client.email:
        return {"address": client.email, "name": client.name}
    adult = client.guardianships.exclude(adult_email="").order_by("created_at").last()
    return {"address": adult.adult_email, "name": adult.adult_name} if adult else None
