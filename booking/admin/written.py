"""The calendar that her sessions are written to. The worker writes, no page does."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.admin.case_frame import require
from booking.admin.client_frame import framed
from booking.admin.written_words import Shown, Told
from booking.forms.written import WrittenCalendarForm
from booking.models import WrittenCalendar
from booking.written import switching
from intake.crypto import Unreadable

VIEW, ADD, CHANGE, DELETE = (
    f"booking.{verb}_writtencalendar" for verb in ("view", "add", "change", "delete")
)


def page(desk_admin, request):
    if refused := require(request, VIEW, "GET", "HEAD", "POST"):
        return refused
    calendar, now = WrittenCalendar.objects.first(), timezone.now()
    known, is_typed = _known(calendar), request.POST.get("act") == "save"
    form = WrittenCalendarForm(request.POST if is_typed else None, known=known, initial=_typed(known))
    if request.method == "POST":
        require(request, CHANGE if calendar else ADD, "POST")
        if not is_typed or form.is_valid():
            _do(request, calendar, form, now)
            return HttpResponseRedirect(request.path)
    context = {
        "shown": calendar and Shown(calendar, calendar.events.count(), now),
        "told": calendar and [Told(row, now) for row in calendar.put_right.all()],
        "form": form,
        "host": known and urlsplit(known.address).hostname,
    }
    return _page(desk_admin, request, "page", _("Session calendar"), context)


def off(desk_admin, request):
    """Ask what becomes of what is there."""
    if refused := require(request, CHANGE, "GET", "HEAD", "POST"):
        return refused
    if request.method == "POST":
        if (act := request.POST.get("act")) in ENDINGS:
            end, words = ENDINGS[act]
            end(now=timezone.now())
            messages.success(request, words)
        return HttpResponseRedirect(_url("written"))
    calendar = WrittenCalendar.objects.first()
    if calendar is None:
        return HttpResponseRedirect(_url("written"))
    context = {"shown": Shown(calendar, calendar.events.count(), timezone.now())}
    return _page(desk_admin, request, "off", _("Write no more sessions"), context)


def remove(desk_admin, request):
    if refused := require(request, DELETE, "GET", "HEAD", "POST"):
        return refused
    calendar = WrittenCalendar.objects.first()
    if calendar is None or calendar.is_on or calendar.is_clearing:
        return HttpResponseRedirect(_url("written"))
    if request.method == "POST":
        switching.forget()
        messages.success(request, _("Its address and password are deleted here."))
        return HttpResponseRedirect(_url("written"))
    context = {"shown": Shown(calendar, calendar.events.count(), timezone.now())}
    return _page(desk_admin, request, "remove", _("Delete this calendar here"), context)


def _do(request, calendar, form, now):
    """Do one thing, as often as it is asked for, and say what was done."""
    act = request.POST.get("act")
    if act == "save" and calendar is None:
        switching.add(form.access, now=now)
        messages.success(request, _("Kept. Your sessions are written within a minute."))
    elif act == "save":
        switching.change(calendar, form.access, now=now)
        messages.success(request, _("Kept. It is tried within a minute."))
    elif act == "on":
        switching.switch_on(now=now)
        messages.success(request, _("Switched on. Your sessions are written within a minute."))
    elif act == "try":
        switching.ask_now(now=now)
        messages.success(request, _("It is tried within a minute. Look again then."))


ENDINGS = {
    "leave": (switching.leave, gettext_lazy("Switched off. What was written stays in that calendar.")),
    "take_out": (
        switching.take_out,
        gettext_lazy("Switched off. The sessions are taken out now."),
    ),
}


def _known(calendar):
    """Return what opens it; nothing when its key is gone, and then all of it has to be typed again."""
    try:
        return calendar and calendar.opened()
    except Unreadable:
        return None


def _typed(known):
    return {"user_name": known.user_name if known else ""}


def _url(name):
    return reverse(f"admin:booking_booking_{name}")


def _page(desk_admin, request, template, title, context):
    return framed(desk_admin, request, f"admin/booking/written/{template}.html", title, context)


PAGES = [
    ("written/", page, "written"),
    ("written/off/", off, "written_off"),
    ("written/remove/", remove, "written_remove"),
]
