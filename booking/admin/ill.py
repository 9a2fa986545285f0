"""“Ill today”: one page for a day she cannot work, one press for all of its visits."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability, ill, lifecycle
from booking.admin.about import contact_of
from booking.forms.ill import CloseForm, VisitForm
from booking.ill import Act
from booking.models import Booking
from intake.crypto import Unreadable

DONE = "ill_done"
FARTHEST = timedelta(days=2 * 366)
CHANGED = gettext_lazy(
    "Nothing was moved, cancelled or closed: the visits of this day have changed meanwhile. "
    "Look at them as they are now."
)
TAKEN = gettext_lazy(
    "Nothing was moved, cancelled or closed: one of the times has been taken meanwhile. "
    "Here are new ones; what you chose is kept."
)


def page(desk_admin, request):
    """Show each coming visit of the day with a proposal, and do all that was chosen."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if not _may(desk_admin, request):
        raise PermissionDenied
    now = timezone.now()
    day, problem = _day_asked_for(request, now)
    forms, close = _forms(request, day, now)
    if request.method != "POST" or problem:
        return _shown(desk_admin, request, day, forms, close, now, problem)
    if not _as_shown(request, forms):
        return _again(desk_admin, request, day, now, CHANGED)
    if not all(form.is_valid() for form in (*forms, close)):
        return _again(desk_admin, request, day, now, status=400)
    try:
        return _carried_out(request, day, forms, close, now)
    except lifecycle.Taken:
        return _again(desk_admin, request, day, now, TAKEN)
    except (lifecycle.NotAllowed, Unreadable):
        return _again(desk_admin, request, day, now, CHANGED)


def done(desk_admin, request):
    """Say what became of each visit, and who has to be rung."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    if not _may(desk_admin, request):
        raise PermissionDenied
    kept = request.session.get(DONE)
    if kept is None:
        return HttpResponseRedirect(reverse("admin:index"))
    acts = {int(pk): act for pk, act in kept["acts"].items()}
    found = Booking.objects.filter(pk__in=acts).select_related("client", "guardianship").order_by("pk")
    rows = [_row(booking, acts[booking.pk]) for booking in found]
    context = {
        "title": _("Done"),
        "day": date.fromisoformat(kept["day"]),
        "rows": rows,
        "to_ring": [row for row in rows if not row["contact"].email and row["act"] != Act.LEAVE],
        "closed": kept["closed"],
        "today": availability.day_of(timezone.now()),
    }
    return _rendered(desk_admin, request, "admin/booking/ill/done.html", context)


def _may(desk_admin, request):
    return desk_admin.has_change_permission(request) and request.user.has_perm("booking.add_hoursoverride")


def _day_asked_for(request, now):
    """Return the day, and what to say when the address made no sense."""
    today = availability.day_of(now)
    typed = request.GET.get("day", "")
    if not typed:
        return today, ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today, _("That is not a day like 2027-03-09. This is today.")
    if not today <= day <= today + FARTHEST:
        return today, _("Choose today, or a day within the next two years. This is today.")
    return day, ""


def _forms(request, day, now, *, with_new_times=False):
    """Return a form for each visit, and one for the day. With new times the choices stay as they were."""
    sent = request.POST.copy() if request.method == "POST" else {}
    forms = []
    for proposal in ill.propose(day, now=now):
        prefix, shown = f"visit-{proposal.booking.pk}", _as_proposed(proposal)
        is_sent = f"{prefix}-version" in sent
        if is_sent and with_new_times:
            for name in ("version", "to"):
                sent[f"{prefix}-{name}"] = shown[name]
        forms.append(VisitForm(sent if is_sent else None, proposal=proposal, prefix=prefix, initial=shown))
    return forms, CloseForm(sent or None, change=ill.closing(day, now=now))


def _as_proposed(proposal):
    return {
        "version": proposal.booking.version,
        "to": proposal.slot.starts_at.isoformat() if proposal.slot else "",
        "act": Act.MOVE if proposal.slot else Act.CANCEL,
    }


def _as_shown(request, forms):
    """Whether the page that was sent had just these visits."""
    shown = {name for name in request.POST if name.startswith("visit-") and name.endswith("-version")}
    return shown == {f"{form.prefix}-version" for form in forms}


def _carried_out(request, day, forms, close, now):
    closes = close.cleaned_data.get("close", False)
    choices = [form.choice for form in forms]
    by = lifecycle.practitioner(request.user)
    ill.carry_out(day, choices, closes=closes, by=by, now=now)
    request.session[DONE] = {
        "day": day.isoformat(),
        "acts": {str(choice.pk): str(choice.act) for choice in choices},
        "closed": closes,
    }
    return HttpResponseRedirect(reverse("admin:booking_booking_ill_done"))


def _again(desk_admin, request, day, now, problem="", status=409):
    """Show the page with new times, and with what was chosen."""
    forms, close = _forms(request, day, now, with_new_times=True)
    return _shown(desk_admin, request, day, forms, close, now, problem, status)


def _shown(desk_admin, request, day, forms, close, now, problem="", status=200):
    is_today = day == availability.day_of(now)
    context = {
        "title": _("Ill today") if is_today else _("A day you cannot work"),
        "day": day,
        "is_today": is_today,
        "rows": [
            {
                "form": form,
                "booking": form.booking,
                "proposal": form.proposal,
                "contact": contact_of(form.booking),
            }
            for form in forms
        ],
        "forms": [*forms, close],
        "has_errors": any(form.is_bound and form.errors for form in forms),
        "close": close,
        "problem": problem,
        "here": f"{reverse('admin:booking_booking_ill')}?{urlencode({'day': day.isoformat()})}",
    }
    return _rendered(desk_admin, request, "admin/booking/ill/page.html", context, status)


def _row(booking, act):
    return {"booking": booking, "act": act, "contact": contact_of(booking)}


def _rendered(desk_admin, request, template, context, status=200):
    frame = desk_admin.admin_site.each_context(request) | {"opts": desk_admin.opts, "subtitle": None}
    return TemplateResponse(request, template, frame | context, status=status)


PAGES = [
    ("ill/", page, "ill"),
    ("ill/done/", done, "ill_done"),
]
