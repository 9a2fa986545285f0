"""Days and times in the words people use, in the practice's time zone. The only place that does."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WEEK = timedelta(weeks=1)


def _local(value: datetime) -> datetime:
    return value.astimezone(timezone.get_default_timezone())


def _day_of(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime) -> str:
    """Return "Tuesday 9 March"."""
    return date_format(_day_of(value), "l j F")


def day_year(value: date | datetime) -> str:
    """Return "Tuesday 9 March 2027"."""
    return date_format(_day_of(value), "l j F Y")


def days(first: date, last: date) -> str:
    """Return "Monday 5 to Friday 9 April 2027"; one day alone is day_year()."""
    if first == last:
        return day_year(first)
    is_same_year = first.year == last.year
    names = "l j" if is_same_year and first.month == last.month else "l j F" if is_same_year else "l j F Y"
    return _("%(first)s to %(last)s") % {"first": date_format(first, names), "last": day_year(last)}


def span(first: date, last: date) -> str:
    """Return "Monday 5 to Friday 9 April"; one day alone is day()."""
    if first == last:
        return day(first)
    is_same_month = (first.year, first.month) == (last.year, last.month)
    names = "l j" if is_same_month else "l j F"
    return _("%(first)s to %(last)s") % {"first": date_format(first, names), "last": day(last)}


def clock(value: datetime) -> str:
    """Return "10am", "10:30am", "noon" or "midnight"."""
    local = _local(value)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return _("noon") if local.hour else _("midnight")
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def clock24(value: datetime) -> str:
    """Return "14:00", as the practitioner's diary has it."""
    return f"{_local(value):%H:%M}"


def moment(value: datetime) -> str:
    """Return "Tuesday 9 March, 10:30am"."""
    return f"{day(value)}, {clock(value)}"


def moment_year(value: datetime) -> str:
    """Return "Tuesday 9 March 2027, 10:30am"."""
    return f"{day_year(value)}, {clock(value)}"


def stamp(value: datetime) -> str:
    """Return "Tue 9 Mar 2027, 14:00", for the rows of a record."""
    return f"{date_format(_day_of(value), 'D j M Y')}, {clock24(value)}"


def apart(usual: tuple[timedelta, timedelta]) -> str:
    """Return "1 to 2 weeks", "3 weeks" or "10 to 20 days" for the fewest and the most, in whole days."""
    is_weeks = not any(one % WEEK for one in usual)
    fewest, most = (one // (WEEK if is_weeks else timedelta(days=1)) for one in usual)
    count = str(most) if fewest == most else _("%(fewest)s to %(most)s") % {"fewest": fewest, "most": most}
    if is_weeks:
        return ngettext("%(count)s week", "%(count)s weeks", most) % {"count": count}
    return ngettext("%(count)s day", "%(count)s days", most) % {"count": count}


def time_left(due: datetime, now: datetime) -> str:
    """Return "3 days left", "5 hours left" or "40 minutes left", rounded down; nothing once it is due."""
    minutes = int((due - now).total_seconds() // 60)
    if minutes <= 0:
        return ""
    hours, days = minutes // 60, minutes // (24 * 60)
    if days:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    if hours:
        return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
    return ngettext("%(count)s minute left", "%(count)s minutes left", minutes) % {"count": minutes}
