"""Coming by a link. It is taken out of the address bar at once, and nothing else happens by a GET."""

from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from booking import limits, links
from booking.models import Purpose
from booking.views.own import access


@require_safe
def arrive(request, token, purpose, to):
    now = timezone.now()
    link = links.find(purpose, token, now=now)
    if link is None:
        return opens_nothing(request, now=now)
    access.arrive(request, link)
    return redirect(to)


def opens_nothing(request, *, now):
    """One page for every link that opens nothing, whatever the reason."""
    is_slowed = limits.is_too_often("link", request, now=now)
    response = render(request, "booking/own/opens_nothing.html", status=429 if is_slowed else 404)
    if is_slowed:
        response.headers["Retry-After"] = "3600"
    return response


URLS = [
    path("visit/<str:token>/", arrive, {"purpose": Purpose.VISIT, "to": "own:page"}, name="visit"),
    path(
        "visit/<str:token>/cancel/",
        arrive,
        {"purpose": Purpose.VISIT, "to": "own:cancel"},
        name="visit_cancel",
    ),
    path("visit/<str:token>/move/", arrive, {"purpose": Purpose.VISIT, "to": "own:move"}, name="visit_move"),
    path(
        "visit/<str:token>/changed/",
        arrive,
        {"purpose": Purpose.VISIT, "to": "own:changed"},
        name="visit_changed",
    ),
    path(
        "visit/<str:token>/form/", arrive, {"purpose": Purpose.VISIT, "to": "form:start"}, name="visit_form"
    ),
]
