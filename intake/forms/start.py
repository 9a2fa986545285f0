"""The first two pages: who it is for; the agreement and the date of birth."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import agreement, months
from intake.answers import ForWhom
from intake.findings import Policy
from intake.questions import BORN, WHO
from intake.summary import WHO as WHO_NAMES

from .fields import DatePartsField

OLDEST = 120


class WhoForm(forms.Form):
    """Gives the part `for_whom`; a changed one asks for the agreement again."""

    use_required_attribute = False

    for_whom = forms.ChoiceField(
        label=WHO.own,
        choices=[(value.value, name) for value, name in WHO_NAMES.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who the session is for"),
            "invalid_choice": gettext_lazy("Choose who the session is for"),
        },
    )

    def __init__(self, data=None, *, parts=None, **kwargs):
        self.parts = parts or {}
        super().__init__(data, initial={"for_whom": self.parts.get("for_whom")}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("for_whom") != self.parts.get("for_whom"):
            cleaned["agreed"] = None
        return cleaned


class StartForm(forms.Form):
    """Gives the parts `born_on` (ISO) and `agreed` (the agreement in the words that were shown).

    Where the site tells and does not ask, there is no box, and `statement` is what to show."""

    use_required_attribute = False

    born_on = DatePartsField(
        label=BORN.own,
        help_text=BORN.hint,
        name=gettext_lazy("Date of birth"),
        missing=gettext_lazy("Enter the date of birth"),
    )
    agreed = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick the box if you agree, or ring me instead")}
    )

    def __init__(self, data=None, *, for_whom: str, today: date, policy: Policy, parts=None, **kwargs):
        self.for_whom, self.today, self.policy = ForWhom(for_whom), today, policy
        self.agreement = agreement.current(self.for_whom)
        super().__init__(data, initial=_initial(parts or {}), **kwargs)
        is_own = self.for_whom == ForWhom.SELF
        field = self.fields["born_on"]
        field.label = BORN.wording(self.for_whom, policy)
        if is_own:
            for part, widget in zip(("day", "month", "year"), field.widget.widgets, strict=True):
                widget.attrs["autocomplete"] = f"bday-{part}"
        if self.agreement.is_asked:
            self.fields["agreed"].label = self.agreement.wording
        else:
            del self.fields["agreed"]

    def clean_born_on(self):
        born_on = self.cleaned_data["born_on"]
        problem = self._problem(born_on, months.age_on(born_on, self.today))
        if problem:
            self.fields["born_on"].fail_whole(problem)
        return born_on.isoformat()

    def clean(self):
        return super().clean() | {"agreed": self.agreement.to_json()}

    @property
    def statement(self) -> str:
        return "" if self.agreement.is_asked else self.agreement.wording

    def _problem(self, born_on: date, age: int) -> str:
        if born_on > self.today:
            return _("Date of birth must be in the past")
        if age > OLDEST:
            return _("Check the year of the date of birth")
        if self.for_whom == ForWhom.SELF and age < self.policy.guardian_under_age:
            return _("Under 16, a parent or guardian books. Go back and choose “A child I care for”")
        if self.for_whom == ForWhom.CHILD and age >= self.policy.adult_from_age:
            return _("For someone who is 18 or over, go back and choose “Another adult”")
        if self.for_whom == ForWhom.ADULT and age < self.policy.adult_from_age:
            return _("For someone under 18, go back and choose “A child I care for”")
        return ""


def _initial(parts: dict) -> dict:
    """Fill in the date again; the agreement is never ticked beforehand."""
    born_on = parts.get("born_on")
    return {"born_on": date.fromisoformat(born_on)} if born_on else {}
