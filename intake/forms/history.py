"""The pages of the health form, some questions at a time. What is valid is given even beside a mistake."""

import re
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.history import answering, complaints, places
from intake.history.values import Complaint, Kind, Question

from .fields import DatePartsField, ReplyField, TidyCharField, TidyTextField

LONGEST_LINE, LONGEST_TEXT = 200, 1500
TOO_LONG = {"max_length": _("Use %(limit_value)d characters or fewer")}
CHOOSE_REPLY = _("Choose yes, no or “I’m not sure”")
ENTER_WORDS = _("Say it in a few words, or choose “I’m not sure”")
ENTER_ANSWER = _("Enter an answer")
CHOOSE_ONE = _("Choose one of the answers")
DIGITS_IN_A_NUMBER = 7


@dataclass
class Row:
    """One question as it is shown: the fields that answer it, and what a yes opens below it."""

    question: Question
    value: forms.BoundField
    details: forms.BoundField | None = None
    follow_ups: list["Row"] = field(default_factory=list)


class PartForm(forms.Form):
    """The questions of one page. `given` is what of it is valid, by code, whether all of it is or not."""

    use_required_attribute = False

    def __init__(self, data=None, *, questions, given, is_own: bool, **kwargs):
        self.questions, self.is_own = questions, is_own
        super().__init__(data, initial=_initial(questions, given), **kwargs)
        for question in questions:
            self.fields[question.code] = _field(question, is_own=is_own)
            if question.details:
                self.fields[_details(question)] = _words(question.details)

    @property
    def rows(self) -> list[Row]:
        rows: dict[str, Row] = {}
        top = []
        for question in self.questions:
            row = Row(question, self[question.code], self[_details(question)] if question.details else None)
            rows[question.code] = row
            (rows[question.after].follow_ups if question.after in rows else top).append(row)
        return top

    @property
    def given(self) -> dict:
        """Return the answers that are valid, as a draft keeps them; what has a problem is left as it was."""
        cleaned = self.cleaned_data
        return {
            one.code: {"value": cleaned[one.code], "details": cleaned.get(_details(one)) or ""}
            for one in self.questions
            if one.code in cleaned and _details(one) not in self.errors
        }

    def clean(self):
        cleaned = super().clean()
        given = {
            one.code: {"value": cleaned.get(one.code), "details": cleaned.get(_details(one))}
            for one in self.questions
        }
        for question in answering.missing(self.questions, given):
            self._ask_for(question, given)
        for question in self.questions:
            if not answering.is_open(question, given):
                # Nobody sees it, so nobody is told of it.
                self._forgive(question)
        return cleaned

    def _ask_for(self, question, given):
        names = question.code, _details(question)
        if any(name in self.errors for name in names):
            return
        # Added beside what was cleaned: a yes without its words is kept as a yes.
        if answering.value_of(question.code, given):
            self._errors[names[1]] = self.error_class([ENTER_WORDS])
        else:
            self._errors[names[0]] = self.error_class([_missing(question)])

    def _forgive(self, question):
        for name in (question.code, _details(question)):
            self._errors.pop(name, None)


def _missing(question: Question):
    if question.kind == Kind.REPLY:
        return CHOOSE_REPLY
    return CHOOSE_ONE if question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.SCALE) else ENTER_ANSWER


def _details(question: Question) -> str:
    return f"{question.code}_details"


def _initial(questions, given) -> dict:
    initial = {}
    for question in questions:
        kept = given.get(question.code) or {}
        initial |= {question.code: kept.get("value"), _details(question): kept.get("details")}
    return initial


def _field(question: Question, *, is_own: bool) -> forms.Field:
    about = {"label": question.wording(is_own), "help_text": question.hint, "required": False}
    match question.kind:
        case Kind.REPLY:
            return ReplyField(**about)
        case Kind.CHOICE:
            return _one_of(question.choices, about)
        case Kind.CHOICES:
            return ManyField(choices=question.choices, **about)
        case Kind.SCALE:
            return ScaleField(**about)
        case Kind.DAY:
            return IsoDayField(name=_("The day"), missing=ENTER_ANSWER, **about)
        case Kind.TEXT:
            return _words(**about)
    return _line(question, about)


def _line(question, about):
    if question.code == "emergency_phone":
        return NumberField(max_length=40, error_messages=TOO_LONG, widget=_tel(), **about)
    # A browser would offer the name and the number of whoever is typing.
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return TidyCharField(max_length=LONGEST_LINE, error_messages=TOO_LONG, widget=widget, **about)


def _tel():
    return forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})


def _words(label, *, help_text="", required=False):
    return TidyTextField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_TEXT,
        error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


def _one_of(choices, about):
    messages = {"invalid_choice": CHOOSE_ONE}
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=messages, **about)


class ManyField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": CHOOSE_ONE, "invalid_list": CHOOSE_ONE}


class ScaleField(forms.TypedChoiceField):
    """A number from 0 to 10, each of them pressed."""

    widget = forms.RadioSelect
    default_error_messages = {"invalid_choice": _("Choose a number from 0 to 10")}

    def __init__(self, **kwargs):
        numbers = range(complaints.LEAST_TROUBLE, complaints.MOST_TROUBLE + 1)
        super().__init__(choices=[(n, str(n)) for n in numbers], coerce=int, empty_value=None, **kwargs)


class NumberField(TidyCharField):
    """A telephone number as people write it, from anywhere."""

    def clean(self, value):
        number = super().clean(value)
        if number and len(re.sub(r"\D", "", number)) < DIGITS_IN_A_NUMBER:
            raise forms.ValidationError(_("Enter a phone number, like 07700 900 982"))
        return number


class IsoDayField(DatePartsField):
    def clean(self, value):
        day = super().clean(value)
        return day and day.isoformat()


class PickForm(forms.Form):
    """What brings somebody, at most three. `given` are the complaints chosen, with what is known of each."""

    use_required_attribute = False

    def __init__(self, data=None, *, earlier: tuple[Complaint, ...], **kwargs):
        self.earlier = earlier
        super().__init__(data, initial={"chosen": [one.code for one in earlier]}, **kwargs)
        self.fields["chosen"] = ManyField(
            label=_("What brings you?"),
            help_text=_("Choose up to 3 that matter most"),
            choices=list(complaints.ALL.items()),
            error_messages={"required": _("Choose at least one")},
        )

    def clean_chosen(self):
        chosen = self.cleaned_data["chosen"]
        if len(chosen) > complaints.MOST:
            raise forms.ValidationError(_("Choose 3 at most. We can talk about the others when you come"))
        return chosen

    @property
    def given(self) -> list[dict]:
        return [one.to_json() for one in complaints.chosen(self.cleaned_data["chosen"], self.earlier)]


class ComplaintForm(forms.Form):
    """Where one complaint is, how much it troubles, and in words. `given` is it, as far as that is valid."""

    use_required_attribute = False

    trouble = ScaleField(
        label=_("How much has it troubled you in the last week?"),
        help_text=_("0 is not at all, 10 is as bad as you can imagine"),
        error_messages={"required": _("Choose a number from 0 to 10")},
    )
    words = _words(_("Is there anything else you would like to tell me about it?"))

    def __init__(self, data=None, *, complaint: Complaint, is_own: bool, **kwargs):
        self.complaint = complaint
        initial = {name: getattr(complaint, name) for name in ("places", "trouble", "words")}
        super().__init__(data, initial=initial, **kwargs)
        about = {"label": _("Where is it?"), "help_text": _("Choose as many as you like"), "required": False}
        self.fields = {"places": ManyField(choices=list(places.ALL.items()), **about)} | self.fields
        if not is_own:
            self.fields["trouble"].label = _("How much has it troubled the person in the last week?")

    @property
    def given(self) -> Complaint:
        cleaned = self.cleaned_data
        return Complaint(
            self.complaint.code,
            self.complaint.label,
            trouble=cleaned.get("trouble", self.complaint.trouble),
            places=tuple(cleaned.get("places", self.complaint.places)),
            words=cleaned.get("words", self.complaint.words),
        )
