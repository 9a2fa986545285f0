"""The waitlist at the practitioner's desk: who waits, what would suit, offering by hand."""

from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import lifecycle, offers, queue, waitlist, when, wishes
from booking.admin.about import contact_of
from booking.admin.by_hand_words import a_number, a_start
from booking.admin.client_frame import check_may_look, framed
from booking.forms.moving import MoveForm
from booking.models import WaitlistEntry
from booking.queue import Waiter

FOLDER = "admin/booking/waitlist/"
# As many free times of one place as a page can hold; she can type any other.
MOST_TIMES = 40
TAKEN = gettext_lazy("That time is not free any more. Nothing was offered. Choose another one.")
HAS_OFFER = gettext_lazy("Another time is kept for them already. Withdraw that offer first.")
OUT_OF_DATE = gettext_lazy("This page was out of date, and nothing was done. This is how it is now.")
NOT_A_TIME = gettext_lazy("That is no time that can be offered. Choose a free one in the diary.")


def everybody(desk_admin, request):
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    check_may_look(desk_admin, request)
    now = timezone.now()
    context = {"waiters": queue.load(now), "now": now}
    return framed(desk_admin, request, FOLDER + "list.html", _("Waitlist"), context)


def place(desk_admin, request, pk):
    """One place on the list: what would suit it, and what can be done with it."""
    _check(desk_admin, request)
    now = timezone.now()
    waiter = queue.place(pk, now)
    if waiter is None:
        return _gone(request, pk)
    if request.method != "POST":
        return show(desk_admin, request, waiter, now)
    if request.POST.get("seen") != seen_of(waiter):
        return show(desk_admin, request, waiter, now, problem=OUT_OF_DATE)
    act = ACTS.get(request.POST.get("act", "offer"))
    if act is None:
        return show(desk_admin, request, waiter, now, problem=OUT_OF_DATE)
    return act(desk_admin, request, waiter, now)


def take_off(desk_admin, request, waiter, now):
    try:
        waitlist.take_off(waiter.entry, by=lifecycle.practitioner(request.user), now=now)
    except lifecycle.NotAllowed:
        return _gone(request, waiter.entry.pk)
    messages.success(request, _("%(who)s is off the list.") % {"who": waiter.entry.client})
    return to_list()


def withdraw(desk_admin, request, waiter, now):
    if waiter.offer is not None:
        try:
            offers.withdraw(waiter.offer, by=lifecycle.practitioner(request.user), now=now)
        except lifecycle.NotAllowed:
            return show(desk_admin, request, queue.place(waiter.entry.pk, now), now, problem=OUT_OF_DATE)
        said = _("The offer is withdrawn and the time is free. %(who)s stays on the list.")
        messages.success(request, said % {"who": waiter.entry.client})
    return HttpResponseRedirect(url_of(waiter.entry.pk))


def offer(desk_admin, request, waiter, now):
    form = MoveForm(request.POST, now=now)
    if not form.is_valid():
        return show(desk_admin, request, waiter, now, form=form)
    problem = _offer(request, waiter.entry, form.cleaned_data["at"], now)
    if problem:
        return show(desk_admin, request, queue.place(waiter.entry.pk, now) or waiter, now, problem=problem)
    return to_list()


ACTS = {"offer": offer, "withdraw": withdraw, "take_off": take_off}


def offer_time(desk_admin, request):
    """A free time of the diary: to whom to offer it."""
    _check(desk_admin, request)
    now = timezone.now()
    sent = request.POST if request.method == "POST" else request.GET
    starts_at = a_start(sent.get("start", "")[:40].replace(" ", "+"), now)
    if starts_at is None:
        messages.error(request, NOT_A_TIME)
        return HttpResponseRedirect(reverse("admin:booking_booking_diary"))
    problem = ""
    if request.method == "POST":
        entry = WaitlistEntry.objects.waiting().filter(pk=a_number(request.POST.get("entry"))).first()
        problem = _offer(request, entry, starts_at, now) if entry else OUT_OF_DATE
        if not problem:
            return to_list()
    context = {"starts_at": starts_at, "waiters": queue.for_time(starts_at, now), "problem": problem}
    response = framed(desk_admin, request, FOLDER + "offer.html", _("Offer this time"), context)
    response.status_code = 409 if problem else 200
    return response


def _offer(request, entry, starts_at: datetime, now):
    """Offer it and say so; return what stood in the way, in words."""
    try:
        made = offers.offer_by_hand(entry, starts_at, by=lifecycle.practitioner(request.user), now=now)
    except offers.HasOffer:
        return HAS_OFFER
    except lifecycle.Taken:
        return TAKEN
    except (lifecycle.NotAllowed, WaitlistEntry.DoesNotExist):
        return OUT_OF_DATE
    about = {"who": entry.client, "when": when.stamp(made.starts_at), "until": when.stamp(made.expires_at)}
    messages.success(request, _("%(when)s is kept for %(who)s until %(until)s.") % about)
    if not entry.email:
        messages.warning(request, _("There is no email, so %(who)s gets no message. Please ring.") % about)
    return ""


def show(desk_admin, request, waiter: Waiter, now, *, problem="", form=None):
    entry = waiter.entry
    context = {
        "waiter": waiter,
        "entry": entry,
        "facts": _facts(entry, now),
        "contact": contact_of(entry),
        "seen": seen_of(waiter),
        "days": _by_day(waiter.fits[:MOST_TIMES]),
        "left": len(waiter.fits) - MOST_TIMES,
        "form": form or MoveForm(now=now),
        "problem": problem,
    }
    response = framed(desk_admin, request, FOLDER + "place.html", str(entry.client), context)
    response.status_code = 409 if problem else 400 if context["form"].errors else 200
    return response


def _by_day(times):
    return [(day, list(starts)) for day, starts in groupby(times, lambda at: at.date())]


def _facts(entry, now):
    facts = [
        (_("Waits for"), entry.treatment.name),
        (_("Since"), when.day_year(entry.created_at)),
        *wishes.facts(wishes.of(entry)),
    ]
    if entry.instead_of is not None and lifecycle.can_move(entry.instead_of, now):
        facts.append((_("In place of"), when.moment_year(entry.instead_of.starts_at)))
    return [{"term": term, "value": value} for term, value in facts]


def seen_of(waiter: Waiter) -> str:
    """What a page of this place shows, so that what is pressed on another is not done."""
    return f"{waiter.entry.pk}.{waiter.offer.reference if waiter.offer else ''}"


def _gone(request, pk):
    """Somebody who does not wait any longer: say so, and show who does."""
    entry = WaitlistEntry.objects.select_related("client").filter(pk=pk).first()
    if entry is None:
        raise Http404
    words = _("%(who)s is not on the list any more: %(why)s.")
    messages.info(request, words % {"who": entry.client, "why": entry.get_ended_why_display()})
    return to_list()


def _check(desk_admin, request):
    check_may_look(desk_admin, request)
    if request.method == "POST" and not desk_admin.has_change_permission(request):
        raise PermissionDenied


def to_list():
    return HttpResponseRedirect(reverse("admin:booking_booking_waitlist"))


def url_of(pk) -> str:
    return reverse("admin:booking_booking_wait", args=[pk])


def only(*methods):
    """A page that knows no other ways of being asked."""

    def decorate(view):
        def checked(desk_admin, request, *args, **kwargs):
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(desk_admin, request, *args, **kwargs)

        return checked

    return decorate


read_or_post = only("GET", "HEAD", "POST")
PAGES = [
    ("waitlist/", everybody, "waitlist"),
    ("waitlist/offer/", read_or_post(offer_time), "waitlist_offer"),
    ("waitlist/<int:pk>/", read_or_post(place), "wait"),
]
