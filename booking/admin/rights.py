"""A client's record and rights: until when it is kept and why, a copy of it, a hold, and erasing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability
from booking.admin.client_frame import found, framed
from booking.forms.rights import EraseForm, HoldForm, ReasonForm
from booking.models import RetentionPolicy
from booking.rights import bundle, erase, export, holding
from booking.rights.erase import EraseRefused, Outcome, Why
from booking.rights.facts import facts
from intake import records
from intake.models import LegalHold

FOLDER = "admin/booking/client/rights"
# All that a copy opens.
TO_EXPORT = ("intake.view_screening", "intake.view_note", "intake.view_sessionnote", "intake.view_healthform")
TO_HOLD, TO_ERASE = "intake.add_legalhold", "intake.add_erasure"
REFUSED = {
    Why.GONE: gettext_lazy("Nothing was changed: this client is not here any more."),
    Why.BUSY: gettext_lazy(
        "Nothing was deleted: a visit is open. Cancel it, or note how it went, and come back."
    ),
    Why.CHANGED: gettext_lazy(
        "Nothing was deleted: something has changed meanwhile. Read again what would happen."
    ),
    Why.DONE: gettext_lazy("Nothing was changed: this has been done already."),
}
TOLD = {
    Outcome.DELETED: gettext_lazy("Everything about them is deleted. Only counts are left, by month."),
    Outcome.PART: gettext_lazy(
        "What may go is deleted. The record of their visits is locked until its date."
    ),
    Outcome.KEPT: gettext_lazy("Nothing is deleted, because a legal hold stands. The record is locked."),
}


def page(desk_admin, request, pk):
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    client = found(desk_admin, request, pk, may_be_locked=True)
    if client.merged_into_id:
        return HttpResponseRedirect(url_of(client.merged_into_id))
    now = timezone.now()
    act = request.POST.get("act") if request.method == "POST" else None
    forms = _forms(request, act, availability.day_of(now))
    if request.method == "POST":
        _check(request, TO_ERASE if act == "unlock" else TO_HOLD)
    if act in ACTS and forms[act].is_valid():
        return _do(request, act, client, forms[act].cleaned_data, now)
    context = _context(request, client, now) | {"forms": forms, "form": forms.get(act)}
    return framed(desk_admin, request, f"{FOLDER}/page.html", _("Record and rights"), context)


def copy(desk_admin, request, pk):
    """Hand out a copy as a file. It opens everything, so it is a press and written down."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    client = found(desk_admin, request, pk, may_be_locked=True)
    _check(request, *TO_EXPORT)
    if client.merged_into_id:
        return HttpResponseRedirect(url_of(client.merged_into_id))
    now = timezone.now()
    content = bundle.pack(export.gather(client, by=request.user, now=now))
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{bundle.name(now)}"'
    return response


def erasing(desk_admin, request, pk):
    """Show what would go and what would stay; then do it."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    client = found(desk_admin, request, pk, may_be_locked=True)
    _check(request, TO_ERASE)
    now = timezone.now()
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _erase(request, client, form.cleaned_data, now)
    try:
        outlook = erase.look(client, now=now)
    except EraseRefused as refused:
        return _refused(request, client, refused.why)
    form.initial["seen"] = outlook.outcome
    context = {"client": client, "outlook": outlook, "form": form, "periods": RetentionPolicy.load()}
    return framed(desk_admin, request, f"{FOLDER}/erase.html", _("Erase"), context)


def _erase(request, client, given, now):
    try:
        erasure = erase.erase(client, seen=given["seen"], reason=given["reason"], by=request.user, now=now)
    except EraseRefused as refused:
        return _refused(request, client, refused.why)
    except IntegrityError:
        # Somebody wrote into the record at this very moment: the database keeps both or neither.
        return _refused(request, client, Why.CHANGED)
    told = str(TOLD[Outcome(erasure.outcome)])
    if erasure.sent_to:
        told = _("%(told)s They get an email that says so.") % {"told": told}
    messages.success(request, told)
    if erasure.client_id is None:
        return HttpResponseRedirect(reverse("admin:intake_client_changelist"))
    return HttpResponseRedirect(url_of(client.pk))


def _refused(request, client, why):
    messages.error(request, REFUSED[why])
    if why == Why.GONE:
        to = client.merged_into_id
        return HttpResponseRedirect(url_of(to) if to else reverse("admin:intake_client_changelist"))
    name = "erase" if why in (Why.CHANGED, Why.BUSY) else "rights"
    return HttpResponseRedirect(reverse(f"admin:booking_booking_{name}", args=[client.pk]))


def _forms(request, act, today):
    return {
        "hold": HoldForm(request.POST if act == "hold" else None, today=today, auto_id="hold_%s"),
        "lift": ReasonForm(request.POST if act == "lift" else None, auto_id="lift_%s"),
        "unlock": ReasonForm(request.POST if act == "unlock" else None, auto_id="unlock_%s"),
    }


def _do(request, act, client, given, now):
    doing, told = ACTS[act]
    try:
        doing(client, **given, by=request.user, now=now)
    except records.HoldRefused:
        messages.error(request, _("Nothing was changed: this has been done already."))
    else:
        messages.success(request, told)
    return HttpResponseRedirect(url_of(client.pk))


ACTS = {
    "hold": (holding.put, gettext_lazy("The hold stands. Nothing about them is deleted until you lift it.")),
    "lift": (holding.lift, gettext_lazy("The hold is lifted. The clocks run again.")),
    "unlock": (holding.unlock, gettext_lazy("The record is in use again.")),
}


def _context(request, client, now):
    known = facts([client.pk])[client.pk]
    reasons = []
    if request.user.has_perm("intake.view_legalhold"):
        reasons = records.read_reasons(client, by=request.user, now=now)
    return {
        "client": client,
        "known": known,
        "due": erase.due_of(client),
        "periods": RetentionPolicy.load(),
        "reasons": [
            (row, opened, row._meta.model_name, row.set_by if isinstance(row, LegalHold) else row.by)
            for row, opened in reasons
        ],
        "may_copy": all(request.user.has_perm(one) for one in TO_EXPORT),
        "may_hold": request.user.has_perm(TO_HOLD),
        "may_erase": request.user.has_perm(TO_ERASE),
    }


def _check(request, *needed):
    if not all(request.user.has_perm(one) for one in needed):
        raise PermissionDenied


def url_of(pk) -> str:
    return reverse("admin:booking_booking_rights", args=[pk])


PAGES = [
    ("client/<int:pk>/rights/", page, "rights"),
    ("client/<int:pk>/rights/copy/", copy, "copy"),
    ("client/<int:pk>/rights/erase/", erasing, "erase"),
]
