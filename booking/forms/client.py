"""What the practitioner types on a client's page. Forms check and tidy; they do not save."""

from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.forms.decision import LONGEST_NOTE
from booking.forms.hours import DayField
from intake.models import Client, Note

FIRST_DAY = date(2000, 1, 1)


class HealthFormForm(forms.Form):
    form_on = DayField(label=gettext_lazy("Filled in on"), help_text=gettext_lazy("For example, 27/3/2027"))
    use_required_attribute = False

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["form_on"].error_messages["required"] = _("Enter the day it was filled in.")

    def clean_form_on(self):
        day = self.cleaned_data["form_on"]
        if day > self.today:
            raise forms.ValidationError(_("Enter today or a day that has been."))
        if day < FIRST_DAY:
            raise forms.ValidationError(_("Enter a day since the year 2000."))
        return day


class NoteForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[
            (Note.Kind.ACCESS, gettext_lazy("Access and comfort")),
            (Note.Kind.GENERAL, gettext_lazy("Anything else")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the note is about.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Your note"),
        help_text=gettext_lazy("Kept locked in the record. It stands in place of the one before"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_NOTE,
        error_messages={"required": gettext_lazy("Write the note.")},
    )
    use_required_attribute = False


class MergeForm(forms.Form):
    """For each detail in which two rows differ: which of both stays."""

    use_required_attribute = False
    is_one_person = forms.BooleanField(
        required=False,
        label=gettext_lazy("I have checked that both are one person, born on the day chosen above"),
    )

    def __init__(self, *args, kept: Client, other: Client, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_two_birthdays = kept.born_on != other.born_on
        if not self.has_two_birthdays:
            del self.fields["is_one_person"]
        chosen = {name: _choice(name, kept, other) for name in LABELS if _differ(name, kept, other)}
        self.fields = chosen | self.fields

    def clean_is_one_person(self):
        if not self.cleaned_data["is_one_person"]:
            raise forms.ValidationError(
                _("The two dates of birth differ. Tick this once you have checked, or leave them apart.")
            )
        return True

    @property
    def from_other(self) -> list[str]:
        return [name for name in LABELS if self.cleaned_data.get(name) == "other"]


LABELS = {
    "name": gettext_lazy("Name"),
    "born_on": gettext_lazy("Date of birth"),
    "email": gettext_lazy("Email"),
    "phone": gettext_lazy("Phone"),
}


def _differ(name, kept, other) -> bool:
    return getattr(kept, name) != getattr(other, name)


def _choice(name, kept, other):
    values = {"kept": getattr(kept, name), "other": getattr(other, name)}
    return forms.ChoiceField(
        label=LABELS[name],
        choices=[(side, _in_words(value)) for side, value in values.items()],
        widget=forms.RadioSelect,
        initial="kept" if values["kept"] else "other",
        error_messages={"required": _("Choose which one stays.")},
    )


def _in_words(value):
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return value or _("None")
