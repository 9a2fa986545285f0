"""The health form: what becomes of a draft that is sent."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from intake.history.answering import frozen
from intake.history.asked import questions
from intake.history.values import Complaint, Given
from intake.models import Client, FormDraft, HealthForm, Screening

from .consents import require_agreement
from .sealed import note_reading


# It does not print what it holds: an answer must not reach a log by way of a message.
@dataclass(frozen=True, repr=False)
class ReadForm:
    """A health form, opened."""

    given: tuple[Given, ...]
    complaints: tuple[Complaint, ...]


def newest_form(client: Client) -> HealthForm | None:
    """Return the form that holds: the one filled in last, however late it was typed in."""
    return client.health_forms.order_by("-filled_on", "-sent_at", "-pk").first()


@transaction.atomic
def read_health_form(form: HealthForm, *, by, now: datetime) -> ReadForm:
    """Open a form for a person. That it is read is written down first; raise Unreadable without its key."""
    note_reading(form, what="healthform", client=form.client, by=by, now=now)
    return ReadForm(form.given(), form.complaints())


@transaction.atomic
def keep_form(
    draft: FormDraft,
    *,
    given_by: str,
    channel: str,
    entered_by,
    filled_on: date,
    screening: Screening | None,
    now: datetime,
) -> HealthForm:
    """Make a form of the draft, in place of the one that held before, and drop the draft.

    The form has the draft's key, so that the database itself refuses a second one of the same draft.
    Raise NotAgreed where no agreement to use the answers stands."""
    require_agreement(draft.client)
    answers = draft.answers
    given = frozen(questions(), answers.get("given") or {}, is_own=draft.guardianship_id is None)
    form = HealthForm.objects.create(
        id=draft.pk,
        client=draft.client,
        guardianship=draft.guardianship,
        answers={
            "given": [one.to_json() for one in given],
            "complaints": list(answers.get("complaints") or ()),
        },
        given_by=given_by,
        channel=channel,
        entered_by=entered_by,
        screening=screening,
        supersedes=_former(draft.client, filled_on),
        filled_on=filled_on,
        sent_at=now,
    )
    _note_day(draft.client, filled_on)
    FormDraft.objects.filter(pk=draft.pk).delete()
    return form


def _former(client: Client, filled_on: date) -> HealthForm | None:
    """Return the form before this one. An old paper one that is typed in late takes no newer one's place."""
    earlier = client.health_forms.filter(filled_on__lte=filled_on, superseded_by=None)
    return earlier.order_by("filled_on", "sent_at", "pk").last()


def _note_day(client: Client, filled_on: date):
    # A day that is there already is never set back.
    client.form_on = max(filled_on, client.form_on or filled_on)
    client.save(update_fields=["form_on"])
