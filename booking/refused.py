"""Addresses that a mail server refused for good: later mail to them is not tried until she says so.

What is kept is a keyed hash and a moment. A corrected address is another one, and so is tried."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from booking.models import RefusedAddress

# By then the mailbox may be somebody's again; nothing says so but another try.
KEPT_FOR = timedelta(days=180)


class RefusedBefore(Exception):
    """The address was refused for good before, and nobody has asked for another try."""


def mark(address: str, *, now: datetime) -> None:
    RefusedAddress.objects.get_or_create(digest=_digest(address), defaults={"refused_at": now})


def check(address: str) -> None:
    """Raise RefusedBefore for an address that was refused."""
    if RefusedAddress.objects.filter(digest=_digest(address)).exists():
        raise RefusedBefore


def forget(address: str) -> None:
    """Let the address be tried again."""
    RefusedAddress.objects.filter(digest=_digest(address)).delete()


def drop_old(*, now: datetime) -> None:
    RefusedAddress.objects.filter(refused_at__lte=now - KEPT_FOR).delete()


def _digest(address):
    return salted_hmac("booking.refused", address.strip().casefold(), algorithm="sha256").hexdigest()
