"""What she types about the calendar that her sessions are written to. What opens it is never shown again."""

from urllib.parse import urlsplit, urlunsplit

from django.utils.translation import gettext as _

from booking.busy.values import Access
from booking.forms.busy import AccessForm
from booking.written import switching


class WrittenCalendarForm(AccessForm):
    """A new one, or another name or password: the address of one that is known stays what it is."""

    field_order = ["secret_address", "user_name", "password"]

    def __init__(self, *args, known: Access | None = None, **kwargs):
        super().__init__(*args, known=known, **kwargs)
        self.fields["user_name"].required = True
        self.fields["user_name"].help_text = _("Often the e-mail address of that account")
        self.fields["user_name"].error_messages["required"] = _("Enter the user name of the account.")
        if known is not None:
            del self.fields["secret_address"]
            return
        self.fields["secret_address"].help_text = _(
            "The whole CalDAV address of one calendar. It begins with https://"
        )
        self.fields["password"].required = True
        self.fields["password"].error_messages["required"] = _("Enter the password of the account.")

    def clean_secret_address(self):
        parts = urlsplit(super().clean_secret_address())
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.known is None and switching.is_read(self.access.address):
            self.add_error(
                "secret_address",
                _("Your busy times are read from this calendar. Sessions in it would block themselves. ")
                + _("Make another calendar for them."),
            )
        return cleaned

    @property
    def access(self) -> Access:
        typed, known = self.cleaned_data, self.known
        if known is None:
            return Access(typed["secret_address"], typed["user_name"], typed["password"])
        return Access(known.address, typed["user_name"], typed["password"] or known.password)
