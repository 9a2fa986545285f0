"""Working periods and changes of hours, as the practitioner types them."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability, changes, when
from booking.hours import Override
from booking.models import HoursOverride, WorkingHours

TIME_FORMATS = ["%H:%M", "%H.%M", "%H", "%I:%M%p", "%I%p"]
DAY_FORMATS = ["%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
FARTHEST = timedelta(days=2 * 366)


class ClockField(forms.TimeField):
    """A time of day, typed as people type it: 9, 09:00, 9.30 or 2:30pm."""

    def __init__(self, **kwargs):
        widget = forms.TimeInput(format="%H:%M", attrs={"inputmode": "text", "autocomplete": "off"})
        super().__init__(input_formats=TIME_FORMATS, widget=widget, **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Enter a time like 09:00 or 14:30.")
        self.error_messages["required"] = self.error_messages["invalid"]

    def to_python(self, value):
        return super().to_python(value.replace(" ", "") if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A day, typed as 9/3/2027 or 9 March 2027."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"})
        super().__init__(input_formats=DAY_FORMATS, widget=widget, **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Enter a day like 27/3/2027.")


class PeriodForm(forms.ModelForm):
    """A weekly period; `drop` and `add` say what it changes."""

    starts = ClockField(label=gettext_lazy("From"), help_text=gettext_lazy("For example, 09:00"))
    ends = ClockField(label=gettext_lazy("Until"), help_text=gettext_lazy("For example, 13:00"))
    use_required_attribute = False

    class Meta:
        model = WorkingHours
        fields = ["weekday", "starts", "ends"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["weekday"].choices = WorkingHours.Weekday.choices
        # Read now: a valid form writes what was typed into its row.
        self.drop = [self.instance.period] if self.instance.pk else []

    @property
    def add(self):
        return [self.instance.period]

    def clean(self):
        cleaned = super().clean()
        weekday, starts, ends = (cleaned.get(name) for name in ("weekday", "starts", "ends"))
        if None in (weekday, starts, ends):
            return cleaned
        if starts >= ends:
            self.add_error("ends", _ends_too_soon(starts))
            return cleaned
        same_day = WorkingHours.objects.filter(weekday=weekday, starts__lt=ends, ends__gt=starts)
        clash = same_day.exclude(pk=self.instance.pk).first()
        if clash is not None:
            words = _("This overlaps with %(period)s. Change that one, or choose other times.")
            self.add_error("starts", words % {"period": clash})
        return cleaned


class OverrideForm(forms.Form):
    """A dated change of hours, on one day or on each of several; `drop` and `add` say what it changes."""

    is_closed = forms.TypedChoiceField(
        label=gettext_lazy("What will it be?"),
        choices=[
            ("True", gettext_lazy("Closed: a day off, a holiday, an hour away")),
            ("False", gettext_lazy("Extra hours: open when you else would not be")),
        ],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial="True",
        error_messages={"required": gettext_lazy("Choose closed or extra hours.")},
    )
    day = DayField(label=gettext_lazy("Day, or first day"), help_text=gettext_lazy("For example, 27/3/2027"))
    last_day = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("For several days, like a week away"),
    )
    starts = ClockField(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Empty for the whole day")
    )
    ends = ClockField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty for the whole day")
    )
    note = forms.CharField(
        label=gettext_lazy("Note for yourself"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Like “Training”. Clients do not see it"),
    )
    use_required_attribute = False

    def __init__(self, *args, today: date, instance=None, **kwargs):
        if instance is not None:
            names = ("is_closed", "day", "starts", "ends", "note")
            kwargs["initial"] = {name: getattr(instance, name) for name in names}
        super().__init__(*args, **kwargs)
        self.today, self.instance = today, instance
        self.drop, self.add = ([instance.change] if instance else []), []
        self.fields["day"].error_messages["required"] = _("Enter a day like 27/3/2027.")
        if instance is not None:
            del self.fields["last_day"]
            self.fields["day"].label = _("Day")

    def clean(self):
        cleaned = super().clean()
        self._check_times(cleaned)
        self._check_days(cleaned)
        if not self.errors:
            first = cleaned["day"]
            self._days = changes.days_between(first, cleaned.get("last_day") or first)
            self._check_clock(cleaned)
        if not self.errors:
            self._check_others(cleaned)
        return cleaned

    def _check_times(self, cleaned):
        if self.errors.keys() & {"starts", "ends"}:
            return
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if (starts is None) != (ends is None):
            words = _("Enter this time too, or leave both empty for the whole day.")
            self.add_error("starts" if starts is None else "ends", words)
        elif starts is None and cleaned.get("is_closed") is False:
            self.add_error("starts", _("Enter from when until when you are open."))
        elif starts is not None and starts >= ends:
            self.add_error("ends", _ends_too_soon(starts))

    def _check_days(self, cleaned):
        first, last = cleaned.get("day"), cleaned.get("last_day")
        if first is None:
            return
        if first < self.today:
            self.add_error("day", _("This day is over. Enter today or a later day."))
        elif first > self.today + FARTHEST:
            self.add_error("day", _("Enter a day within the next two years."))
        elif last is not None and last < first:
            self.add_error("last_day", _("Enter a last day that is not before the first."))
        elif last is not None and (last - first).days >= changes.LONGEST_RANGE:
            words = _("Enter at most %(most)s days at once. Add the rest after that.")
            self.add_error("last_day", words % {"most": changes.LONGEST_RANGE})

    def _check_clock(self, cleaned):
        for name in ("starts", "ends"):
            clock = cleaned.get(name)
            for day in self._days:
                if clock is not None and not changes.exists(day, clock, availability.zone()):
                    words = _(
                        "There is no %(clock)s on %(day)s: clocks go forward then. Choose another time."
                    )
                    self.add_error(name, words % {"clock": f"{clock:%H:%M}", "day": when.day(day)})

    def _check_others(self, cleaned):
        others = HoursOverride.objects.filter(day__in=self._days, is_closed=cleaned["is_closed"])
        others = others.exclude(pk=self.instance.pk) if self.instance else others
        wanted = [
            Override(day, *(cleaned.get(n) for n in ("is_closed", "starts", "ends"))) for day in self._days
        ]
        if cleaned["is_closed"]:
            # Closing twice does no harm, but one of the two would be left when the other is removed.
            already = {other.change for other in others}
            self.add = [change for change in wanted if change not in already]
            if not self.add:
                self.add_error("day", _("It is closed then already. Look at the list of changes."))
            return
        clash = others.filter(starts__lt=cleaned.get("ends"), ends__gt=cleaned.get("starts")).first()
        if clash is not None:
            words = _("This overlaps with the extra hours of %(day)s, %(starts)s to %(ends)s.")
            times = {"starts": f"{clash.starts:%H:%M}", "ends": f"{clash.ends:%H:%M}"}
            self.add_error("starts", words % {"day": when.day(clash.day), **times})
        self.add = wanted


def _ends_too_soon(starts):
    return _("Enter a time after %(starts)s, when it begins.") % {"starts": f"{starts:%H:%M}"}
