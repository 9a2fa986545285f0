"""What becomes of a visit: it is cancelled, or it took place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import lifecycle
from booking.admin import decisions
from booking.admin.about import contact_of
from booking.forms.decision import CancelForm, SeenForm

TEMPLATE = "admin/booking/booking/cancel.html"


def cancel(desk_admin, request, pk):
    """Ask once more, with room for a note, then give the time back."""
    booking = desk_admin.found(request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    _check_may_change(desk_admin, request)
    now = timezone.now()
    is_sent = request.method == "POST"
    if not is_sent and not decisions.may_cancel(booking, now):
        return _refused(request, booking)
    seen = {"seen": decisions.seen_of(booking)}
    form = CancelForm(request.POST if is_sent else None, initial=seen)
    if not is_sent or not form.is_valid():
        context = {"form": form, "contact": contact_of(booking)}
        return desk_admin.page(request, booking, TEMPLATE, context)
    given = form.cleaned_data
    try:
        decisions.cancel(
            booking.pk, seen=given["seen"], note=given["note"].strip(), user=request.user, now=now
        )
    except lifecycle.NotAllowed:
        return _refused(request, booking)
    told = _("Cancelled, and the time is free again. %(who)s gets a message; your note is not in it.")
    messages.success(request, told % {"who": contact_of(booking).name})
    return HttpResponseRedirect(reverse("admin:index"))


def took_place(desk_admin, request, pk):
    booking = desk_admin.found(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _check_may_change(desk_admin, request)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        decisions.complete(booking.pk, seen=seen, user=request.user, now=timezone.now())
    except lifecycle.FormMissing:
        messages.error(request, _("There is no health form yet. Note it on the client’s page first."))
        return HttpResponseRedirect(reverse("admin:booking_booking_change", args=[booking.pk]))
    except lifecycle.NotAllowed:
        return _refused(request, booking)
    messages.success(request, _("Noted that it took place. Nothing was sent."))
    return HttpResponseRedirect(reverse("admin:index"))


def _check_may_change(desk_admin, request):
    if not desk_admin.has_change_permission(request):
        raise PermissionDenied


def _refused(request, booking):
    booking.refresh_from_db()
    words = _("Nothing was changed or sent: this booking is “%(status)s” now. Look at it as it is.")
    messages.error(request, words % {"status": booking.get_status_display()})
    return HttpResponseRedirect(reverse("admin:booking_booking_change", args=[booking.pk]))


PAGES = [
    ("<int:pk>/cancel/", cancel, "cancel"),
    ("<int:pk>/took-place/", took_place, "took_place"),
]
