"""The five answers to a request: what each does, and what she is told about it."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from booking import when
from booking.admin import decisions
from booking.admin.about import contact_of
from booking.forms.decision import Decision

DO = {
    Decision.CONFIRM: decisions.confirm,
    Decision.LETTER: decisions.ask_for_letter,
    Decision.DECLINE: decisions.decline,
    Decision.KEEP: decisions.keep_for_later,
}
TOLD = {
    Decision.CONFIRM: gettext_lazy("Confirmed. %(who)s gets a message with the time and a calendar file."),
    Decision.LETTER: gettext_lazy("%(who)s gets a message that a letter is needed. The time stays kept."),
    Decision.LATER: gettext_lazy(
        "The time is free again. %(who)s gets a message with times from %(day)s on."
    ),
    Decision.DECLINE: gettext_lazy(
        "Declined, and the time is free again. %(who)s gets a message; your reason is not in it."
    ),
    Decision.KEEP: gettext_lazy("Kept for later, and nothing was sent. An answer is due by %(due)s."),
}


def answer(booking, given: dict, *, user, now: datetime) -> int:
    """Do what was chosen in the form; return how many other visits of the client wait for her now."""
    common = {"seen": given["seen"], "note": given["note"], "user": user, "now": now}
    if given["decision"] == Decision.LATER:
        return decisions.offer_later(booking.pk, from_on=given["from_on"], **common)
    DO[given["decision"]](booking.pk, **common)
    return 0


def told(booking, given: dict) -> str:
    """Say what was done, and what goes out."""
    due = booking.answer_due_at
    return str(TOLD[given["decision"]]) % {
        "who": contact_of(booking).name,
        "day": given["from_on"] and date_format(given["from_on"], "j F Y"),
        "due": due and f"{when.day(due)}, {when.clock24(due)}",
    }
