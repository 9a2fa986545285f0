"""Waiting for a time: by the link to a place on the list, for an earlier time, or for the next session."""

from functools import partial

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking import lifecycle, waitlist
from booking.models import Purpose, WaitlistEntry
from booking.views import errands
from booking.views.own import access, waits
from booking.views.own.arrival import arrive
from booking.views.own.parts import Action
from intake.names import folded

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def listed(request):
    """The place on the list that the visitor's link opens, and nothing else."""
    now = timezone.now()
    link = access.link_of(request, now=now)
    if link is None or link.purpose != Purpose.WAITING:
        return redirect("own:lost")
    entry = link.entry
    about = {"about": f"entry{entry.pk}", "instead_of": ahead(entry.instead_of, now)}
    return waits.answer(request, waits.Wait(entry, here="own:listed", now=now, **about, latest=_day(about)))


@get_or_post
@access.by_link()
def earlier(request, own):
    """An earlier time than the visit they have, if one becomes free."""
    visit = own.booking
    if ahead(visit, own.now) is None:
        return redirect("own:page")
    join = partial(waitlist.join_on_file, visit.client, guardianship=visit.guardianship, now=own.now)
    return waits.answer(
        request,
        waits.Wait(
            _waiting(own, instead_of=visit),
            about=own.seen,
            here="own:earlier",
            now=own.now,
            latest=visit.visit_on,
            instead_of=visit,
            join=partial(join, instead_of=visit),
        ),
    )


@get_or_post
@access.by_link(*access.TO_COME_AGAIN)
def next_session(request, own):
    """The next session of somebody who comes again and found no time."""
    visit = own.booking
    join = partial(waitlist.join_on_file, visit.client, guardianship=visit.guardianship, now=own.now)
    entry = _waiting(own, instead_of=None)
    people = {"client": _client(own), "guardianship": visit.guardianship}
    tell = partial(errands.begin_changed, **people, then="own:wait", now=own.now)
    wait = waits.Wait(entry, about=own.seen, here="own:wait", now=own.now, join=join, tell=tell)
    return waits.answer(request, wait)


def action(own):
    """What the page of a visit says of it."""
    if own.link is None or ahead(own.booking, own.now) is None:
        return None
    if _waiting(own, instead_of=own.booking):
        return Action(_("You wait for an earlier time"), reverse("own:earlier"), _("Look, change or stop"))
    text = _("I write to you and keep it for you. This visit stays yours meanwhile")
    return Action(_("An earlier time, if one becomes free"), reverse("own:earlier"), text)


def _waiting(own, **about):
    """Return their place on the list; one that another adult has taken for a child is not theirs to see."""
    rows = WaitlistEntry.objects.waiting().filter(client=_client(own), **about)
    rows = rows.select_related("treatment", "client", "guardianship")
    return next((entry for entry in rows if folded(entry.email) == folded(own.booking.email)), None)


def _client(own):
    return own.booking.client.merged_into or own.booking.client


def ahead(visit, now):
    return visit if visit is not None and lifecycle.can_move(visit, now) else None


def _day(about):
    return about["instead_of"].visit_on if about["instead_of"] else None


URLS = [
    path("waiting/<str:token>/", arrive, {"purpose": Purpose.WAITING, "to": "own:listed"}, name="waiting"),
    path("list/", listed, name="listed"),
    path("earlier/", earlier, name="earlier"),
    path("wait/", next_session, name="wait"),
]
