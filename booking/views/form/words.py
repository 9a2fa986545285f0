"""What the tasks of the form are called by whoever fills it in, and what is said above their questions."""

from django.utils.translation import gettext_lazy as _

from intake.history.values import Section

HEADINGS = {
    Section.ABOUT: _("About you"),
    Section.HEALTH: _("Your health"),
    Section.MEDICINES: _("Medicines and allergies"),
    Section.OPERATIONS: _("Operations and injuries"),
    Section.COMPLAINTS: _("What brings you"),
    Section.COMFORT: _("Comfort and access"),
    Section.AGREEMENT: _("Your agreement"),
}
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
    return HEADINGS[section] if is_own else HEADINGS_OF_ANOTHER.get(section, HEADINGS[section])
