"""What the tasks of the form are called by whoever fills it in, and what is said above their questions."""

from django.utils.translation import gettext_lazy as _

from intake.history.titles import SECTIONS
from intake.history.values import Section

HEADINGS_OF_ANOTHER = {
    Section.ABOUT: _("About the person"),
    Section.HEALTH: _("Their health"),
    Section.COMPLAINTS: _("What brings them"),
}
LEADS = {
    Section.ABOUT: _("I know your name and how to reach you. Three more things."),
    Section.HEALTH: _("A yes turns nobody away. It tells me what to take care of."),
}


def heading(section: Section, *, is_own: bool) -> str:
    return SECTIONS[section] if is_own else HEADINGS_OF_ANOTHER.get(section, SECTIONS[section])
