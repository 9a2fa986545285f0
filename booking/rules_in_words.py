"""The practitioner's numbers in the words that texts use: deadlines, how long to wait, from which age."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking.models import BookingPolicy
from content import tokens
from intake.models import ScreeningPolicy


def _hours(name: str) -> Callable[[], str]:
    def words() -> str:
        policy = BookingPolicy.objects.first() or BookingPolicy()
        count = getattr(policy, name)
        return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}

    return words


def _recovery() -> str:
    """How long to wait after an operation: from what is no longer too soon to what is surely enough."""
    policy = ScreeningPolicy.load()
    fewest, most = policy.too_soon_months, policy.recovering_months
    count = str(most) if fewest == most else _("%(fewest)s to %(most)s") % {"fewest": fewest, "most": most}
    return ngettext("%(count)s month", "%(count)s months", most) % {"count": count}


def _care_years() -> str:
    count = ScreeningPolicy.load().oncology_years
    return ngettext("%(count)s year", "%(count)s years", count) % {"count": count}


def _youngest() -> str:
    return str(ScreeningPolicy.load().youngest_age)


# By its token: what it stands for, and what says it.
PROVIDED = {
    "cancel_time": (gettext_lazy("how long before a visit cancelling is free"), _hours("cancel_hours")),
    "move_time": (gettext_lazy("how long before a visit moving it is free"), _hours("move_hours")),
    "recovery_time": (gettext_lazy("how long to wait after an operation"), _recovery),
    "youngest_age": (gettext_lazy("the youngest age"), _youngest),
    "care_years": (gettext_lazy("how far back you ask about care that needs a doctor’s letter"), _care_years),
}


def provide():
    for name, (meaning, value) in PROVIDED.items():
        tokens.provide(name, meaning, value)
