"""A client of the demo who comes in a series: what she planned after her first visits."""

from datetime import datetime
from functools import partial
from uuid import UUID

from booking import on_file, series
from booking.lifecycle import CLIENT
from booking.models import Status
from booking.series import Asked
from intake.models import Client

SESSIONS = 5
KEY = UUID("5e551015-0000-4000-8000-000000000000")


def plan(now: datetime):
    """Book a series for the first client whose answers carry one; nothing where the diary has no room."""
    been = Client.objects.filter(bookings__status=Status.COMPLETED).distinct()
    for client in been.order_by("-pk"):
        try:
            file = series.of_client(client, now=now)
        except on_file.AskAgain:
            continue
        plan = series.propose(file, Asked(SESSIONS))
        if not file.treatment.is_first and plan.is_whole:
            read = partial(series.of_client, client, now=now)
            series.book(read, Asked(SESSIONS, kept=plan.starts), key=KEY, by=CLIENT, now=now)
            return
