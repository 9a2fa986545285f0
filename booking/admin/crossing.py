"""The rules for clients that she sets aside, in words that end a sentence: "This is outside your hours"."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from booking.slots import Reason


def words(reasons, policy) -> str:
    """Return "outside your hours and within 24 hours"; nothing when nothing is crossed."""
    said = {
        Reason.CLOSED: _("outside your hours"),
        Reason.NOTICE: _("within %(hours)s hours") % {"hours": policy.notice_hours},
        Reason.WINDOW: _("more than %(days)s days ahead") % {"days": policy.window_days},
        Reason.BUSY: _("while you are busy elsewhere"),
        Reason.DAY_FULL: _("beyond your most sessions in a day"),
        Reason.FIRST_FULL: _("beyond your most first sessions in a day"),
    }
    return get_text_list([words for reason, words in said.items() if reason in reasons], _("and"))
