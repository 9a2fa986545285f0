"""A health form at the desk, in full: as it was asked and answered, and what has changed since."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.admin.client_frame import found
from booking.admin.client_record import SHUT
from booking.admin.form_frame import framed, page
from intake import months, records
from intake.crypto import Unreadable
from intake.history import compared, complaints, in_words, places, precaution_words, titles
from intake.history.precautions import found as named_in
from intake.history.values import Section
from intake.models import HealthForm
from intake.models.people import FORM_HOLDS

SEE = ["booking.view_booking", "intake.view_client", "intake.view_healthform"]
# Of the bar that shows from 0 to 10.
WIDTH = 200


@page("GET", "HEAD", see=SEE)
def newest(desk_admin, request, pk):
    """The form that holds; where there is none, how one gets here."""
    client = found(desk_admin, request, pk)
    if client.merged_into_id:
        return HttpResponseRedirect(
            reverse("admin:booking_booking_client_form", args=[client.merged_into_id])
        )
    return _show(desk_admin, request, client, records.newest_form(client))


@page("GET", "HEAD", see=SEE)
def one(desk_admin, request, pk, form):
    client = found(desk_admin, request, pk)
    return _show(desk_admin, request, client, get_object_or_404(HealthForm, pk=form, client=client))


def _show(desk_admin, request, client, form):
    rows = list(_forms(client))
    shown = next((row for row in rows if form is not None and row.pk == form.pk), None)
    context = {
        "client": client,
        "shown": shown,
        "others": [row for row in rows if row != shown],
        "may_type": request.user.has_perms(["intake.add_healthform", "booking.change_booking"]),
    }
    if shown is not None:
        context |= {"until": months.add(shown.filled_on, FORM_HOLDS), "is_newest": shown == rows[0]}
        context |= _opened(shown, by=request.user, now=timezone.now())
    return framed(desk_admin, request, "read.html", _("A client’s health form"), context)


def _forms(client):
    forms = client.health_forms.select_related("client", "guardianship", "entered_by", "supersedes__client")
    return forms.order_by("-filled_on", "-sent_at", "-pk")


def _opened(form, *, by, now) -> dict:
    """Open it, and the one before it to compare. What does not open is said in a sentence."""
    try:
        read = records.read_health_form(form, by=by, now=now)
    except Unreadable:
        return {"shut": SHUT}
    before = _before(form, by, now)
    answers = compared.answers(read.given, before and before.given)
    troubles = compared.troubles(read.complaints, before and before.complaints)
    return {
        "before": form.supersedes if before else None,
        "changes": sum(one.is_changed for one in (*answers, *troubles)),
        "parts": _parts(answers),
        "troubles": [_trouble(one) for one in troubles],
        # One figure for all of them: which is which, stands in words with each.
        "marked": {place for one in read.complaints for place in one.places},
        "gone": compared.gone(read.complaints, before and before.complaints),
        "precautions": [precaution_words.line(one) for one in named_in(read.given)],
    }


def _before(form, by, now):
    """Open the form before; without it, or without its key, nothing is compared."""
    if form.supersedes is None:
        return None
    try:
        return records.read_health_form(form.supersedes, by=by, now=now)
    except Unreadable:
        return None


def _parts(answers) -> list[dict]:
    """Return each part that something was asked in."""
    parts = []
    for section in Section:
        rows = [_row(one) for one in answers if one.given.section == section]
        if rows:
            parts.append({"name": section.value, "title": titles.SECTIONS[section], "rows": rows})
    return parts


def _row(one) -> dict:
    return {
        "question": one.given.wording,
        "answer": _said(one.given),
        "before": _said(one.before) if one.before else None,
        "is_changed": one.is_changed,
    }


def _said(given) -> str:
    return in_words.answer(given.kind, given.value, given.details)


def _trouble(one) -> dict:
    now, before = one.complaint, one.before
    moved = before is not None and before.trouble is not None and before.trouble != now.trouble
    return {
        "label": now.label,
        "trouble": now.trouble,
        "width": (now.trouble or 0) * WIDTH // complaints.MOST_TROUBLE,
        "places": places.names(now.places),
        "words": now.words,
        "is_changed": one.is_changed,
        "is_new": before is None,
        "was": before.trouble if moved else None,
    }


PAGES = [
    ("client/<int:pk>/form/", newest, "client_form"),
    ("client/<int:pk>/form/<uuid:form>/", one, "client_form_of"),
]
