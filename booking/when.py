"""Days and times in the words people use, in the practice's time zone. The only place that does."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


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
