"""What the own page is put together of. A module of a page says by a function of its own what it adds."""

from dataclasses import dataclass, field

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from booking import lifecycle
from booking.views.done import place


@dataclass(frozen=True)
class Todo:
    """Something that the client is asked for before the visit; `template` is what stands under the title."""

    title: str
    text: str = ""
    template: str = ""
    context: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """Something that the client can do with the visit: an address to go to, and until when it is there."""

    label: str
    url: str
    text: str = ""


def given(functions, own) -> list:
    """Return what the functions say about this visit, without those that say nothing."""
    return [part for function in functions if (part := function(own)) is not None]


def facts(request, booking, *, by_link: bool = True):
    """What may be read by whoever has the link: a first name, the place, the price, the reference.

    Price and length say whether somebody is known, so whoever has only typed a name reads neither."""
    who = booking.client.name.split()[:1]
    price = _("%(price)s, paid on the day") % {"price": booking.price_in_words}
    known = [(_("How long"), how_long(booking.reserved_minutes)), (_("Price"), price)] if by_link else []
    rows = [*known, (_("Reference"), booking.spoken_reference)]
    return [
        *({"term": _("For"), "value": name} for name in who),
        *place(request),
        *({"term": term, "value": value} for term, value in rows),
    ]


def how_long(minutes: int) -> str:
    if minutes <= 90:
        return _("90 minutes")
    return _("At least 90 minutes. I keep %(most)s minutes free for you") % {"most": minutes}


def tell_her(request, own, step, then):
    """Tell the practitioner, by this step, what a client is too late to do alone."""
    if not own.is_as_seen(request):
        return as_it_is(request, own)
    try:
        step(own.booking, now=own.now)
    except lifecycle.NotAllowed:
        return as_it_is(request, own)
    return redirect(then)


def as_it_is(request, own):
    """The answer to a form that was shown for something else: nothing is done, and it says what is so now."""
    return render(request, "booking/own/as_it_is.html", {"own": own, "booking": own.booking}, status=409)
