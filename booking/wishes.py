"""Which times would do for somebody who waits: kept in a draft, and said in words."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking import when

# Mondays = 0. In the plural: a wish is about every one of them.
WEEKDAYS = (
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
)
# By their names in booking.calendar.
PARTS = {
    "morning": gettext_lazy("mornings"),
    "afternoon": gettext_lazy("afternoons"),
    "evening": gettext_lazy("evenings"),
}
NAMES = ("weekdays", "parts", "from_on", "until_on", "notice_hours")
DAY_HOURS = 24


def of(entry) -> dict:
    """Return the wish of a place on the waitlist."""
    return {name: getattr(entry, name) for name in NAMES}


def to_json(wish: dict) -> dict:
    """Return it as a draft keeps it."""
    return wish | {name: wish[name].isoformat() for name in ("from_on", "until_on")}


def from_json(kept: dict) -> dict:
    return kept | {name: date.fromisoformat(kept[name]) for name in ("from_on", "until_on")}


def days(wish: dict) -> str:
    """Return "Any day", or "Mondays or Fridays"."""
    if not wish["weekdays"]:
        return _("Any day")
    return get_text_list([str(WEEKDAYS[number]) for number in sorted(wish["weekdays"])], _("or"))


def parts(wish: dict) -> str:
    """Return "Any time of day", or "Mornings or evenings"."""
    named = [str(words) for name, words in PARTS.items() if name in wish["parts"]]
    if not named:
        return _("Any time of day")
    listed = get_text_list(named, _("or"))
    return listed[0].upper() + listed[1:]


def dates(wish: dict) -> str:
    return when.days(wish["from_on"], wish["until_on"])


def notice(hours: int) -> str:
    """Return "1 day before", "a week before"."""
    if hours == 7 * DAY_HOURS:
        return _("A week before")
    if hours % DAY_HOURS:
        return ngettext("%(count)s hour before", "%(count)s hours before", hours) % {"count": hours}
    count = hours // DAY_HOURS
    return ngettext("%(count)s day before", "%(count)s days before", count) % {"count": count}


def facts(wish: dict) -> list[tuple[str, str]]:
    """Return what is wished for, as terms and values."""
    return [
        (_("Days"), days(wish)),
        (_("Time of day"), parts(wish)),
        (_("Between"), dates(wish)),
        (_("Told at least"), notice(wish["notice_hours"])),
    ]


def short(wish: dict) -> str:
    """Return all of it in one line, for a list."""
    span = _("%(first)s to %(last)s") % {
        "first": date_format(wish["from_on"], "j M"),
        "last": date_format(wish["until_on"], "j M"),
    }
    return ", ".join([days(wish), parts(wish).lower(), span])


def first_day(wish: dict, today: date) -> date:
    """Return the first day that the notice leaves open."""
    return max(wish["from_on"], today + timedelta(hours=wish["notice_hours"]))


def has_a_day(wish: dict, today: date) -> bool:
    """Whether any of its days is still to come."""
    first = first_day(wish, today)
    ahead = min((wish["until_on"] - first).days + 1, 7)
    weekdays = {(first + timedelta(days=n)).weekday() for n in range(ahead)}
    return bool(weekdays & set(wish["weekdays"]) if wish["weekdays"] else weekdays)
