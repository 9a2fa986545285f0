"""What the practitioner types about a complaint or a breach. Forms check and tidy; they do not save."""

from datetime import date, datetime
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.forms.hours import ClockField, DayField

FIRST_DAY = date(2000, 1, 1)
LONGEST = 4000
SINCE_2000 = gettext_lazy("Enter a day since the year 2000.")
A_DAY = gettext_lazy("For example, 27/3/2027")


def words(label, help_text="", *, rows=4, required=True, missing=None):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing or gettext_lazy("Write a sentence here."),
            "max_length": gettext_lazy("Keep this to %(limit_value)d characters; you typed %(show_value)d."),
        },
    )


class _Entry(forms.Form):
    use_required_attribute = False

    def __init__(self, *args, now: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.now, self.today = now, timezone.localdate(now)

    def past_day(self, name, *, first=FIRST_DAY, first_words=SINCE_2000):
        """Return the day that was typed, if it has been and is no earlier than `first`."""
        day = self.cleaned_data[name]
        if day > self.today:
            raise forms.ValidationError(_("Enter today or a day that has been."))
        if day < first:
            raise forms.ValidationError(first_words)
        return day


class WithKey(_Entry):
    """A form whose row has its key beforehand: sent twice, it writes one row."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean(self):
        # Nobody typed the key, so nobody is told of it.
        if self.errors.pop("key", None):
            self.cleaned_data["key"] = uuid4()
        return super().clean()


class ComplaintForm(WithKey):
    received_on = DayField(label=gettext_lazy("Day it came"), help_text=A_DAY)
    who = forms.CharField(
        label=gettext_lazy("Who complained?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write who it was, or “somebody unknown”.")},
    )
    reach = forms.CharField(
        label=gettext_lazy("How do you reach them?"),
        help_text=gettext_lazy("An address or a number"),
        required=False,
        max_length=200,
    )
    what = words(gettext_lazy("What do they complain of?"), rows=6)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].error_messages["required"] = _("Enter the day it came.")

    def clean_received_on(self):
        return self.past_day("received_on")

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("who", "reach", "what")}


class DayForm(_Entry):
    """The day on which something was done about a complaint."""

    on = DayField(label=gettext_lazy("Day"), help_text=A_DAY)

    def __init__(self, *args, since: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = since
        self.fields["on"].error_messages["required"] = _("Enter the day.")

    def clean_on(self):
        words = _("Enter a day on or after the one it came.")
        return self.past_day("on", first=self.since, first_words=words)


class OutcomeForm(DayForm):
    outcome = words(gettext_lazy("What did you find, and what did you answer?"), rows=6)
    named_ico = forms.BooleanField(
        label=gettext_lazy("My answer says that they can go to the ICO"),
        error_messages={"required": gettext_lazy("Tell them of the ICO in your answer, then tick this.")},
    )
    field_order = ("outcome", "on", "named_ico")


class AddForm(WithKey):
    text = words(gettext_lazy("What is to be added or put right?"))


class _Moment(_Entry):
    """A day and a time that have been, as one moment."""

    def moment(self, day, clock, *, since=None):
        day, clock = self.cleaned_data.get(day), self.cleaned_data.get(clock)
        if day is None or clock is None:
            return None
        moment = timezone.make_aware(datetime.combine(day, clock))
        if moment > self.now:
            return self.add_error("clock", _("Enter a time that has been."))
        if day < FIRST_DAY or (since is not None and moment < since):
            return self.add_error("day", _("Enter a time after you noticed the breach."))
        return moment


class BreachForm(WithKey, _Moment):
    day = DayField(label=gettext_lazy("Day you noticed it"), help_text=A_DAY)
    clock = ClockField(
        label=gettext_lazy("Time you noticed it"), help_text=gettext_lazy("The 72 hours start then")
    )
    facts = words(gettext_lazy("What happened?"))
    people = words(gettext_lazy("Whose data is it, and of how many people?"), rows=2)
    data = words(gettext_lazy("Which data is it?"), rows=2)
    effect = words(gettext_lazy("What could it mean for them?"), rows=2)
    decision = words(
        gettext_lazy("What did you do at once?"),
        gettext_lazy("For example: asked for it back, changed a password"),
        rows=2,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].error_messages["required"] = _("Enter the day you noticed it.")

    def clean(self):
        cleaned = super().clean()
        cleaned["aware_at"] = self.moment("day", "clock")
        return cleaned

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("facts", "people", "data", "effect", "decision")}


class TellForm(_Moment):
    """Whether somebody was told of a breach: when, or why not."""

    was_told = forms.TypedChoiceField(
        label=gettext_lazy("Did you tell them?"),
        choices=[("yes", gettext_lazy("Yes, I told them")), ("no", gettext_lazy("No, there is no need"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose yes or no.")),
    )
    day = DayField(label=gettext_lazy("If yes: day"), help_text=A_DAY, required=False)
    clock = ClockField(label=gettext_lazy("If yes: time"), required=False)
    why_not = words(gettext_lazy("If no: why is there no need?"), rows=3, required=False)

    def __init__(self, *args, since: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = since

    def clean(self):
        cleaned = super().clean()
        if "was_told" not in cleaned:
            return cleaned
        if not cleaned["was_told"] and not cleaned.get("why_not"):
            self.add_error("why_not", _("Write why there is no need. The ICO may ask for it."))
        if cleaned["was_told"]:
            for name, sentence in (("day", _("Enter the day.")), ("clock", _("Enter the time."))):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, sentence)
            cleaned["told_at"] = self.moment("day", "clock", since=self.since)
        return cleaned
