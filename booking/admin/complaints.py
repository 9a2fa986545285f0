"""The log of complaints: acknowledged within 30 days, then answered. The list opens nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import availability
from booking.admin.case_frame import add, bound, case_page, found, require, shown_page
from booking.case_words import ShownComplaint
from booking.forms.cases import AddForm, ComplaintForm, DayForm, OutcomeForm
from intake import records
from intake.models import ComplaintCase, Enquiry

VIEW, ADD, CHANGE = (f"intake.{verb}_complaintcase" for verb in ("view", "add", "change"))


def listed(desk_admin, request):
    if refused := require(request, VIEW, "GET", "HEAD"):
        return refused
    today = availability.day_of(timezone.now())
    rows = shown_page(request, ComplaintCase.objects.defer("said", "outcome"))
    context = {"page": rows, "rows": [ShownComplaint(case, today) for case in rows]}
    return case_page(desk_admin, request, "complaints", _("Complaints"), context)


def new(desk_admin, request):
    """Write one down; `?question=` names the message from the contact page that it came as."""
    if refused := require(request, ADD, "GET", "HEAD", "POST"):
        return refused
    now = timezone.now()
    enquiry = _enquiry(request)
    form = ComplaintForm(request.POST or None, now=now, initial=_from(enquiry, request, now))
    if request.method == "POST" and form.is_valid():
        case = records.keep_complaint(
            key=form.cleaned_data["key"],
            said=form.said,
            received_on=form.cleaned_data["received_on"],
            enquiry=enquiry,
            by=request.user,
            now=now,
        )
        messages.success(request, _("The complaint is kept, locked in the log."))
        return HttpResponseRedirect(reverse("admin:booking_booking_complaint", args=[case.pk]))
    context = {"form": form, "enquiry": enquiry}
    return case_page(desk_admin, request, "complaint_new", _("Write down a complaint"), context)


def _enquiry(request):
    try:
        key = UUID(request.GET.get("question", ""))
    except ValueError:
        return None
    is_allowed = request.user.has_perm("intake.view_enquiry")
    return Enquiry.objects.filter(pk=key).first() if is_allowed else None


def _from(enquiry, request, now) -> dict:
    """What the form begins with: today, or what the message says. That this opens it is written down."""
    if enquiry is None or request.method == "POST":
        return {"received_on": availability.day_of(now)}
    said = records.read_enquiry(enquiry, by=request.user, now=now)
    reach = ", ".join(part for part in (said.get("email"), said.get("phone")) if part)
    day = availability.day_of(enquiry.created_at)
    return {"received_on": day, "who": said.get("name"), "reach": reach, "what": said.get("text")}


def page(desk_admin, request, pk):
    if refused := require(request, VIEW, "GET", "HEAD", "POST"):
        return refused
    case, now = found(ComplaintCase, pk), timezone.now()
    about = {"now": now}
    dated = about | {"since": case.received_on, "initial": {"on": availability.day_of(now)}}
    forms = {
        "acknowledge": bound(DayForm, request, "acknowledge", **dated),
        "close": bound(OutcomeForm, request, "close", **dated),
        "add": bound(AddForm, request, "add", **about),
    }
    sent = request.POST.get("act")
    if request.method == "POST":
        require(request, CHANGE, "POST")
        if sent in forms and forms[sent].is_valid():
            _do(sent, case, request, forms[sent], now)
            return HttpResponseRedirect(request.path)
    shown = ShownComplaint(case, availability.day_of(now))
    read = records.read_case(case, by=request.user, now=now)
    context = {"case": case, "shown": shown, "read": read, "forms": forms, "form": forms.get(sent)}
    return case_page(desk_admin, request, "complaint", shown.title, context)


def _do(act, case, request, form, now):
    given = form.cleaned_data
    if act == "add":
        add(case, request, form, now)
        words = _("What you added is kept.")
    elif act == "acknowledge":
        is_new = records.acknowledge_complaint(case, on=given["on"])
        words = _("Noted: acknowledged.") if is_new else _("It was noted before. Add what differs.")
    else:
        is_new = records.close_complaint(case, outcome=given["outcome"], on=given["on"])
        words = _("Noted: answered.") if is_new else _("It was answered before. Add what differs.")
    messages.success(request, words)


PAGES = [
    ("complaints/", listed, "complaints"),
    ("complaints/new/", new, "complaint_new"),
    ("complaints/<uuid:pk>/", page, "complaint"),
]
