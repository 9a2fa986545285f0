from django import template

from booking import notice

register = template.Library()


@register.simple_tag
def privacy_in_short():
    """Return the privacy notice in eight lines, as it is now."""
    return notice.short()
