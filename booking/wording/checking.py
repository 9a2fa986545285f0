"""What is wrong with a text before it is saved. Pure."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from booking.wording.catalogue import BLOCKS, IN_SUBJECT, Text
from booking.wording.filling import names
from booking.wording.health_words import found_in

# Letters; phones cut a subject off soon after that.
LONGEST_SUBJECT = 70
BRACED = re.compile(r"\{([^{}\n]*)\}")
LINK = re.compile(
    r"https?://\S*|www\.\S*|\b[\w-]+\.(?:com|org|net|uk|info|io|eu|me|health|co)\b[^\s,;]*", re.IGNORECASE
)


class Fault(StrEnum):
    EMPTY = "empty"
    LONG = "long"
    CONTROL = "control"
    UNKNOWN = "unknown"
    MEANT = "meant"
    NOT_HERE = "not_here"
    BRACE = "brace"
    NOT_ALONE = "not_alone"
    MISSING = "missing"
    HEALTH = "health"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in the subject or in the body, about which word, and what may have been meant."""

    field: str
    fault: Fault
    about: str = ""
    meant: str = ""


def problems(text: Text, subject: str, body: str) -> list[Problem]:
    """Return everything that is wrong, in the order in which it is read; nothing when it can be sent."""
    return [*_of_subject(text, subject), *_of_body(text, body)]


def _of_subject(text, subject):
    yield from _of_both("subject", subject, text.allowed, text.allowed_in_subject)
    left = BRACED.sub("", subject)
    length = len(left) + sum(IN_SUBJECT.get(name, 0) for name in BRACED.findall(subject))
    if length > LONGEST_SUBJECT:
        yield Problem("subject", Fault.LONG, str(length))


def _of_body(text, body):
    yield from _of_both("body", body, text.allowed, text.allowed)
    for line in body.split("\n"):
        for name in names(line):
            if name in BLOCKS and line.strip() != f"{{{name}}}":
                yield Problem("body", Fault.NOT_ALONE, name)
    for name in text.needs:
        if name not in names(body):
            yield Problem("body", Fault.MISSING, name)


def _of_both(field, words, known, allowed):
    if not words.strip():
        yield Problem(field, Fault.EMPTY)
    if any(ord(letter) < 32 and letter != "\n" for letter in words):
        yield Problem(field, Fault.CONTROL)
    for name in dict.fromkeys(BRACED.findall(words)):
        if name not in allowed:
            yield _not_allowed(field, name, known, allowed)
    left = BRACED.sub("", words)
    if "{" in left or "}" in left:
        yield Problem(field, Fault.BRACE)
    for word in found_in(left):
        yield Problem(field, Fault.HEALTH, word)
    for link in dict.fromkeys(LINK.findall(left)):
        yield Problem(field, Fault.LINK, link)


def _not_allowed(field, name, known, allowed):
    if name in known:
        return Problem(field, Fault.NOT_HERE, name)
    meant = get_close_matches(name.strip().casefold(), allowed, n=1)
    return Problem(field, Fault.MEANT if meant else Fault.UNKNOWN, name, *meant)
