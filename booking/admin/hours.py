"""The practice's week and its dated changes. Each change is shown on a calendar before it is saved."""

from datetime import date, timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking import availability, bank_holidays, changes, opening, when
from booking.admin.shown_first import ShownFirstAdmin
from booking.forms.hours import OverrideForm, PeriodForm
from booking.models import BookingPolicy, HoursOverride, WorkingHours

YEAR = timedelta(days=365)


@admin.register(WorkingHours)
class WorkingHoursAdmin(ShownFirstAdmin):
    """The week as it usually is."""

    list_template = "admin/booking/hours/week.html"

    def form_for(self, request, row):
        typed = request.POST if request.method == "POST" else None
        initial = {} if row else {"weekday": request.GET.get("weekday", 0)}
        return PeriodForm(typed, instance=row, initial=initial)

    def hours_of(self, row):
        return row.period

    def write(self, form):
        return [opening.write_period(form.instance)]

    def said(self, rows):
        return _("Your week is changed")

    def removed(self, rows):
        return _("%(period)s is removed") % {"period": rows[0]}

    def words_for(self, rows):
        return str(rows[0]) if rows else _("A period of your week")

    def list_context(self, request):
        return {"week": _week(), "policy": BookingPolicy.objects.first()}


@admin.register(HoursOverride)
class HoursOverrideAdmin(ShownFirstAdmin):
    """Days that are not as the week says."""

    list_template = "admin/booking/hours/changes.html"

    def form_for(self, request, row):
        today = availability.day_of(timezone.now())
        if request.method == "POST":
            return OverrideForm(request.POST, today=today, instance=row)
        asked = {} if row else _asked_for(request.GET)
        form = OverrideForm({"is_closed": "True"} | asked, today=today)
        # A day that came with the address, as from the diary, is shown on the calendar at once.
        if "day" in asked and form.is_valid():
            return form
        return OverrideForm(today=today, instance=row, initial=asked)

    def hours_of(self, row):
        return row.change

    def write(self, form):
        return opening.write_changes(form.add, note=form.cleaned_data["note"], instead_of=form.instance)

    def rows_with(self, row):
        """Return the neighbouring days that say the same: they are removed together."""
        around = (row.day - 400 * changes.ONE_DAY, row.day + 400 * changes.ONE_DAY)
        alike = HoursOverride.objects.filter(is_closed=row.is_closed, note=row.note, day__range=around)
        alike = alike.filter(starts=row.starts, ends=row.ends)
        return next(run for run in changes.runs(alike) if row in run)

    def said(self, rows):
        return _("Saved. %(what)s") % {"what": self.words_for(rows)}

    def removed(self, rows):
        return _("Removed. %(what)s") % {"what": self.words_for(rows)}

    def words_for(self, rows):
        if not rows:
            return _("Close a time, or open one")
        row, days = rows[0], when.days(rows[0].day, rows[-1].day)
        what = _("Closed") if row.is_closed else _("Extra hours")
        times = f", {row.starts:%H:%M}–{row.ends:%H:%M}" if row.starts else ""
        return f"{what}: {days}{times}"

    def list_context(self, request):
        today = availability.day_of(timezone.now())
        if "past" in request.GET:
            return {"is_past": True, **_past(request.GET["past"], today)}
        coming = HoursOverride.objects.filter(day__gte=today)
        return {"months": _by_month(coming), "holidays": _coming_holidays(today)}


def _week():
    """Return each weekday with its periods, and where each lies on a bar from the earliest to the latest."""
    periods = list(WorkingHours.objects.all())
    first = min((p.starts.hour for p in periods), default=9)
    last = max((p.ends.hour + bool(p.ends.minute) for p in periods), default=17)
    days = [
        {
            "number": number,
            "name": name,
            "periods": [
                {
                    "row": p,
                    "x": _minutes(p.starts) - first * 60,
                    "width": _minutes(p.ends) - _minutes(p.starts),
                }
                for p in periods
                if p.weekday == number
            ],
        }
        for number, name in WorkingHours.Weekday.choices
    ]
    marks = [{"x": (hour - first) * 60, "hour": hour} for hour in range(first, last + 1)]
    total = sum(period["width"] for day in days for period in day["periods"])
    return {"days": days, "width": (last - first) * 60, "marks": marks, "total": _hours(total)}


def _minutes(clock):
    return clock.hour * 60 + clock.minute


def _hours(minutes):
    if minutes % 60:
        return _("%(hours)s hours %(minutes)s minutes") % {"hours": minutes // 60, "minutes": minutes % 60}
    return ngettext("%(hours)s hour", "%(hours)s hours", minutes // 60) % {"hours": minutes // 60}


def _asked_for(params):
    """Return what the address asks to be filled in: a day is written as the field shows one."""
    asked = {
        name: params[name][:40]
        for name in ("is_closed", "day", "last_day", "starts", "ends")
        if name in params
    }
    for name in {"day", "last_day"} & asked.keys():
        try:
            asked[name] = f"{date.fromisoformat(asked[name]):%d/%m/%Y}"
        except ValueError:
            continue
    return asked


def _by_month(rows):
    """Return the runs of days under the month in which each begins."""
    months = {}
    for run in changes.runs(rows):
        row, month = run[0], date_format(run[0].day, "F Y")
        line = {"row": row, "count": len(run), "days": when.days(row.day, run[-1].day)}
        months.setdefault(month, []).append(line)
    return [{"name": name, "lines": lines} for name, lines in months.items()]


def _past(asked, today):
    """Return one past year of changes, the latest first, and which years there are."""
    rows = HoursOverride.objects.filter(day__lt=today)
    years = [day.year for day in rows.dates("day", "year", order="DESC")]
    year = next((year for year in years if str(year) == asked), years[0] if years else today.year)
    months = [{**month, "lines": month["lines"][::-1]} for month in _by_month(rows.filter(day__year=year))]
    return {"months": months[::-1], "years": years, "year": year}


def _coming_holidays(today: date):
    """Return the bank holidays of the coming year, each with the extra hours on it, if any."""
    policy = BookingPolicy.objects.first()
    if policy is None:
        return []
    days = bank_holidays.between(policy.nation, today, today + YEAR)
    extra = {row.day: row for row in HoursOverride.objects.filter(day__in=days, is_closed=False)}
    return [{"day": day, "name": name, "opened": extra.get(day)} for day, name in sorted(days.items())]
