"""What a draft is for can change on the way; everything that was filled in stays."""

from datetime import datetime

from django.db import transaction

from booking import steps
from booking.lifecycle.reserving import let_go
from booking.lock import take_diary
from booking.moves import CLIENT
from intake import records


@transaction.atomic
def wait_instead(draft, *, now: datetime):
    """Wait for a time in place of choosing one; what was kept is free for others. Raise DraftGone."""
    take_diary()
    records.reread_draft(draft)
    let_go(draft.pk, by=CLIENT, now=now)
    records.save_draft(draft, errand=steps.WAITLIST, starts_at=None)


def choose_instead(draft):
    """Choose a time after all. Raise DraftGone."""
    records.save_draft(draft, errand="")
