import uuid
from datetime import datetime

from django.db import transaction

from intake.models import Draft
from intake.models.drafts import DRAFT_LIVES


class DraftGone(Exception):
    """The draft was used or has run out meanwhile."""


def start_draft(*, now: datetime, **parts) -> Draft:
    """Keep the first parts of a form for 24 hours."""
    return Draft.objects.create(answers=parts, created_at=now, expires_at=now + DRAFT_LIVES)


def read_draft(key, *, now: datetime) -> Draft | None:
    """Return the live draft with this key; anything that is no such key gives None."""
    try:
        key = uuid.UUID(str(key))
    except ValueError:
        return None
    return Draft.objects.live(now).filter(pk=key).first()


def reread_draft(draft: Draft) -> Draft:
    """Return the draft as it is now. Raise DraftGone."""
    current = Draft.objects.filter(pk=draft.pk).first()
    if current is None:
        raise DraftGone
    return current


@transaction.atomic
def save_draft(draft: Draft, *, under: str | None = None, **parts) -> Draft:
    """Add or replace some parts, and keep those that another tab has saved. Raise DraftGone.

    What is said of another person goes `under` a name of its own."""
    # Locked, so that of two tabs neither writes over what the other has just added.
    current = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if current is None:
        raise DraftGone
    if under is not None:
        parts = {under: (current.answers.get(under) or {}) | parts}
    current.answers = current.answers | parts
    current.save(update_fields=["answers"])
    draft.answers = current.answers
    return draft


def drop_draft(draft: Draft) -> None:
    Draft.objects.filter(pk=draft.pk).delete()


def drop_expired_drafts(*, now: datetime) -> int:
    """Delete what has run out; return how many."""
    deleted, _by_model = Draft.objects.expired(now).delete()
    return deleted
