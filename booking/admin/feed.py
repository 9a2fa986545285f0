"""The page of the practitioner's calendar feed: switched on and off, and how a calendar is told of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import feed as feeds
from booking.admin.client_frame import framed
from booking.models import Feed
from intake.crypto import Unreadable

VIEW, CHANGE = "booking.view_feed", "booking.change_feed"


def page(desk_admin, request):
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    if request.method == "POST":
        return _changed(request)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    found = Feed.objects.first()
    address = _address(found) if found else ""
    context = {
        "feed": found,
        "address": address,
        # What a telephone opens by asking whether to subscribe.
        "to_subscribe": "webcal:" + address.partition(":")[2] if address else "",
        "seen": feeds.seen_of(found) if found else "",
        "may_change": request.user.has_perm(CHANGE),
    }
    return framed(desk_admin, request, "admin/booking/feed/page.html", _("Calendar feed"), context)


def _address(found):
    try:
        return feeds.address(found)
    except Unreadable:
        return ""


def _changed(request):
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    act = ACTS.get(request.POST.get("act"))
    if act is not None:
        act(request, request.POST.get("seen", ""))
    return HttpResponseRedirect(request.path)


def _switch_on(request, seen):
    feeds.switch_on(now=timezone.now())
    messages.success(request, _("The feed is on. Give its address to your calendar."))


def _replace(request, seen):
    if feeds.replace(seen, now=timezone.now()):
        messages.success(request, _("This is the new address. The old one opens nothing any more."))


def _switch_off(request, seen):
    feeds.switch_off(seen)
    messages.success(request, _("The feed is off. Its address opens nothing any more."))


ACTS = {"on": _switch_on, "replace": _replace, "off": _switch_off}
PAGES = [("feed/", page, "feed")]
