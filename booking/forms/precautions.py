"""Which precautions are talked about first. The form checks; it does not save."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.history.precaution_words import NAMES
from intake.history.precautions import Precaution

CHOICES = [(one.value, NAMES.get(one) or _("A question of your own that you marked")) for one in Precaution]


class SwitchesForm(forms.Form):
    """A tick for each precaution. `seen` carries which visits the page said it would hold."""

    first = forms.MultipleChoiceField(
        label=_("Talk about it before a visit"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose from the precautions below.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    use_required_attribute = False

    @property
    def wanted(self) -> dict[str, bool]:
        return {code: code in self.cleaned_data["first"] for code, _label in CHOICES}


def seen_of(visits) -> str:
    """Return what stands for these visits; empty for none."""
    keys = ",".join(f"{visit.pk}" for visit in visits)
    return hashlib.sha256(keys.encode()).hexdigest() if keys else ""
