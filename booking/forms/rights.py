"""What the practitioner types about somebody's rights. Forms check and tidy; they do not save."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.forms.decision import LONGEST_NOTE
from booking.forms.hours import DayField

LAST_DAY = date(2200, 1, 1)


class ReasonForm(forms.Form):
    """Why something is done that somebody may ask about later."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Why, and who asked"),
        help_text=gettext_lazy("Kept locked. For example: asked by email on 3 March"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        error_messages={"required": gettext_lazy("Write in a few words why.")},
    )


class EraseForm(ReasonForm):
    # What she was shown: when it is something else by now, nothing happens and it is shown anew.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=10, required=False)


class HoldForm(ReasonForm):
    review_on = DayField(
        label=gettext_lazy("Look at it again on"),
        help_text=gettext_lazy("For example, 27/3/2027"),
        error_messages={"required": gettext_lazy("Enter the day on which you look at it again.")},
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if not self.today < day < LAST_DAY:
            raise forms.ValidationError(_("Enter a day that is still to come."))
        return day
