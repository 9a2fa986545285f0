"""A doctor's letter that was accepted can be ended before its day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking import lifecycle, rescreening
from booking.admin.outcomes import check_may_change
from booking.forms.decision import ShortenForm
from intake.models import Clearance

TEMPLATE = "admin/booking/booking/end_letter.html"


def end_letter(desk_admin, request, pk, letter):
    """Ask once more, with the visits that were confirmed on the letter; then end it and hold these."""
    booking = desk_admin.found(request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    check_may_change(desk_admin, request)
    if not request.user.has_perm("intake.change_clearance"):
        raise PermissionDenied
    letter = get_object_or_404(Clearance, pk=letter, client=booking.client_id)
    now = timezone.now()
    if request.method == "POST" and request.POST.get("act") == "shorten":
        return _shorten(desk_admin, request, booking, letter, now)
    if request.method == "POST":
        return _end(request, booking, letter, now)
    if letter.ended_at is not None:
        return _over(request, booking)
    context = {"letter": letter, "standing": rescreening.standing_on(letter, now=now)}
    return desk_admin.page(request, booking, TEMPLATE, context | {"form": ShortenForm()})


def _shorten(desk_admin, request, booking, letter, now):
    """Let it hold to an earlier day; what lies beyond that day is held again."""
    form = ShortenForm(request.POST, letter=letter)
    if not form.is_valid():
        context = {"letter": letter, "standing": rescreening.standing_on(letter, now=now), "form": form}
        return desk_admin.page(request, booking, TEMPLATE, context)
    until = form.cleaned_data["valid_until"]
    by = lifecycle.practitioner(request.user)
    try:
        held = rescreening.shorten_letter(letter, valid_until=until, by=by, now=now)
    except lifecycle.NotAllowed:
        return _over(request, booking)
    told = _("The letter holds until %(day)s now.") % {"day": date_format(until, "j F Y")}
    messages.success(request, f"{told} {_held(held)}" if held else told)
    return _back(booking)


def _held(count):
    words = ngettext(
        "%(count)s visit is held for you again, and a message says so.",
        "%(count)s visits are held for you again, and messages say so.",
        count,
    )
    return words % {"count": count}


def _end(request, booking, letter, now):
    try:
        held = rescreening.end_letter(letter, by=lifecycle.practitioner(request.user), now=now)
    except lifecycle.NotAllowed:
        return _over(request, booking)
    told = _("The letter has ended. No coming visit was confirmed on it, and nothing was sent.")
    if held:
        told = ngettext(
            "The letter has ended. %(count)s visit is held for you again, and a message says so.",
            "The letter has ended. %(count)s visits are held for you again, and messages say so.",
            held,
        )
        told %= {"count": held}
    messages.success(request, told)
    return _back(booking)


def _over(request, booking):
    messages.error(request, _("Nothing was changed: this letter had ended already."))
    return _back(booking)


def _back(booking):
    return HttpResponseRedirect(reverse("admin:booking_booking_review", args=[booking.pk]))


PAGES = [("<int:pk>/letter/<uuid:letter>/end/", end_letter, "end_letter")]
