"""Moving a visit in three presses: another time, a look at both, the move. Near the visit I am asked to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST

from booking import late, lifecycle, limits, own_move, pairs, rebooking, series_move, when
from booking.models import Status
from booking.views import week
from booking.views.own import access
from booking.views.own.parts import Action, as_it_is, tell_her

# The time chosen and not yet pressed for. Nothing is reserved: the visit has a time of its own.
SESSION_KEY = "moving"


# For the same reasons as `booking.views.time`: long, and it repeats nothing that an address brought along.
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
@access.page()
def move(request, own):
    if not rebooking.can_move(own.booking, own.now):
        return as_it_is(request, own) if request.method == "POST" else redirect("own:page")
    if _is_for_her(own):
        return _talk(request, own, status=409 if request.method == "POST" else 200)
    if request.method == "POST":
        return _choose(request, own)
    return _show(request, own)


@require_http_methods(["GET", "HEAD", "POST"])
@access.page()
def check(request, own):
    if request.method == "POST":
        return _move(request, own)
    starts_at = _chosen(request, own)
    if starts_at is None or not rebooking.can_move(own.booking, own.now) or _is_for_her(own):
        return redirect("own:move")
    return _check(request, own, starts_at)


@require_POST
@access.page()
def ask(request, own):
    """Too late to move it alone: she is told, and the visit stays where it is until she has answered."""
    return tell_her(request, own, lifecycle.ask_to_move, "own:move")


def action(own):
    booking = own.booking
    if not lifecycle.can_move(booking, own.now):
        return None
    if not lifecycle.may_move_alone(booking, own.now):
        return Action(_("Ask me to move it"), reverse("own:move"), _("It is late for moving: talk to me"))
    until = {"until": when.moment(lifecycle.move_by(booking))}
    is_bound = own.now <= lifecycle.move_by(booking) and booking.status == Status.CONFIRMED
    return Action(
        _("Move to another time"), reverse("own:move"), _("Until %(until)s") % until if is_bound else ""
    )


def _is_for_her(own):
    is_late = not lifecycle.may_move_alone(own.booking, own.now)
    return is_late or own_move.is_for_her(own.booking, own.now)


def _choose(request, own):
    starts_at = week.a_moment(request.POST.get("starts_at", ""))
    if not own.is_as_seen(request):
        return as_it_is(request, own)
    if starts_at is None:
        return _show(request, own, problem=_("Choose one of the times on this page."), status=400)
    if _choice(own, starts_at) is None:
        return _show_taken(request, own, starts_at)
    request.session[SESSION_KEY] = [own.booking.reference, starts_at.isoformat()]
    return redirect("own:move_check")


def _move(request, own):
    starts_at = week.a_moment(request.POST.get("starts_at", ""))
    if own.is_this_visit(request) and own.booking.starts_at == starts_at:
        # The second of two presses: what it wants is so.
        return redirect("own:page")
    if not own.is_as_seen(request):
        return as_it_is(request, own)
    if starts_at is None:
        return redirect("own:move")
    if limits.is_too_often("move", request, now=own.now):
        problem = _("Many visits were moved from here this hour. Please ring me, or try in an hour.")
        return _check(request, own, starts_at, problem=problem, status=429)
    try:
        _move_it(request, own, starts_at)
    except series_move.Changed:
        problem = _("The later dates have changed meanwhile. Nothing has moved. Please look once more.")
        return _check(request, own, starts_at, problem=problem, status=409)
    except lifecycle.TooLate:
        return _talk(request, own, status=409)
    except lifecycle.NotAllowed:
        return _lost_race(request, own, starts_at)
    except lifecycle.Taken:
        return _show_taken(request, own, starts_at)
    except own_move.NotAsSaid:
        problem = _("What this time would mean has changed meanwhile. Please read it once more.")
        return _check(request, own, starts_at, problem=problem, status=409)
    return _done(request, own)


def _move_it(request, own, starts_at):
    """Move the visit, and the rest of its series where that was pressed for."""
    about = {"is_read_first": request.POST.get("read_first") == "yes", "now": own.now}
    if rest := request.POST.get("rest"):
        series_move.move_by_client(own.booking, starts_at, seen=rest, **about)
    else:
        own_move.move(own.booking, starts_at, **about)


def _done(request, own):
    request.session.pop(SESSION_KEY, None)
    own.booking.refresh_from_db()
    is_visit = own.booking.status == Status.CONFIRMED
    said = _("Your visit is now on %(when)s.") if is_visit else _("Your request is now for %(when)s.")
    messages.success(request, said % {"when": when.moment(own.booking.starts_at)})
    return redirect("own:page")


def _lost_race(request, own, starts_at):
    """Somebody was quicker: another press of the same button, or the practitioner."""
    own.booking.refresh_from_db()
    return redirect("own:page") if own.booking.starts_at == starts_at else as_it_is(request, own)


def _choice(own, starts_at):
    return own_move.times(own.booking, now=own.now, is_earlier_asked=True).choice(starts_at)


def _chosen(request, own):
    kept = request.session.get(SESSION_KEY)
    is_of_this = isinstance(kept, list) and len(kept) == 2 and kept[0] == own.booking.reference
    return week.a_moment(str(kept[1])) if is_of_this else None


def _show_taken(request, own, starts_at):
    problem = _("That time is not free any more. Your visit stays where it is; nothing is lost.")
    return _show(request, own, problem=problem, taken=starts_at, status=409)


def _show(request, own, *, problem="", taken=None, status=200):
    times = own_move.times(own.booking, now=own.now, is_earlier_asked=week.is_earlier_asked(request))
    shown = week.context(
        request, times, reverse("own:move"), first_look=times.look_around, near=own.booking.starts_at
    )
    if taken is not None:
        shown["nearest"] = times.nearest(taken)
    context = shown | {
        "own": own,
        "booking": own.booking,
        "problem": problem,
        "has_read_first": _has_read_first(shown),
    }
    return render(request, "booking/own/move.html", context, status=status)


def _has_read_first(shown):
    parts = (slots for day in shown["week"]["days"] for slots in day.parts.values())
    return any(slot.needs_reading for slots in (*parts, shown["nearest"]) for slot in slots)


def _check(request, own, starts_at, *, problem="", status=200):
    choice = _choice(own, starts_at)
    if choice is None:
        return _show_taken(request, own, starts_at)
    context = {
        "own": own,
        "booking": own.booking,
        "choice": choice,
        "other": pairs.companion(own.booking, now=own.now),
        "is_visit": own.booking.status == Status.CONFIRMED,
        "problem": problem,
        "spacing": _spacing(own, choice),
    }
    return render(request, "booking/own/move_check.html", context, status=status)


def _spacing(own, choice):
    return series_move.look(own.booking, choice.starts_at, by=lifecycle.CLIENT, now=own.now)


def _talk(request, own, *, status=200):
    context = {
        "own": own,
        "booking": own.booking,
        "is_late": not lifecycle.may_move_alone(own.booking, own.now),
        "is_told": late.is_move_asked(own.booking),
    }
    return render(request, "booking/own/move_talk.html", context, status=status)


URLS = [
    path("move/", move, name="move"),
    path("move/check/", check, name="move_check"),
    path("move/ask/", ask, name="move_ask"),
]
