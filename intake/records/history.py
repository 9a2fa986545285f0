"""A health form on its way: begun, saved with each page, and read by whoever fills it in."""

import uuid
from datetime import datetime

from django.db import transaction

from intake.crypto import Unreadable
from intake.history.catalogue import ASKED_ANEW
from intake.models import Client, FormDraft, Guardianship, HealthForm

from .drafts import DraftGone
from .forms import newest_form
from .sealed import note_reading

EMPTY = {"given": {}, "complaints": [], "screening": None, "agreed": None, "done": []}


@transaction.atomic
def start_form(
    client: Client, *, guardianship: Guardianship | None, questions=(), now: datetime
) -> tuple[FormDraft, bool]:
    """Return the client's unfinished form, and whether it was begun just now. A new one begins with the
    answers of the last form, as far as these questions are asked in the same words."""
    draft, is_new = FormDraft.objects.get_or_create(
        client=client,
        defaults={
            "guardianship": guardianship,
            "answers": EMPTY | _earlier(newest_form(client), questions),
            "started_at": now,
            "saved_at": now,
        },
    )
    return draft, is_new


def read_form_draft(key) -> FormDraft | None:
    """Return the unfinished form with this key; anything that is no such key gives None."""
    try:
        key = uuid.UUID(str(key))
    except ValueError:
        return None
    related = "client", "guardianship"
    return FormDraft.objects.select_related(*related).filter(pk=key, client__merged_into=None).first()


def drop_form_draft(client: Client) -> None:
    """Drop what was filled in so far."""
    FormDraft.objects.filter(client=client).delete()


def note_draft_read(draft: FormDraft, *, by, now: datetime):
    """Write down that a person, not the one whose form it is, reads what was filled in so far."""
    note_reading(draft, what="formdraft", client=draft.client, by=by, now=now)


@transaction.atomic
def save_form(draft: FormDraft, *, now: datetime, given=None, **parts) -> FormDraft:
    """Add what was given, replace the other parts, and keep what another tab has saved. Raise DraftGone."""
    # Locked, so that of two tabs neither writes over what the other has just added.
    current = FormDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if current is None:
        raise DraftGone
    if given:
        parts["given"] = (current.answers.get("given") or {}) | given
    current.answers = current.answers | parts
    current.saved_at = now
    current.save(update_fields=["answers", "saved_at"])
    draft.answers = current.answers
    return draft


def _earlier(form: HealthForm | None, questions) -> dict:
    try:
        given, said = (form.given(), form.complaints()) if form else ((), ())
    except Unreadable:
        # What no key opens is asked anew.
        return {}
    if form is None:
        return {}
    asked = {(one.code, one.version) for one in questions if one.code not in ASKED_ANEW}
    kept = {
        one.code: {"value": one.value, "details": one.details}
        for one in given
        if (one.code, one.version) in asked
    }
    return {
        "given": kept,
        "complaints": [one.to_json() for one in said],
        "earlier": form.filled_on.isoformat(),
    }
