"""All visits of one address on one page, behind a link that opens once, and only by a press."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from booking import family as families
from booking import lifecycle, links
from booking.models import Purpose, Status
from booking.views.own import access, arrival


@require_safe
def visits(request):
    """Before the press a button; after it the visits. A mail scanner sees the button and uses up nothing."""
    now = timezone.now()
    link = access.link_of(request, now=now)
    if link is None or link.purpose != Purpose.FAMILY:
        return redirect("own:lost")
    if access.has_opened(request):
        people = by_person(families.visits(link.address, now=now), now=now)
        return render(request, "booking/own/visits.html", {"people": people})
    if link.opened_at is not None:
        return arrival.opens_nothing(request, now=now)
    return render(request, "booking/own/visits_closed.html")


@require_POST
def open_visits(request):
    """The link is spent and the session knows it in one step, so that a second press finds both."""
    now = timezone.now()
    link = access.link_of(request, now=now)
    if link is not None and link.purpose == Purpose.FAMILY:
        with transaction.atomic():
            if links.spend(link, now=now):
                access.note_opened(request)
                request.session.save()
    return redirect("own:family_visits")


@require_POST
def choose(request):
    now = timezone.now()
    link = access.link_of(request, now=now)
    if link is None or link.purpose != Purpose.FAMILY or not access.has_opened(request):
        return redirect("own:lost")
    chosen = families.find(link.address, reference=request.POST.get("reference", ""), now=now)
    if chosen is None:
        return arrival.opens_nothing(request, now=now)
    access.choose(request, chosen)
    return redirect("own:course" if request.POST.get("to") == "course" else "own:page")


def by_person(visits, *, now):
    """Return the visits of each person: what is ahead, and what was, newest first; `been` is the last one
    that took place."""
    people = {}
    for visit in visits:
        name = next(iter(visit.client.name.split()), "")
        person = people.setdefault(visit.client_id, {"name": name, "coming": [], "past": [], "been": None})
        if lifecycle.can_move(visit, now):
            person["coming"].append(visit)
        else:
            person["past"].insert(0, visit)
        if visit.status == Status.COMPLETED:
            person["been"] = visit
    return list(people.values())


FAMILY = {"purpose": Purpose.FAMILY, "to": "own:family_visits"}
URLS = [
    path("family/<str:token>/", arrival.arrive, FAMILY, name="family"),
    path("visits/", visits, name="family_visits"),
    path("visits/open/", open_visits, name="family_open"),
    path("visits/choose/", choose, name="family_choose"),
]
