"""What the claims check found, in words."""

from collections import Counter

from django import template
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from content.claims import Level

register = template.Library()

LEVELS = {
    Level.BLOCK: _("Better not published."),
    Level.WARN: _("Better in milder words."),
    Level.INFO: _("To know."),
}


@register.filter
def has_level(findings, level):
    return any(one.level == level for one in findings)


@register.simple_tag
def claims_level(finding):
    return LEVELS[finding.level]


@register.simple_tag
def claims_why(finding):
    return gettext(finding.why)


@register.simple_tag
def claims_wording(finding):
    return gettext(finding.wording)


@register.simple_tag
def claims_count(findings):
    counts = Counter(one.level for one in findings)
    said = [
        (counts[Level.BLOCK], ngettext("%d not to publish", "%d not to publish", counts[Level.BLOCK])),
        (counts[Level.WARN], ngettext("%d to make milder", "%d to make milder", counts[Level.WARN])),
        (counts[Level.INFO], ngettext("%d to know", "%d to know", counts[Level.INFO])),
    ]
    return ", ".join(words % count for count, words in said if count)
