"""The time a visit is moved to: a button's, one dragged to, or a day and a time as they are typed."""

from datetime import UTC, date, datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability, hours, when
from booking.forms.decision import SeenForm
from booking.forms.hours import ClockField, DayField

LONGEST_MOMENT = 40


class MoveForm(SeenForm):
    """`cleaned_data["at"]` is the moment; `sure` names what the page has said about it."""

    starts_at = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_MOMENT, required=False)
    sure = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    # Sent where the rest of a series moves too: what the page showed of it.
    rest = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_MOMENT * 2, required=False)
    day = DayField(
        label=gettext_lazy("Day"), help_text=gettext_lazy("For example, 27/3/2027"), required=False
    )
    clock = ClockField(
        label=gettext_lazy("Time"), help_text=gettext_lazy("For example, 14:30"), required=False
    )

    def __init__(self, *args, now: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["starts_at"]:
            day, clock = self._read(cleaned["starts_at"])
        else:
            day, clock = self._typed(cleaned)
        if not self.errors:
            cleaned["at"] = self._moment(day, clock)
        return cleaned

    def _read(self, value):
        """Return day and clock time of "2027-03-09T10:00", with an offset or in the practice's own time."""
        try:
            at = datetime.fromisoformat(value)
            local = at.astimezone(availability.zone()) if at.tzinfo else at
        except (ValueError, OverflowError):
            self.add_error(None, _("That is not a time. Choose one below, or type a day and a time."))
            return None, None
        return local.date(), local.time().replace(second=0, microsecond=0)

    def _typed(self, cleaned):
        if cleaned["day"] is None:
            self.add_error("day", _("Enter a day like 27/3/2027."))
        if cleaned["clock"] is None:
            self.add_error("clock", _("Enter a time like 09:00 or 14:30."))
        return cleaned.get("day"), cleaned.get("clock")

    def _moment(self, day: date, clock) -> datetime | None:
        today = availability.day_of(self.now)
        field = None if self.cleaned_data["starts_at"] else "day"
        if not today <= day <= today + availability.BY_HAND_WINDOW:
            past = _("That day is over. Choose today or a later day.")
            self.add_error(field, past if day < today else _("Choose a day within the next two years."))
            return None
        at = hours.moment(day, clock, availability.zone())
        local = at.astimezone(availability.zone())
        if (local.date(), local.time()) != (day, clock):
            words = _("There is no %(clock)s on %(day)s: clocks go forward then. Choose another time.")
            self.add_error(field and "clock", words % {"clock": f"{clock:%H:%M}", "day": when.day(day)})
        elif at <= self.now:
            self.add_error(field and "clock", _("That time is over. Choose a later one."))
        return at.astimezone(UTC)
