"""The day sheet: one day on one page of paper, or as cards on a phone."""

from datetime import date, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import availability, sheet, when
from booking.admin.review import may_read

# Beyond these nothing is written down, and far beyond them no calendar goes.
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def only_shows(view):
    """Let a page of the desk be opened, by whoever may see bookings, and nothing be sent to it."""

    @wraps(view)
    def shown(desk_admin, request):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not desk_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        return view(desk_admin, request)

    return shown


@only_shows
def view(desk_admin, request):
    now = timezone.now()
    today = availability.day_of(now)
    day, problem = asked_for(request.GET.get("day", ""), today)
    # Notes about a person, and words about their visits.
    can_have_notes = may_read(request.user) and request.user.has_perm("intake.view_note")
    has_notes = can_have_notes and request.GET.get("notes") != "no"
    # The verdict hangs on what the forms name, so they are opened also where no words of them are shown.
    can_read_forms = request.user.has_perm("intake.view_healthform")
    rows = sheet.of(
        day,
        now=now,
        reader=request.user if has_notes else None,
        forms_reader=request.user if can_read_forms else None,
    )
    context = desk_admin.admin_site.each_context(request) | {
        "opts": desk_admin.opts,
        "title": _("Day sheet, %(day)s") % {"day": when.day_year(day)},
        "day": day,
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "problem": problem,
        "rows": rows,
        "has_notes": has_notes,
        "links": _links(day, today, has_notes=has_notes),
        "other": address(day, has_notes=not has_notes) if can_have_notes else "",
        "now": now,
    }
    return TemplateResponse(request, "admin/booking/sheet/page.html", context)


def asked_for(typed: str, today: date) -> tuple[date, str]:
    """Return the day to show, and what to say when the address made no sense."""
    if not typed:
        return today, ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today, _("That is not a day like 2027-03-09. This is today.")
    if not FIRST <= day <= LAST:
        return today, _("The diary goes from 2000 to 2100. This is today.")
    return day, ""


def address(day: date, *, has_notes: bool = True) -> str:
    query = {"day": day.isoformat()} | ({} if has_notes else {"notes": "no"})
    return f"{reverse('admin:booking_booking_sheet')}?{urlencode(query)}"


def _links(day, today, *, has_notes) -> list[tuple]:
    """Return name, day and address of the days next to this one, and of today and tomorrow elsewhere."""
    days = [("before", day - timedelta(days=1)), ("after", day + timedelta(days=1))]
    led_to = {day, *(other for _name, other in days)}
    named = [("today", today), ("tomorrow", today + timedelta(days=1))]
    days += [(name, other) for name, other in named if other not in led_to]
    return [
        (name, other, address(other, has_notes=has_notes)) for name, other in days if FIRST <= other <= LAST
    ]


PAGES = [("sheet/", view, "sheet")]
