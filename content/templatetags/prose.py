from django import template

from content import site

register = template.Library()


@register.simple_tag(takes_context=True)
def prose(context, text):
    """Show Markdown typed in admin as clean HTML, tokens filled in."""
    return site.of(context["request"]).text(text).body
