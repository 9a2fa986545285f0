"""Choosing a day and a time: the week of free times, from the earliest safe day."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from booking import availability, calendar, lifecycle, limits, pairs, steps
from booking.request import NeedsMoreNotice
from booking.views import progress as visits
from booking.views import week


# By far the longest page of a booking. It shows times, repeats nothing that an address brought along, and
# its token is masked anew each time, so what it weighs tells nothing.
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
@visits.step(steps.TIME)
def choose(request, visit):
    if request.method != "POST":
        return show(request, visit)
    starts_at = week.a_moment(request.POST.get("starts_at", ""))
    times = visit.times(is_earlier_asked=True)
    if starts_at is None or not times.is_open(starts_at):
        return show(request, visit, problem=_("Choose one of the times on this page."), status=400)
    if limits.is_too_often("reserve", request, now=visit.now):
        problem = _("Many times were chosen from here this hour. Please ring me, or try in an hour.")
        return show(request, visit, problem=problem, status=429)
    try:
        chosen = reserve(visit, starts_at, times.notice(starts_at))
    except lifecycle.Taken as taken:
        return show_taken(request, visit, taken)
    visit.keep(**chosen)
    return redirect(visit.next_url)


def reserve(visit, starts_at, notice) -> dict:
    """Keep the time, or both times of a pair; return what the draft notes of it. Raise Taken."""
    about = {"draft_key": visit.draft.pk, "notice": notice, "now": visit.now}
    chosen = {"starts_at": starts_at.isoformat()}
    if visit.is_pair:
        _first, second = pairs.reserve(visit.treatment, starts_at, **about)
        own = second.starts_at.astimezone(availability.zone())
        return chosen | {"second_at": own.isoformat()}
    lifecycle.reserve(visit.treatment, starts_at, **about)
    return chosen


def show_taken(request, visit, taken):
    """The time went to somebody else, or is too near: say so and offer the nearest ones."""
    if isinstance(taken, NeedsMoreNotice):
        problem = _("I need to read your answers before that time. Please choose one a little later.")
    else:
        problem = _("That time has just been taken. Everything you filled in is kept.")
    times = visit.times(is_earlier_asked=week.is_earlier_asked(request))
    near = calendar.allowed(taken.nearest, times.rule, now=visit.now, zone=availability.zone())
    return show(request, visit, problem=problem, near=near, status=409)


def show(request, visit, *, problem="", near=None, status=200):
    times = visit.times(is_earlier_asked=week.is_earlier_asked(request))
    shown = week.context(request, times, reverse("book:time"))
    context = shown | {
        "nearest": near or shown["nearest"],
        "problem": problem,
        "visit": visit,
        "treatment": visit.treatment,
        "is_chosen": visit.parts.get("starts_at"),
        "back": visit.back_url(steps.TIME),
    }
    return render(request, "booking/time.html", context, status=status)
