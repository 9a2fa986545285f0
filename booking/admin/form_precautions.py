"""The precautions at the desk: which of them hold a visit until she has talked with the client."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import switches
from booking.admin.client_frame import held_again
from booking.admin.form_frame import framed, page
from booking.forms.precautions import SwitchesForm, seen_of
from intake.history import asked
from intake.history.precautions import Precaution
from intake.models import PrecautionRule

SEE = ["intake.view_precautionrule", "intake.view_client", "booking.view_booking"]
CHANGE = ["intake.change_precautionrule"]
LATEST = 20


@page("GET", "HEAD", "POST", see=SEE, change=CHANGE)
def precautions(desk_admin, request):
    """Each precaution with its switch. What a new one would hold is shown before it is saved."""
    now, on, touched = timezone.now(), switches.now_on(), []
    form = SwitchesForm(request.POST if request.method == "POST" else None, initial={"first": list(on)})
    if form.is_bound and form.is_valid():
        touched = switches.look(form.wanted, now=now)
        if form.cleaned_data["seen"] == seen_of(touched):
            return _save(request, form, now)
    context = {
        "form": form,
        "rows": _rows(form),
        "touched": touched,
        "seen": seen_of(touched),
        "changes": _changes(),
        "may_change": request.user.has_perms(CHANGE),
    }
    return framed(desk_admin, request, "precautions_page.html", _("Precautions"), context)


def _save(request, form, now):
    held = switches.turn(form.wanted, now=now)
    messages.success(request, _("Saved. Coming visits were judged by it."))
    if held:
        messages.warning(request, held_again(len(held)))
    return HttpResponseRedirect(reverse("admin:booking_booking_form_precautions"))


def _rows(form) -> list[dict]:
    """Return each switch with the questions that name its precaution."""
    questions = asked.questions()
    return [
        {
            "option": option,
            "asked": [one.own for one in questions if one.precaution == option.data["value"]],
            "is_hers": option.data["value"] == Precaution.HERS,
        }
        for option in form["first"]
    ]


def _changes() -> list[dict]:
    """Return who switched what and when, the latest first."""
    names = dict(SwitchesForm.base_fields["first"].choices)
    rows = PrecautionRule.history.select_related("history_user").order_by("-history_date", "-history_id")
    return [
        {
            "name": names.get(row.code, row.code),
            "is_on": row.talk_first,
            "at": row.history_date,
            "by": row.history_user,
        }
        for row in rows[:LATEST]
    ]


PAGES = [("form/precautions/", precautions, "form_precautions")]
