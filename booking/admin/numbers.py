"""What the practice adds up to: by week and by month, as pictures, as tables and as a file."""

import csv
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import availability, counting, numbers, pictures
from booking.admin.sheet import FIRST, asked_for, only_shows

BOM = "\ufeff"


@only_shows
def view(desk_admin, request):
    now = timezone.now()
    today = availability.day_of(now)
    by, until, problem = _asked(request, today)
    *periods, whole = counting.periods(by, until, now=now)
    most = pictures.scale_of(_sorts(period) for period in periods)
    context = desk_admin.admin_site.each_context(request) | {
        "opts": desk_admin.opts,
        "title": _("Numbers by month") if by == "month" else _("Numbers by week"),
        "by": by,
        "problem": problem,
        "periods": [Shown(period, by, today) for period in reversed(periods)],
        "whole": Shown(whole, by, today),
        "span": _whole(whole.span),
        "sessions": sessions(periods, by, today),
        "most": most,
        "half": most // 2,
        "use": use(periods, by, today),
        "links": _links(by, periods, today),
    }
    return TemplateResponse(request, "admin/booking/numbers/page.html", context)


@only_shows
def as_file(desk_admin, request):
    now = timezone.now()
    by, until, _problem = _asked(request, availability.day_of(now))
    *periods, _whole = counting.periods(by, until, now=now)
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    name = f"numbers-by-{by}-{periods[-1].span.last.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(numbers.cell(name) for name in COLUMNS)
    for period in periods:
        writer.writerow(numbers.cell(value) for value in _values(period))
    return response


COLUMNS = (
    "from", "to", "completed", "hours given", "first sessions", "did not come", "came, not treated",
    "cancelled in time", "cancelled late", "called off", "median days ahead", "holds confirmed",
    "holds declined", "holds given a later date", "holds let go", "holds cancelled", "open hours",
    "taken hours", "share of open hours in %",
)  # fmt: skip


def _values(period):
    yield from (period.span.first, period.span.last, period.completed, period.hours_given)
    yield from (period.first_sessions, period.no_shows, period.not_treated)
    yield from (period.cancelled, period.cancelled_late, period.called_off, period.days_ahead)
    yield from (period.holds[ending] for ending in numbers.ENDINGS)
    yield from (round(period.minutes_open / 60, 2), round(period.minutes_taken / 60, 2), period.share)


class Shown:
    """A period with its words, as a row of the tables."""

    def __init__(self, period, by, today):
        self.period, self.is_now = period, today in period.span
        self.name = _name(period.span, by)
        self.holds = [period.holds[ending] for ending in numbers.ENDINGS]


def sessions(periods, by, today):
    labels = [_label(period.span, by) for period in periods]
    now = next((n for n, period in enumerate(periods) if today in period.span), None)
    return pictures.stacks(labels, [_sorts(period) for period in periods], now=now)


def _sorts(period):
    return {"given": period.completed, "missed": period.not_treated + period.no_shows}


def use(periods, by, today):
    last = len(periods) - 1
    return pictures.basins(
        [
            pictures.Water(
                _label(period.span, by), period.share, today in period.span, is_named=(last - n) % 3 == 0
            )
            for n, period in enumerate(periods)
        ]
    )


def _label(span, by) -> str:
    return date_format(span.first, "M" if by == "month" else "j M")


def _name(span, by) -> str:
    """Return "March 2027", or "1 to 7 Mar": of twelve weeks no two have the same name."""
    if by == "month":
        return date_format(span.first, "F Y")
    return _from_to(span, "j" if span.first.month == span.last.month else "j M", "j M")


def _whole(span) -> str:
    is_same_year = span.first.year == span.last.year
    return _from_to(span, "j F" if is_same_year else "j F Y", "j F Y")


def _from_to(span, first: str, last: str) -> str:
    words = {"first": date_format(span.first, first), "last": date_format(span.last, last)}
    return _("%(first)s to %(last)s") % words


def _asked(request, today) -> tuple[str, date, str]:
    """Return by what to count, until which day, and what to say when the address made no sense."""
    until, problem = asked_for(request.GET.get("until", ""), today)
    by = request.GET.get("by", "week")
    if by not in ("week", "month"):
        return "week", until, _("Numbers are by week or by month. These are by week.")
    return by, until, problem


def address(by: str, until: date, page="numbers") -> str:
    return f"{reverse(f'admin:booking_booking_{page}')}?{urlencode({'by': by, 'until': until.isoformat()})}"


def _links(by, periods, today) -> dict:
    """Return the addresses of the other sort, of the file, and of the periods before and after."""
    first, last = periods[0].span.first, periods[-1].span.last
    is_over = last < today
    return {
        "week": address("week", last if is_over else today),
        "month": address("month", last if is_over else today),
        "file": address(by, last, "numbers_csv"),
        "earlier": address(by, first - timedelta(days=1)) if first > FIRST else "",
        "later": address(by, min(last + (last - first), today)) if is_over else "",
    }


PAGES = [("numbers/", view, "numbers"), ("numbers.csv", as_file, "numbers_csv")]
