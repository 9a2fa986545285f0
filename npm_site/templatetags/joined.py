"""`{% filter joined %}` around the links to a page's stylesheets."""

from django import template
from django.template.defaultfilters import stringfilter

from npm_site import joined as sheets

register = template.Library()


@register.filter(is_safe=True)
@stringfilter
def joined(links):
    return sheets.join(links)
