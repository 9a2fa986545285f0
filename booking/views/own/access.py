"""Who may see which visit: whoever came by a link to it, or has just booked it in this browser."""

from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.shortcuts import redirect
from django.utils import timezone

from booking import family, links
from booking.models import Booking, Link, Purpose
from booking.views import progress as visits
from intake.models.drafts import DRAFT_LIVES

SESSION_KEY = "own"
TO_A_VISIT = (Purpose.VISIT, Purpose.FAMILY)
TO_COME_AGAIN = (*TO_A_VISIT, Purpose.AGAIN)


@dataclass
class Own:
    """A visitor at their own pages, and what they came by."""

    booking: Booking
    now: datetime
    link: Link | None = None

    @property
    def seen(self) -> str:
        """What the page shows, in a word: a form that was shown for something else is not obeyed."""
        return seen(self.booking)

    def is_as_seen(self, request) -> bool:
        return request.POST.get("seen") == self.seen

    def is_this_visit(self, request) -> bool:
        """Whether the form was for this visit, whatever has become of it since."""
        return request.POST.get("seen", "").partition(".")[0] == self.booking.reference


def seen(booking) -> str:
    return f"{booking.reference}.{booking.version}.{booking.status}"


def arrive(request, link: Link):
    """Remember the link in the session, under a key nobody has seen before."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = {"link": link.pk, "booking": link.booking_id}


def link_of(request, *, now: datetime) -> Link | None:
    """Return the link that the visitor came by, None when it opens nothing any more."""
    key = _kept(request).get("link")
    return links.read(key, now=now) if key else None


def of(request, purposes=TO_A_VISIT, *, now: datetime) -> Own | None:
    """Return the visit that the visitor has come to see."""
    link = link_of(request, now=now)
    made = _made(request, link, now) if purposes == TO_A_VISIT else None
    if made is not None:
        return Own(made, now, link)
    if link is not None and link.purpose in purposes:
        booking = link.booking or _chosen(request, link, now)
        if booking is not None:
            return Own(booking, now, link)
    booked = visits.booked(request, now=now)
    return Own(booked, now) if booked else None


def note_opened(request):
    """Remember that it was this visitor who pressed the button: others may have come by the same link."""
    request.session[SESSION_KEY] = _kept(request) | {"opened": True}


def has_opened(request) -> bool:
    return _kept(request).get("opened") is True


def choose(request, booking):
    """Remember which of a family's visits to see."""
    request.session[SESSION_KEY] = _kept(request) | {"booking": booking.pk, "made": None}


def see_made(request, booking):
    """Remember to show the visit that was booked in this browser, by the link that the visitor came by."""
    request.session[SESSION_KEY] = _kept(request) | {"made": booking.pk}


def page(*purposes, needs_link=False):
    """Give the view the visitor's own visit; lead whoever has none to where a new link is sent from."""

    def decorate(view):
        @wraps(view)
        def with_own(request, *args, **kwargs):
            own = of(request, purposes or TO_A_VISIT, now=timezone.now())
            if own is None or (needs_link and own.link is None):
                return redirect("own:lost")
            return view(request, own, *args, **kwargs)

        return with_own

    return decorate


def by_link(*purposes):
    """As page(), for what touches more than the one visit: whoever has just typed a name here has not
    shown yet that its mails reach them."""
    return page(*purposes, needs_link=True)


def _chosen(request, link, now):
    """Return the visit that was chosen, as long as it is one of the address that the link was sent to."""
    key = _kept(request).get("booking")
    if link.purpose != Purpose.FAMILY or key is None:
        return None
    return family.find(link.address, pk=key, now=now)


def _made(request, link, now):
    """Return the visit that was booked here, as long as a draft would have lived and the link is good."""
    key = _kept(request).get("made")
    if link is None or key is None:
        return None
    related = "client", "guardianship", "treatment__policy", "treatment__price", "screening"
    rows = Booking.objects.select_related(*related)
    return rows.filter(pk=key, client__isnull=False, created_at__gt=now - DRAFT_LIVES).first()


def _kept(request) -> dict:
    kept = request.session.get(SESSION_KEY)
    return kept if isinstance(kept, dict) else {}
