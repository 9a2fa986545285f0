"""What the practitioner types about a calendar of her own. What opens it is never shown again."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.busy.values import Access
from booking.models import BusyCalendar
from booking.written import switching

LONGEST_ADDRESS = 1000
is_address = URLValidator(schemes=["http", "https"])


class AccessForm(forms.Form):
    """Where a calendar is and what opens it. Of one that is known, what is left empty stays as it is."""

    # By their names a session that ends knows that these two are kept nowhere.
    secret_address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_ADDRESS,
        help_text=gettext_lazy(
            "Copy it from the settings of that calendar. It begins with https:// or webcal://"
        ),
        error_messages={"required": gettext_lazy("Enter the address of the calendar.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    user_name = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only if the calendar asks for one"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "Better one made for this site alone. It is kept sealed and never shown again"
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    use_required_attribute = False

    def __init__(self, *args, known: Access | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        if known is not None:
            self.fields["secret_address"].required = False
            self.fields["secret_address"].help_text = _("Leave this empty to keep the one you gave")
            self.fields["password"].help_text = _("Leave this empty to keep the one you gave")

    def clean_secret_address(self):
        address = self.cleaned_data["secret_address"]
        if not address:
            return ""
        scheme, mark, rest = address.partition("://")
        if scheme.lower() in ("webcal", "webcals"):
            address = f"https{mark}{rest}"
        try:
            is_address(address)
            parts = urlsplit(address)
        except (ValueError, ValidationError):
            raise ValidationError(
                _("Enter the whole address, like https://calendar.example.com/me.ics")
            ) from None
        if "@" in parts.netloc:
            raise ValidationError(
                _("Leave name and password out of the address. They have fields of their own.")
            )
        return address

    @property
    def access(self) -> Access:
        """What was typed. A kept password goes to the address that it was kept for, and no other."""
        typed, known = self.cleaned_data, self.known
        if known is None or typed["secret_address"]:
            return Access(typed["secret_address"], typed["user_name"], typed["password"])
        return Access(known.address, typed["user_name"], typed["password"] or known.password)


class BusyCalendarForm(AccessForm):
    """A new calendar, or a changed one."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("For yourself, like “Family”"),
        error_messages={"required": gettext_lazy("Give it a name, like “Family”.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How is it reached?"),
        choices=BusyCalendar.Kind,
        widget=forms.RadioSelect,
        initial=BusyCalendar.Kind.ICS,
        error_messages={"required": gettext_lazy("Choose how it is reached.")},
    )
    field_order = ["name", "kind"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and cleaned["kind"] == BusyCalendar.Kind.CALDAV and not self.access.user_name:
            self.add_error("user_name", _("Enter the user name of the CalDAV account."))
        if not self.errors and switching.is_written(self.access.address):
            self.add_error(
                "secret_address",
                _("Your sessions are written to this calendar and would block themselves. Read another."),
            )
        return cleaned
