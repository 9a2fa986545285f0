"""The agreement to the use of health answers: its exact words, by version and by whom they are for."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.answers import ForWhom

VERSION = "1"
# Article 9(2)(a) UK GDPR: a clear statement of its own, never ticked beforehand.
CONDITION = "explicit_consent"

WORDINGS = {
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


@dataclass(frozen=True)
class Agreement:
    """The words as somebody saw them."""

    wording: str
    version: str
    language: str
    condition: str = CONDITION

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.wording.encode()).hexdigest()

    def to_json(self) -> dict:
        return {
            "wording": self.wording,
            "version": self.version,
            "language": self.language,
            "condition": self.condition,
        }


def current(for_whom: str) -> Agreement:
    """Return the agreement in the words and the language of this moment."""
    return Agreement(str(WORDINGS[ForWhom(for_whom)]), VERSION, get_language() or "en-gb")
