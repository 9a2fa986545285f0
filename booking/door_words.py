"""The words for what holds at the door. They may lie on a table: none of them speaks of health."""

from django.utils.translation import gettext_lazy as _

from booking.door import Verdict, Why

VERDICTS = {
    Verdict.TREAT: _("Treat"),
    Verdict.CHECK: _("Check first"),
    Verdict.DO_NOT_TREAT: _("Do not treat"),
}
REASONS = {
    Why.HELD: _("Not confirmed: it waits for your answer"),
    Why.NOT_AGREED: _("Your yes is not of this time and these answers"),
    Why.OTHER_DAY: _("The answers are not of this day"),
    Why.NO_CLEARANCE: _("A letter is missing, or no longer holds"),
    Why.TOO_SOON: _("You noted a later day to start from"),
    Why.NOT_BEFORE: _("You noted a later day to start from, and agreed to this one"),
    Why.NO_FORM: _("First visit, and no form yet"),
    Why.FORM_OLD: _("The form is older than 12 months: ask what has changed"),
    Why.PRECAUTIONS: _("The form asks you to take care"),
    Why.NOT_ANSWERED: _("“Anything changed?” is not answered: ask at the door"),
    Why.CROSSED: _("Booked past one of your own rules"),
}


def verdict_words(verdict: Verdict) -> str:
    return str(VERDICTS[verdict])


def reason_words(why: Why) -> str:
    return str(REASONS[why])
