"""What the practitioner types about a question of the health form. Forms check and tidy; they do not save."""

import secrets

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.claims import Place
from content.claims_form import Claims
from intake.forms.fields import TidyCharField
from intake.history import editing, titles
from intake.history.values import Kind, Question
from intake.models import FormQuestion, FormWording

# Its code, which the answers to it are kept under: it says nothing, as an address may carry it.
KEY = r"own_[0-9a-f]{8}"


def _length(name: str) -> int:
    return FormWording._meta.get_field(name).max_length


def _words(name, label, help_text="", **kwargs):
    widget = forms.Textarea(attrs={"rows": 2})
    return TidyCharField(label=label, help_text=help_text, max_length=_length(name), widget=widget, **kwargs)


class WordsForm(Claims):
    """The words of one question, and the version that they are written in place of."""

    own = _words(
        "own",
        gettext_lazy("The question"),
        gettext_lazy("As you would ask it face to face"),
        error_messages={"required": gettext_lazy("Write the question.")},
    )
    other = _words(
        "other",
        gettext_lazy("About somebody else"),
        gettext_lazy("For a parent who answers for a child. Left empty, it is asked in the same words"),
        required=False,
    )
    hint = _words("hint", gettext_lazy("Hint below it"), required=False)
    details = _words(
        "details",
        gettext_lazy("What a yes asks for"),
        gettext_lazy("For example, “Which ones, and what for?” Left empty, a yes is enough"),
        required=False,
    )
    is_precaution = forms.BooleanField(
        label=gettext_lazy("Show a yes beside the booking"),
        help_text=gettext_lazy("It then stands on the day sheet and at the visit, as a precaution"),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False
    claim_places = dict.fromkeys(("own", "other", "hint", "details"), Place.FORM)

    def __init__(self, *args, question: Question | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.question = question
        if question is not None:
            self._fit(question)

    def _fit(self, question):
        """Ask only for what this question has."""
        names = ("own", "other", "hint", "details")
        self.initial = {name: str(getattr(question, name)) for name in names} | {
            "seen": question.version,
            "is_precaution": bool(question.precaution),
        }
        if question.kind != Kind.REPLY and not question.details:
            del self.fields["details"]
        if question.kind != Kind.REPLY or not question.is_hers:
            del self.fields["is_precaution"]

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def claim_row(self):
        return FormWording(question=FormQuestion(code=self.code), own=self.cleaned_data.get("own", ""))

    @property
    def words(self) -> editing.Words:
        given = self.cleaned_data
        return editing.Words(given["own"], given["other"], given["hint"], given.get("details", ""))


class AddForm(WordsForm):
    """A question of her own. The key makes of two presses one question."""

    section = forms.ChoiceField(
        label=gettext_lazy("In which part?"),
        choices=[(section.value, titles.SECTIONS[section]) for section in editing.SECTIONS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the part of the form.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How is it answered?"),
        choices=[(kind.value, titles.KINDS[kind]) for kind in editing.KINDS],
        widget=forms.RadioSelect,
        initial=Kind.REPLY.value,
        error_messages={"required": gettext_lazy("Choose how it is answered.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, validators=[RegexValidator(rf"\A{KEY}\Z")])
    field_order = ["section", "kind", "own", "other", "hint", "details", "is_precaution", "key"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        self.initial.setdefault("key", f"own_{secrets.token_hex(4)}")
        self.fields["key"].error_messages["required"] = _("This page was out of date. Open it again.")

    def clean(self):
        """A yes can only ask for more, or be shown, where there is a yes."""
        if self.cleaned_data.get("kind", Kind.REPLY) != Kind.REPLY:
            self.cleaned_data |= {"details": "", "is_precaution": False}
        return super().clean()

    @property
    def code(self) -> str:
        return self.cleaned_data.get("key", "")
