"""Two who come one after the other: the page of one shows the other, and both can be cancelled at once."""

from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking import lifecycle, pairs, when
from booking.views.own import access
from booking.views.own.parts import Action, as_it_is


@require_http_methods(["GET", "HEAD", "POST"])
@access.page()
def cancel_both(request, own):
    other = pairs.companion(own.booking, now=own.now)
    if request.method == "POST":
        return _cancel(request, own, other)
    if not _may(own, other):
        return redirect("own:page")
    context = {"own": own, "booking": own.booking, "other": other, "other_seen": access.seen(other)}
    return render(request, "booking/own/cancel_both.html", context)


def action(own):
    if not _may(own, pairs.companion(own.booking, now=own.now)):
        return None
    return Action(_("Cancel both"), reverse("own:cancel_both"), _("Both visits, in one step"))


def facts(own):
    """A first name and a time, as of the visit itself."""
    other = pairs.companion(own.booking, now=own.now)
    if other is None:
        return []
    about = {"name": " ".join(other.client.name.split()[:1]), "when": when.moment(other.starts_at)}
    about["status"] = other.get_status_display().lower()
    return [{"term": _("Booked with it"), "value": _("%(name)s: %(when)s, %(status)s") % about}]


def _may(own, other):
    return other is not None and all(
        lifecycle.may_give_back(booking, own.now) for booking in (own.booking, other)
    )


def _cancel(request, own, other):
    is_seen = other is not None and request.POST.get("other_seen") == access.seen(other)
    if not own.is_as_seen(request) or not is_seen:
        return as_it_is(request, own)
    try:
        pairs.give_back([own.booking, other], now=own.now)
    except (lifecycle.TooLate, lifecycle.NotAllowed):
        return as_it_is(request, own)
    return redirect("own:page")


URLS = [path("cancel-both/", cancel_both, name="cancel_both")]
