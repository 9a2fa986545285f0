"""What brings somebody: at most three things, and of each where it is and how much it troubles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.history import complaints, places
from intake.history.values import Complaint

from .answers import ManyField, ScaleField, words_field


class PickForm(forms.Form):
    """What brings somebody, at most three. `given` are the complaints chosen, with what is known of each."""

    use_required_attribute = False

    def __init__(self, data=None, *, earlier: tuple[Complaint, ...], **kwargs):
        self.earlier = earlier
        super().__init__(data, initial={"chosen": [one.code for one in earlier]}, **kwargs)
        self.fields["chosen"] = ManyField(
            label=_("What brings you?"),
            help_text=_("Choose up to 3 that matter most"),
            choices=list(complaints.ALL.items()),
            error_messages={"required": _("Choose at least one")},
        )

    def clean_chosen(self):
        chosen = self.cleaned_data["chosen"]
        if len(chosen) > complaints.MOST:
            raise forms.ValidationError(_("Choose 3 at most. We can talk about the others when you come"))
        return chosen

    @property
    def given(self) -> list[dict]:
        return [one.to_json() for one in complaints.chosen(self.cleaned_data["chosen"], self.earlier)]


class ComplaintForm(forms.Form):
    """Where one complaint is, how much it troubles, and in words. `given` is it, as far as that is valid."""

    use_required_attribute = False

    trouble = ScaleField(
        label=_("How much has it troubled you in the last week?"),
        help_text=_("0 is not at all, 10 is as bad as you can imagine"),
        error_messages={"required": _("Choose a number from 0 to 10")},
    )
    words = words_field(_("Is there anything else you would like to tell me about it?"))

    def __init__(self, data=None, *, complaint: Complaint, is_own: bool, **kwargs):
        self.complaint = complaint
        initial = {name: getattr(complaint, name) for name in ("places", "trouble", "words")}
        super().__init__(data, initial=initial, **kwargs)
        about = {"label": _("Where is it?"), "help_text": _("Choose as many as you like"), "required": False}
        self.fields = {"places": ManyField(choices=places.paired(), **about)} | self.fields
        if not is_own:
            self.fields["trouble"].label = _("How much has it troubled the person in the last week?")

    @property
    def given(self) -> Complaint:
        cleaned = self.cleaned_data
        return Complaint(
            self.complaint.code,
            self.complaint.label,
            trouble=cleaned.get("trouble", self.complaint.trouble),
            places=tuple(cleaned.get("places", self.complaint.places)),
            words=cleaned.get("words", self.complaint.words),
        )
