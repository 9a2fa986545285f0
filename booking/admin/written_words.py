"""How the calendar that is written to is doing, in a shape and words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking import when
from booking.admin.busy_words import SENTENCES
from booking.busy.values import Trouble
from booking.models import PutRight, WrittenCalendar
from booking.templatetags.diary import by_then

# Where writing asks for something else than reading does.
OWN_SENTENCES = SENTENCES | {
    Trouble.NOT_FOUND: gettext_lazy(
        "There is no calendar at this address any more. Look whether it was deleted or renamed over there."
    ),
    Trouble.NOT_A_CALENDAR: gettext_lazy(
        "What is at this address is not one calendar for events. Copy the address of one, not of the account."
    ),
    Trouble.TOO_LARGE: gettext_lazy("The calendar is too large. Use one for the sessions alone."),
    Trouble.TOO_MUCH: gettext_lazy("The calendar holds too much. Use one for the sessions alone."),
    Trouble.TIMED_OUT: gettext_lazy("The server took more than 15 seconds. I try again by myself."),
    Trouble.REFUSED: gettext_lazy("The server does not take every session now. I try again by myself."),
    Trouble.SHUT: gettext_lazy("What you typed cannot be opened any more. Type it again below."),
}


@dataclass(frozen=True)
class Shown:
    """The calendar as it is at `now`, with how many sessions of ours are `standing` there."""

    calendar: WrittenCalendar
    standing: int
    now: datetime

    @property
    def is_waiting(self) -> bool:
        """Whether the worker is about to write."""
        calendar = self.calendar
        return (calendar.is_on or calendar.is_clearing) and calendar.due_at <= self.now

    @property
    def status(self) -> str:
        calendar = self.calendar
        if calendar.trouble:
            return "error"
        if calendar.is_clearing:
            return "reserved"
        if not calendar.is_on:
            return "off"
        return "confirmed" if calendar.written_at else "reserved"

    @property
    def word(self) -> str:
        calendar = self.calendar
        if calendar.trouble:
            return _("Cannot be written")
        if calendar.is_clearing:
            return _("Being taken out")
        if not calendar.is_on:
            return _("Switched off")
        return _("In step") if calendar.written_at else _("Not written yet")

    @property
    def trouble(self) -> str:
        return OWN_SENTENCES.get(self.calendar.trouble, "")

    @property
    def sessions(self) -> str:
        words = ngettext("%(count)s session", "%(count)s sessions", self.standing)
        return words % {"count": self.standing} if self.standing else _("None of ours")

    @property
    def strangers(self) -> str:
        count = self.calendar.strangers
        words = ngettext(
            "%(count)s other entry is in it. It stays as it is.",
            "%(count)s other entries are in it. They stay as they are.",
            count,
        )
        return words % {"count": count} if count else ""


@dataclass(frozen=True)
class Told:
    """One session that was changed over there, in words."""

    row: PutRight
    now: datetime

    @property
    def visit(self) -> str:
        return f"{when.day(self.row.visit_at)}, {when.clock24(self.row.visit_at)}"

    @property
    def what(self) -> str:
        row = self.row
        if row.change == PutRight.Change.MOVED and row.was_at == row.visit_at:
            return _("It was given another length.")
        if row.change == PutRight.Change.MOVED:
            return _("It was moved to %(moment)s.") % {"moment": self._where}
        if row.change == PutRight.Change.DELETED:
            return _("It was deleted.")
        return _("Its words were changed.")

    @property
    def since(self) -> str:
        if self.row.done_at is None:
            return _("It is about to be put right.")
        return _("Put right: %(moment)s.") % {"moment": by_then(self.row.done_at, self.now)}

    @property
    def _where(self) -> str:
        return f"{when.day(self.row.was_at)}, {when.clock24(self.row.was_at)}"
