"""What a mail is made of: words and links, the blocks of its text, and the whole letter. Pure."""

import re
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Piece:
    """Some words, and the address they lead to, if they do."""

    words: str
    address: str = ""


type Words = tuple[Piece, ...]


@dataclass(frozen=True)
class Text:
    kind: ClassVar[str] = "text"
    lines: tuple[Words, ...]


@dataclass(frozen=True)
class Facts:
    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Item:
    words: Words
    more: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Items:
    kind: ClassVar[str] = "items"
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Way:
    """An address with its words, if it has any. One that stands alone in the text is something to do."""

    kind: ClassVar[str] = "way"
    words: str
    address: str
    is_alone: bool = False


type Block = Text | Facts | Items | Way


@dataclass(frozen=True)
class Letter:
    """A mail in its parts: `title` is its first sentence, `lead` and `fact` are what follows it at once."""

    greeting: str
    title: Words
    lead: Text | None
    fact: tuple[str, Words] | None
    blocks: tuple[Block, ...]
    foot: tuple[Block, ...]


@dataclass(frozen=True)
class Known:
    """What may become a link: addresses that begin with `site`, and words that stand for an address."""

    site: str
    ways: tuple[tuple[str, str], ...] = ()

    def is_own(self, words: str) -> bool:
        return words.startswith(f"{self.site}/") and not re.search(r"[\s<>\"']", words)

    def pieces(self, words: str) -> Words:
        """Part the words where a link begins or ends; anything that is not known stays words."""
        names = "|".join(re.escape(name) for name, _address in self.ways)
        own = rf"{re.escape(self.site)}/[^\s<>\"']*[^\s<>\"'.,;:!?)]|{re.escape(self.site)}/"
        parts = re.split(rf"((?<!\w)(?:{own}{'|' + names if names else ''})(?!\w))", words)
        return tuple(self._piece(part) for part in parts if part)

    def _piece(self, part):
        if self.is_own(part):
            return Piece(part.partition("://")[2].rstrip("/"), part)
        return Piece(part, dict(self.ways).get(part, ""))
