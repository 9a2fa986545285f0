from django import template

from booking import when

register = template.Library()
for _words in (when.day, when.day_year, when.clock, when.clock24, when.stamp, when.moment, when.moment_year):
    register.filter(_words.__name__, _words)
