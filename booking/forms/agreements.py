"""Agreements: of two people before the questions, and what the practitioner notes of one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.answers import ForWhom
from intake.forms import ChoiceForm, StartForm
from intake.models import Consent

SAID_HOW = [
    (Consent.Channel.PHONE, gettext_lazy("By phone, or here")),
    (Consent.Channel.PAPER, gettext_lazy("On paper, or by email")),
]


class ChildStartForm(StartForm):
    """The child of the two."""

    def _problem(self, born_on, age):
        # Also where the two dates stand in each other's place.
        if age >= self.policy.adult_from_age:
            return _("Check the child’s date of birth: this would be somebody of 18 or over")
        return super()._problem(born_on, age)


class OwnStartForm(StartForm):
    """The adult who books, and is treated too."""

    def _problem(self, born_on, age):
        if 0 <= age < self.policy.adult_from_age:
            return _("Check your own date of birth. If you are under 18, please ring me")
        return super()._problem(born_on, age)


class BothStartForms:
    """A child, and the adult who comes along: sent together, and right only together."""

    def __init__(self, data, *, child: dict, own: dict):
        self.child = ChildStartForm(data, **child | {"for_whom": ForWhom.CHILD})
        self.own = OwnStartForm(data, prefix="own", **own)
        self.forms = [self.child, self.own]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        # Each is asked, so that each says what it lacks.
        lacking = [form for form in self.forms if not form.is_valid()]
        return not lacking


def how_field():
    return forms.ChoiceField(
        label=gettext_lazy("How did they say so?"),
        choices=SAID_HOW,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how they said so.")},
    )


class AloudForm(ChoiceForm):
    """What somebody agreed to when it was read to them, or on paper. Gives `agreed` and `channel`."""

    channel = how_field()
    field_order = ["health", "doctor", "news", "words", "channel"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class TakenBackForm(forms.Form):
    """Who took it back, and how. Gives `said_by` and `channel`."""

    use_required_attribute = False

    said_by = forms.CharField(
        label=gettext_lazy("Who said so?"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write who said so.")},
    )
    channel = how_field()
