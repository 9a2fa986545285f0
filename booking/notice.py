"""What the privacy notice says of this very site: the ground for health answers, and the real periods."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking.models import RetentionPolicy
from content import tokens
from intake.agreement import Condition

SHORT = {
    Condition.EXPLICIT_CONSENT: gettext_lazy(
        "I ask about health only so that a session is safe for you, and only with your explicit consent."
    ),
    Condition.HEALTH_CARE: gettext_lazy(
        "I ask about health only so that a session is safe for you, under a duty of confidentiality."
    ),
}
GROUND = {
    Condition.EXPLICIT_CONSENT: gettext_lazy("Article 9(2)(a), your explicit consent"),
    Condition.HEALTH_CARE: gettext_lazy(
        "Article 9(2)(h), care under a duty of confidentiality, with the Data Protection Act 2018, "
        "section 11 and Schedule 1, paragraph 2"
    ),
}
WITHDRAWING = {
    Condition.EXPLICIT_CONSENT: gettext_lazy(
        "You can take back your agreement to my using health answers at any time, and without a reason. It "
        "is as easy as giving it. I then stop using them for new visits, and each coming visit waits until "
        "we have talked. What happened before stays lawful."
    ),
    Condition.HEALTH_CARE: gettext_lazy(
        "I use health answers to give care, so there is no tick box for them and nothing to take back. You "
        "can still object. I then stop using them for new visits, unless I need them for a legal claim."
    ),
}

# Beside the answers themselves, and in the short version before they are asked for.
USED = {
    Condition.EXPLICIT_CONSENT: gettext_lazy("I use these answers with your explicit consent."),
    Condition.HEALTH_CARE: gettext_lazy("I use these answers to give care, under a duty of confidentiality."),
}
MAY = {
    Condition.EXPLICIT_CONSENT: gettext_lazy(
        "You may see them, have them put right, and take your agreement back at any time."
    ),
    Condition.HEALTH_CARE: gettext_lazy(
        "You may see them, have them put right, and object to my using them."
    ),
}


def used_by(condition: str) -> str:
    """Say on what ground answers are used that were asked for on this one."""
    return str(USED[Condition(condition)])


def answer_days() -> str:
    """Say how long the answers are kept of somebody who was never treated."""
    return _days("health_days")


def short() -> list[str]:
    """Return the notice in eight lines, for the page where answers are about to be asked for."""
    kept = {"years": _years(), "birthday": _birthday(), "days": _days("health_days")}
    return [
        _("I ask so that a session is safe, and to prepare for it."),
        _by_condition(USED),
        _("I read them myself. They are kept encrypted, and each reading is noted."),
        _("Nobody else gets them, unless you agree or the law requires it."),
        _("I keep them %(years)s after the last visit, a child’s until the %(birthday)s at least.") % kept,
        _("If there was no visit, they go after %(days)s.") % kept,
        _by_condition(MAY),
        _("No computer turns anybody down: I decide myself."),
    ]


def _by_condition(words) -> str:
    return str(words[Condition(settings.HEALTH_CONDITION)])


def _years() -> str:
    count = RetentionPolicy.load().adult_years
    return ngettext("%(count)s year", "%(count)s years", count) % {"count": count}


def _days(name: str) -> str:
    count = getattr(RetentionPolicy.load(), name)
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _months(name: str) -> str:
    count = getattr(RetentionPolicy.load(), name)
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _birthday(more: int = 0) -> str:
    return _("%(age)sth birthday") % {"age": RetentionPolicy.load().child_age + more}


# By its token: what it stands for, and what says it.
PROVIDED = {
    "health_short": (gettext_lazy("why you ask about health, in one sentence"), lambda: _by_condition(SHORT)),
    "health_ground": (gettext_lazy("the ground for using health answers"), lambda: _by_condition(GROUND)),
    "withdrawing": (
        gettext_lazy("how an agreement to use health answers is taken back"),
        lambda: _by_condition(WITHDRAWING),
    ),
    "kept_adult": (gettext_lazy("how long an adult’s record is kept"), _years),
    "kept_child": (gettext_lazy("until which birthday a child’s record is kept"), _birthday),
    "kept_child_17": (gettext_lazy("the same for who was 17"), lambda: _birthday(1)),
    "kept_answers": (
        gettext_lazy("how long answers are kept of who was never treated"),
        lambda: _days("health_days"),
    ),
    "kept_contact": (
        gettext_lazy("how long the address is kept of who was never treated"),
        lambda: _months("contact_months"),
    ),
    "kept_waitlist": (
        gettext_lazy("how long a place on the waitlist is kept"),
        lambda: _months("waitlist_months"),
    ),
    "kept_form": (
        gettext_lazy("how long an unfinished health form is kept"),
        lambda: _days("form_draft_days"),
    ),
    "kept_messages": (
        gettext_lazy("how long questions from the contact form are kept"),
        lambda: _months("enquiry_months"),
    ),
}


def provide():
    for name, (meaning, value) in PROVIDED.items():
        tokens.provide(name, meaning, value)
