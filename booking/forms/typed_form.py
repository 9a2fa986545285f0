"""What the practitioner says of a form on paper or by phone before she types it in."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.forms.hours import DayField
from intake import months
from intake.models import HealthForm
from intake.models.people import FORM_HOLDS

ON, AFRESH = "on", "afresh"


class TypedForm(forms.Form):
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it reach you?"),
        choices=[
            (HealthForm.Channel.PAPER.value, gettext_lazy("On paper")),
            (HealthForm.Channel.PHONE.value, gettext_lazy("By phone")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose paper or phone.")},
    )
    filled_on = DayField(label=gettext_lazy("Filled in on"), help_text=gettext_lazy("For example, 27/3/2027"))
    use_required_attribute = False

    def __init__(self, *args, client, adults, under_way, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.adults, self.under_way = today, adults, under_way
        self.fields["filled_on"].error_messages["required"] = _("Enter the day it was filled in.")
        if adults:
            self.fields["who"] = _who(client, adults)
        if under_way is not None:
            self.fields["draft"] = _draft()

    def clean_filled_on(self):
        day = self.cleaned_data["filled_on"]
        if day > self.today:
            raise forms.ValidationError(_("Enter today or a day that has been."))
        if months.add(day, FORM_HOLDS) <= self.today:
            raise forms.ValidationError(_("A form holds for 12 months. Ask for a new one."))
        return day

    @property
    def guardianship(self):
        """Return the adult who answered, None where they answered for themselves; also of a form that is
        shown for the first time."""
        if self.under_way is not None and not self.is_afresh:
            return self.under_way.guardianship
        chosen = self["who"].value() if "who" in self.fields else None
        return next((adult for adult in self.adults if str(adult.pk) == chosen), None)

    @property
    def is_afresh(self) -> bool:
        return "draft" in self.fields and self["draft"].value() == AFRESH


def _who(client, adults):
    return forms.ChoiceField(
        label=_("Who answered?"),
        choices=[
            ("", _("%(name)s") % {"name": client.name}),
            *((str(adult.pk), f"{adult.adult_name} ({adult.relationship})") for adult in adults),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=str(adults[0].pk),
    )


def _draft():
    return forms.ChoiceField(
        label=_("What shall happen to it?"),
        choices=[
            (ON, _("Go on with what is there")),
            (AFRESH, _("Begin with an empty form. What is there is dropped")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to go on with it.")},
    )
