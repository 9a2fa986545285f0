"""What the practitioner types while somebody rings: when, and who. Forms check and tidy."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability, calls, finding, hours, when
from booking.forms.details import GuardianForm, PhoneField, email_field, name_field
from booking.forms.hours import ClockField, DayField
from intake import months
from intake.forms.start import OLDEST

NEW = "new"
LONGEST_SEARCH = 100
# What only somebody new is asked for.
OF_SOMEBODY_NEW = ("name", "born_on", "phone", "email")


def moment_of(day, clock: time, *, now: datetime) -> datetime:
    """Return the moment of a day and a clock time. Raise ValidationError, with the field as its code."""
    today = availability.day_of(now)
    if day < today:
        raise ValidationError(_("This day is over. Enter today or a later day."), "day")
    if day > today + availability.BY_HAND_WINDOW:
        raise ValidationError(_("Enter a day within the next two years."), "day")
    moment = hours.moment(day, clock, availability.zone())
    if moment.astimezone(availability.zone()).time() != clock:
        words = _("There is no %(clock)s on %(day)s: clocks go forward then. Choose another time.")
        raise ValidationError(words % {"clock": f"{clock:%H:%M}", "day": when.day(day)}, "clock")
    if moment <= now:
        raise ValidationError(_("This time is over. Enter a later one."), "clock")
    return moment


class SearchForm(forms.Form):
    """Part of a name or of a phone number."""

    text = forms.CharField(max_length=LONGEST_SEARCH, required=False)


class CallForm(forms.Form):
    """The time, and a client who was found or somebody new.

    Gives `starts_at`, and `who` as a draft keeps it. `hits` are the clients to choose from."""

    day = DayField(label=gettext_lazy("Day"), help_text=gettext_lazy("For example, 27/3/2027"))
    clock = ClockField(label=gettext_lazy("Time"), help_text=gettext_lazy("For example, 14:30"))
    client = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    name = name_field(gettext_lazy("Name"), gettext_lazy("Enter a name, or find a client"))
    born_on = DayField(label=gettext_lazy("Date of birth"), help_text=gettext_lazy("For example, 27/3/1985"))
    phone = PhoneField(
        label=gettext_lazy("Phone number"),
        max_length=40,
        error_messages={
            "required": gettext_lazy("Enter a phone number"),
            "max_length": PhoneField.wrong,
        },
    )
    email = email_field("")

    use_required_attribute = False

    def __init__(self, *args, now: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.now, self.chosen, self.hits = now, None, []
        self.fields["day"].error_messages["required"] = _("Enter a day like 27/3/2027.")
        self.fields["name"].help_text = _("For somebody you know, part of a name or phone number will do")
        wrong = _("Enter a date of birth like 27/3/1985.")
        self.fields["born_on"].error_messages |= {"invalid": wrong, "required": wrong}
        self.fields["email"].required = False
        for name in ("phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def search(self):
        """Look for clients by what stands in the field for the name."""
        form = SearchForm({"text": self["name"].value() or ""})
        self.hits = finding.find(form.cleaned_data["text"]) if form.is_valid() else []

    def clean(self):
        cleaned = super().clean()
        self._check_time(cleaned)
        choice = cleaned.get("client") or ""
        if choice.isascii() and choice.isdigit():
            self._check_known(int(choice))
        else:
            self._check_new(cleaned, is_sure=choice == NEW)
        return cleaned

    def _check_time(self, cleaned):
        if cleaned.get("day") is None or cleaned.get("clock") is None:
            return
        try:
            cleaned["starts_at"] = moment_of(cleaned["day"], cleaned["clock"], now=self.now)
        except ValidationError as problem:
            self.add_error(problem.code, problem.message)

    def _check_known(self, pk: int):
        for name in OF_SOMEBODY_NEW:
            self.errors.pop(name, None)
        # Beyond this no row is numbered, and SQLite would break off.
        self.chosen = calls.present(pk) if pk < 2**63 else None
        if self.chosen is None:
            self.add_error("name", _("This client is not here any more. Find them again."))
        else:
            self.cleaned_data["who"] = {"client": self.chosen.pk, "typed": None}

    def _check_new(self, cleaned, *, is_sure: bool):
        born_on = cleaned.get("born_on")
        if born_on is not None:
            self._check_birthday(born_on)
        if self.errors.keys() & set(OF_SOMEBODY_NEW):
            return self.search()
        self.hits = [] if is_sure else finding.alike(cleaned["name"], born_on)
        if self.hits:
            return self.add_error("name", _("You know somebody with this name and birthday. Choose below."))
        typed = {name: cleaned[name] for name in ("name", "phone", "email")}
        cleaned["who"] = {"client": None, "typed": typed | {"born_on": born_on.isoformat()}}

    def _check_birthday(self, born_on):
        today = availability.day_of(self.now)
        if born_on > today:
            self.add_error("born_on", _("Date of birth must be in the past"))
        elif months.age_on(born_on, today) > OLDEST:
            self.add_error("born_on", _("Check the year of the date of birth"))


class GuardianByHandForm(GuardianForm):
    """The adult who rings for a child, and comes along."""

    client_name = None
    ring_at = None
    field_order = (
        *("name", "relationship", "phone", "email", "in_the_room"),
        *("has_parental_responsibility", "will_be_there"),
    )

    def __init__(self, *args, **kwargs):
        forms.Form.__init__(self, *args, **kwargs)
        words = {
            "name": (_("Full name of the adult"), ""),
            "relationship": (_("How they are related to the child"), _("For example, father")),
            "phone": (_("Phone number"), ""),
            "email": (_("Email address"), ""),
            "in_the_room": (_("Who will be in the room with the child"), _("Empty: the same adult")),
            "has_parental_responsibility": (_("They have parental responsibility for this child"), ""),
            "will_be_there": (_("An adult responsible for the child will be in the room at every visit"), ""),
        }
        for name, (label, hint) in words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        missing = {
            "name": _("Enter the full name of the adult"),
            "relationship": _("Enter how they are related to the child"),
            "phone": _("Enter a phone number"),
            "has_parental_responsibility": _("Tick this once they have said so. Otherwise ask for a parent"),
        }
        for name, sentence in missing.items():
            self.fields[name].error_messages["required"] = sentence
        self.fields["email"].required = False
        for name in ("phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def guardian(self) -> dict:
        """The part of a draft."""
        names = ("name", "relationship", "phone", "email", "in_the_room", "has_parental_responsibility")
        return {name: self.cleaned_data[name] for name in names}
