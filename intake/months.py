"""Calendar months and birthdays. Pure."""

import calendar
from datetime import date


def add(day: date, months: int) -> date:
    """Return the same day that many months on, or that month's last: 31 December + 2 is 28 February."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, last_day(year, month0 + 1)))


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def age_on(born_on: date, day: date) -> int:
    """Return the age in whole years; who was born on 29 February grows older on 1 March in a common year."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday)


def between(earlier: date, later: date) -> tuple[int, int]:
    """Return whole calendar months and the days left over."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    while add(earlier, months) > later:
        months -= 1
    return months, (later - add(earlier, months)).days
