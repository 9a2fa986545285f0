"""What somebody agreed to: to look at, to take back in two presses, and to agree to anew."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from booking import agreements as actions
from booking import changed, lifecycle, notice
from booking.models import Purpose as Link
from booking.views.own import access, arrival
from booking.views.own.parts import as_it_is
from intake import records
from intake.agreement import Purpose
from intake.forms import ChoiceForm

# Addresses stay in histories, so what is taken back goes by a word that says nothing of anybody.
NAMES = {
    "answers": Purpose.HEALTH,
    "doctor": Purpose.DOCTOR,
    "news": Purpose.NEWS,
    "words": Purpose.WORDS,
}
LABELS = {
    Purpose.HEALTH: gettext_lazy("Using the answers"),
    Purpose.DOCTOR: gettext_lazy("Writing to the doctor"),
    Purpose.NEWS: gettext_lazy("Letters by email"),
    Purpose.WORDS: gettext_lazy("Quoting what is said"),
}
# Where the words of an agreement stand, as the record names it.
PAGE = "agreements"


@require_http_methods(["GET", "HEAD", "POST"])
@access.by_link(*access.TO_COME_AGAIN)
def agreements(request, own):
    client = own.booking.client
    form = ChoiceForm(
        request.POST if request.method == "POST" else None,
        for_whom=changed.whom(client, own.booking.guardianship, now=own.now)["for_whom"],
        given=records.standing(client),
    )
    if request.method != "POST":
        return _show(request, own, form)
    if not own.is_this_visit(request):
        return as_it_is(request, own)
    if not form.fields or not form.is_valid():
        return _show(request, own, form, status=400)
    about = _who(own.booking) | {"guardianship": own.booking.guardianship, "page": PAGE}
    actions.give(client, form.cleaned_data["agreed"], now=own.now, **about)
    messages.success(request, _("Thank you. I have noted what you agreed to."))
    return redirect("own:agreements")


@require_http_methods(["GET", "HEAD", "POST"])
@access.by_link(*access.TO_COME_AGAIN)
def take_back(request, own):
    sent = request.POST if request.method == "POST" else request.GET
    purpose = NAMES.get(sent.get("about", ""))
    if request.method == "POST":
        return _take_back(request, own, purpose)
    stands = purpose and records.standing(own.booking.client).get(purpose)
    if not stands or not stands.is_asked:
        return redirect("own:agreements")
    context = {"own": own, "row": _row(stands), "is_needed": purpose == Purpose.HEALTH}
    if context["is_needed"]:
        context |= {"kept_until": actions.kept_until(own.booking.client), "kept_days": notice.answer_days()}
    return render(request, "booking/own/take_back.html", context)


def _take_back(request, own, purpose):
    # The visit may have moved meanwhile; whose agreement it is has not.
    if purpose is None or not own.is_this_visit(request):
        return as_it_is(request, own)
    said_by = _who(own.booking)["given_by"]
    about = {"by": lifecycle.CLIENT, "now": own.now, "said_by": said_by, "visit": own.booking}
    if actions.take_back(own.booking.client, purpose, **about):
        messages.success(request, _("It is taken back, and I have been told."))
    return redirect("own:agreements")


def _show(request, own, form, *, status=200):
    newest = {one.purpose: one for one in own.booking.client.consents.order_by("given_at")}
    rows = [_row(newest[purpose]) for purpose in Purpose if purpose in newest]
    context = {
        "own": own,
        "treated": own.booking.client.first_name if own.booking.guardianship else "",
        "stands": [row for row in rows if not row["one"].withdrawn_at],
        "taken_back": [row for row in rows if row["one"].withdrawn_at],
        "form": form,
        "is_asked_again": Purpose.HEALTH in form.fields,
    }
    return render(request, "booking/own/agreements.html", context, status=status)


def _row(one) -> dict:
    purpose = Purpose(one.purpose)
    name = next(name for name, known in NAMES.items() if known == purpose)
    return {"one": one, "name": name, "label": LABELS[purpose]}


def _who(booking) -> dict:
    """Return who it is that comes by a link of this visit: its mails go to them."""
    adult = booking.guardianship
    name, relation = (adult.adult_name, adult.relationship) if adult else (booking.client.name, "self")
    return {"given_by": name, "relation": relation}


URLS = [
    path("agreements/", agreements, name="agreements"),
    path("agreements/take-back/", take_back, name="take_back"),
    *(
        path(
            f"{purpose.value}/<str:token>/agreements/",
            arrival.arrive,
            {"purpose": purpose, "to": "own:agreements"},
            name=f"{purpose.value}_agreements",
        )
        for purpose in (Link.VISIT, Link.AGAIN)
    ),
]
