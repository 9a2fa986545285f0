from django import template
from django.utils import timezone

from booking import counting, desk, home_pictures
from booking.admin.menu import menu

register = template.Library()
register.filter("short_name", desk.short_name)


@register.simple_tag
def desk_now():
    """Return the practitioner's desk as it is now."""
    return desk.at(timezone.now())


@register.simple_tag(takes_context=True)
def desk_menu(context):
    """Return the groups of the practitioner's menu, for the page that is shown."""
    request = context.get("request")
    return menu(request.user, request.get_full_path(), timezone.now()) if request else []


@register.simple_tag
def load_pictures():
    """Return how full the diary was and is to be, as pictures for the first page."""
    return home_pictures.drawn(counting.use(now=timezone.now()))
