from dataclasses import dataclass
from datetime import datetime

from django import template
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from booking import availability
from booking.models import Treatment
from content import site

register = template.Library()
SECONDS = 60


@dataclass(frozen=True)
class NextFree:
    """The next time that can be booked; without one, only a place on the waitlist can be had."""

    starts_at: datetime | None
    is_first: bool
    url: str


@register.simple_tag
def next_free_time():
    """Return the next free time of the first treatment; None while nothing is booked here. Up to a minute
    old unless hours or treatments change: the page that books looks again."""
    key = f"next_free_time:{site.recent().practice.stamp}"
    return cache.get_or_set(key, _look, SECONDS)


def _look():
    treatment = Treatment.objects.bookable().select_related("policy").first()
    if treatment is None:
        return None
    found = availability.next_free(treatment, 1, now=timezone.now())
    return NextFree(found[0].starts_at if found else None, treatment.is_first, reverse("book:start"))
