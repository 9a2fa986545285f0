"""Outcomes and findings in words, for the client's own pages.

They may speak of health, so they do not belong in a mail, a calendar file, an address or a log.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from intake.findings import Finding, Outcome
from intake.words import NAMES, facts


@dataclass(frozen=True)
class NextStep:
    """An outcome as the client reads it: its kind name, a title, and what happens next."""

    name: str
    title: str
    paragraphs: tuple[str, ...]


def next_step(outcome: Outcome) -> NextStep:
    """Say an outcome to the client; deadlines and times are for the page to add."""
    title, paragraphs = NEXT_STEPS[outcome]
    return NextStep(str(NAMES[outcome]), str(title), tuple(str(text) for text in paragraphs))


NEXT_STEPS = {
    Outcome.READY: (
        gettext_lazy("Your session is booked"),
        (gettext_lazy("You do not need to do anything else before the visit."),),
    ),
    Outcome.TALK: (
        gettext_lazy("Request sent. Let us talk first"),
        (
            gettext_lazy("Something in your answers is better talked about than typed."),
            gettext_lazy("I read them myself and write to you, or ring if that is easier."),
            gettext_lazy("Then I confirm this time or suggest another."),
        ),
    ),
    Outcome.LETTER: (
        gettext_lazy("Request sent. A letter first"),
        (
            gettext_lazy("Before a session I need a letter from your doctor that approves it."),
            gettext_lazy("I write to you about how to send it. You do not have to have it today."),
        ),
    ),
    Outcome.LATER: (
        gettext_lazy("Request sent. A later date may suit you better"),
        (
            gettext_lazy("This day may be early for you. I read your answers before anything is decided."),
            gettext_lazy("If you would rather not wait for my answer, choose a later day instead."),
        ),
    ),
}


def to_client(found: Finding, visit_on: date) -> str:
    """Say one holding finding to the client on their own page; an empty string when it does not hold."""
    if not found.holds:
        return ""
    return str(TO_CLIENT.get(found.code, TO_CLIENT["not_sure"])) % facts(found, visit_on)


TO_CLIENT = {
    "too_soon": gettext_lazy(
        "You told me about an operation: %(on)s. I can consider a session from %(considered)s, and from "
        "%(straight)s you can book straight through."
    ),
    "recovering": gettext_lazy(
        "You told me about an operation: %(on)s. I would like to hear how you are healing before I say yes. "
        "From %(straight)s you can book straight through."
    ),
    "not_recovered": gettext_lazy("You are still healing, so I would like to talk with you first."),
    "pregnancy": gettext_lazy("As a general rule I do not give sessions in pregnancy, so we talk first."),
    "overdue": gettext_lazy("The due date has passed by then, so I look at it with you, person to person."),
    "after_birth": gettext_lazy("By then the baby may be there, so I would like to hear how you are."),
    "oncology": gettext_lazy("I need your doctor’s written approval first. You can add the letter later."),
    "oncology_unsure": gettext_lazy("You are not sure about one answer. We look at it together."),
    "see_doctor": gettext_lazy(
        "Symptoms like these belong to a doctor first. Please see one, and tell me what you hear."
    ),
    "too_young": gettext_lazy("For a child this young I would like to talk with you first."),
    "child": gettext_lazy("A child’s first visit always starts with a talk."),
    "guardian_missing": gettext_lazy("Under 16, a parent or guardian books and is there at the visit."),
    "consent_of_other": gettext_lazy("Before I confirm I ask whether the other person agrees."),
    # Whoever typed this name, email and birthday has not proven to be that person: nothing that is
    # only on file may show here.
    "disagrees": gettext_lazy("I would like to talk with you before I confirm."),
    "practitioner_later": gettext_lazy("I would like to talk with you about the day before I confirm."),
    "practitioner_talk": gettext_lazy("I would like to talk with you before I confirm."),
    "precaution": gettext_lazy("I would like to talk with you before I confirm."),
    # The same whether or not the address is known: it must not tell who has been here.
    "not_known": gettext_lazy("I look up your earlier visits before I confirm."),
    "not_sure": gettext_lazy("You are not sure about one answer. We look at it together."),
}
