"""Coming again: has anything changed, when, and done. Nothing is typed, and nothing on file is shown but
a first name: links in mails are read by others too."""

from functools import wraps

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from booking import again as actions
from booking import lifecycle, limits
from booking.models import Purpose, Status
from booking.on_file import AskAgain
from booking.views import errands, week
from booking.views.own import access, again_shown, arrival, sitting
from booking.views.own.parts import Action

SHOWN_FOR = (Status.COMPLETED, Status.CANCELLED, Status.CONFIRMED, Status.HELD)


def step(view):
    """Give the view the visitor's visit and what is on file; say another way where that carries nothing."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @access.by_link(*access.TO_COME_AGAIN)
    @wraps(view)
    def with_file(request, own):
        try:
            file = actions.file_of(own.booking, now=own.now)
            if request.method == "POST" and not own.is_as_seen(request):
                return again_shown.ask(request, own, file, problem=again_shown.OTHER_VISIT, status=409)
            return view(request, own, file)
        except AskAgain as lacking:
            return again_shown.anew(request, lacking.why)
        except lifecycle.TooMany:
            here = sitting.of(request, own)
            if request.method == "POST" and here is not None and here.placed is not None:
                # The second of two presses: the first has booked the last that there was room for.
                return redirect("own:again_done")
            return again_shown.enough(request, own, status=409 if request.method == "POST" else 200)

    return with_file


def sitting_needed(view):
    """Give the view the sitting; whoever has said nothing yet is asked first."""

    @wraps(view)
    def with_sitting(request, own, file):
        here = sitting.of(request, own)
        if here is None or not here.carries(file):
            return redirect("own:again")
        return view(request, own, file, here)

    return with_sitting


@step
def again(request, own, file):
    if request.method != "POST":
        return again_shown.ask(request, own, file)
    said = request.POST.get("changed")
    if said == "no":
        sitting.begin(request, own, sitting.UNCHANGED)
        return redirect("own:again_time")
    if said == "yes":
        sitting.begin(request, own, sitting.CHANGED)
        return redirect(_questions(request, own, file))
    return again_shown.ask(request, own, file, problem=again_shown.CHOOSE_ANSWER, status=400)


# For the same reasons as `booking.views.time`: long, and it repeats nothing that an address brought along.
@gzip_page
@step
@sitting_needed
def time(request, own, file, here):
    if request.method != "POST":
        return again_shown.times(request, own, file)
    starts_at = week.a_moment(request.POST.get("starts_at", ""))
    if starts_at is None:
        return again_shown.times(request, own, file, problem=again_shown.CHOOSE_TIME, status=400)
    if limits.is_too_often("reserve", request, now=own.now):
        return again_shown.times(request, own, file, problem=again_shown.MANY_TIMES, status=429)
    try:
        actions.reserve(own.booking, starts_at, key=here.key, now=own.now)
    except actions.NotOffered:
        return again_shown.times(request, own, file, problem=again_shown.CHOOSE_TIME, status=400)
    except lifecycle.Taken as taken:
        return again_shown.taken(request, own, file, taken)
    except lifecycle.TooMany:
        raise
    except lifecycle.NotAllowed:
        # Another tab has booked it meanwhile.
        return redirect("own:again_done")
    sitting.choose(request, here, starts_at)
    return redirect("own:again_check")


@step
@sitting_needed
def check(request, own, file, here):
    if here.starts_at is None:
        return redirect("own:again_time")
    if request.method != "POST":
        return again_shown.check(request, own, file, here)
    if request.POST.get("starts_at") != here.starts_at.isoformat():
        return again_shown.check(request, own, file, here, problem=again_shown.OTHER_TIME, status=409)
    if limits.is_too_often("book", request, now=own.now):
        return again_shown.check(request, own, file, here, problem=again_shown.TOO_OFTEN, status=429)
    try:
        actions.book(own.booking, here.starts_at, key=here.key, now=own.now)
    except actions.NotOffered:
        return again_shown.times(request, own, file, problem=again_shown.CHOOSE_TIME, status=409)
    except lifecycle.Taken as taken:
        return again_shown.taken(request, own, file, taken)
    return redirect("own:again_done")


@require_http_methods(["GET", "HEAD", "POST"])
@access.page(*access.TO_COME_AGAIN)
def done(request, own):
    """What was booked; a press leads on to its own page."""
    here = sitting.of(request, own)
    booking = here and here.placed
    if not booking:
        return redirect("own:again")
    if request.method != "POST":
        return again_shown.done(request, own, booking)
    if request.POST.get("booked") != booking.reference:
        # Another tab has booked one more meanwhile: this is the latest.
        return redirect("own:again_done")
    access.see_made(request, booking)
    return redirect("own:page")


def _questions(request, own, file):
    people = {"client": file.client, "guardianship": file.guardianship}
    ways = {"then": "own:again_time", "came_from": "own:again"}
    return errands.begin_changed(request, **people, **ways, now=own.now)


def action(own):
    """What the own page offers, to whoever came by a link."""
    if own.link is None or own.booking.status not in SHOWN_FOR:
        return None
    return Action(_("Come again"), reverse("own:again"), _("With the answers you gave me before"))


URLS = [
    path("again/", again, name="again"),
    path("again/time/", time, name="again_time"),
    path("again/check/", check, name="again_check"),
    path("again/done/", done, name="again_done"),
    path("again/<str:token>/", arrival.arrive, {"purpose": Purpose.AGAIN, "to": "own:again"}, name="again"),
]
