from dataclasses import dataclass
from datetime import datetime

from django import template
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from booking import availability
from booking.models import Treatment

register = template.Library()
SECONDS = 60


@dataclass(frozen=True)
class NextFree:
    starts_at: datetime
    treatment: str
    url: str


@register.simple_tag
def next_free_time():
    """Return the next free time of the first treatment, or None. Up to a minute old: the page that
    books looks again."""
    return cache.get_or_set("next_free_time", _look, SECONDS)


def _look():
    treatment = Treatment.objects.bookable().select_related("policy").first()
    if treatment is None:
        return None
    found = availability.next_free(treatment, 1, now=timezone.now())
    return NextFree(found[0].starts_at, treatment.name, reverse("book:start")) if found else None
