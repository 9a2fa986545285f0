"""What clients of the demo agreed to beside what a session needs, and what one of them took back."""

from datetime import datetime, timedelta

from booking import agreements
from booking.lifecycle import CLIENT
from booking.models import Status
from intake import agreement
from intake.agreement import Purpose
from intake.models import Client


def say(now: datetime):
    """Let the first two who have been here agree to more, and the second take one of it back."""
    been = Client.objects.filter(bookings__status=Status.COMPLETED).distinct().order_by("pk")
    for number, client in enumerate(been[:2]):
        agreed = [agreement.current("self", one).to_json() for one in (Purpose.NEWS, Purpose.WORDS)]
        about = {"given_by": client.name, "relation": "self", "page": "form"}
        agreements.give(client, agreed, now=now - timedelta(days=9), **about)
        if number:
            visit = client.bookings.order_by("starts_at").last()
            back = {"by": CLIENT, "said_by": client.name, "visit": visit, "now": now - timedelta(days=2)}
            agreements.take_back(client, Purpose.WORDS, **back)
