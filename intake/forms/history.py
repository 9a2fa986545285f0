"""The pages of the health form, some questions at a time. What is valid is given even beside a mistake."""

from dataclasses import dataclass, field

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from intake.history import answering
from intake.history.values import Kind, Question

from .answers import field_of, words_field

# Each names its question: in the list above the page several stand beside one another.
CHOOSE_REPLY = _("Choose yes, no or “I’m not sure”: %(question)s")
CHOOSE = _("Choose an answer: %(question)s")
ENTER = _("Enter an answer: %(question)s")
ENTER_WORDS = _("Say it in a few words, or choose “I’m not sure”: %(question)s")


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
            self.fields[question.code] = field_of(question, is_own=is_own)
            if question.details:
                self.fields[_details(question)] = words_field(question.details)

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
            self._errors[names[1]] = self.error_class([ENTER_WORDS % {"question": question.details}])
        else:
            self._errors[names[0]] = self.error_class([self._missing(question)])

    def _missing(self, question):
        asked = {"question": question.wording(self.is_own)}
        if question.kind == Kind.REPLY:
            return CHOOSE_REPLY % asked
        is_chosen = question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.SCALE)
        return (CHOOSE if is_chosen else ENTER) % asked

    def _forgive(self, question):
        for name in (question.code, _details(question)):
            self._errors.pop(name, None)


def _details(question: Question) -> str:
    return f"{question.code}_details"


def _initial(questions, given) -> dict:
    initial = {}
    for question in questions:
        kept = given.get(question.code) or {}
        value = kept.get("value")
        if question.kind == Kind.DAY and value:
            value = parse_date(value)
        initial |= {question.code: value, _details(question): kept.get("details")}
    return initial
