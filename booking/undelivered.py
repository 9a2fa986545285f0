"""Mail to clients that was given up, and whether she was told of it."""

from datetime import datetime, timedelta

from booking import unsent
from booking.models import Run
from booking.models.message import TO_CLIENT

# The names of its jobs begin so; the hour follows.
NAME = "unsent-"
RECENTLY = timedelta(days=2)


def recent(now: datetime):
    """Return what was given up within two days, and she has not seen to. Mail to herself is not in it:
    she could not be told."""
    return unsent.waiting().filter(gave_up_at__gt=now - RECENTLY, kind__in=TO_CLIENT)


def last_told() -> Run | None:
    """Return the job that told of it last."""
    jobs = Run.objects.filter(name__range=(f"{NAME}00", f"{NAME}23"))
    return jobs.order_by("-started_at", "-pk").first()


def is_news(run: Run, now: datetime) -> bool:
    """Whether this job is the last that told of it: the mail says all of it, so an older one says nothing."""
    return last_told() == run and recent(now).exists()
