"""Working periods and changes of hours, as the practitioner types them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import desk
from booking.models import HoursOverride, WorkingHours

TIME_FORMATS = ["%H:%M", "%H.%M", "%H", "%I:%M%p", "%I%p"]
DAY_FORMATS = ["%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]


class ClockField(forms.TimeField):
    """A time of day, typed as people type it: 9, 09:00, 9.30 or 2:30pm."""

    def __init__(self, **kwargs):
        widget = forms.TimeInput(format="%H:%M", attrs={"inputmode": "text", "autocomplete": "off"})
        super().__init__(input_formats=TIME_FORMATS, widget=widget, **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Enter a time like 09:00 or 14:30.")

    def to_python(self, value):
        return super().to_python(value.replace(" ", "") if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A day, typed as 9/3/2027 or 9 March 2027."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"})
        super().__init__(input_formats=DAY_FORMATS, widget=widget, **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Enter a day like 27/3/2027.")


class PeriodForm(forms.ModelForm):
    starts = ClockField(label=gettext_lazy("From"), help_text=gettext_lazy("For example, 09:00"))
    ends = ClockField(label=gettext_lazy("Until"), help_text=gettext_lazy("For example, 13:00"))

    class Meta:
        model = WorkingHours
        fields = ["weekday", "starts", "ends"]

    def clean(self):
        cleaned = super().clean()
        weekday, starts, ends = (cleaned.get(name) for name in ("weekday", "starts", "ends"))
        if None in (weekday, starts, ends) or starts >= ends:
            return cleaned
        same_day = WorkingHours.objects.filter(weekday=weekday, starts__lt=ends, ends__gt=starts)
        clash = same_day.exclude(pk=self.instance.pk).first()
        if clash is not None:
            words = _("This overlaps with %(period)s. Change that one, or choose other times.")
            raise ValidationError(words % {"period": clash}, code="overlap")
        return cleaned


class OverrideForm(forms.ModelForm):
    """A dated change of hours. A closing that touches bookings is asked twice: `seen` holds the
    bookings that were listed before."""

    day = DayField(label=gettext_lazy("Day"), help_text=gettext_lazy("For example, 27/3/2027"))
    starts = ClockField(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Empty for the whole day")
    )
    ends = ClockField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty for the whole day")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    class Meta:
        model = HoursOverride
        fields = ["is_closed", "day", "starts", "ends", "note"]
        labels = {"is_closed": gettext_lazy("What")}
        widgets = {"is_closed": forms.RadioSelect}

    touched = ()

    def clean(self):
        cleaned = super().clean()
        self._check_times(cleaned)
        if self.errors or not cleaned.get("is_closed"):
            return cleaned
        self.touched = self._touched(cleaned)
        listed = set(cleaned.get("seen", "").split(","))
        if {str(booking.pk) for booking in self.touched} - listed:
            self._list_touched()
            words = _("Somebody is booked then. Look at the list; press Save again to close it all the same.")
            raise ValidationError(words, code="touches_bookings")
        return cleaned

    def _check_times(self, cleaned):
        given = [name for name in ("starts", "ends") if cleaned.get(name) is not None]
        if len(given) == 1 and not self.errors:
            missing = {"starts": "ends", "ends": "starts"}[given[0]]
            self.add_error(missing, _("Enter this time too, or leave both empty for the whole day."))

    def _touched(self, cleaned):
        now = timezone.now()
        span = desk.day_span(cleaned["day"], cleaned.get("starts"), cleaned.get("ends"))
        return [booking for booking in desk.between(*span, now) if booking.ends_at > now]

    def _list_touched(self):
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = ",".join(str(booking.pk) for booking in self.touched)
