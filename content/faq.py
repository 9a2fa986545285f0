"""The questions, grouped and searched."""

from itertools import groupby
from typing import NamedTuple

from content import prose
from content.models import FaqEntry, FaqGroup

LONGEST_QUERY = 100


class Group(NamedTuple):
    group: FaqGroup
    entries: list[FaqEntry]


class Neighbours(NamedTuple):
    previous: FaqEntry | None
    next: FaqEntry | None


def grouped(entries) -> list[Group]:
    return [Group(group, list(rows)) for group, rows in groupby(entries, key=lambda entry: entry.group)]


def tidy(query: str) -> str:
    """What was asked, without what nobody types: no control characters, single spaces, bounded."""
    printable = "".join(letter if letter.isprintable() else " " for letter in query[: LONGEST_QUERY * 2])
    return " ".join(printable.split())[:LONGEST_QUERY].strip()


def search(entries, query: str) -> list[FaqEntry]:
    """Entries that hold every word of the query, those with all of them in the question first."""
    wanted = _fold(query).split()
    found = [entry for entry in entries if _holds(f"{entry.question} {prose.words(entry.html)}", wanted)]
    return sorted(found, key=lambda entry: not _holds(entry.question, wanted))


def neighbours(entries, entry) -> Neighbours:
    place = entries.index(entry)
    before = entries[place - 1] if place else None
    after = entries[place + 1] if place + 1 < len(entries) else None
    return Neighbours(before, after)


def _holds(text, wanted):
    folded = _fold(text)
    return all(word in folded for word in wanted)


def _fold(text):
    # A phone types ’ where a text may have ', and the other way round.
    return " ".join(text.replace("’", "'").casefold().split())
