from django import template

from booking import when

register = template.Library()
_WORDS = (
    when.day,
    when.day_year,
    when.clock,
    when.clock24,
    when.stamp,
    when.moment,
    when.moment_year,
    when.apart,
)
for _words in _WORDS:
    register.filter(_words.__name__, _words)
