"""What the page for moving a visit shows: the free times, what stands in the way, what is asked once more."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from booking import availability, rebooking, series_move, when
from booking.admin import crossing, decisions
from booking.admin.about import contact_of
from booking.models import Booking
from intake.crypto import Unreadable

TEMPLATE = "admin/booking/booking/move.html"
DAYS_SHOWN = 14
# A visit that is to be moved is shown in the middle of the days it could go to.
DAYS_BEFORE = 6
LONGEST_ADDRESS = 500
HELD, SPACING = "held", "spacing"
SHUT = gettext_lazy(
    "The answers cannot be opened with the keys in use, so no other day can be checked. You can move the "
    "visit on its own day, or ring and cancel it."
)


@dataclass
class Page:
    """The page beside its form: what stands in the way, or what is asked once more."""

    booking: Booking
    now: datetime
    next: str
    problem: str = ""
    clashes: list = field(default_factory=list)
    nearest: list = field(default_factory=list)
    asked: rebooking.Look | None = None
    spacing: series_move.Spacing | None = None
    status: int = 200


def safe_next(request) -> str:
    """Return the page of the desk to go on to; nothing when what was asked for is no such page."""
    asked = (request.POST.get("next") or request.GET.get("next") or "")[:LONGEST_ADDRESS]
    is_here = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    # Neither up and out of the desk, nor on to a second line.
    is_plain = asked.isprintable() and ".." not in asked
    return asked if is_here and is_plain and asked.startswith(reverse("admin:index")) else ""


def named(look: rebooking.Look, spacing: series_move.Spacing | None) -> set[str]:
    """Name what moving there crosses, to be sent along when she has read it."""
    names = {str(reason) for reason in look.crossed} | ({HELD} if look.is_held else set())
    return names | ({SPACING} if spacing is not None and not spacing.is_usual else set())


def in_words(at: datetime) -> str:
    return f"{when.day(at)}, {when.clock24(at)}"


def shown(desk_admin, request, page, form):
    booking, now = page.booking, page.now
    context = {
        "form": form,
        "contact": contact_of(booking),
        "seen": decisions.seen_of(booking),
        "next": page.next,
        "problem": page.problem,
        "clashes": page.clashes,
        "nearest": page.nearest,
    }
    if page.asked is not None:
        context |= _asked(page)
    else:
        context |= _offered(booking, _first_day(request, booking, now), now)
    if form.errors and page.status == 200:
        page.status = 400
    return desk_admin.page(request, booking, TEMPLATE, context, status=page.status)


def _asked(page):
    look = page.asked
    return {
        "asked": look,
        "asked_sure": ",".join(sorted(named(look, page.spacing))),
        "spacing": page.spacing,
        "crosses": crossing.words(look.crossed, page.booking.treatment.policy),
        "until": look.starts_at + timedelta(minutes=page.booking.reserved_minutes),
    }


def _offered(booking, first_day, now):
    try:
        days = rebooking.offers(booking, first_day, DAYS_SHOWN, now=now)
    except Unreadable:
        return {"shut": SHUT}
    return {
        "days": [_day(day, booking.treatment.policy) for day in days],
        "first_day": first_day,
        "last_day": first_day + timedelta(days=DAYS_SHOWN - 1),
        "earlier": max(first_day - timedelta(days=DAYS_SHOWN), availability.day_of(now)),
        "later": first_day + timedelta(days=DAYS_SHOWN),
        "today": availability.day_of(now),
    }


def _day(day, policy):
    # What all of its times cross is said once, beside the day.
    is_mixed = len({time.crossed for time in day.times}) > 1
    sure = [str(reason) for reason in day.crossed] + ([HELD] if day.is_held else [])
    return {
        "day": day.day,
        "is_held": day.is_held,
        "sure": ",".join(sure),
        "is_mixed": is_mixed,
        "crosses": "" if is_mixed else crossing.words(day.crossed, policy),
        "times": [
            {"time": time, "crosses": crossing.words(time.crossed, policy) if is_mixed else ""}
            for time in day.times
        ],
    }


def _first_day(request, booking, now) -> date:
    """Return the first day of the times on offer: the one asked for, or some days before the visit."""
    today = availability.day_of(now)
    try:
        asked = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        asked = booking.visit_on - timedelta(days=DAYS_BEFORE)
    return min(max(asked, today), today + availability.BY_HAND_WINDOW - timedelta(days=DAYS_SHOWN))
