"""What she does about the calendar that is written to. The worker does the rest."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from booking.busy.values import Access
from booking.lock import take_diary
from booking.models import BusyCalendar, WrittenCalendar
from booking.models.written import ONLY
from booking.written import dav
from intake.crypto import Unreadable

# What failed before says nothing of what is tried anew.
ANEW = {"last_tried_at": None, "failing_since": None, "trouble": ""}


@transaction.atomic
def add(access: Access, *, now: datetime) -> WrittenCalendar:
    """Return the calendar; the one that there is already, if another page was quicker."""
    take_diary()
    there_is = WrittenCalendar.objects.filter(pk=ONLY).first()
    return there_is or WrittenCalendar.objects.create(access=asdict(access), due_at=now)


def change(calendar: WrittenCalendar, access: Access, *, now: datetime) -> None:
    """Keep what opens it now; it is written in the worker's next round."""
    calendar.access, calendar.due_at = asdict(access), now
    for name, value in ANEW.items():
        setattr(calendar, name, value)
    calendar.save(update_fields=["access", "due_at", *ANEW])


def ask_now(*, now: datetime) -> None:
    """Have it looked at in the worker's next round."""
    WrittenCalendar.objects.filter(pk=ONLY, due_at__gt=now).update(due_at=now)


def switch_on(*, now: datetime) -> None:
    """Bring it into step again, also when it was just being cleared."""
    off = WrittenCalendar.objects.filter(pk=ONLY, is_on=False)
    off.update(is_on=True, is_clearing=False, cleared_at=None, due_at=now, **ANEW)


def leave(*, now: datetime) -> None:
    """Write nothing more, and let stand what is there."""
    on = WrittenCalendar.objects.filter(pk=ONLY).exclude(is_on=False, is_clearing=False)
    on.update(is_on=False, is_clearing=False, due_at=now, **ANEW)


def take_out(*, now: datetime) -> None:
    """Write nothing more, and have the worker take out what was written."""
    some = WrittenCalendar.objects.filter(pk=ONLY, is_clearing=False, cleared_at=None)
    some.update(is_on=False, is_clearing=True, due_at=now, **ANEW)


def forget() -> None:
    """Delete what is known of it here, once it is off; nothing changes over there."""
    WrittenCalendar.objects.filter(pk=ONLY, is_on=False, is_clearing=False).delete()


def is_read(address: str) -> bool:
    """Return whether her busy times are read from this calendar: her sessions would then block themselves."""
    return any(dav.is_same(address, one) for one in _read_addresses())


def is_written(address: str) -> bool:
    """Return whether the sessions are written to this calendar."""
    calendar = WrittenCalendar.objects.filter(pk=ONLY).first()
    try:
        return calendar is not None and dav.is_same(address, calendar.opened().address)
    except Unreadable:
        return False


def _read_addresses():
    for calendar in BusyCalendar.objects.all():
        try:
            yield calendar.opened().address
        except Unreadable:
            # Nobody can read it either until it is typed again, and then it is asked about.
            continue
