"""Errands that use the pages of a booking: what is asked in between, and where it leads back to."""

from datetime import datetime

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking import changed, links
from booking.views import progress as visits
from booking.views.own import access
from intake import records

AGREE_FIRST = _("Before you tell me anything new, please agree once more that I may use your answers.")


def begin_changed(
    request, *, client, guardianship=None, visit=None, then: str, came_from: str = "", now: datetime
) -> str:
    """Ask the health questions anew of somebody who is known; return the address of the first.

    `then` names the page it leads to, `came_from` the one before it. Whom it is about never comes from
    the browser. What a visitor was filling in is set aside, and goes on afterwards. Where no agreement
    to use answers stands, it leads to where one can be given."""
    if not records.is_agreed(client):
        messages.info(request, AGREE_FIRST)
        return reverse("own:agreements")
    parts = changed.begun(client, guardianship, visit, now=now)
    came_by = access.link_of(request, now=now)
    ways = {"then": then, "came_from": came_from or then, "link": came_by and came_by.pk}
    going = visits.of(request, now=now)
    if going is None or going.parts.get("about") != parts["about"]:
        visits.set_aside(request, records.start_draft(now=now, **parts, **ways), leads_to=then)
    else:
        records.save_draft(going.draft, **ways)
    return visits.of(request, now=now).next_url


def is_open(visit) -> bool:
    """Whether the link still opens something by which a visitor came to answer anew: a draft outlives it."""
    key = visit.parts.get("link")
    return key is None or links.read(key, now=visit.now) is not None
