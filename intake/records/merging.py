"""Two rows that turned out to be one person."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from intake.duplicates import Pair, Person, pairs
from intake.models import (
    Clearance,
    Client,
    Consent,
    Erasure,
    FormDraft,
    Guardianship,
    HealthForm,
    LegalHold,
    LetterRequest,
    Note,
    Reading,
    Screening,
    SessionNote,
)


@dataclass(frozen=True)
class Details:
    """What is known from now on, chosen from what either row says."""

    name: str
    email: str
    phone: str
    born_on: date


@transaction.atomic
def merge_clients(kept: Client, other: Client, *, details: Details) -> None:
    """Let everything the record holds about `other` point to `kept`, and `other` itself to `kept`.

    Both rows must be locked by the caller. `other` keeps its own name and address, and what `kept` was
    called before stays as a row of its own, so that a booking with old details finds the same person."""
    _keep_former(kept, details)
    _point(other, kept)
    Client.objects.filter(merged_into=other).update(merged_into=kept)
    Client.objects.filter(pk=other.pk).update(merged_into=kept)
    other.merged_into = kept
    Client.objects.filter(pk=kept.pk).update(**asdict(details), **_together(kept, other))
    kept.refresh_from_db()


def _point(other, kept):
    Guardianship.objects.filter(child=other).update(child=kept)
    for model in (Consent, Clearance, LegalHold, Erasure):
        model.objects.filter(client=other).update(client=kept)
    for model in (Screening, HealthForm, Note, SessionNote, Reading):
        # These are written once, and their own query sets refuse an update. Whose they are is not what
        # they say: the words stay as they were, sealed to their own row's id and readable as before.
        QuerySet(model).filter(client=other).update(client=kept)
    theirs = LetterRequest.objects.filter(client=other)
    if LetterRequest.objects.open().filter(client=kept, came_by_merge=False).exists():
        theirs.open().update(came_by_merge=True)
    theirs.update(client=kept)
    # Of two unfinished forms the one in hand is filled in further.
    if FormDraft.objects.filter(client=kept).exists():
        FormDraft.objects.filter(client=other).delete()
    FormDraft.objects.filter(client=other).update(client=kept)


def _keep_former(kept, details):
    former = Details(kept.name, kept.email, kept.phone, kept.born_on)
    if former != details:
        Client.objects.create(**asdict(former), merged_into=kept, created_at=kept.created_at)


def _together(kept, other) -> dict:
    """Return the stricter of both where a rule hangs on it, else what either knows."""
    spacing = kept if kept.days_apart_from else other
    return {
        "days_apart_from": spacing.days_apart_from,
        "days_apart_until": spacing.days_apart_until,
        "talk_first": kept.talk_first or other.talk_first,
        "not_before_on": _latest(kept.not_before_on, other.not_before_on),
        # One who was treated under either name was treated.
        "treated_before": kept.treated_before or other.treated_before,
        "form_on": _latest(kept.form_on, other.form_on),
        "usual_minutes": _latest(kept.usual_minutes, other.usual_minutes),
        "ring_at": kept.ring_at or other.ring_at,
        # Whoever was to be used no more is here again.
        "restricted_at": None,
        "created_at": min(kept.created_at, other.created_at),
    }


def _latest(*values):
    return max((value for value in values if value is not None), default=None)


def possible_duplicates(of: Client | None = None) -> list[Pair]:
    """Return who may have been entered twice, of all or of one; whoever was merged counts no more."""
    people = Client.objects.present()
    if of is not None:
        # Each rule asks for the same day of birth.
        people = people.filter(born_on=of.born_on)
    rows = people.values_list("pk", "name", "email", "phone", "born_on")
    found = pairs(Person(*row) for row in rows)
    return [pair for pair in found if of is None or of.pk in (pair.first, pair.second)]
