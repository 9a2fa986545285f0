"""A mail that she worded her way, and a calendar of her own that is read: for their pages in the demo."""

from datetime import datetime, timedelta

from booking import availability
from booking.models import BusyCalendar, BusyTime, Treatment
from booking.wording import editing
from booking.wording.catalogue import BY_NAME
from booking.wording.rendering import Words

TEA = "Come ten minutes early if you like: there is tea, and a chair by the window."
# Days ahead that she is busy on, where one of them has room.
DAYS = (4, 6, 9, 11)
BUSY_FOR = timedelta(minutes=90)


def word(user, *, now: datetime):
    """Add a line of hers to the reminder of the eve."""
    text = BY_NAME["reminder"]
    original = editing.original(text, now=now)
    hers = Words(original.subject, f"{original.body}\n\n{TEA}")
    editing.reword(text, hers, seen=editing.mark(original), by=user, now=now)


def read_calendar(*, now: datetime):
    """Leave a calendar and its times as the worker leaves them. It is at no real address, so its turn to be
    read again does not come while a demo runs."""
    calendar = BusyCalendar.objects.create(
        name="Family",
        access={"address": "https://calendar.example.com/family.ics", "user_name": "", "password": ""},
        last_tried_at=now + timedelta(days=365),
        last_read_at=now - timedelta(minutes=8),
        covers_until=now + timedelta(days=195),
    )
    treatment = Treatment.objects.select_related("policy").get(slug="follow-up-session")
    today = availability.day_of(now)
    free = [availability.free_slots(treatment, today + timedelta(days=day), 1, now=now) for day in DAYS]
    BusyTime.objects.bulk_create(
        BusyTime(calendar=calendar, starts_at=slots[-1].starts_at, ends_at=slots[-1].starts_at + BUSY_FOR)
        for slots in free
        if slots
    )
