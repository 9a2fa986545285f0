"""What people may ask about their record: to have a copy, to be erased; and what may stop the latter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from intake.crypto import Unreadable
from intake.fields import SealedField
from intake.models import Client, Erasure, LegalHold, Reading

EXPORT = "export"


@dataclass(frozen=True)
class Opened:
    """One sealed column of a row. It is not readable when no key in use opens it; then the value is None."""

    value: object
    is_readable: bool = True


class HoldRefused(Exception):
    """A hold stands already, or this one has been lifted."""


def sealed_fields(model) -> list[SealedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


@transaction.atomic
def open_for_export(rows: Iterable[Model], *, client: Client, by, now: datetime) -> dict:
    """Open all that is sealed in these rows, for a copy that the client asked for; return by row and by name
    of the column what it says. Each row is written down as read before any is opened."""
    sealed = [row for row in rows if sealed_fields(type(row))]
    Reading.objects.bulk_create(
        (Reading(by=by, at=now, what=EXPORT, row=row.pk, client=client) for row in sealed), batch_size=500
    )
    return {row: {field.name: _opened(row, field) for field in sealed_fields(type(row))} for row in sealed}


def _opened(row, field) -> Opened:
    try:
        return Opened(getattr(row, field.name))
    except Unreadable:
        return Opened(None, is_readable=False)


def note_erasure(
    *,
    client: Client | None,
    outcome: str,
    kept_until: date | None,
    reason: str,
    sent_to: dict | None,
    by,
    now: datetime,
) -> Erasure:
    """Note what became of a wish to be erased; without a client, of somebody who is no more in the record."""
    return Erasure.objects.create(
        client=client, outcome=outcome, kept_until=kept_until, reason=reason, sent_to=sent_to, by=by, at=now
    )


def forget_address(erasure: Erasure) -> None:
    """The mail about it has left, or cannot: nothing needs the address any more."""
    erasure.sent_to = None
    erasure.save(update_fields=["sent_to"])


@transaction.atomic
def set_hold(client: Client, *, reason: str, review_on: date, by, now: datetime) -> LegalHold:
    """Delete nothing about them until it is lifted. The client's row is locked by the caller."""
    if client.legal_holds.filter(lifted_at=None).exists():
        raise HoldRefused
    return LegalHold.objects.create(client=client, reason=reason, review_on=review_on, set_by=by, set_at=now)


def lift_holds(client: Client, *, by, now: datetime) -> None:
    """End what stands: of two who were made one there may be several. Raise HoldRefused when none does."""
    if not client.legal_holds.filter(lifted_at=None).update(lifted_at=now, lifted_by=by):
        raise HoldRefused


@transaction.atomic
def read_reasons(client: Client, *, by, now: datetime) -> list[tuple[LegalHold | Erasure, Opened]]:
    """Open why holds were set and what was asked, newest first, all of it written down as read first."""
    rows = sorted(
        [*client.legal_holds.select_related("set_by", "lifted_by"), *client.erasures.select_related("by")],
        key=lambda row: row.set_at if isinstance(row, LegalHold) else row.at,
        reverse=True,
    )
    Reading.objects.bulk_create(
        Reading(by=by, at=now, what=row._meta.model_name, row=row.pk, client=client) for row in rows
    )
    return [(row, _opened(row, row._meta.get_field("reason"))) for row in rows]
