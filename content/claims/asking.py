"""In what sense a question is asked, by itself and by what answers it. Pure."""

import re

from content.claims.values import Unless

ASKED = re.compile(
    r"^(?:but |and |so )?(?:can|does|is|will|could|may|do|should) (?:it|this|npm|massage|the|a|an|neural|i"
    r"|you)\b.*\?[\"')]*$",
    re.IGNORECASE,
)
# Somebody asks whether they may come, which offers them nothing.
WHETHER = re.compile(
    r"^(?:but |and |so )?(?:can|may|should|could) (?:i|we|my \w+) (?:still |even )?(?:come|book|have"
    r"|visit|bring|be"
    r" (?:seen|treated|massaged))\b.*\?[\"')]*$",
    re.IGNORECASE,
)
YES = re.compile(
    r"(?:oh,? )?(?:yes|absolutely|certainly|of course|definitely|usually|normally|often|indeed"
    r"|sure(?:ly)?|in (?:most|nearly"
    r"|almost|many)|most)\b(?! not\b)",
    re.IGNORECASE,
)
NO = re.compile(
    r"(?:(?:i'm |we're )?(?:afraid|sorry|goodness|heavens|gosh|oh|certainly|absolutely|definitely),? )?"
    r"(?:(?:i|we|it) (?:can't|cannot|don't|do not|doesn't|does not|won't)|no|none|never|nope|not"
    r"|neither)\b(?! (?:one|doubt"
    r"|problem))",
    re.IGNORECASE,
)
REPORTED = re.compile(r"\b(?:asks?|asked|wonders?|wondered) (?:me )?(?:whether|if)\b", re.IGNORECASE)
NEED = re.compile(
    r"^(?:do|does|will|would|must) (?:i|my \w+) (?:still |really |even )?(?:need|have to)\b", re.IGNORECASE
)


def is_asked(text: str) -> bool:
    """Return whether it asks, or tells what is asked, so that the next sentence answers it."""
    return text.rstrip("\"')").endswith("?") or bool(REPORTED.search(text))


def of_question(text: str, answer: str) -> set[Unless]:
    """Return in what sense a question is asked; of what is no question nothing."""
    # Whoever asks whether something is still needed hears of doing without it in a no.
    yes, no = (NO, YES) if NEED.search(text) else (YES, NO)
    found = {Unless.ANSWERED_NO} if no.match(answer) else set()
    if WHETHER.search(text):
        found.add(Unless.WHETHER)
    if ASKED.search(text) and not yes.match(answer):
        found.add(Unless.ASKED)
    return found
