"""What the claims check speaks of. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a wording risks; the strictest first."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


class Place(StrEnum):
    """Where a text is read. In a heading no illness is named for any reason; a form may ask about it."""

    BODY = "body"
    HEADING = "heading"
    HOME = "home"
    META = "meta"
    ALT = "alt"
    ADDRESS = "address"
    FORM = "form"
    MAIL = "mail"


# Seen by people who look for something else: here cancer is not even named in an instruction.
SHOWN_TO_ALL = frozenset({Place.HEADING, Place.HOME, Place.META, Place.ALT, Place.ADDRESS})


class Unless(StrEnum):
    """In what sort of sentence a wording says something else."""

    NEGATED = "negated"
    WITHIN = "within"
    DENIED = "denied"
    SAFETY = "safety"
    IDEA = "idea"
    ASKED = "asked"
    WHETHER = "whether"
    SETTING = "setting"
    COMING = "coming"
    ANSWERED_NO = "answered no"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it is read: no markup, plain apostrophes and quotation marks, single spaces."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """Wordings of one kind: how much they risk, why, and what could be said in their place."""

    id: str
    level: Level
    why: str
    wording: str
    patterns: tuple[str, ...]
    unless: frozenset[Unless] = frozenset()
    # Milder rules that have nothing to add where this one has found something.
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a sentence: the words, why they matter, and a milder wording."""

    rule: str
    level: Level
    sentence: str
    words: tuple[str, ...]
    why: str
    wording: str
