"""What people agree to, or are told: the exact words of each purpose, by version and by whom they are for."""

import hashlib
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.answers import ForWhom


class Purpose(TextChoices):
    """What is agreed to, each by itself. Only the first is needed for a session."""

    HEALTH = "health", _("use of health answers")
    DOCTOR = "doctor", _("writing to the doctor about a letter")
    NEWS = "news", _("news by email")
    WORDS = "words", _("quoting their words without a name")


class Condition(TextChoices):
    """On what ground: Article 9(2)(a) or (h) UK GDPR for what is about health, else plain consent."""

    EXPLICIT_CONSENT = "explicit_consent", _("explicit consent")
    HEALTH_CARE = "health_care", _("care under a duty of confidentiality")
    CONSENT = "consent", _("consent")


OPTIONAL = (Purpose.DOCTOR, Purpose.NEWS, Purpose.WORDS)

# Article 9(2)(a): a clear statement of its own, never ticked beforehand.
AGREED = {
    ForWhom.SELF: _(
        "I agree that you use and keep my answers about my health, to see whether a session suits me "
        "and to prepare for it. I can take this back at any time."
    ),
    ForWhom.CHILD: _(
        "I have parental responsibility for this child. I agree that you use and keep my answers about "
        "the child’s health, to see whether a session suits them and to prepare for it. "
        "I can take this back at any time."
    ),
    ForWhom.ADULT: _(
        "The person the session is for knows that I am asking. They agree that you use and keep these "
        "answers about their health, to see whether a session suits them and to prepare for it. "
        "They can take this back at any time."
    ),
}
# Article 9(2)(h): said, and not asked. A box to tick would pretend that there is a choice.
TOLD = {
    ForWhom.SELF: _(
        "I use and keep your answers about your health. They show me whether a session suits you and how "
        "to prepare for it. I owe you a duty of confidentiality for them."
    ),
    ForWhom.CHILD: _(
        "I use and keep your answers about the child’s health. They show me whether a session suits them "
        "and how to prepare for it. I owe the child a duty of confidentiality for them."
    ),
    ForWhom.ADULT: _(
        "I use and keep your answers about this person’s health. They show me whether a session suits them "
        "and how to prepare for it. I owe them a duty of confidentiality. Please tell them that "
        "you ask."
    ),
}
MAY_WRITE = {
    ForWhom.SELF: _("If you need a doctor’s letter for me, you may write to my GP or specialist about it."),
    ForWhom.CHILD: _(
        "If you need a doctor’s letter for the child, you may write to their GP or specialist about it."
    ),
    ForWhom.ADULT: _(
        "They agree that you write to their GP or specialist, if you need a doctor’s letter for them."
    ),
}
NEWS = _("You may send me a letter by email now and then, about the practice.")
MAY_QUOTE = {
    ForWhom.SELF: _(
        "You may quote on this site what I say about my sessions: without my name, and without naming "
        "an illness."
    ),
    ForWhom.CHILD: _(
        "You may quote on this site what we say about the child’s sessions: without a name, and without "
        "naming an illness."
    ),
    ForWhom.ADULT: _(
        "They agree that you quote on this site what they say about their sessions: without a name, and "
        "without naming an illness."
    ),
}
# Other words are another version; what was agreed to in earlier ones stays as it was.
WORDINGS = {
    (Purpose.HEALTH, Condition.EXPLICIT_CONSENT): ("1", AGREED),
    (Purpose.HEALTH, Condition.HEALTH_CARE): ("1", TOLD),
    (Purpose.DOCTOR, Condition.EXPLICIT_CONSENT): ("1", MAY_WRITE),
    (Purpose.NEWS, Condition.CONSENT): ("1", dict.fromkeys(ForWhom, NEWS)),
    (Purpose.WORDS, Condition.EXPLICIT_CONSENT): ("1", MAY_QUOTE),
}


@dataclass(frozen=True)
class Agreement:
    """The words as somebody saw them."""

    wording: str
    version: str
    language: str
    condition: str
    # A draft of before there were several purposes names none.
    purpose: str = Purpose.HEALTH.value

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.wording.encode()).hexdigest()

    @property
    def is_asked(self) -> bool:
        """Whether somebody says yes to it; what is only told is not ticked, and not taken back."""
        return self.condition != Condition.HEALTH_CARE

    def to_json(self) -> dict:
        return {
            "wording": self.wording,
            "version": self.version,
            "language": self.language,
            "condition": self.condition,
            "purpose": self.purpose,
        }

    @classmethod
    def from_json(cls, data: dict) -> Self:
        """Read what to_json wrote; raises TypeError when it is something else."""
        return cls(**data)


def condition_of(purpose: str) -> Condition:
    """Return the ground that this purpose rests on, as the site is set up now."""
    if purpose == Purpose.HEALTH:
        return Condition(settings.HEALTH_CONDITION)
    return Condition.CONSENT if purpose == Purpose.NEWS else Condition.EXPLICIT_CONSENT


def current(for_whom: str, purpose: str = Purpose.HEALTH) -> Agreement:
    """Return the agreement in the words and the language of this moment."""
    condition = condition_of(purpose)
    version, wordings = WORDINGS[Purpose(purpose), condition]
    words = str(wordings[ForWhom(for_whom)])
    return Agreement(words, version, get_language() or "en-gb", condition.value, Purpose(purpose).value)
