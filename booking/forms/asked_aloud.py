"""The suitability questions of the site on one page, to be read aloud; the agreement stands before them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability
from intake import agreement
from intake import forms as questions

ADD = "add"


class AgreementForm(forms.Form):
    """That the words were read aloud and agreed to, or, where the site only tells, that they were read
    aloud. Gives the part `agreed`, with these very words."""

    agreed = forms.BooleanField(
        label=gettext_lazy("I have read this aloud, and they agree"),
        error_messages={"required": gettext_lazy("Read the agreement aloud, and tick it if they agree")},
    )
    use_required_attribute = False

    def __init__(self, *args, for_whom: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreement = agreement.current(for_whom)
        if not self.agreement.is_asked:
            self.fields["agreed"].label = _("I have read this aloud")
            self.fields["agreed"].error_messages["required"] = _("Read this aloud, and tick that you have")

    def clean_agreed(self):
        return self.agreement.to_json()


class Aloud:
    """A question among others: its answer is named for its part, and what a yes needs is always there."""

    def __init__(self, data=None, **asking):
        self.asking = asking
        own = None if data is None else self._own(data)
        super().__init__(own, auto_id=f"id_{self.part}_%s", **asking)
        # One more operation is asked for: nothing is missing yet.
        self.is_asking_more = own is not None and ADD in own
        field = self.fields["answer"]
        field.help_text = self.question.hint
        choose = _("%(question)s: choose yes, no or “I’m not sure”") % {"question": self.question.short}
        field.error_messages["required"] = field.error_messages["invalid_choice"] = choose

    def add_prefix(self, field_name):
        return self.part if field_name == "answer" else super().add_prefix(field_name)

    @property
    def details_form(self):
        """The form whose fields stand under the answer: another one where only a yes asks for them."""
        return self if len(self.fields) > 1 else type(self)(None, **self.asking)

    def _own(self, data):
        own = {name: data[name] for name in data} | {"details": "1"}
        return own | ({"answer": data[self.part]} if self.part in data else {})


class Pregnancy(Aloud, questions.PregnancyForm):
    pass


class Operation(Aloud, questions.OperationForm):
    pass


class Cancer(Aloud, questions.CancerForm):
    pass


class Symptoms(Aloud, questions.SymptomsForm):
    pass


class Questions:
    """The agreement and all questions for one person, sent together."""

    def __init__(self, data, call):
        for_whom = call.for_whom
        asking = {
            "for_whom": for_whom,
            "policy": call.policy,
            "today": availability.day_of(call.now),
            "parts": call.parts,
        }
        kinds = (
            (Pregnancy, Operation, Cancer, Symptoms)
            if call.is_pregnancy_asked
            else (Operation, Cancer, Symptoms)
        )
        self.is_adding = data is not None and ADD in data
        ticked = {"agreed": self.is_adding and "agreed" in data}
        self.agreement = AgreementForm(None if self.is_adding else data, for_whom=for_whom, initial=ticked)
        self.questions = [kind(data, **asking) for kind in kinds]

    @property
    def forms(self) -> list:
        return [self.agreement, *self.questions]

    @property
    def has_errors(self) -> bool:
        return not self.is_adding and any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        # Each is asked, so that each says what it lacks.
        lacking = [form for form in self.forms if not form.is_valid()]
        return not lacking and not self.is_adding

    @property
    def parts(self) -> dict:
        """What the draft keeps; a question that was not asked has no answer."""
        found = {"pregnant": None, "due_on": None}
        for form in self.forms:
            found |= form.cleaned_data
        return found
