"""A backup that was brought back holds people who were erased since: they are erased again."""

from datetime import datetime

from django.db import transaction

from booking.lock import take_diary
from booking.models import Tombstone
from booking.rights import rows, tombstones
from booking.rights.erase import Outcome, delete_all, delete_part, due_of
from booking.rights.facts import CAME, OPEN
from intake.models import Client, Erasure


@transaction.atomic
def purge(*, now: datetime) -> int:
    """Erase again whoever was erased before; return how many people that was. Nobody is written to."""
    take_diary()
    tombstones.read_file(now=now)
    buried = list(Tombstone.objects.filter(model=tombstones.PERSON).order_by("mark", "pk"))
    again = 0
    for stone, client in _risen(buried):
        if not stone.mark:
            delete_all(client, now)
        elif client.merged_into_id is None and not Erasure.objects.filter(pk=stone.mark).exists():
            _lock_again(stone, client, now)
        else:
            continue
        again += 1
    return again


def _risen(buried):
    """Give each of these who is here again. A number may have been given out anew since the backup: only
    who was entered before the erasure is meant."""
    for some in rows.parts({int(stone.key) for stone in buried}):
        people = set(Client.objects.filter(pk__in=some).values_list("pk", flat=True))
        for stone in buried:
            if int(stone.key) in people:
                client = Client.objects.filter(pk=stone.key, created_at__lte=stone.at).first()
                if client is not None:
                    yield stone, client


def _lock_again(stone, client, now):
    # What the backup shows as still to come may be the very visit that the record is about.
    delete_part(client, now, staying=(*CAME, *OPEN))
    Erasure.objects.create(
        id=stone.mark,
        client=client,
        outcome=Outcome.PART,
        kept_until=due_of(client).contact_on,
        reason="",
        at=stone.at,
    )
