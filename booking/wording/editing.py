"""The practitioner words a mail anew, or goes back to the original. Nothing that was sent changes."""

import hashlib
from datetime import datetime

from django.db import transaction

from booking.lock import take_diary
from booking.models import MessageText
from booking.wording import examples, rendering
from booking.wording.catalogue import Text
from booking.wording.rendering import Words


class Outdated(Exception):
    """The text was changed since it was looked at."""


def original(text: Text, *, now: datetime) -> Words:
    """Return the words that the site brings along."""
    return rendering.outline(text.name, examples.context(text, now=now)).words


def current(text: Text, *, now: datetime) -> Words:
    """Return her words, whether they can be sent or not, else the original."""
    row = MessageText.objects.filter(name=text.name).first()
    return Words(row.subject, row.body) if row else original(text, now=now)


def versions(text: Text) -> list:
    """Return what she did to it before, the newest first: at most twenty steps."""
    steps = MessageText.history.filter(name=text.name).select_related("history_user")
    return list(steps.order_by("-history_date", "-history_id")[:20])


def earlier(text: Text, key: str) -> Words | None:
    """Return the words of one of those steps by its number as it stands in an address; None for any other."""
    if not (key.isdecimal() and len(key) < 10):
        return None
    row = MessageText.history.filter(name=text.name, history_id=int(key)).first()
    return row and Words(row.subject, row.body)


def mark(words: Words) -> str:
    """Return what stands for these words in a form, so that another window's change is noticed."""
    return hashlib.sha256(f"{words.subject}\n{words.body}".encode()).hexdigest()[:16]


@transaction.atomic
def reword(text: Text, words: Words, *, seen: str, by, now: datetime) -> bool:
    """Send these words from now on; return whether they are others than before. The original's own words
    are the original. Raise Outdated when what `seen` stands for is no longer what is sent."""
    take_diary()
    before = current(text, now=now)
    if words == before:
        return False
    if mark(before) != seen:
        raise Outdated
    if words == original(text, now=now):
        return put_back(text, by=by, now=now)
    row = MessageText.objects.filter(name=text.name).first() or MessageText(name=text.name)
    row.subject, row.body, row.changed_at = words.subject, words.body, now
    _save(row.save, row, by, now)
    return True


@transaction.atomic
def put_back(text: Text, *, by, now: datetime) -> bool:
    """Go back to the original; return whether it was not that already. Her words stay in the history."""
    take_diary()
    row = MessageText.objects.filter(name=text.name).first()
    if row is None:
        return False
    _save(row.delete, row, by, now)
    return True


def _save(write, row, by, now):
    row._history_user, row._history_date = by, now
    write()
