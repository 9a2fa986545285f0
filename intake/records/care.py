"""Letters that were accepted, and agreements that were given."""

from datetime import date, datetime

from django.db import transaction

from intake.agreement import Agreement
from intake.models import Clearance, Client, Consent


def accept_clearance(
    *, client: Client, valid_from: date, valid_until: date, note: str, by, now: datetime
) -> Clearance:
    """Accept a doctor's approval for these days, the first and the last included."""
    return Clearance.objects.create(
        client=client,
        valid_from=valid_from,
        valid_until=valid_until,
        accepted_at=now,
        accepted_by=by,
        note=note,
    )


def end_clearance(clearance: Clearance, *, now: datetime) -> bool:
    """End it before its last day; return whether it had not ended yet."""
    ended = Clearance.objects.filter(pk=clearance.pk, ended_at=None).update(ended_at=now)
    clearance.refresh_from_db(fields=["ended_at"])
    return bool(ended)


@transaction.atomic
def give_consent(
    *,
    client: Client,
    agreement: Agreement,
    given_by: str,
    relation: str,
    now: datetime,
    channel: str = Consent.Channel.WEB,
) -> Consent:
    """Keep the agreement to the use of health answers, in the words that were shown."""
    return Consent.objects.create(
        client=client,
        purpose=Consent.Purpose.HEALTH,
        condition=agreement.condition,
        wording=agreement.wording,
        wording_sha256=agreement.sha256,
        version=agreement.version,
        language=agreement.language,
        given_by=given_by,
        relation=relation,
        channel=channel,
        given_at=now,
    )


def withdraw_consent(consent: Consent, *, now: datetime) -> bool:
    """Note that it was taken back; return whether it still stood."""
    withdrawn = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now)
    consent.refresh_from_db(fields=["withdrawn_at"])
    return bool(withdrawn)


def note_form(client: Client, *, on: date) -> None:
    """Note the day of the health form that is here now."""
    client.form_on = on
    client.save(update_fields=["form_on"])
