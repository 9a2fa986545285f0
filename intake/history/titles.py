"""The parts of the health form, and the ways to answer, in words."""

from django.utils.translation import gettext_lazy as _

from .values import Kind, Section

SECTIONS = {
    Section.ABOUT: _("About you"),
    Section.HEALTH: _("Your health"),
    Section.MEDICINES: _("Medicines and allergies"),
    Section.OPERATIONS: _("Operations and injuries"),
    Section.COMPLAINTS: _("What brings you"),
    Section.COMFORT: _("Comfort and access"),
    Section.AGREEMENT: _("Your agreement"),
}
KINDS = {
    Kind.REPLY: _("Yes, no or not sure"),
    Kind.LINE: _("One line of words"),
    Kind.TEXT: _("Several lines of words"),
    Kind.CHOICE: _("One of several"),
    Kind.CHOICES: _("Any of several"),
    Kind.SCALE: _("A number from 0 to 10"),
    Kind.DAY: _("A day"),
}
