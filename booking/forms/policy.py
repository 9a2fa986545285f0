"""The practitioner's rules for clients."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import opening
from booking.models import BookingPolicy


class PolicyForm(forms.ModelForm):
    """Another nation's bank holidays are shown first, with whom they touch; `seen` says what was shown."""

    preview = None

    def clean(self):
        cleaned = super().clean()
        nation = cleaned.get("nation")
        # Compared with what is stored: an earlier version that is brought back has a nation of its own.
        if self.errors or BookingPolicy.objects.filter(nation=nation).exists():
            return cleaned
        preview = opening.look(now=timezone.now(), nation=nation)
        if self.data.get("seen") != preview.seen:
            self.preview = preview
            raise ValidationError(_("Look at the days, then press Save again."), code="other_nation")
        return cleaned
