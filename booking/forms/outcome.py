"""What the practitioner types about one visit: how it ended, how long it took, a note."""

from datetime import date

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.forms.decision import NoteField, SeenForm
from booking.forms.hours import DayField
from booking.models.booking import MOST_GIVEN
from booking.models.treatment import LONGEST, SHORTEST

USUAL = (90, 105, 120)
OTHER = "other"


class Outcome(models.TextChoices):
    COMPLETED = "completed", gettext_lazy("It took place")
    NOT_TREATED = "not_treated", gettext_lazy("They came, and I did not treat")
    NO_SHOW = "no_show", gettext_lazy("They did not come")


class WhoCancels(models.TextChoices):
    CLIENT = "client", gettext_lazy("The client asked")
    PRACTICE = "practice", gettext_lazy("I call it off")


class MinutesForm(SeenForm):
    """How long a visit took; `given` holds the number, whichever way it was chosen."""

    minutes = forms.ChoiceField(
        label=gettext_lazy("How many minutes?"),
        choices=[*((str(one), str(one)) for one in USUAL), (OTHER, gettext_lazy("Another number"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how many minutes it took.")},
    )
    other_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes in all"),
        min_value=1,
        max_value=MOST_GIVEN,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    note = NoteField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("Enter a whole number from 1 to %(most)s.") % {"most": MOST_GIVEN}
        self.fields["other_minutes"].error_messages["invalid"] = words
        for check in self.fields["other_minutes"].validators:
            check.message = words
        self.given = None

    def clean(self):
        cleaned = super().clean()
        self._count(cleaned)
        return cleaned

    def _count(self, cleaned):
        chosen = cleaned.get("minutes")
        self.given = cleaned.get("other_minutes") if chosen == OTHER else int(chosen or 0)
        if chosen != OTHER:
            self.errors.pop("other_minutes", None)
        elif self.given is None and "other_minutes" not in self.errors:
            self.add_error("other_minutes", _("Enter how many minutes it took."))

    def ask_for_note(self, words):
        if "note" not in self.errors:
            self.add_error("note", words)


class OutcomeForm(MinutesForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it go?"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it went.")},
    )
    on_paper = forms.BooleanField(label=gettext_lazy("The health form is here on paper"), required=False)
    safe_from = DayField(
        label=gettext_lazy("Safe from which day, if you know"),
        help_text=gettext_lazy("For example, 27/3/2027"),
        required=False,
    )

    def __init__(self, *args, visit_on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit_on = visit_on
        self.fields["minutes"].required = False

    def clean(self):
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        if outcome == Outcome.COMPLETED:
            self._check_completed(cleaned)
        else:
            # What belongs to another outcome is out of sight then, and does not count.
            self.errors.pop("other_minutes", None)
        if outcome == Outcome.NOT_TREATED:
            self._check_not_treated(cleaned)
        else:
            self.errors.pop("safe_from", None)
        return cleaned

    def _check_completed(self, cleaned):
        if not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", self.fields["minutes"].error_messages["required"])
        if self.given and not SHORTEST <= self.given <= LONGEST and not cleaned.get("note"):
            self.ask_for_note(_("Write why it took fewer than 90 or more than 120 minutes."))

    def _check_not_treated(self, cleaned):
        if not cleaned.get("note"):
            self.ask_for_note(_("Write why you did not treat. It is kept locked in the record."))
        day = cleaned.get("safe_from")
        if day is not None and day <= self.visit_on:
            words = _("Enter a day after %(day)s, the day of this visit.")
            self.add_error("safe_from", words % {"day": date_format(self.visit_on, "j F Y")})

    def ask_for_form(self):
        """A first visit is completed with its health form: here, or here on paper with a note."""
        if not self.cleaned_data.get("on_paper"):
            words = _("There is no health form yet. Tick this when you have it on paper.")
            self.add_error("on_paper", words)
        if not self.cleaned_data.get("note"):
            self.ask_for_note(_("Write where the paper form is kept, or what you saw on it."))


class CorrectForm(MinutesForm):
    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("note"):
            self.ask_for_note(_("Write how the mistake came about."))
        return cleaned


class NoteForm(forms.Form):
    use_required_attribute = False
    note = NoteField(required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].error_messages["required"] = _("Write your note.")


class CancelForm(SeenForm):
    who = forms.ChoiceField(
        label=gettext_lazy("Who cancels?"),
        choices=WhoCancels,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who cancels: the client gets other words.")},
    )
    note = NoteField()
