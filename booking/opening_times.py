"""The hours as the public pages tell them: the usual week, and the next days that differ from it."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from booking import availability, changes, opening, when
from booking.hours import Period
from booking.intervals import Interval
from content.on_offer import Opening, OpenOn

DAYS_AHEAD, MOST_TOLD = 42, 5
# Hours are by the clock on the wall, so any week without a change of clocks tells them. This is a Monday.
SOME_WEEK = date(2024, 1, 8)


def told(today: date) -> Opening:
    """Return the week and the next days that differ from it; in three queries."""
    plan = opening.plan(today, today + timedelta(days=DAYS_AHEAD - 1))
    usual = changes.Plan(plan.weekly)
    days = changes.compare(usual, plan, today, DAYS_AHEAD, zone=availability.zone())
    return Opening(tuple(week(plan.weekly)), tuple(others(days.values())[:MOST_TOLD]))


def week(weekly: Iterable[Period]) -> list[OpenOn]:
    """Return the open weekdays, neighbours with the same hours as one."""
    days = changes.worked(changes.Plan(tuple(weekly)), SOME_WEEK, 7, availability.zone())
    runs = groupby(days, key=lambda day: _hours(days[day]))
    return [OpenOn(_weekdays(list(run)), hours) for hours, run in runs if hours]


def others(days: Iterable[changes.Day]) -> list[str]:
    """Return a line for each day, or run of closed days, that begins or ends otherwise than usual.

    What only interrupts a day is left out: nobody chooses a time by it."""
    found, shut = [], []
    for day in days:
        if not day.after:
            shut += [day] if shut or _is_other(day) else []
            continue
        found += _closed(shut)
        shut = []
        if _is_other(day):
            found.append(_("%(day)s: %(hours)s") % {"day": when.day(day.day), "hours": _hours(day.after)})
    return found + _closed(shut)


def _closed(shut: list[changes.Day]) -> list[str]:
    # The usual days off within a run belong to it, those after it do not.
    last = max((at for at, day in enumerate(shut) if _is_other(day)), default=-1)
    if last < 0:
        return []
    if last == 0:
        name = f" ({shut[0].holiday})" if shut[0].holiday else ""
        return [_("Closed on %(day)s") % {"day": when.day(shut[0].day)} + name]
    return [_("Closed from %(days)s") % {"days": when.span(shut[0].day, shut[last].day)}]


def _is_other(day):
    return _bounds(day.before) != _bounds(day.after)


def _bounds(stretches):
    return (stretches[0].start, stretches[-1].end) if stretches else None


def _hours(stretches: Iterable[Interval]) -> str:
    words = [
        _("%(from)s to %(until)s") % {"from": when.clock(one.start), "until": when.clock(one.end)}
        for one in stretches
    ]
    return get_text_list(words, _("and"))


def _weekdays(days: list[date]) -> str:
    first, last = (date_format(day, "l") for day in (days[0], days[-1]))
    if len(days) == 1:
        return first
    joint = _("%(first)s and %(last)s") if len(days) == 2 else _("%(first)s to %(last)s")
    return joint % {"first": first, "last": last}
