"""Which times would do for somebody who waits for one. Checks and tidies; saves nothing."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import when, wishes
from booking.models import WorkingHours

NOTICES = (24, 48, 72, 168)
# Nobody waits longer than this; who still wants a time then says so anew.
LONGEST_WAIT = timedelta(days=92)
USUAL_WAIT = timedelta(days=42)
PARTS = (
    ("morning", gettext_lazy("Morning, before noon")),
    ("afternoon", gettext_lazy("Afternoon, noon to 5pm")),
    ("evening", gettext_lazy("Evening, from 5pm")),
)
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"]


class WishDayField(forms.DateField):
    def __init__(self, *, missing, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})
        messages = {"required": missing, "invalid": gettext_lazy("Enter a real date, like 27/3/2027")}
        super().__init__(widget=widget, input_formats=DAY_FORMATS, error_messages=messages, **kwargs)


class WishForm(forms.Form):
    """Days, parts of the day, dates and notice. No day and no part ticked means any."""

    use_required_attribute = False

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which days would suit you?"),
        help_text=gettext_lazy("Leave all of them empty if any day will do"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Tick days from this list")},
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Which part of the day?"),
        help_text=gettext_lazy("Leave all of them empty if any time will do"),
        choices=PARTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Tick parts of the day from this list")},
    )
    from_on = WishDayField(label=gettext_lazy("From"), missing=gettext_lazy("Enter the first day"))
    until_on = WishDayField(label=gettext_lazy("Until"), missing=gettext_lazy("Enter the last day"))
    notice_hours = forms.TypedChoiceField(
        label=gettext_lazy("How long before do you need to know?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how long before you need to know"),
            "invalid_choice": gettext_lazy("Choose how long before you need to know"),
        },
    )

    def __init__(self, data=None, *, policy, today: date, earliest: date, latest=None, wish=None):
        self.today, self.earliest = today, max(earliest, today)
        ends = (latest, today + policy.window, self.earliest + LONGEST_WAIT)
        self.latest = min(filter(None, ends))
        usual = {
            "from_on": self.earliest,
            "until_on": min(self.latest, self.earliest + USUAL_WAIT),
            "notice_hours": _notices(policy)[0],
        }
        super().__init__(data, initial=usual | (wish or {}))
        # What was wished for some time ago may have begun meanwhile.
        self.initial["from_on"] = max(self.initial["from_on"], self.earliest)
        self.fields["weekdays"].choices = _weekdays(self.initial.get("weekdays", ()))
        self.fields["notice_hours"].choices = [(hours, wishes.notice(hours)) for hours in _notices(policy)]

    @property
    def has_room(self) -> bool:
        """Whether there is any day to wait for."""
        return self.earliest <= self.latest

    def clean_from_on(self):
        day = self.cleaned_data["from_on"]
        if not self.earliest <= day <= self.latest:
            raise forms.ValidationError(self._between())
        return day

    def clean_until_on(self):
        day = self.cleaned_data["until_on"]
        if not self.earliest <= day <= self.latest:
            raise forms.ValidationError(self._between())
        return day

    def clean(self):
        wish = super().clean()
        if self.errors:
            return wish
        if wish["until_on"] < wish["from_on"]:
            self.add_error("until_on", _("The last day comes before the first. Enter a later one"))
        elif not wishes.has_a_day(wish, self.today):
            self.add_error("until_on", _("None of your days lies between these dates. Enter a later one"))
        return wish

    def _between(self):
        words = _("Enter a day from %(first)s to %(last)s")
        return words % {"first": when.day(self.earliest), "last": when.day_year(self.latest)}


def _weekdays(wished):
    """The days on which the practice is open, and those that were wished for before."""
    open_on = set(WorkingHours.objects.order_by().values_list("weekday", flat=True)) | set(wished)
    return [(number, wishes.WEEKDAYS[number]) for number in sorted(open_on)]


def _notices(policy):
    """None is shorter than what the practice itself needs."""
    own = policy.notice_hours
    return [hours for hours in NOTICES if hours >= own] or [own]
