"""A data breach is written down, and she is reminded of it while the ICO is not decided about."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from booking import outbox
from booking.models import Kind
from intake import cases, records
from intake.models import Breach

REMINDERS = dict(zip(cases.REMIND_AFTER, (Kind.BREACH_OPEN, Kind.BREACH_DUE), strict=True))


@transaction.atomic
def write_down(*, key: UUID, said: dict, aware_at: datetime, by, now: datetime) -> Breach:
    """Keep it under this key, once, with its reminders."""
    breach, is_new = records.keep_breach(key=key, said=said, aware_at=aware_at, by=by, now=now)
    if is_new:
        for moment in cases.reminders(aware_at, now):
            outbox.put(REMINDERS[moment - aware_at], at=moment, breach=breach)
    return breach
