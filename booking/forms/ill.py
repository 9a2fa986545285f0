"""What becomes of each visit of a day that she cannot work."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import when
from booking.ill import Act, Choice


class VisitForm(forms.Form):
    """One visit; which one, and the time it would move to, come back as they were shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    to = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    act = forms.ChoiceField(
        label=gettext_lazy("What becomes of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of this visit.")},
    )
    use_required_attribute = False

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal, self.booking = proposal, proposal.booking
        self.fields["act"].choices = self._choices()

    def _choices(self):
        slot = self.proposal.slot
        if slot is not None:
            at = f"{when.day(slot.starts_at)}, {when.clock24(slot.starts_at)}"
            yield Act.MOVE, _("Move to %(when)s") % {"when": at}
        yield Act.CANCEL, _("Cancel, and send the next free times")
        yield Act.LEAVE, _("Leave it")

    def clean_to(self):
        """Return the moment; nothing when it is no moment, and moving is not what was chosen."""
        try:
            at = datetime.fromisoformat(self.cleaned_data["to"])
        except ValueError:
            return None
        # Far beyond these years no calendar can say what day it is elsewhere.
        return at if at.tzinfo and 2000 <= at.year <= 2100 else None

    @property
    def choice(self) -> Choice:
        given = self.cleaned_data
        return Choice(self.booking.pk, given["version"], Act(given["act"]), given["to"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("act") == Act.MOVE and cleaned.get("to") is None and not self.errors:
            self.add_error("act", _("Look at the time again: it was lost on the way."))
        return cleaned


class CloseForm(forms.Form):
    close = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args, change, **kwargs):
        super().__init__(*args, **kwargs)
        if change is None:
            del self.fields["close"]
        elif change.starts is None:
            self.fields["close"].label = _("Close the day, so that nobody books it")
        else:
            words = _("Close the rest of today, %(starts)s to %(ends)s, so that nobody books it")
            times = {"starts": f"{change.starts:%H:%M}", "ends": f"{change.ends:%H:%M}"}
            self.fields["close"].label = words % times
