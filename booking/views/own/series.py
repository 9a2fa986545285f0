"""Planning several sessions at once: proposed by what suits, each date changed for a neighbour, all booked
by one press. Nothing is shown but what is new: the course of before needs another link."""

from functools import partial
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from booking import lifecycle, limits, series
from booking.forms.series import SeriesForm, kept_in
from booking.models import Status
from booking.on_file import AskAgain
from booking.views import errands
from booking.views.own import access, again_shown, series_shown
from booking.views.own.parts import Action

SALT, SESSION_KEY, LASTS, LONGEST_KEY = "booking.series", "series", 12 * 3600, 200
SHOWN_FOR = (Status.COMPLETED, Status.CONFIRMED)
OTHER = gettext_lazy("That page was for something else, so nothing has been booked. Please look once more.")
CHOOSE = gettext_lazy("Nothing has been booked yet. Please choose one of the two answers below.")
GONE = gettext_lazy(
    "A time has just been taken, so nothing is booked yet. The other dates are kept below, and I propose "
    "another time for it."
)
TOO_OFTEN = gettext_lazy("Many bookings came from here this hour. Please ring me, or try in an hour.")


@require_http_methods(["GET", "HEAD", "POST"])
@access.by_link(*access.TO_COME_AGAIN)
def plan(request, own):
    try:
        file = series.of_visit(own.booking, now=own.now)
        if file.treatment.is_first:
            return series_shown.first(request)
        if request.method == "POST":
            return _book(request, own, file)
        form = SeriesForm(request.GET or None, last=file.last)
        return _show(request, own, file, form)
    except AskAgain as lacking:
        return again_shown.anew(request, lacking.why)
    except lifecycle.TooMany:
        return _enough(request, own)


def _enough(request, own) -> HttpResponse:
    if request.method != "POST":
        return again_shown.enough(request, own)
    key = _a_key(request, own)
    if key is None or not series.booked(key):
        return again_shown.enough(request, own, status=409)
    # The second of two presses: the first has booked the last that there was room for.
    return _is_booked(request, own, key)


def _book(request, own, file) -> HttpResponse:
    form = SeriesForm(request.POST, last=file.last)
    key = _a_key(request, own)
    if key is None or not own.is_as_seen(request):
        return _show(request, own, file, form, problem=OTHER, status=409)
    if request.POST.get("changed") == "yes":
        return redirect(_questions(request, own, file))
    if request.POST.get("changed") != "no":
        return _show(request, own, file, form, problem=CHOOSE, status=400)
    if limits.is_too_often("book", request, now=own.now):
        return _show(request, own, file, form, problem=TOO_OFTEN, status=429)
    asked = form.asked(kept_in(request.POST))
    try:
        read = partial(series.of_visit, own.booking, now=own.now)
        series.book(read, asked, key=key, by=lifecycle.CLIENT, now=own.now)
    except lifecycle.Taken:
        return _show(request, own, file, form, problem=GONE, status=409)
    return _is_booked(request, own, key)


def _is_booked(request, own, key) -> HttpResponse:
    request.session[SESSION_KEY] = [str(key), own.booking.pk]
    return redirect("own:series_booked")


def _questions(request, own, file) -> str:
    """The questions lead back here, with the new answers on file."""
    about = {"client": file.client, "guardianship": file.guardianship}
    return errands.begin_changed(request, **about, then="own:series", now=own.now)


@require_safe
@access.page(*access.TO_COME_AGAIN)
def booked(request, own):
    key, pk = request.session.get(SESSION_KEY) or (None, None)
    bookings = series.booked(UUID(key)) if pk == own.booking.pk else []
    if not bookings:
        return redirect("own:series")
    return series_shown.booked(request, bookings)


def action(own):
    """What the own page offers."""
    if own.link is None or own.booking.status not in SHOWN_FOR:
        return None
    text = _("Three or five at once, on days that suit")
    return Action(_("Plan several sessions"), reverse("own:series"), text)


def _show(request, own, file, form, *, problem="", status=200):
    sent = request.POST if request.method == "POST" else request.GET
    asked = form.asked(kept_in(sent))
    plan = series.propose(file, asked)
    if not problem and set(asked.kept) - set(plan.starts):
        problem = GONE
    context = series_shown.about(own, file, plan) | {
        "form": form,
        "asked": asked,
        "problem": problem,
        "key": signing.dumps([str(uuid4()), own.booking.pk], salt=SALT),
    }
    return render(request, "booking/own/series.html", context, status=status)


def _a_key(request, own) -> UUID | None:
    """Return what names this press. It is signed, for by another's key one would see what they booked."""
    try:
        sent = request.POST.get("key", "")[:LONGEST_KEY]
        key, pk = signing.loads(sent, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return UUID(key) if pk == own.booking.pk else None


URLS = [
    path("series/", plan, name="series"),
    path("series/booked/", booked, name="series_booked"),
]
