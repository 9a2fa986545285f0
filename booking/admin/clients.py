"""A client's page: who they are, what comes and was, what is due, what is noted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import availability, calls, course, pausing
from booking.admin import client_due, client_record, duplicates
from booking.admin.about import Contact
from booking.admin.client_frame import found, framed, url_of
from booking.forms.client import HealthFormForm, NoteForm
from booking.lock import take_diary
from intake import months, records
from intake.models.people import FORM_HOLDS

TEMPLATE = "admin/booking/client/page.html"


def page(desk_admin, request, pk):
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    client = found(desk_admin, request, pk)
    if client.merged_into_id:
        return HttpResponseRedirect(url_of(client.merged_into_id))
    now = timezone.now()
    sent = request.POST.get("act") if request.method == "POST" else None
    if sent in NEEDED and not request.user.has_perm(NEEDED[sent]):
        raise PermissionDenied
    forms = _forms(request, sent, availability.day_of(now))
    if sent in ACTS and forms[sent].is_valid():
        _do(ACTS[sent], request, client, forms[sent].cleaned_data, now)
        return HttpResponseRedirect(url_of(client.pk))
    context = _context(request, client, now) | {"forms": forms, "form": forms.get(sent)}
    if request.user.has_perm("intake.view_note"):
        is_all = request.GET.get("notes") == "all"
        context |= client_record.notes(client, is_all=is_all, by=request.user, now=now)
    if sent == "read":
        context |= client_record.read(client, by=request.user, now=now)
    return framed(desk_admin, request, TEMPLATE, client.name, context)


def _forms(request, sent, today):
    return {
        "form": HealthFormForm(
            request.POST if sent == "form" else None,
            today=today,
            initial={"form_on": today},
            auto_id="form_%s",
        ),
        "note": NoteForm(
            request.POST if sent == "note" else None, initial={"kind": "general"}, auto_id="note_%s"
        ),
    }


@transaction.atomic
def _do(act, request, client, given, now):
    """Write it to who they are now: a merge, which takes the diary too, may just have been made."""
    take_diary()
    act(request, calls.present(client.pk), given, now)


def _note_form(request, client, given, now):
    records.note_form(client, on=given["form_on"])
    until = date_format(months.add(given["form_on"], FORM_HOLDS), "j F Y")
    messages.success(
        request, _("Noted that the health form is here. It holds until %(day)s.") % {"day": until}
    )


def _add_note(request, client, given, now):
    records.write_note(
        client=client, kind=given["kind"], text=given["text"].strip(), by=request.user, now=now
    )
    messages.success(request, _("Your note is kept, locked in the record."))


ACTS = {"form": _note_form, "note": _add_note}
NEEDED = {"form": "intake.change_client", "note": "intake.add_note", "read": "intake.view_screening"}


def _context(request, client, now):
    # Asked for by several parts of the page.
    prefetch_related_objects([client], "consents")
    sessions = course.load(client, now=now, is_all=request.GET.get("sessions") == "all")
    clearances = list(client.clearances.order_by("-valid_until"))
    return {
        "client": client,
        "now": now,
        "age": months.age_on(client.born_on, availability.day_of(now)),
        "contact": Contact(client.name, client.email, client.phone),
        "guardians": [
            (adult, Contact(adult.adult_name, adult.adult_email, adult.adult_phone))
            for adult in client.guardianships.order_by("-created_at")
        ],
        "sessions": sessions,
        "running": pausing.running(client, now=now),
        "due": client_due.due(client, sessions, clearances, now=now),
        "needs_form": client_due.needs_form(client, sessions, now),
        "letters": [{"letter": letter} for letter in clearances],
        "has_screening": client.screenings.exists(),
        "agreements": sorted(client.consents.all(), key=lambda one: one.given_at, reverse=True),
        "duplicates": duplicates.of(client),
    }


PAGES = [("client/<int:pk>/", page, "client")]
