"""The log of data breaches: each is written down, the ICO told within 72 hours unless risk is unlikely."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import breaches
from booking.admin.case_frame import add, bound, case_page, found, require, shown_page
from booking.case_words import ShownBreach
from booking.forms.cases import AddForm, BreachForm, TellForm
from intake import records
from intake.models import Breach

VIEW, ADD, CHANGE = (f"intake.{verb}_breach" for verb in ("view", "add", "change"))


def listed(desk_admin, request):
    if refused := require(request, VIEW, "GET", "HEAD"):
        return refused
    now = timezone.now()
    rows = shown_page(request, Breach.objects.defer("said"))
    context = {"page": rows, "rows": [ShownBreach(breach, now) for breach in rows]}
    return case_page(desk_admin, request, "breaches", _("Data breaches"), context)


def new(desk_admin, request):
    if refused := require(request, ADD, "GET", "HEAD", "POST"):
        return refused
    now = timezone.localtime()
    form = BreachForm(request.POST or None, now=now, initial={"day": now.date(), "clock": now.time()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        breach = breaches.write_down(
            key=given["key"], said=form.said, aware_at=given["aware_at"], by=request.user, now=now
        )
        messages.success(request, _("The breach is kept, locked in the log. Now decide who is to be told."))
        return HttpResponseRedirect(reverse("admin:booking_booking_breach", args=[breach.pk]))
    return case_page(desk_admin, request, "breach_new", _("Write down a data breach"), {"form": form})


def page(desk_admin, request, pk):
    if refused := require(request, VIEW, "GET", "HEAD", "POST"):
        return refused
    breach, now = found(Breach, pk), timezone.now()
    forms = {
        "ico": bound(TellForm, request, "ico", now=now, since=breach.aware_at),
        "people": bound(TellForm, request, "people", now=now, since=breach.aware_at),
        "add": bound(AddForm, request, "add", now=now),
    }
    sent = request.POST.get("act")
    if request.method == "POST":
        require(request, CHANGE, "POST")
        if sent in forms and forms[sent].is_valid():
            _do(sent, breach, request, forms[sent], now)
            return HttpResponseRedirect(request.path)
    return _opened(desk_admin, request, breach, now, "breach", {"forms": forms, "form": forms.get(sent)})


def report(desk_admin, request, pk):
    """All of it on one page, to be printed or sent on."""
    if refused := require(request, VIEW, "GET", "HEAD"):
        return refused
    return _opened(desk_admin, request, found(Breach, pk), timezone.now(), "breach_report", {})


def _opened(desk_admin, request, breach, now, template, context):
    shown = ShownBreach(breach, now)
    read = records.read_case(breach, by=request.user, now=now)
    told = [
        (_("What happened"), read.said.get("facts")),
        (_("Whose data, of how many people"), read.said.get("people")),
        (_("Which data"), read.said.get("data")),
        (_("What it could mean for them"), read.said.get("effect")),
        (_("What was done at once"), read.said.get("decision") or _("Nothing was noted")),
    ]
    context |= {"breach": breach, "shown": shown, "read": read, "told": told, "now": now}
    return case_page(desk_admin, request, template, shown.title, context)


def _do(act, breach, request, form, now):
    given = form.cleaned_data
    if act == "add":
        add(breach, request, form, now)
        return messages.success(request, _("What you added is kept."))
    is_new = records.decide_breach(
        breach, about=act, told_at=given.get("told_at"), why_not=given.get("why_not", "")
    )
    words = _("Noted in the log.") if is_new else _("It was noted before. Add what differs.")
    return messages.success(request, words)


PAGES = [
    ("breaches/", listed, "breaches"),
    ("breaches/new/", new, "breach_new"),
    ("breaches/<uuid:pk>/", page, "breach"),
    ("breaches/<uuid:pk>/report/", report, "breach_report"),
]
