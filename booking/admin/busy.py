"""Calendars of the practitioner's own, of which the busy times block. The worker reads them, no page does."""

from dataclasses import asdict
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.admin import busy_words
from booking.admin.case_frame import require
from booking.admin.client_frame import framed
from booking.busy import keeping
from booking.forms.busy import BusyCalendarForm
from booking.models import BusyCalendar
from intake.crypto import Unreadable

VIEW, ADD, CHANGE, DELETE = (f"booking.{verb}_busycalendar" for verb in ("view", "add", "change", "delete"))


def listed(desk_admin, request):
    if refused := require(request, VIEW, "GET", "HEAD"):
        return refused
    now = timezone.now()
    rows = [busy_words.Shown(calendar, now) for calendar in _counted(now)]
    return _page(desk_admin, request, "list", _("Busy elsewhere"), {"rows": rows})


def new(desk_admin, request):
    if refused := require(request, ADD, "GET", "HEAD", "POST"):
        return refused
    form = BusyCalendarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        calendar = _saved(BusyCalendar(), form)
        messages.success(request, _("Kept. It is read within a minute."))
        return HttpResponseRedirect(_url(calendar))
    return _page(desk_admin, request, "new", _("Add a calendar of your own"), {"form": form})


def page(desk_admin, request, pk):
    if refused := require(request, VIEW, "GET", "HEAD", "POST"):
        return refused
    now = timezone.now()
    calendar = get_object_or_404(_counted(now), pk=pk)
    known, act = _known(calendar), request.POST.get("act")
    form = BusyCalendarForm(
        request.POST if act == "save" else None, known=known, initial=_typed(calendar, known)
    )
    if request.method == "POST":
        require(request, CHANGE, "POST")
        if act != "save" or form.is_valid():
            messages.success(request, _do(act, calendar, form, now))
            return HttpResponseRedirect(request.path)
    shown = busy_words.Shown(calendar, now)
    host = known and urlsplit(known.address).hostname
    return _page(desk_admin, request, "page", calendar.name, {"shown": shown, "form": form, "host": host})


def remove(desk_admin, request, pk):
    if refused := require(request, DELETE, "GET", "HEAD", "POST"):
        return refused
    calendar = get_object_or_404(BusyCalendar, pk=pk)
    if request.method == "POST":
        calendar.delete()
        messages.success(
            request, _("The calendar and its times are deleted here. Nothing changed over there.")
        )
        return HttpResponseRedirect(reverse("admin:booking_booking_busy"))
    context = {"calendar": calendar}
    return _page(desk_admin, request, "remove", _("Delete a calendar of your own"), context)


def _do(act, calendar, form, now) -> str:
    """Do one thing, as often as it is asked for, and say what was done."""
    if act == "save":
        _saved(calendar, form)
        return _("Kept. It is read within a minute.")
    if act in ("on", "off"):
        keeping.switch(calendar, is_on=act == "on")
        words = {
            "on": _("Switched on. It is read within a minute."),
            "off": _("Switched off. It blocks nothing now."),
        }
        return words[act]
    keeping.ask_now(calendar, now=now)
    return _("It is read within a minute. Look again then.")


def _saved(calendar, form):
    calendar.name, calendar.kind = form.cleaned_data["name"], form.cleaned_data["kind"]
    calendar.access = asdict(form.access)
    keeping.save(calendar)
    return calendar


def _counted(now):
    coming = Count("times", filter=Q(times__ends_at__gt=now))
    return BusyCalendar.objects.annotate(coming=coming).order_by("name", "id")


def _known(calendar):
    """Return what opens it; nothing when its key is gone, and then all of it has to be typed again."""
    try:
        return calendar.opened()
    except Unreadable:
        return None


def _typed(calendar, known):
    return {"name": calendar.name, "kind": calendar.kind, "user_name": known.user_name if known else ""}


def _url(calendar):
    return reverse("admin:booking_booking_busy_calendar", args=[calendar.pk])


def _page(desk_admin, request, template, title, context):
    return framed(desk_admin, request, f"admin/booking/busy/{template}.html", title, context)


PAGES = [
    ("busy/", listed, "busy"),
    ("busy/new/", new, "busy_new"),
    ("busy/<uuid:pk>/", page, "busy_calendar"),
    ("busy/<uuid:pk>/remove/", remove, "busy_remove"),
]
