"""What a client agreed to, as they saw it; taken back, or agreed to, by telephone or on paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import agreements as actions
from booking import calls, changed, lifecycle
from booking.admin.client_frame import found, framed
from booking.forms.agreements import AloudForm, TakenBackForm
from intake import records
from intake.agreement import Purpose

TEMPLATE = "admin/booking/client/agreements.html"
TAKE_BACK = "admin/booking/client/take_back.html"
# By telephone or on paper she has not seen the page.
PAGE = "desk"


def page(desk_admin, request, pk):
    client = _found(desk_admin, request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if client.merged_into_id:
        return HttpResponseRedirect(address(client.merged_into_id))
    now, adult = timezone.now(), _adult(client)
    form = AloudForm(
        request.POST if request.method == "POST" else None,
        for_whom=changed.whom(client, adult, now=now)["for_whom"],
        given=records.standing(client),
    )
    if request.method == "POST":
        _check_may(request, "intake.add_consent")
        if form.is_valid():
            return _agree(request, client, adult, form, now)
    context = {
        "client": client,
        "agreements": _all(client),
        "standing": records.standing(client),
        "form": form,
        "speaker": adult.adult_name if adult else client.name,
    }
    return framed(desk_admin, request, TEMPLATE, _("Agreements"), context)


def take_back(desk_admin, request, pk, purpose):
    """Say what it means first; the second press notes it."""
    client = _found(desk_admin, request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    stands = records.standing(client).get(purpose)
    adult = stands.guardianship if stands else None
    said_by = adult.adult_name if adult else client.name
    form = TakenBackForm(request.POST if request.method == "POST" else None, initial={"said_by": said_by})
    if request.method == "POST":
        _check_may(request, "intake.change_consent")
        if form.is_valid():
            return _take_back(request, client, purpose, form.cleaned_data)
    if stands is None or not stands.is_asked:
        messages.info(request, _("There is nothing to take back: it does not stand any more."))
        return HttpResponseRedirect(address(client.pk))
    context = {
        "client": client,
        "one": stands,
        "form": form,
        "is_health": purpose == Purpose.HEALTH,
        "coming": actions.resting_on_it(client, now=timezone.now()),
    }
    return framed(desk_admin, request, TAKE_BACK, _("Taken back"), context)


def address(pk) -> str:
    return reverse("admin:booking_booking_agreements", args=[pk])


def _take_back(request, client, purpose, said):
    by, now = lifecycle.practitioner(request.user), timezone.now()
    if actions.take_back(calls.present(client.pk), purpose, by=by, now=now, **said):
        messages.success(request, _("Noted that it was taken back. What rested on it waits for you."))
    else:
        messages.info(request, _("There is nothing to take back: it does not stand any more."))
    return HttpResponseRedirect(address(client.pk))


def _agree(request, client, adult, form, now):
    about = {
        "given_by": adult.adult_name if adult else client.name,
        "relation": adult.relationship if adult else "self",
        "guardianship": adult,
        "channel": form.cleaned_data["channel"],
        "page": PAGE,
    }
    actions.give(calls.present(client.pk), form.cleaned_data["agreed"], now=now, **about)
    messages.success(request, _("Noted, in the words that stand here."))
    return HttpResponseRedirect(address(client.pk))


def _found(desk_admin, request, pk):
    client = found(desk_admin, request, pk)
    _check_may(request, "intake.view_consent")
    return client


def _check_may(request, right: str):
    if not request.user.has_perm(right):
        raise PermissionDenied


def _all(client):
    rows = client.consents.select_related("withdrawal_noted_by").order_by("-given_at")
    return list(rows)


def _adult(client):
    """Return who speaks for this client: whoever did the last time."""
    last = client.consents.select_related("guardianship").order_by("given_at").last()
    return last.guardianship if last else client.guardianships.order_by("created_at").last()


PAGES = [
    ("client/<int:pk>/agreements/", page, "agreements"),
    ("client/<int:pk>/agreements/<slug:purpose>/", take_back, "take_back"),
]
