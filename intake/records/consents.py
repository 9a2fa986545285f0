"""What people have agreed to, or were told: kept in the words they saw, taken back by a note on the row."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from intake.agreement import Agreement, Condition, Purpose
from intake.models import Client, Consent, FormDraft, Guardianship, HealthForm, Screening


class NotAgreed(Exception):
    """No agreement to use health answers stands, so no new ones are kept."""


@transaction.atomic
def give_consent(
    *,
    client: Client,
    agreement: Agreement,
    given_by: str,
    relation: str,
    now: datetime,
    channel: str = Consent.Channel.WEB,
    page: str = "",
    guardianship: Guardianship | None = None,
) -> Consent:
    """Keep one agreement, in the words that were shown."""
    return Consent.objects.create(
        client=client,
        guardianship=guardianship,
        purpose=agreement.purpose,
        condition=agreement.condition,
        wording=agreement.wording,
        wording_sha256=agreement.sha256,
        version=agreement.version,
        language=agreement.language,
        given_by=given_by,
        relation=relation,
        channel=channel,
        page=page,
        given_at=now,
    )


@transaction.atomic
def give_consents(agreed: Iterable[dict], **about) -> list[Consent]:
    """Keep what a form gave as `agreed`, a row for each purpose; `about` is what give_consent() takes."""
    return [give_consent(agreement=Agreement.from_json(one), **about) for one in agreed]


def withdraw_consent(
    consent: Consent,
    *,
    now: datetime,
    said_by: str = "",
    channel: str = Consent.Channel.WEB,
    noted_by=None,
) -> bool:
    """Note that it was taken back; return whether it still stood."""
    noted = {
        "withdrawn_at": now,
        "withdrawn_by": said_by,
        "withdrawn_channel": channel,
        "withdrawal_noted_by": noted_by,
    }
    withdrawn = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(**noted)
    consent.refresh_from_db(fields=list(noted))
    return bool(withdrawn)


@transaction.atomic
def withdraw_consents(client: Client, purpose: str, **noted) -> list[Consent]:
    """Take back all that was agreed to for this purpose; return what still stood, oldest first. An
    unfinished health form goes with the agreement that it rests on."""
    asked = client.consents.filter(purpose=purpose, withdrawn_at=None).exclude(
        condition=Condition.HEALTH_CARE
    )
    taken_back = [one for one in asked.order_by("given_at") if withdraw_consent(one, **noted)]
    if taken_back and purpose == Purpose.HEALTH:
        FormDraft.objects.filter(client=client).delete()
    return taken_back


def standing(client: Client) -> dict[str, Consent]:
    """Return by purpose the newest agreement of each that was not taken back, in the order of purposes."""
    newest = {one.purpose: one for one in sorted(client.consents.all(), key=_when)}
    return {
        purpose.value: newest[purpose]
        for purpose in Purpose
        if purpose in newest and newest[purpose].withdrawn_at is None
    }


def is_taken_back(client: Client) -> bool:
    """Whether the last word of this client is that health answers are not to be used; nobody asks for it
    where the site only tells."""
    newest = _newest(client)
    is_asked = settings.HEALTH_CONDITION == Condition.EXPLICIT_CONSENT
    return is_asked and newest is not None and newest.withdrawn_at is not None


def agreed_by_another(client: Client) -> Consent | None:
    """Return the newest agreement to use health answers, where somebody else gave it for this client."""
    newest = _newest(client)
    return newest if newest is not None and newest.guardianship_id is not None else None


def is_agreed(client: Client) -> bool:
    """Whether health answers of this client may be used. What was only told is no consent, so it carries
    nothing where the site asks for one."""
    newest = _newest(client)
    if newest is None or newest.withdrawn_at is not None:
        return False
    return newest.is_asked or settings.HEALTH_CONDITION == Condition.HEALTH_CARE


def _newest(client) -> Consent | None:
    """Picked here and not in the database, so that a page that asks more than once reads them once."""
    return max(
        (one for one in client.consents.all() if one.purpose == Purpose.HEALTH), key=_when, default=None
    )


def _when(consent):
    return consent.given_at


def require_agreement(client: Client) -> None:
    """Raise NotAgreed where new health answers of this client may not be kept."""
    if not is_agreed(client):
        raise NotAgreed


def orphans() -> dict[str, int]:
    """Count by kind the stored health answers that no agreement, nor a statement, stood behind when they
    were given; kinds with none are left out."""
    counted = {
        "screening": _unagreed(Screening, "answered_at"),
        "health form": _unagreed(HealthForm, "sent_at"),
        "unfinished health form": _unagreed(FormDraft, "saved_at"),
    }
    return {kind: count for kind, count in counted.items() if count}


def _unagreed(model, at: str) -> int:
    stood = Consent.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=OuterRef(at)),
        client=OuterRef("client"),
        purpose=Purpose.HEALTH,
        given_at__lte=OuterRef(at),
    )
    return model.objects.filter(~Exists(stood)).count()
