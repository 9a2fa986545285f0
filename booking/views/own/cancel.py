"""Cancelling in two presses; after the deadline, telling me that one cannot come."""

from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from booking import late, lifecycle, when
from booking.models import Status
from booking.views.own import access
from booking.views.own.parts import Action, as_it_is, tell_her


@require_http_methods(["GET", "HEAD", "POST"])
@access.page()
def cancel(request, own):
    if request.method == "POST":
        return _cancel(request, own)
    if not lifecycle.can_move(own.booking, own.now):
        return redirect("own:page")
    return _ask(request, own)


@require_POST
@access.page()
def cannot_come(request, own):
    """Too late to cancel: she is told, and the visit stays until she has answered."""
    return tell_her(request, own, lifecycle.cannot_come, "own:cancel")


def action(own):
    if not lifecycle.can_move(own.booking, own.now):
        return None
    if lifecycle.may_give_back(own.booking, own.now):
        until = {"until": when.moment(lifecycle.cancel_by(own.booking))}
        is_visit = own.booking.status == Status.CONFIRMED
        return Action(_("Cancel"), reverse("own:cancel"), _("Until %(until)s") % until if is_visit else "")
    return Action(_("I cannot come"), reverse("own:cancel"), _("It is late for cancelling: talk to me"))


def _cancel(request, own):
    if own.is_this_visit(request) and own.booking.status == Status.CANCELLED:
        # The second of two presses: what it wants is so.
        return redirect("own:page")
    if not own.is_as_seen(request):
        return as_it_is(request, own)
    try:
        lifecycle.give_back(own.booking, now=own.now)
    except lifecycle.TooLate:
        return _ask(request, own, status=409)
    except lifecycle.NotAllowed:
        # Pressed at the same moment in another tab, or answered by the practitioner.
        return redirect("own:page")
    return redirect("own:page")


def _ask(request, own, *, status=200):
    if lifecycle.may_give_back(own.booking, own.now):
        return render(request, "booking/own/cancel.html", {"own": own, "booking": own.booking}, status=status)
    context = {"own": own, "booking": own.booking, "is_told": late.is_asked(own.booking)}
    return render(request, "booking/own/cannot_come.html", context, status=status)


URLS = [
    path("cancel/", cancel, name="cancel"),
    path("cannot-come/", cannot_come, name="cannot_come"),
]
