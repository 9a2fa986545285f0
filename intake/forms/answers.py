"""Fields for the kinds of answer that the health form knows."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.history import complaints
from intake.history.values import Kind, Question

from .fields import DatePartsField, ReplyField, TidyCharField, TidyTextField

LONGEST_LINE, LONGEST_TEXT = 200, 1500
TOO_LONG = {"max_length": _("Use %(limit_value)d characters or fewer")}
ENTER_ANSWER = _("Enter an answer")
CHOOSE_ONE = _("Choose one of the answers")
DIGITS_IN_A_NUMBER = 7


def field_of(question: Question, *, is_own: bool) -> forms.Field:
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
            return words_field(**about)
    return _line(question, about)


def _line(question, about):
    if question.code == "emergency_phone":
        return NumberField(max_length=40, error_messages=TOO_LONG, widget=_tel(), **about)
    # A browser would offer the name and the number of whoever is typing.
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return TidyCharField(max_length=LONGEST_LINE, error_messages=TOO_LONG, widget=widget, **about)


def _tel():
    return forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})


def _one_of(choices, about):
    messages = {"invalid_choice": CHOOSE_ONE}
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=messages, **about)


def words_field(label, *, help_text="", required=False):
    return TidyTextField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_TEXT,
        error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


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
