"""What the practitioner types when she answers a request. Forms check and tidy; they do not save."""

from datetime import date

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.forms.hours import DayField
from intake.answers import Reply

LONGEST_NOTE = 2000
DAYS = ("valid_from", "valid_until")


class Decision(models.TextChoices):
    CONFIRM = "confirm", gettext_lazy("Confirm this time")
    LETTER = "letter", gettext_lazy("Ask for a doctor’s letter")
    LATER = "later", gettext_lazy("Offer a later date")
    DECLINE = "decline", gettext_lazy("Decline, with a reason")
    KEEP = "keep", gettext_lazy("Keep it for later")


class SeenForm(forms.Form):
    """Carries what the page showed, so that a decision about something else is refused."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    use_required_attribute = False


class NoteField(forms.CharField):
    """Words of hers that are kept sealed."""

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 4})
        usual = {"label": gettext_lazy("Your note"), "required": False, "widget": widget}
        help_text = gettext_lazy("Kept locked in the record. Nobody is sent it")
        super().__init__(**usual | {"help_text": help_text, "max_length": LONGEST_NOTE} | kwargs)


class DecisionForm(SeenForm):
    decision = forms.ChoiceField(
        label=gettext_lazy("What will you do?"),
        choices=Decision,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you will do.")},
    )
    from_on = DayField(
        label=gettext_lazy("Times from which day on?"),
        help_text=gettext_lazy("For example, 27/3/2027"),
        required=False,
    )
    note = NoteField(label=gettext_lazy("Your note or reason"))

    def __init__(self, *args, visit_on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit_on = visit_on

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision == Decision.DECLINE and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write your reason. It is kept locked in the record."))
        if decision == Decision.LATER and "from_on" not in self.errors:
            self._check_day(cleaned.get("from_on"))
        return cleaned

    def _check_day(self, from_on):
        if from_on is None:
            self.add_error("from_on", _("Enter the day from which times are offered."))
        elif from_on <= self.visit_on:
            asked_for = date_format(self.visit_on, "j F Y")
            words = _("Enter a day after %(day)s, the one that was asked for.")
            self.add_error("from_on", words % {"day": asked_for})

    def ask_for_note(self, reasons):
        self.add_error("note", " ".join(reasons))


class LetterForm(SeenForm):
    valid_from = DayField(label=gettext_lazy("Valid from"))
    valid_until = DayField(
        label=gettext_lazy("Valid until"), help_text=gettext_lazy("The last day it covers, like 27/6/2027")
    )
    letter_note = NoteField(
        label=gettext_lazy("Who wrote it, and what it allows"),
        help_text=gettext_lazy("Kept locked in the record"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].error_messages["required"] = _("Enter the first day the letter covers.")
        self.fields["valid_until"].error_messages["required"] = _("Enter the last day the letter covers.")

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Enter a last day that is not before the first."))
        return cleaned


class ShortenForm(forms.Form):
    """An earlier last day for a letter that stands."""

    valid_until = DayField(
        label=gettext_lazy("Its last day"), help_text=gettext_lazy("An earlier day, like 27/6/2027")
    )

    use_required_attribute = False

    def __init__(self, *args, letter=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.fields["valid_until"].error_messages["required"] = _("Enter the last day the letter covers.")

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if not self.letter.valid_from <= day < self.letter.valid_until:
            days = {name: date_format(getattr(self.letter, name), "j F Y") for name in DAYS}
            words = _("Enter a day from %(valid_from)s on and before %(valid_until)s.")
            raise forms.ValidationError(words % days)
        return day


class SettleForm(SeenForm):
    reply = forms.ChoiceField(
        label=gettext_lazy("What is the answer?"),
        choices=[
            (Reply.YES, gettext_lazy("Yes, there was or is care for it")),
            (Reply.NO, gettext_lazy("No, there was none")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
