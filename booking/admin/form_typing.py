"""Typing in a health form that was filled in on paper, or told by phone: how it came, then its answers."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import availability, changed, health_form, typed_form
from booking.admin.client_frame import found
from booking.admin.form_frame import framed, page
from booking.admin.form_typed import STEPS, Answers, Check, More
from booking.forms.typed_form import TypedForm
from intake import records
from intake.forms.consents import ConsentsForm

SEE = ["booking.change_booking", "intake.view_client", "intake.view_healthform", "intake.add_healthform"]
METHODS = ("GET", "HEAD", "POST")
LEAVE = "leave"


@page(*METHODS, see=SEE)
def begin(desk_admin, request, pk):
    """How and when it was filled in; where one is under way, whether to go on with that."""
    client, now = found(desk_admin, request, pk), timezone.now()
    if client.merged_into_id:
        return _to("client_form_type", client.merged_into_id)
    adults, under_way = list(client.guardianships.order_by("-created_at")), typed_form.under_way(client)
    sent = request.POST if request.method == "POST" else None
    today = availability.day_of(now)
    form = TypedForm(sent, client=client, adults=adults, under_way=under_way, today=today)
    for_whom = changed.whom(client, form.guardianship, now=now)["for_whom"]
    # Of somebody else's agreement the words are others, so they are shown before they count.
    is_shown = sent is not None and sent.get("shown") == for_whom
    consents = ConsentsForm(sent if is_shown else None, for_whom=for_whom, given=records.standing(client))
    if is_shown and form.is_valid() and consents.is_valid():
        _begin(client, form, consents, now)
        return _to("client_form_typing", pk, 1)
    context = {
        "client": client,
        "form": form,
        "consents": consents,
        "forms": [form, consents],
        "has_errors": bool(form.errors or consents.errors),
        "shown": for_whom,
        "under_way": under_way,
    }
    return framed(desk_admin, request, "type_in.html", _("Type in a health form"), context)


def _begin(client, form, consents, now):
    typed_form.begin(
        client,
        form.guardianship,
        channel=form.cleaned_data["channel"],
        filled_on=form.cleaned_data["filled_on"],
        agreed=consents.cleaned_data["agreed"],
        is_afresh=form.is_afresh,
        now=now,
    )


def of_a_form(view):
    """Give the view the form that is being typed in; without one, lead to where it begins."""

    @page(*METHODS, see=SEE)
    @wraps(view)
    def with_draft(desk_admin, request, pk, step):
        client = found(desk_admin, request, pk)
        if step not in STEPS:
            raise Http404
        draft = typed_form.of(client)
        try:
            return view(desk_admin, request, draft, step) if draft else _gone(request, client)
        except (records.DraftGone, records.NotAgreed, health_form.DraftGone):
            return _gone(request, client)

    return with_draft


@of_a_form
def typing(desk_admin, request, draft, step):
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    at = {1: Answers, 2: More, 3: Check}[step](draft, sent, now=now)
    if not at.here.is_agreed:
        # It was taken back meanwhile: nothing more is typed in.
        return _to("client_form_type", draft.client_id)
    if sent is not None and step == 3:
        return _send(request, draft, now)
    if sent is not None:
        is_whole = at.keep()
        if is_whole or (sent.get("act") == LEAVE and at.may_be_left):
            return _to("client_form_typing", draft.client_id, step + 1)
    # What stands in it already is read by whoever types on.
    records.note_draft_read(draft, by=request.user, now=now)
    context = {"client": draft.client, "at": at, "step": step, "about": typed_form.about(draft)}
    return framed(desk_admin, request, f"typing_{step}.html", _("Type in a health form"), context)


def _send(request, draft, now):
    typed_form.send(draft, user=request.user, now=now)
    messages.success(request, _("The form is kept. Coming visits were judged by it."))
    return _to("client_form", draft.client_id)


def _gone(request, client):
    messages.info(request, _("No form is being typed in for this client. It was sent, or not begun yet."))
    return _to("client_form_type", client.pk)


def _to(name, *args):
    return HttpResponseRedirect(reverse(f"admin:booking_booking_{name}", args=args))


PAGES = [
    ("client/<int:pk>/form/type/", begin, "client_form_type"),
    ("client/<int:pk>/form/type/<int:step>/", typing, "client_form_typing"),
]
