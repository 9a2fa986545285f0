from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from booking.forms.details import PhoneField, email_field, name_field

SALT = "booking.contact"
FEWEST_SECONDS = 3


class ContactForm(forms.Form):
    """A question to the practitioner. Two fields are traps for robots: one stays empty, one keeps time."""

    name = name_field(_("Your name"), _("Enter your name"), autocomplete="name")
    email = email_field(_("I answer to this address"))
    phone = PhoneField(
        label=_("Phone number"),
        max_length=40,
        required=False,
        error_messages={"max_length": PhoneField.wrong},
    )
    text = forms.CharField(
        label=_("Your question"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Please leave out details about health: we can talk about them"),
        error_messages={
            "required": _("Enter your question"),
            "max_length": _("Use 4,000 characters or fewer for your question"),
        },
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def is_from_a_robot(self) -> bool:
        return bool(self.data.get("website"))

    def is_too_quick(self, *, now) -> bool:
        """Whether it was sent sooner than anybody can type, or with a made-up time."""
        try:
            shown_at = float(signing.loads(self.data.get("shown", ""), salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return True
        return now.timestamp() - shown_at < FEWEST_SECONDS


def stamp(now) -> str:
    return signing.dumps(now.timestamp(), salt=SALT)
