from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms import WhoForm


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

    def clean(self):
        """A changed choice asks again for what hung on it; what was typed comes back in the form."""
        cleaned = super().clean()
        if cleaned.get("treatment") != self.parts.get("treatment"):
            cleaned["starts_at"] = None
        if cleaned.get("for_whom") != self.parts.get("for_whom"):
            cleaned |= {"details": None, "typed": self.parts.get("details") or self.parts.get("typed")}
        return cleaned

    def __init__(self, *args, treatments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["treatment"].choices = [(treatment.slug, treatment.name) for treatment in treatments]
