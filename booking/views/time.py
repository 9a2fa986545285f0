"""Choosing a day and a time: the week of free times, from the earliest safe day."""

from datetime import date, datetime, timedelta

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking import availability, calendar, lifecycle, limits, steps
from booking.request import NeedsMoreNotice
from booking.views import progress as visits

NEAREST = 3


@require_http_methods(["GET", "HEAD", "POST"])
@visits.step(steps.TIME)
def choose(request, visit):
    if request.method != "POST":
        return show(request, visit)
    starts_at = a_moment(request.POST.get("starts_at", ""))
    times = visit.times(is_earlier_asked=True)
    if starts_at is None or not times.is_open(starts_at):
        return show(request, visit, problem=_("Choose one of the times on this page."), status=400)
    if limits.is_too_often("reserve", request, now=visit.now):
        problem = _("Many times were chosen from here this hour. Please ring me, or try in an hour.")
        return show(request, visit, problem=problem, status=429)
    try:
        lifecycle.reserve(
            visit.treatment,
            starts_at,
            draft_key=visit.draft.pk,
            notice=times.notice(starts_at),
            now=visit.now,
        )
    except lifecycle.Taken as taken:
        return show_taken(request, visit, taken)
    visit.keep(starts_at=starts_at.isoformat())
    return redirect(visit.next_url)


def show_taken(request, visit, taken):
    """The time went to somebody else, or is too near: say so and offer the nearest ones."""
    if isinstance(taken, NeedsMoreNotice):
        problem = _("I need to read your answers before that time. Please choose one a little later.")
    else:
        problem = _("That time has just been taken. Everything you filled in is kept.")
    times = visit.times(is_earlier_asked=is_earlier_asked(request))
    near = calendar.allowed(taken.nearest, times.rule, now=visit.now, zone=availability.zone())
    return show(request, visit, problem=problem, near=near, status=409)


def show(request, visit, *, problem="", near=None, status=200):
    times = visit.times(is_earlier_asked=is_earlier_asked(request))
    monday = a_monday(request.GET.get("week", ""), times)
    look = times.look(monday, calendar.DAYS) if monday else times.first_look()
    nearest = [] if monday else calendar.first_of_each_part(look.choices)[:NEAREST]
    monday = monday or calendar.monday_of(
        look.choices[0].starts_at.date() if look.choices else times.first_day
    )
    context = {
        "week": week_context(look, monday),
        "nearest": near if near else nearest,
        "problem": problem,
        "visit": visit,
        "treatment": visit.treatment,
        "note": note(times),
        "is_earlier_asked": times.is_earlier_asked,
        "is_chosen": visit.parts.get("starts_at"),
        "back": visit.back_url(steps.TIME),
    }
    return render(request, "booking/time.html", context, status=status)


def week_context(look, monday):
    times, week = look.times, timedelta(days=calendar.DAYS)
    return {
        "starts_on": monday,
        "ends_on": monday + timedelta(days=calendar.DAYS - 1),
        "days": look.week(monday),
        "earlier_url": week_url(monday - week, times)
        if monday > calendar.monday_of(times.first_day)
        else None,
        "later_url": week_url(monday + week, times) if monday + week <= times.last_day else None,
    }


def week_url(monday, times):
    earlier = "&earlier=1" if times.is_earlier_asked else ""
    return f"{reverse('book:time')}?week={monday.isoformat()}{earlier}#week"


def note(times):
    """What the answers mean for the days: from when a visit can be considered, and booked straight."""
    judgement, safe = times.judgement, times.judgement.safe_dates
    straight = safe.straight_from
    is_straight = straight is not None and not judgement.outcome(straight)
    return {
        "considered_from": safe.considered_from,
        "straight_from": straight if is_straight else None,
        "straight_url": week_url(calendar.monday_of(straight), times) if is_straight else None,
        "is_read_first": judgement.outcome(times.first_day) > 0,
    }


def is_earlier_asked(request):
    return request.GET.get("earlier") == "1"


def a_moment(text) -> datetime | None:
    """Return a moment with its offset, None when the text is not one."""
    try:
        moment = datetime.fromisoformat(text) if len(text) < 40 else None
        return moment.astimezone(availability.zone()) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def a_monday(text, times) -> date | None:
    """Return the Monday of the day asked for, within the days that can be booked."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return calendar.monday_of(min(max(day, times.judgement.today), times.last_day))
