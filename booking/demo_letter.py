"""A client of the demo who was asked for a letter, and has sent the first page of one."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from booking import lifecycle
from booking.letter import asking
from booking.models import Booking, Status
from intake import records

LINES = ("A made-up letter.", "I see no reason against it.", "Dr A. Sample")


def send(practitioner, *, now: datetime):
    """Ask for a letter for a request that waits for one, and let a photograph of it come."""
    held = Booking.objects.filter(status=Status.HELD, needs_clearance=True, starts_at__gt=now)
    booking = held.select_related("client", "treatment").order_by("starts_at").first()
    if booking is None:
        return
    asked_at = now - timedelta(hours=20)
    lifecycle.ask_for_letter(booking, by=practitioner, now=asked_at)
    asking.ask_all(booking, by=practitioner, now=asked_at)
    scanned = records.scan(_photograph())
    asked, sent_at = records.open_request(booking.client), now - timedelta(hours=2)
    asking.receive(asked, scanned, name="letter.jpg", now=sent_at, visit=booking)


def _photograph() -> bytes:
    page = Image.new("RGB", (1000, 1400), "white")
    for number, line in enumerate(LINES):
        ImageDraw.Draw(page).text((100, 150 + 60 * number), line, fill="black", font_size=36)
    written = BytesIO()
    page.save(written, "JPEG")
    return written.getvalue()
