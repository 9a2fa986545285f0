"""Forms that say what a text claims too much, and ask for a reason before it is published."""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import publishing
from content.claims import Level, Place


class Claims(forms.Form):
    """Says what is found in each text; what is better not published needs a reason and a tick."""

    # The texts that visitors read, and where.
    claim_places: dict[str, Place] = {}
    # A preview publishes nothing.
    is_preview = False

    claims_reason = forms.CharField(
        label=gettext_lazy("Why it may stand"),
        help_text=gettext_lazy("For instance: what you are registered as, and with whom."),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 90}),
        max_length=500,
        required=False,
    )
    claims_sure = forms.BooleanField(
        label=gettext_lazy("I have read what is said against it, and I answer for it"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.findings, self.stopping = {}, {}

    def clean(self):
        cleaned = super().clean()
        self.look(cleaned)
        if cleaned.get("is_published", True) and not self.is_preview:
            self.stopping = publishing.unanswered(self.findings, self.claim_row)
        if self.stopping:
            self._ask(cleaned)
        return cleaned

    @property
    def claim_row(self):
        """The row whose texts they are."""
        return self.instance

    def places(self, values) -> dict[str, Place]:
        """Where each text is read, by what else stands in the form."""
        return self.claim_places

    @property
    def stopping_mark(self):
        return publishing.mark(self.stopping)

    @property
    def milder(self):
        """How many sentences can be published and would be better in milder words."""
        found = [one for some in self.findings.values() for one in some]
        return len({one.sentence for one in found if one.level == Level.WARN})

    @property
    def found(self):
        """What was found, under the name of each text."""
        return [(self[name].label, some) for name, some in self.findings.items() if name in self.fields]

    def look(self, values):
        places = self.places(values)
        texts = {name: (values.get(name) or "", place) for name, place in places.items()}
        self.findings = publishing.look(texts)

    def _ask(self, cleaned):
        is_shown = self.data.get("claims_seen") == self.stopping_mark
        reason, is_sure = cleaned.get("claims_reason", "").strip(), cleaned.get("claims_sure")
        if is_shown and reason and is_sure:
            return
        for name in self.stopping:
            self.add_error(
                name, _("There is a wording here that is better not published. Look beside the text.")
            )
        if is_shown and not reason:
            self.add_error("claims_reason", _("Write why it may stand, or word the text anew."))
        if is_shown and not is_sure:
            self.add_error("claims_sure", _("Tick this as well, or word the text anew."))


class ClaimsForm(Claims, forms.ModelForm):
    """The same for a row in admin, where what is found stands with the help of its field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.instance.pk:
            self.look({name: getattr(self.instance, name) for name in self.claim_places})

    def look(self, values):
        super().look(values)
        for name, found in self.findings.items():
            if name in self.fields:
                context = {"help": self[name].help_text, "findings": found}
                self[name].help_text = render_to_string("admin/content/claims_beside.html", context)
