"""A health form that was filled in on paper, or told by phone, on its way into the record."""

from datetime import date, datetime

from django.db import transaction

from booking import health_form, lifecycle
from booking.moves import Actor
from intake import records
from intake.models import Client, FormDraft, Guardianship, HealthForm

# In a draft: how and when it was filled in. Without it the draft is the client's own.
BY_HAND = "by_hand"


@transaction.atomic
def begin(
    client: Client,
    guardianship: Guardianship | None,
    *,
    channel: str,
    filled_on: date,
    agreed: list[dict],
    is_afresh: bool,
    now: datetime,
) -> FormDraft:
    """Begin to type a form in, or go on with the one under way; `is_afresh` drops what that one holds.

    What they agreed to is kept first: no answer is typed in without it."""
    if is_afresh:
        records.drop_form_draft(client)
    draft, is_new = records.start_form(client, guardianship=guardianship, now=now)
    # What was answered a year ago is not on the paper in hand.
    empty = {"complaints": [], "earlier": None} if is_new else {}
    about = {"channel": channel, "filled_on": filled_on.isoformat()}
    health_form.agree(draft, agreed, now=now, channel=channel)
    return records.save_form(draft, now=now, agreed=agreed, **empty, **{BY_HAND: about})


def of(client: Client) -> FormDraft | None:
    """Return the form that is being typed in for this client."""
    draft = under_way(client)
    return draft if draft is not None and draft.answers.get(BY_HAND) else None


def under_way(client: Client) -> FormDraft | None:
    """Return the client's unfinished form, whoever is filling it in."""
    return FormDraft.objects.select_related("client", "guardianship").filter(client=client).first()


def about(draft: FormDraft) -> tuple[str, date]:
    """Return how and on which day it was filled in."""
    kept = draft.answers[BY_HAND]
    return kept["channel"], date.fromisoformat(kept["filled_on"])


def send(draft: FormDraft, *, user, now: datetime) -> HealthForm:
    """Keep it as the client's form, with the name of who typed it in. Raise DraftGone."""
    channel, filled_on = about(draft)
    by: Actor = lifecycle.practitioner(user)
    return health_form.send(draft, by=by, now=now, channel=channel, filled_on=filled_on, entered_by=user)
