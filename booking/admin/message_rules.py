"""The messages at the desk: which are sent, and when each goes."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import message_rules
from booking.admin.form_frame import page
from booking.forms.message_rules import MessageRulesForm, unit_of
from booking.message_rules import SWITCHED, TO_CLIENTS, TO_HER, WHEN
from booking.models import Kind, MessageRule
from booking.models.message import TO_CLIENT

SEE = ["booking.view_messagerule"]
CHANGE = ["booking.change_messagerule"]
LATEST = 20
# What is said of a kind where its name alone leaves it open.
HINTS = {
    Kind.FORM_SOON: gettext_lazy("Goes only while the form is not here. The confirmation asks for it first."),
    Kind.FORM_LAST: gettext_lazy("Goes only while the form is still not here."),
    Kind.CHANGED: gettext_lazy("Without it, a visit is marked on your sheet, and you ask at the door."),
    Kind.REMINDER: gettext_lazy(
        "When, where, what to wear, and your number. Not for what was booked after it."
    ),
    Kind.AFTER_FIRST: gettext_lazy(
        "How people may feel, and whom to ring. Goes once you have noted the visit."
    ),
    Kind.AFTER_SERIES: gettext_lazy("The same, after the last visit of a series."),
    Kind.OFFER_OVER: gettext_lazy("Goes only to who was told of the offer."),
    Kind.SHEET: gettext_lazy("How many come, and when. No names. Not sent when nothing is on."),
    Kind.NEW_REQUEST: gettext_lazy("Without it, look at Requests every day: each waits for your answer."),
    Kind.REQUEST_DUE: gettext_lazy("Without an answer the time is let go, and the client is told."),
    Kind.UNSENT: gettext_lazy("Without it, only your desk says that a client was not reached."),
}


@page("GET", "HEAD", "POST", see=SEE, change=CHANGE)
def rules(desk_admin, request):
    """Each kind with its switch and its time; what cannot be switched off stands below, and why."""
    if request.method == "POST" and request.POST.get("act") == "usual":
        return _save(
            request, message_rules.turn({kind: message_rules.usual(kind) for kind in SWITCHED}, now=_now())
        )
    form = MessageRulesForm(request.POST or None, rules=message_rules.load())
    if form.is_bound and form.is_valid():
        return _save(request, message_rules.turn(form.wanted, now=_now()))
    context = desk_admin.admin_site.each_context(request) | {
        "opts": desk_admin.opts,
        "title": _("What is sent, and when"),
        "subtitle": None,
        "form": form,
        "groups": [
            (_("To clients"), [_row(form, kind) for kind in TO_CLIENTS]),
            (_("To you"), [_row(form, kind) for kind in TO_HER]),
        ],
        "always": _always(),
        "changes": _changes(),
        "may_change": request.user.has_perms(CHANGE),
    }
    return TemplateResponse(request, "admin/booking/messages/rules.html", context)


def _now():
    return timezone.now()


def _save(request, changed):
    said = _("Saved. It holds at once, also for mail that waits.") if changed else _("Nothing was changed.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:booking_booking_message_rules"))


def _row(form, kind):
    when = WHEN.get(kind)
    return {"on": form[f"on_{kind}"], "at": form[f"at_{kind}"] if when else None, "when": when} | {
        "hint": HINTS.get(kind, "")
    }


def _always():
    """Return the names of what is always sent, to clients and to her."""
    rest = [kind for kind in Kind if kind not in SWITCHED]
    return [[kind.label for kind in rest if (kind in TO_CLIENT) == is_theirs] for is_theirs in (True, False)]


def _changes() -> list[dict]:
    """Return who set what and when, the latest first."""
    rows = MessageRule.history.select_related("history_user").order_by("-history_date", "-history_id")
    return [
        {
            "name": row.get_kind_display(),
            "is_on": row.is_on,
            "number": row.number,
            "unit": unit_of(row.kind) if row.kind in WHEN else "",
            "at": row.history_date,
            "by": row.history_user,
        }
        for row in rows[:LATEST]
    ]


PAGES = [("messages/", rules, "message_rules")]
