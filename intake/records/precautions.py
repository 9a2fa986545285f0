"""What the health forms say that asks for care: for the rules, and for the practitioner's pages."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from intake import months
from intake.crypto import Unreadable
from intake.findings import TalkFirst
from intake.history.precautions import Named, found, talk_first, to_talk_about
from intake.models import Client, HealthForm, PrecautionRule, Reading, Screening
from intake.models.people import FORM_HOLDS
from intake.screening import AGREED, PRECAUTION


def talked_about_first(
    client: Client, screenings: Iterable[Screening], *, now: datetime
) -> tuple[tuple[TalkFirst, ...], bool]:
    """Return what this client's forms give to talk about before a visit, and whether one of them does not
    open. Opened for the rules, shown to nobody.

    `screenings` are those of the client, each with `is_approved`: whether she said yes to a visit by it."""
    forms, is_unreadable = _forms(client, now)
    if not any(named for _day, named in forms):
        return (), is_unreadable
    switches = dict(PrecautionRule.objects.values_list("code", "talk_first"))
    return to_talk_about(forms, talk_first(switches), _agreed(screenings)), is_unreadable


@transaction.atomic
def precautions_of(clients: Iterable[int], *, by, now: datetime) -> dict[int, tuple[Named, ...] | None]:
    """Return by client what their newest form names; None where no key in use opens it. Whoever has no
    form is left out.

    Three statements however many they are: what is opened is written down as read first."""
    forms = list(newest_forms(clients))
    Reading.objects.bulk_create(
        Reading(by=by, at=now, what="healthform", row=form.pk, client_id=form.client_id) for form in forms
    )
    return {form.client_id: opened(form) for form in forms}


def newest_forms(clients: Iterable[int]):
    """Return the form that holds of each client, in one query; newest_form() says the same of one."""
    same = HealthForm.objects.filter(client=OuterRef("client"))
    newest = same.order_by("-filled_on", "-sent_at", "-pk").values("pk")[:1]
    return HealthForm.objects.filter(client__in=clients, pk=Subquery(newest))


def opened(form: HealthForm) -> tuple[Named, ...] | None:
    """Return what a form names, None when no key in use opens it. Whoever shows it notes the reading."""
    try:
        return found(form.given())
    except Unreadable:
        return None


def _forms(client, now):
    """Return day and precautions of each form that still holds, and whether one does not open."""
    since = months.add(timezone.localdate(now), -FORM_HOLDS)
    forms = [(form.filled_on, opened(form)) for form in client.health_forms.filter(filled_on__gte=since)]
    return [form for form in forms if form[1] is not None], any(named is None for _day, named in forms)


def _agreed(screenings) -> set:
    """Return by key and day what she has said yes to: in an approved screening, or noted in one since."""
    agreed = set()
    for screening in screenings:
        codes = {PRECAUTION, AGREED} if screening.is_approved else {AGREED}
        agreed |= {(one.question, one.on) for one in _found(screening) if one.code in codes}
    return agreed


def _found(screening):
    try:
        return screening.found()
    except Unreadable:
        return ()
