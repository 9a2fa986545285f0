from datetime import date, timedelta

from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking import availability, bank_holidays
from booking.forms.hours import OverrideForm, PeriodForm
from booking.lock import take_diary
from booking.models import BookingPolicy, HoursOverride, WorkingHours


@admin.register(WorkingHours)
class WorkingHoursAdmin(admin.ModelAdmin):
    form = PeriodForm
    list_display = ["weekday", "starts_", "ends_"]
    list_display_links = ["weekday", "starts_"]
    ordering = ["weekday", "starts"]

    @admin.display(description=_("from"), ordering="starts")
    def starts_(self, period):
        return f"{period.starts:%H:%M}"

    @admin.display(description=_("until"))
    def ends_(self, period):
        return f"{period.ends:%H:%M}"

    def get_changeform_initial_data(self, request):
        return {"weekday": 0} | super().get_changeform_initial_data(request)


@admin.register(HoursOverride)
class HoursOverrideAdmin(admin.ModelAdmin):
    form = OverrideForm
    list_display = ["day_", "what", "from_until", "note"]
    list_filter = ["is_closed"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-day", "starts"]
    fields = ["is_closed", "day", "starts", "ends", "note", "seen"]

    @admin.display(description=_("day"), ordering="day")
    def day_(self, change):
        return f"{change.day:%A} {change.day.day} {change.day:%B %Y}"

    @admin.display(description=_("what"), ordering="is_closed")
    def what(self, change):
        return change.get_is_closed_display()

    @admin.display(description=_("hours"))
    def from_until(self, change):
        return f"{change.starts:%H:%M} – {change.ends:%H:%M}" if change.starts else _("The whole day")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Look which bookings a closing touches, and write it, under one lock."""
        with transaction.atomic():
            if request.method == "POST":
                take_diary()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        today = availability.day_of(timezone.now())
        context = {"holidays": _coming_holidays(today)} | (extra_context or {})
        return super().changelist_view(request, context)


def _coming_holidays(today: date):
    """Return the bank holidays of the coming year, each with the change of hours on it, if any."""
    policy = BookingPolicy.objects.first()
    if policy is None:
        return []
    days = bank_holidays.between(policy.nation, today, today + timedelta(days=365))
    changes = {change.day: change for change in HoursOverride.objects.filter(day__in=days, is_closed=False)}
    return [{"day": day, "name": name, "opened": changes.get(day)} for day, name in sorted(days.items())]
