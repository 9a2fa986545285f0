"""One box for each purpose, never ticked beforehand. Only the use of health answers is needed."""

from django import forms
from django.utils.translation import gettext_lazy

from intake import agreement
from intake.agreement import OPTIONAL, Agreement, Purpose

NOTHING = gettext_lazy("Tick what you agree to. If you leave it as it is, there is nothing to do here")
MISSING = gettext_lazy("Tick the box if you agree, or ring me instead")


class ConsentsForm(forms.Form):
    """Gives the part `agreed`: what is agreed to, as a list of Agreement as JSON, in the words shown.

    `given` are the purposes that an agreement stands for already: they are not asked about again. Where
    the site tells and does not ask, `statement` is what to show in place of the first box."""

    use_required_attribute = False
    is_health_needed = True

    def __init__(self, data=None, *, for_whom: str, given=(), **kwargs):
        super().__init__(data, **kwargs)
        purposes = [purpose for purpose in (Purpose.HEALTH, *OPTIONAL) if purpose not in given]
        self.agreements = {purpose.value: agreement.current(for_whom, purpose) for purpose in purposes}
        for purpose, words in self.agreements.items():
            if words.is_asked:
                self.fields[purpose] = self._box(words)

    def clean(self):
        cleaned = super().clean()
        agreed = [words for purpose, words in self.agreements.items() if self._holds(purpose, words, cleaned)]
        return cleaned | {"agreed": [words.to_json() for words in agreed]}

    @property
    def statement(self) -> str:
        told = [words.wording for words in self.agreements.values() if not words.is_asked]
        return "".join(told)

    @property
    def needed(self) -> list:
        """The box without which nothing can be sent; empty when there is none to tick."""
        return [self[name] for name in self.fields if name == Purpose.HEALTH]

    @property
    def optional(self) -> list:
        return [self[name] for name in self.fields if name != Purpose.HEALTH]

    def _holds(self, purpose, words, cleaned) -> bool:
        return cleaned.get(purpose, False) if words.is_asked else True

    def _box(self, words: Agreement) -> forms.BooleanField:
        is_needed = self.is_health_needed and words.purpose == Purpose.HEALTH
        return forms.BooleanField(
            label=words.wording, required=is_needed, error_messages={"required": MISSING}
        )


class ChoiceForm(ConsentsForm):
    """Any of them, at any time later. Nothing is told here: that belongs to where answers are asked."""

    is_health_needed = False

    def clean(self):
        cleaned = super().clean()
        asked = [one for one in cleaned["agreed"] if Agreement.from_json(one).is_asked]
        if not asked:
            raise forms.ValidationError(NOTHING)
        return cleaned | {"agreed": asked}
