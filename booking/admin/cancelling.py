"""A time is given back: who wanted it, and from when that counts as late."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import lifecycle
from booking.admin import decisions, visits
from booking.admin.about import contact_of
from booking.admin.outcomes import check_may_change, page_of
from booking.forms.outcome import CancelForm, WhoCancels
from booking.late import is_asked
from booking.lifecycle import cancel_by

TEMPLATE = "admin/booking/booking/cancel.html"


def cancel(desk_admin, request, pk):
    """Ask once more, with room for a note, then give the time back."""
    booking = desk_admin.found(request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    check_may_change(desk_admin, request)
    now = timezone.now()
    is_sent = request.method == "POST"
    if not is_sent and not visits.doors(booking, now)["may_cancel"]:
        return _refused(request, booking)
    initial = {"seen": decisions.seen_of(booking), "who": WhoCancels.CLIENT if is_asked(booking) else None}
    form = CancelForm(request.POST if is_sent else None, initial=initial)
    if is_sent and form.is_valid():
        return _cancel(request, booking, form.cleaned_data, now)
    late_from = cancel_by(booking)
    late = {"late_from": late_from, "is_late": now > late_from, "cannot_come": is_asked(booking)}
    return desk_admin.page(request, booking, TEMPLATE, {"form": form, "contact": contact_of(booking)} | late)


def _cancel(request, booking, given, now):
    is_called_off = given["who"] == WhoCancels.PRACTICE
    try:
        visits.cancel(
            booking.pk,
            seen=given["seen"],
            note=given["note"],
            is_called_off=is_called_off,
            user=request.user,
            now=now,
        )
    except lifecycle.NotAllowed:
        return _refused(request, booking)
    told = _("Cancelled, and the time is free again. %(who)s gets a message; your note is not in it.")
    if is_called_off:
        told = _("Called off. %(who)s gets a message with other times; your note is not in it.")
    messages.success(request, told % {"who": contact_of(booking).name})
    return HttpResponseRedirect(reverse("admin:index"))


def comes(desk_admin, request, pk):
    """They said that they cannot come, and then that they can."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    booking = desk_admin.found(request, pk)
    check_may_change(desk_admin, request)
    try:
        visits.comes_after_all(
            booking.pk, seen=request.POST.get("seen"), user=request.user, now=timezone.now()
        )
    except lifecycle.NotAllowed:
        return _refused(request, booking)
    messages.success(request, _("Noted: the visit stays as it is."))
    return HttpResponseRedirect(page_of(booking))


def _refused(request, booking):
    booking.refresh_from_db()
    words = _("Nothing was changed or sent: this booking is “%(status)s” now. Look at it as it is.")
    messages.error(request, words % {"status": booking.get_status_display()})
    return HttpResponseRedirect(page_of(booking))


PAGES = [("<int:pk>/cancel/", cancel, "cancel"), ("<int:pk>/comes/", comes, "comes")]
