from datetime import datetime

from django import template
from django.utils import timezone

from booking import availability
from booking.admin import undo

register = template.Library()


@register.filter
def local_iso(at: datetime) -> str:
    """Return "2027-03-09T10:00", by the practice's clock: how a form names a time."""
    return f"{at.astimezone(availability.zone()):%Y-%m-%dT%H:%M}"


@register.simple_tag(takes_context=True)
def undo_offer(context):
    """Return the last move while it can be undone, for the person who made it."""
    request = context.get("request")
    return undo.offer_of(request, timezone.now()) if request else None
