from django import template
from django.utils import timezone

from booking import desk

register = template.Library()
register.filter("short_name", desk.short_name)


@register.simple_tag
def desk_now():
    """Return the practitioner's desk as it is now."""
    return desk.at(timezone.now())
