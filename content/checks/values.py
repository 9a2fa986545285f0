"""What is found in a text, and what is known of an address that it leads to. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """STOP breaks something for whoever reads it; NOTE is better put right."""

    STOP = "stop"
    NOTE = "note"


@dataclass(frozen=True)
class Found:
    """One thing that is wrong: words marked for translation, and what they speak of."""

    level: Level
    words: str
    about: dict[str, str] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.words) % self.about


class State(StrEnum):
    THERE = "there"
    DRAFT = "draft"
    MISSING = "missing"


class Target(NamedTuple):
    """What stands at an address of this site; `ids` of its headings, None where they are not known."""

    state: State
    ids: frozenset[str] | None = None


def stop(words: str, /, **about: str) -> Found:
    return Found(Level.STOP, words, about)


def note(words: str, /, **about: str) -> Found:
    return Found(Level.NOTE, words, about)
