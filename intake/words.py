"""Findings in words, for the practitioner's desk.

They speak of health, so they do not belong in a mail, a calendar file, an address or a log.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake import months
from intake.answers import Answers, Reply
from intake.findings import Finding, Outcome, Policy
from intake.history import precaution_words
from intake.questions import SHORT

NAMES = {
    Outcome.READY: gettext_lazy("Ready"),
    Outcome.TALK: gettext_lazy("Let us talk first"),
    Outcome.LETTER: gettext_lazy("A letter first"),
    Outcome.LATER: gettext_lazy("A later date"),
}


@dataclass(frozen=True)
class InWords:
    """A finding as the practitioner reads it."""

    word: str
    heading: str
    sentence: str
    outcome: Outcome


# code: heading, and the sentence with the places that facts() fills.
FINDINGS = {
    "too_soon": (
        gettext_lazy("An operation shortly before the visit"),
        gettext_lazy(
            "%(what)s%(on)s. The visit is %(since)s after it. It can be considered from %(considered)s, "
            "and goes straight through from %(straight)s."
        ),
    ),
    "recovering": (
        gettext_lazy("Still recovering from an operation"),
        gettext_lazy("%(what)s%(on)s. The visit is %(since)s after it. Straight through from %(straight)s."),
    ),
    "recovered": (
        gettext_lazy("An operation some time ago"),
        gettext_lazy("%(what)s%(on)s. The visit is %(since)s after it."),
    ),
    "planned": (
        gettext_lazy("An operation planned after the visit"),
        gettext_lazy("%(what)s%(on)s. Later visits need another look."),
    ),
    "not_recovered": (
        gettext_lazy("Not healed or not discharged yet"),
        gettext_lazy("Answered that it has not healed, or that check-ups go on."),
    ),
    "pregnancy": (gettext_lazy("Pregnant on the day"), gettext_lazy("Answered yes. %(due)s")),
    "overdue": (
        gettext_lazy("Past the due date on the day"),
        gettext_lazy("%(due)s The visit is %(days)s after it. Only you decide about the exception."),
    ),
    "after_birth": (
        gettext_lazy("After a birth"),
        gettext_lazy("%(due)s The visit is %(days)s after it. Ask about the birth and the recovery."),
    ),
    "oncology": (
        gettext_lazy("Care for cancer now or lately"),
        gettext_lazy(
            "Answered yes. The visit can be confirmed once you have accepted a doctor’s letter "
            "that is still valid on %(visit)s."
        ),
    ),
    "oncology_unsure": (
        gettext_lazy("Not sure about care for cancer"),
        gettext_lazy("Ask, and note yes or no. Until then nobody can confirm the visit."),
    ),
    "see_doctor": (
        gettext_lazy("Symptoms for a doctor first"),
        gettext_lazy("Answered yes to severe, unexplained or worsening symptoms that no doctor has seen."),
    ),
    "too_young": (
        gettext_lazy("Younger than your youngest age"),
        gettext_lazy("Talk with the guardian about whether a session suits the child."),
    ),
    "child": (
        gettext_lazy("A child’s first session"),
        gettext_lazy("Under 18 on the day. Under 16 a guardian is there at every visit."),
    ),
    "guardian_missing": (
        gettext_lazy("Under 16, booked without a guardian"),
        gettext_lazy("A parent or guardian has to book, and to be there."),
    ),
    "consent_of_other": (
        gettext_lazy("Booked for another adult"),
        gettext_lazy("Note their own consent, or the booker’s authority, before you confirm."),
    ),
    "disagrees": (
        gettext_lazy("Answered differently before"),
        gettext_lazy("%(question)s: no now, but yes on %(on)s."),
    ),
    "practitioner_later": (
        gettext_lazy("Your note: not before a day"),
        gettext_lazy("You noted not before %(considered)s."),
    ),
    "practitioner_talk": (
        gettext_lazy("Your note: talk first"),
        gettext_lazy("You noted that each booking waits until you have talked."),
    ),
    "not_known": (
        gettext_lazy("A follow-up by somebody not found"),
        gettext_lazy("No earlier client has this name, email and date of birth."),
    ),
    "not_sure": (gettext_lazy("Not sure"), gettext_lazy("%(question)s: answered “I’m not sure”.")),
    "not_answered": (gettext_lazy("Not answered"), gettext_lazy("%(question)s: no full answer.")),
} | precaution_words.FINDINGS


def finding(found: Finding, visit_on: date) -> InWords:
    """Say one finding to the practitioner."""
    heading, sentence = FINDINGS[found.code]
    told = facts(found, visit_on)
    return InWords(
        word=str(NAMES[found.outcome]),
        heading=str(heading) % told,
        sentence=(str(sentence) % told).strip(),
        outcome=found.outcome,
    )


def nothing_else(answers: Answers, visit_on: date, policy: Policy) -> str:
    """Say in one line what was answered with a plain no, and the age on the day."""
    plain = [str(text) for name, text in PLAIN_NO if getattr(answers, name) == Reply.NO]
    years = months.age_on(answers.born_on, visit_on)
    if years >= policy.adult_from_age:
        return " ".join([*plain, _("An adult.")])
    return " ".join([*plain, _("Age on the day: %(years)s.") % {"years": years}])


PLAIN_NO = (
    ("pregnant", gettext_lazy("Not pregnant.")),
    ("had_operation", gettext_lazy("No operation lately, and none planned.")),
    ("cancer", gettext_lazy("No care for cancer.")),
    ("symptoms", gettext_lazy("No severe, unexplained or worsening symptoms.")),
)


def facts(found: Finding, visit_on: date) -> dict[str, str]:
    """Return the days and spans that a sentence about this finding may name."""
    return {
        "what": f"{found.what}, " if found.what else "",
        "on": _on(found),
        "since": _since(found, visit_on),
        "days": _days((visit_on - found.on).days) if found.on else "",
        "considered": _day(found.considered_from),
        "straight": _day(found.straight_from),
        "due": _due(found),
        "visit": _day(visit_on),
        "question": str(SHORT.get(found.question, "")),
    } | precaution_words.facts(found)


def _on(found: Finding) -> str:
    if found.on is None:
        return ""
    if found.is_day_known:
        return _day(found.on)
    return _("%(month)s, day not known") % {"month": date_format(found.on, "F Y")}


def _due(found: Finding) -> str:
    if found.on is None:
        return _("No due date given.")
    return _("The baby is due on %(day)s.") % {"day": _day(found.on)}


def _since(found: Finding, visit_on: date) -> str:
    if found.on is None:
        return ""
    if found.on >= visit_on:
        return _("less than a day") if found.is_day_known else _("less than a month")
    whole, days = months.between(found.on, visit_on)
    count = ngettext("%(count)s month", "%(count)s months", whole) % {"count": whole}
    if not whole:
        return _days(days)
    return _("%(months)s and %(days)s") % {"months": count, "days": _days(days)} if days else count


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
