"""Precautions in words, for the practitioner's desk: they speak of health, so no mail or log has them."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.answers import Reply
from intake.findings import Finding
from intake.history.precautions import Named, Precaution
from intake.screening import AGREED, PRECAUTION

NAMES = {
    Precaution.RECENT_CLOT: gettext_lazy("A blood clot in the last 3 months"),
    Precaution.CLOT: gettext_lazy("A blood clot once"),
    Precaution.FEVER: gettext_lazy("A fever, or feeling ill"),
    Precaution.INFECTION: gettext_lazy("An infection"),
    Precaution.ACUTE: gettext_lazy("A fresh injury or swelling"),
    Precaution.BLOOD_PRESSURE: gettext_lazy("High blood pressure, not under control"),
    Precaution.HEART: gettext_lazy("Heart condition or stroke"),
    Precaution.OSTEOPOROSIS: gettext_lazy("Severe osteoporosis"),
    Precaution.EPILEPSY: gettext_lazy("Epilepsy or fits"),
    Precaution.BLOOD_THINNERS: gettext_lazy("Blood thinners"),
    Precaution.IMPLANT: gettext_lazy("A device or an implant"),
    Precaution.SKIN: gettext_lazy("Broken or sore skin"),
    Precaution.FEELING: gettext_lazy("Less feeling in a place"),
    Precaution.ALLERGY: gettext_lazy("Allergies"),
}


# What screening finds of them: heading, and the sentence with the places that facts() fills.
FINDINGS = {
    PRECAUTION: (
        gettext_lazy("%(precaution)s"),
        gettext_lazy("The health form%(formed)s names it. You talk about this before a visit."),
    ),
    AGREED: (
        gettext_lazy("%(precaution)s"),
        gettext_lazy("The health form%(formed)s names it. You have said yes to a visit with it before."),
    ),
}


def facts(found: Finding) -> dict[str, str]:
    """Return the name of a precaution that was found, and the day of its form where that matters."""
    formed = _(" of %(day)s") % {"day": date_format(found.on, "j F Y")} if found.on else ""
    return {"precaution": name(found.question, found.what), "formed": formed}


def name(key: str, wording: str = "") -> str:
    """Return the name of a precaution by its key; one of her own goes by the wording of its question."""
    code = key.partition(":")[0]
    return str(NAMES[code]) if code in NAMES else wording or _("A question of your own")


def line(named: Named) -> str:
    """Say what a form names on one line: “Epilepsy or fits (not sure): twice a year”."""
    return ": ".join(filter(None, parts(named)))


def parts(named: Named) -> tuple[str, str]:
    """Return what a form names, and what was said of it, each on one line; the second may be empty."""
    heading = name(named.key, named.wording)
    if named.reply == Reply.UNSURE:
        heading = _("%(name)s (not sure)") % {"name": heading}
    return heading, " ".join(named.details.split())
