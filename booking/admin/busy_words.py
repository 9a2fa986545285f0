"""How a calendar of her own is doing, in a shape and words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking.busy.values import Trouble
from booking.models import BusyCalendar

# What happened, and what to do.
SENTENCES = {
    Trouble.NOT_FOUND: gettext_lazy("There is no calendar at this address. Copy the address again."),
    Trouble.UNREACHABLE: gettext_lazy("No server answers at this address. Check how it is written."),
    Trouble.NOT_ALLOWED: gettext_lazy(
        "This address is not a public one that begins with https://. Copy it from the calendar’s settings."
    ),
    Trouble.CERTIFICATE: gettext_lazy(
        "The server cannot prove that it is the one in the address. Ask who runs it."
    ),
    Trouble.PASSWORD: gettext_lazy("The server does not take this user name and password. Type them again."),
    Trouble.NOT_A_CALENDAR: gettext_lazy(
        "What is at this address is no calendar. Copy the private address in iCal format."
    ),
    Trouble.TOO_LARGE: gettext_lazy(
        "The calendar is larger than 5 MB. Take old entries out, or use another."
    ),
    Trouble.TOO_MUCH: gettext_lazy(
        "The calendar holds more times than I can work through. Look for odd repeats."
    ),
    Trouble.TIMED_OUT: gettext_lazy("The server took more than 10 seconds to answer. I try again by myself."),
    Trouble.REFUSED: gettext_lazy("The server cannot give the calendar now. I try again by myself."),
    Trouble.SHUT: gettext_lazy("What you typed cannot be opened any more. Type address and password again."),
    Trouble.READ_ONLY: gettext_lazy(
        "This calendar can be read, but not written. Allow this account to change it, or use another."
    ),
}


@dataclass(frozen=True)
class Shown:
    """A calendar as it is at `now`, with `coming`, the number of its busy times from then on."""

    calendar: BusyCalendar
    now: datetime

    @property
    def is_waiting(self) -> bool:
        """Whether the worker is about to read it."""
        calendar = self.calendar
        tried = calendar.last_tried_at
        return calendar.is_on and (
            tried is None or (calendar.asked_at is not None and calendar.asked_at >= tried)
        )

    @property
    def status(self) -> str:
        if not self.calendar.is_on:
            return "off"
        if self.calendar.trouble:
            return "error"
        return "confirmed" if self.calendar.last_read_at else "reserved"

    @property
    def word(self) -> str:
        words = {
            "off": _("Switched off"),
            "error": _("Cannot be read"),
            "confirmed": _("Read"),
            "reserved": _("Not read yet"),
        }
        return words[self.status]

    @property
    def trouble(self) -> str:
        return SENTENCES.get(self.calendar.trouble, "")

    @property
    def times(self) -> str:
        if not self.calendar.is_on:
            return _("Its times block nothing.")
        words = ngettext("%(count)s busy time to come", "%(count)s busy times to come", self.calendar.coming)
        return words % {"count": self.calendar.coming}

    @property
    def unread(self) -> str:
        words = ngettext(
            "%(count)s entry makes no sense to me and blocks nothing. Look at it in your calendar.",
            "%(count)s entries make no sense to me and block nothing. Look at them in your calendar.",
            self.calendar.unread,
        )
        return words % {"count": self.calendar.unread} if self.calendar.unread else ""
