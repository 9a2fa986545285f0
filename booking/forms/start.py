from django import forms
from django.utils.translation import gettext_lazy as _

from booking import steps
from intake.answers import ForWhom
from intake.forms import WhoForm

# The person at the keyboard, after the child they book for: two sessions, of which the child's is first.
BOTH = "both"


class StartForm(WhoForm):
    """Who the session is for, and which treatment; the button that is pressed names the treatment."""

    treatment = forms.ChoiceField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Press the session you would like to book"),
            "invalid_choice": _("Press the session you would like to book"),
        },
    )

    use_required_attribute = False

    def __init__(self, *args, treatments, **kwargs):
        super().__init__(*args, **kwargs)
        self.was_pair = self.is_pair = self.parts.get("errand") == steps.PAIR
        self.fields["treatment"].choices = [(treatment.slug, treatment.name) for treatment in treatments]
        self.fields["for_whom"].choices = _with_both(self.fields["for_whom"].choices)
        if self.was_pair:
            self.initial["for_whom"] = BOTH

    def clean_for_whom(self):
        choice = self.cleaned_data["for_whom"]
        self.is_pair = choice == BOTH
        return ForWhom.CHILD.value if self.is_pair else choice

    def clean(self):
        """A changed choice asks again for what hung on it; what was typed comes back in the form."""
        cleaned = super().clean()
        is_other = self.is_pair != self.was_pair
        if is_other:
            cleaned |= {"errand": steps.PAIR if self.is_pair else None, "agreed": None}
        if is_other or cleaned.get("treatment") != self.parts.get("treatment"):
            cleaned["starts_at"] = None
        if is_other or cleaned.get("for_whom") != self.parts.get("for_whom"):
            cleaned |= {"details": None, "typed": self.parts.get("details") or self.parts.get("typed")}
        return cleaned


def _with_both(choices):
    """Put the pair where somebody who thinks of a child looks."""
    both = (BOTH, _("Both of us: a child I care for, and me"))
    return [place for one in choices for place in ((one, both) if one[0] == ForWhom.CHILD else (one,))]
