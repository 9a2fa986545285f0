"""The links in mails: made when the mail is made, for one purpose and one thing each, opened without an
account. A GET with one changes nothing, for mail scanners press them too."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from booking.models import Link, Purpose
from booking.models.link import OUTLIVES_VISIT
from intake.names import folded

# What is made without a visit of its own to end with.
LIVES = {
    Purpose.AGAIN: timedelta(days=180),
    Purpose.FAMILY: timedelta(minutes=30),
    Purpose.FORM: timedelta(minutes=30),
    Purpose.WAITING: timedelta(days=180),
}
LONGEST_ADDRESS = Link._meta.get_field("address").max_length
# How long a page stays open that a link opened once.
STAYS_OPEN = timedelta(minutes=60)


def make(purpose: Purpose, *, address: str, now: datetime, booking=None, entry=None) -> str:
    """Return a new token that opens this for whoever has the address; it is kept nowhere but in the mail."""
    link = Link(purpose=purpose, booking=booking, entry=entry, address=kept(address), made_at=now)
    return give_token(link, now=now)


def give_token(link: Link, *, now: datetime) -> str:
    """Make the token of a link, in place of one it may have had; its time begins now."""
    token = secrets.token_urlsafe(32)
    link.token_sha256 = _digest(token)
    link.expires_at = now + LIVES[link.purpose] if link.purpose in LIVES else None
    link.save()
    return token


def kept(address: str) -> str:
    """Return an address as a link keeps it, to be compared. Folding can make it longer than it was."""
    return folded(address)[:LONGEST_ADDRESS]


def url(purpose: Purpose, token: str, to: str = "") -> str:
    """Return the whole address, for a mail; `to` names a page of the visit to arrive at."""
    name = f"own:{purpose.value}_{to}" if to else f"own:{purpose.value}"
    return settings.SITE_URL + reverse(name, args=[token])


def find(purpose: Purpose, token: str, *, now: datetime) -> Link | None:
    """Return the link of this token if it is for this purpose and still opens something."""
    link = _links().filter(token_sha256=_digest(token)).first()
    is_right = link is not None and link.purpose == purpose and link.opened_at is None
    return link if is_right and is_good(link, now=now) else None


def read(key: int, *, now: datetime) -> Link | None:
    """Return the link a visitor came by, as long as it still opens something."""
    link = _links().filter(pk=key).first()
    return link if link is not None and is_good(link, now=now) else None


def spend(link: Link, *, now: datetime) -> bool:
    """Use up a link that opens once; return whether it was still to be used."""
    return bool(Link.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now))


def end_others(booking, *, keep: Link | None):
    """Let all links to a visit open nothing any more, but the one the visitor came by."""
    older = Link.objects.filter(booking=booking, purpose=Purpose.VISIT)
    older.exclude(pk=keep.pk if keep else None).delete()


def is_good(link: Link, *, now: datetime) -> bool:
    """Whether it has not run out, and whoever it was sent to is still the one to write to."""
    if link.opened_at is not None:
        return now < link.opened_at + STAYS_OPEN
    return now < _ends_at(link) and _address(link) == link.address


def _links():
    return Link.objects.select_related(
        "booking__client", "booking__guardianship", "booking__treatment__policy", "booking__treatment__price",
        "entry__client", "entry__guardianship",
    )  # fmt: skip


def _ends_at(link):
    return link.expires_at or link.booking.ends_at + OUTLIVES_VISIT


def _address(link):
    about = link.booking or link.entry
    return kept(about.email) if about else link.address


def _digest(token):
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
