"""What was erased stays erased: a backup that is brought back is purged by these numbers again.

They stand in a table, and in a file beside the database: an older copy of the database lacks the newest."""

import json
import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.dateparse import parse_datetime

from booking.models import Tombstone
from intake.models import Client

PERSON = Client._meta.label

log = logging.getLogger(__name__)


def bury(clients: Iterable[int], *, at: datetime, mark: str = "") -> None:
    """Note that these people were erased; `mark` names the erasure where something is still kept."""
    for key in clients:
        Tombstone.objects.get_or_create(model=PERSON, key=str(key), mark=mark, defaults={"at": at})
    transaction.on_commit(file, robust=True)


def file() -> None:
    """Write to the file what does not stand there yet. What cannot be written now is written the next day."""
    new = list(Tombstone.objects.filter(filed_at=None).order_by("pk"))
    if not settings.TOMBSTONES or not new:
        return
    lines = [
        json.dumps({"model": row.model, "key": row.key, "mark": row.mark, "at": row.at.isoformat()}) + "\n"
        for row in new
    ]
    try:
        with Path(settings.TOMBSTONES).open("a", encoding="ascii") as out:
            out.write("".join(lines))
    except OSError as error:
        log.error("The file of what was erased cannot be written: %s", type(error).__name__)
        return
    for row in new:
        Tombstone.objects.filter(pk=row.pk).update(filed_at=row.at)


def read_file(*, now: datetime) -> int:
    """Take over from the file what this database does not know of; return how many. A line that makes no
    sense is left out, and the log says so."""
    path = Path(settings.TOMBSTONES) if settings.TOMBSTONES else None
    if path is None or not path.exists():
        return 0
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    rows = [row for row in map(_row, lines) if row is not None]
    if len(rows) < len(lines):
        log.error("The file of what was erased has %s lines that make no sense.", len(lines) - len(rows))
    return sum(
        Tombstone.objects.get_or_create(**row, defaults={"at": at, "filed_at": now})[1] for row, at in rows
    )


def _row(line):
    try:
        said = json.loads(line)
        at = parse_datetime(said["at"])
        row = {name: str(said[name]) for name in ("model", "key", "mark")}
    except (ValueError, KeyError, TypeError):
        return None
    is_known = row["model"] == PERSON and row["key"].isdecimal() and len(row["mark"]) <= 40
    return (row, at) if is_known and at is not None and at.tzinfo is not None else None
