"""A legal hold is put on a record, or lifted; and a locked record is taken into use again."""

from datetime import date, datetime

from django.db import transaction

from booking.lock import take_diary
from intake import records
from intake.models import Client, Note


@transaction.atomic
def put(client: Client, *, reason: str, review_on: date, by, now: datetime):
    """Stop every clock of theirs. Raise HoldRefused when one stands already."""
    records.set_hold(_locked(client), reason=reason, review_on=review_on, by=by, now=now)


@transaction.atomic
def lift(client: Client, *, reason: str, by, now: datetime):
    """Let the clocks run again, and note why. Raise HoldRefused when none stands."""
    records.lift_holds(_locked(client), by=by, now=now)
    _note(client, reason, by, now)


@transaction.atomic
def unlock(client: Client, *, reason: str, by, now: datetime):
    """Take a locked record into use again, and note why. Raise HoldRefused when it is not locked."""
    client = _locked(client)
    if client.restricted_at is None:
        raise records.HoldRefused
    client.restricted_at = None
    client.save(update_fields=["restricted_at"])
    _note(client, reason, by, now)


def _note(client, reason, by, now):
    records.write_note(client=client, kind=Note.Kind.GENERAL, text=reason, by=by, now=now)


def _locked(client) -> Client:
    """The diary first, as everywhere; whoever was merged meanwhile is somebody else."""
    take_diary()
    row = Client.objects.select_for_update().filter(pk=client.pk, merged_into=None).first()
    if row is None:
        raise records.HoldRefused
    return row
