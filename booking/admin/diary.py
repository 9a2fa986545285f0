"""The diary: a day, a week or a month as a picture, with what needs an answer above it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import availability, desk, when
from booking.admin import diary_rows
from booking.models import WaitlistEntry

# Beyond these nothing is written down, and far beyond them no calendar goes.
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
WEEK = timedelta(days=7)
# How many requests stand above the diary; all of them are on the first page.
MOST_WAITING = 3


@dataclass(frozen=True)
class Shown:
    """What the address asks for: a view, and the day it is about."""

    view: str
    day: date
    today: date

    @property
    def days(self) -> list[date]:
        """The days of the picture: one, a week from Monday, or the whole weeks that hold a month."""
        if self.view == "day":
            return [self.day]
        return _days(*(_week(self.day) if self.view == "week" else _month(self.day)))

    @property
    def title(self) -> str:
        if self.view == "month":
            return date_format(self.day, "F Y")
        return when.day_year(self.day) if self.view == "day" else _in_words(*_week(self.day))

    def to(self, view: str | None = None, day: date | None = None) -> str:
        """Return the address of another view or day; nothing when that day lies beyond the diary."""
        day = day or self.day
        if not FIRST <= day <= LAST:
            return ""
        query = urlencode({"view": view or self.view, "day": day.isoformat()})
        return f"{reverse('admin:booking_booking_diary')}?{query}"

    def steps(self) -> dict:
        """Return the ways to what comes before and after; on a phone a week is gone through by day."""
        first = self.day.replace(day=1)
        before, after = {
            "day": (self.day - timedelta(days=1), self.day + timedelta(days=1)),
            "week": (self.day - WEEK, self.day + WEEK),
            "month": ((first - timedelta(days=1)).replace(day=1), _last_of_month(first) + timedelta(days=1)),
        }[self.view]
        return {
            "before": self.to(day=before),
            "after": self.to(day=after),
            "day_before": self.to(day=self.day - timedelta(days=1)),
            "day_after": self.to(day=self.day + timedelta(days=1)),
            "today": self.to(day=self.today),
            "here": self.to(),
        }


def diary(desk_admin, request):
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    if not desk_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    now = timezone.now()
    shown, problem = _asked_for(request, availability.day_of(now))
    days = shown.days
    grid = diary_rows.load(days[0], len(days), now=now, with_numbers=shown.view != "month")
    waiting = [desk.Row(booking, now) for booking in desk.waiting(now)]
    context = desk_admin.admin_site.each_context(request) | {
        "opts": desk_admin.opts,
        "title": f"{_('Diary')}, {shown.title}",
        "shown": shown,
        "problem": problem,
        "steps": shown.steps(),
        "views": [(name, word, shown.to(view=name)) for name, word in _views()],
        "grid": grid,
        "strip": [(day, shown.to(day=day)) for day in _days(*_week(shown.day))],
        "month": [(day, shown.to(view="day", day=day.day)) for day in grid.days],
        "waiting": waiting[:MOST_WAITING],
        "waiting_more": len(waiting) - MOST_WAITING,
        "may_change": desk_admin.has_change_permission(request),
        "is_waited": WaitlistEntry.objects.waiting().exists(),
        "now": now,
    }
    return TemplateResponse(request, "admin/booking/diary/page.html", context)


def _asked_for(request, today: date) -> tuple[Shown, str]:
    """Return what to show, and what to say when the address made no sense."""
    view, typed = request.GET.get("view", "week"), request.GET.get("day", "")
    if view not in dict(_views()):
        return Shown("week", today, today), _("There is no such view. This is the week of today.")
    if not typed:
        return Shown(view, today, today), ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return Shown(view, today, today), _("That is not a day like 2027-03-09. This is today.")
    if not FIRST <= day <= LAST:
        return Shown(view, today, today), _("The diary goes from 2000 to 2100. This is today.")
    return Shown(view, day, today), ""


def _views():
    return [("day", _("Day")), ("week", _("Week")), ("month", _("Month"))]


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month(day: date) -> tuple[date, date]:
    return _week(day.replace(day=1))[0], _week(_last_of_month(day))[1]


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _in_words(first: date, last: date) -> str:
    """Return "8 to 14 March 2027", and as much of the first day's month and year as is needed."""
    is_same_year = first.year == last.year
    names = "j" if is_same_year and first.month == last.month else "j F" if is_same_year else "j F Y"
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, names),
        "last": date_format(last, "j F Y"),
    }


PAGES = [("diary/", diary, "diary")]
