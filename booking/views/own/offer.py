"""A time that is kept for somebody on the waitlist: they take it, or let it go. By the link of its mail."""

from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from booking import lifecycle, offers
from booking.models import Purpose, Status
from booking.moves import SPENT
from booking.on_file import AskAgain
from booking.views import errands
from booking.views.own import access
from booking.views.own.arrival import arrive
from booking.views.own.parts import how_long, place
from booking.views.own.wait import ahead

OPEN, TAKEN, OFF_LIST, REFUSED, OVER = "open", "taken", "off_list", "refused", "over"
OUT_OF_DATE = gettext_lazy(
    "Something had changed meanwhile, and your press did nothing. This is how it is now."
)
ENOUGH = gettext_lazy(
    "Online I take three coming visits for one email address. To have this one too, please talk to me. It "
    "stays kept meanwhile."
)
TALK_FIRST = gettext_lazy(
    "I would like to talk with you before I book this time. Please ring me. It stays kept meanwhile."
)


def state_of(booking, *, now) -> str:
    """What has become of an offer."""
    if booking.status == Status.OFFERED and not booking.has_run_out(now):
        return OPEN
    if visit_of(booking) is not None:
        return TAKEN
    if booking.entry.ended_at is not None:
        return OFF_LIST
    return REFUSED if booking.events.filter(why=offers.REFUSED).exists() else OVER


def visit_of(booking):
    """Return the visit that the offer has become: itself, or their own that has moved to its time."""
    if booking.status == Status.CANCELLED and booking.events.filter(why=SPENT).exists():
        return booking.entry.instead_of
    is_booked = booking.status not in (Status.OFFERED, Status.LAPSED, Status.CANCELLED)
    return booking if is_booked else None


@require_safe
@access.page(Purpose.OFFER)
def offered(request, own):
    return show(request, own)


def acting(view):
    """Let a form act only on the offer that it was shown for, and only once."""

    @require_POST
    @access.page(Purpose.OFFER)
    def act(request, own):
        if own.link is None:
            return redirect("own:page")
        if not own.is_as_seen(request):
            if own.is_this_visit(request):
                # The second of two presses: what became of the first is shown.
                return redirect("own:offered")
            return show(request, own, problem=OUT_OF_DATE)
        try:
            view(own)
        except lifecycle.TooMany:
            return show(request, own, problem=ENOUGH)
        except AskAgain:
            return show(request, own, problem=TALK_FIRST)
        except (lifecycle.NotAllowed, lifecycle.Taken):
            return show(request, own, problem=OUT_OF_DATE)
        return redirect("own:offered")

    return act


@acting
def take(own):
    offers.accept(own.booking, now=own.now)


@acting
def refuse(own):
    offers.refuse(own.booking, now=own.now)


@require_POST
@access.page(Purpose.OFFER)
def tell(request, own):
    """Something about their health has changed: the questions come first, and the time stays kept."""
    if own.link is None:
        return redirect("own:page")
    if not own.is_as_seen(request) or state_of(own.booking, now=own.now) != OPEN:
        return show(request, own, problem=OUT_OF_DATE)
    about = {"client": own.booking.client, "guardianship": own.booking.guardianship}
    return redirect(errands.begin_changed(request, **about, then="own:offered", now=own.now))


def show(request, own, *, problem=""):
    if own.link is None:
        return redirect("own:page")
    own.booking.refresh_from_db()
    state = state_of(own.booking, now=own.now)
    context = {
        "own": own,
        "booking": own.booking,
        "state": state,
        "visit": visit_of(own.booking) if state == TAKEN else None,
        "instead_of": ahead(own.booking.entry.instead_of, own.now),
        "facts": facts(request, own.booking),
        "problem": problem,
    }
    return render(request, "booking/wait/offer.html", context, status=409 if problem else 200)


def facts(request, booking):
    paid = _("%(price)s in all, paid on the day") % {"price": booking.price_in_words}
    rows = (_("How long"), how_long(booking.reserved_minutes)), (_("Price"), paid)
    return [*place(request), *({"term": term, "value": value} for term, value in rows)]


URLS = [
    path("offer/<str:token>/", arrive, {"purpose": Purpose.OFFER, "to": "own:offered"}, name="offer"),
    path("offer/", offered, name="offered"),
    path("take-offer/", take, name="offer_take"),
    path("offer-changed/", tell, name="offer_changed"),
    path("refuse-offer/", refuse, name="offer_refuse"),
]
