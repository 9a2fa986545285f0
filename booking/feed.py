"""The practitioner's calendar feed: switched on and off, its address replaced, found, and fetched."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from booking.lock import take_diary
from booking.models import Feed
from booking.models.feed import ONLY, Program

ENDING = ".ics"
# A calendar that asks more often is noted once in this time.
NOTED_EACH = timedelta(minutes=1)
# The first that is found in how a program names itself; each of them names others too.
NAMES = (
    (Program.GOOGLE, ("google",)),
    (Program.OUTLOOK, ("outlook", "exchange", "microsoft office")),
    (Program.THUNDERBIRD, ("thunderbird",)),
    (Program.APPLE, ("ios/", "macos/", "mac os x/", "mac+os+x/", "calendaragent", "dataaccessd")),
    (Program.BROWSER, ("mozilla/",)),
)


@transaction.atomic
def switch_on(*, now: datetime) -> Feed:
    """Return the feed, made with a new address unless there is one."""
    take_diary()
    return Feed.objects.filter(pk=ONLY).first() or _with_new_secret(now)


@transaction.atomic
def replace(seen: str, *, now: datetime) -> bool:
    """Make a new address in place of the one that a page showed; return whether that was still so."""
    take_diary()
    was_so, _rows = _as_seen(seen).delete()
    if was_so:
        _with_new_secret(now)
    return bool(was_so)


def switch_off(seen: str):
    """Let the address that a page showed open nothing any more, and forget it."""
    _as_seen(seen).delete()


def seen_of(feed: Feed) -> str:
    """Name the address without telling it, to be posted along with what is done about it."""
    return _named(feed.secret_sha256)


def address(feed: Feed) -> str:
    """Return the address for a calendar program. Raise Unreadable when its key is gone."""
    return settings.SITE_URL + reverse("calendar_feed", args=[feed.secret + ENDING])


def find(asked: str) -> Feed | None:
    """Return the feed of this address's last part. Each is looked for in the same way."""
    return Feed.objects.filter(secret_sha256=_digest(asked.removesuffix(ENDING))).first()


def note_fetch(feed: Feed, content_sha256: str, agent: str, *, now: datetime) -> datetime:
    """Note that it was fetched, and by what; return since when it holds what it holds.

    Nothing is written to a feed whose address was replaced meanwhile."""
    is_new = content_sha256 != feed.content_sha256
    changed_at = now if is_new else feed.changed_at
    if is_new or feed.fetched_at is None or now - feed.fetched_at >= NOTED_EACH:
        noted = {"content_sha256": content_sha256, "changed_at": changed_at}
        fetched = {"fetched_at": now, "fetched_by": program(agent)}
        Feed.objects.filter(secret_sha256=feed.secret_sha256).update(**noted, **fetched)
    return changed_at


def program(agent: str) -> Program:
    """Return what kind of program names itself so."""
    said = agent.casefold()
    found = (kind for kind, names in NAMES if any(name in said for name in names))
    return next(found, Program.OTHER)


def _with_new_secret(now):
    secret = secrets.token_urlsafe(32)
    feed = Feed(secret=secret, secret_sha256=_digest(secret), made_at=now)
    feed.save(force_insert=True)
    return feed


def _as_seen(seen):
    # Compared here: what a form sends may be nothing that a database could be asked for.
    digests = Feed.objects.values_list("secret_sha256", flat=True)
    return Feed.objects.filter(secret_sha256__in=[one for one in digests if _named(one) == seen])


def _named(digest):
    return digest[:16]


def _digest(secret):
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
