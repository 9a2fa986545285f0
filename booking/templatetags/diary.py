from datetime import date, datetime
from math import ceil
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import availability, when

register = template.Library()


@register.filter
def by_then(at: datetime, now: datetime) -> str:
    """Return "18:00 today", or "Thu 11 Mar, 18:00"."""
    if availability.day_of(at) == availability.day_of(now):
        return _("%(clock)s today") % {"clock": when.clock24(at)}
    return f"{date_format(availability.day_of(at), 'D j M')}, {when.clock24(at)}"


@register.filter
def hours(minutes: int) -> str:
    """Return "4 h", or "4 h 30"."""
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest:02}" if rest else f"{whole} h"


@register.filter
def in_whole(number: float) -> int:
    """Return what a plural goes by, which asks for whole numbers: a half is more than one, half a day too."""
    return number if number == int(number) else max(2, ceil(number))


@register.filter
def day_url(day: date) -> str:
    """Return the address of one day of the diary."""
    return f"{reverse('admin:booking_booking_diary')}?{urlencode({'view': 'day', 'day': day.isoformat()})}"
