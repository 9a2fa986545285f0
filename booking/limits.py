"""How often one visitor may do a thing in an hour."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from booking.models import Attempt

HOUR = timedelta(hours=1)


@transaction.atomic
def is_too_often(what: str, request, *, now: datetime) -> bool:
    """Count one more attempt; return whether it is above what an hour allows."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    Attempt.objects.filter(hour__lt=hour - HOUR).delete()
    row, _made = Attempt.objects.get_or_create(what=what, who=_who(request), hour=hour)
    Attempt.objects.filter(pk=row.pk).update(count=F("count") + 1)
    row.refresh_from_db(fields=["count"])
    return row.count > settings.ATTEMPTS_PER_HOUR[what]


def address_of(request) -> str:
    """Return the visitor's address: the hop that our own proxy added, or the other end of the line."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # The last hop was written by our own proxy; what stands before it came from outside.
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    return address


def _who(request) -> str:
    return salted_hmac("booking.limits", address_of(request), algorithm="sha256").hexdigest()
