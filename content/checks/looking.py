"""Everything that is wrong with one text. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

import content.checks.links as links
import content.checks.reading as reading
import content.checks.tables as tables
from content.checks.values import Found, note, stop
from content.claims.wordings import gettext_noop as _

# A heading that lacks its space is shown as it was typed.
CLOSE_HEADING = re.compile(r" {0,3}(#{2,6}[^#\s].*)")
# The Markdown itself makes no link of this, and shows it as it was typed.
OWN_FILE = re.compile(r"\]\(\s*<?\s*file:", re.IGNORECASE)
BRACES = re.compile(r"\{\{[^{}\n]*\}\}")
LONGEST_SHOWN = 60


def look(
    text: str, html: str, *, at: links.Look, base: str, ids=frozenset(), most_words: int, may_be_empty=False
) -> list[Found]:
    """Return what is wrong with a text, each thing once.

    `html` is what its Markdown says, not yet cleaned; `at` tells what stands at a path of the site, whose own
    address is `base`; `ids` are those that the page around the text has."""
    read = reading.read(html)
    found = [
        *links.wrong(read.links, look=at, ids=read.ids | set(ids), base=base),
        *tables.wrong(text),
        *_wrong_typing(text),
        *_wrong_headings(read.headings),
        *_empty(read.headings),
        *_wrong_length(read, most_words, may_be_empty),
    ]
    return [one for number, one in enumerate(found) if one not in found[:number]]


def _wrong_typing(text) -> Iterator[Found]:
    for line in tables.outside_code(text):
        match = CLOSE_HEADING.match(line)
        if match:
            yield stop(_("Put a space after the # in “%(line)s”."), line=match[1][:LONGEST_SHOWN])
        if OWN_FILE.search(line):
            yield stop(_("A link to a file on your own computer opens for nobody else."))
        rest = BRACES.sub("", line)
        if "{{" in rest or "}}" in rest:
            yield stop(_("A {{ or }} stands alone in “%(line)s”."), line=line.strip()[:LONGEST_SHOWN])


def _wrong_headings(headings) -> Iterator[Found]:
    before = 1
    for heading in headings:
        words = heading.words.strip()
        if not words:
            yield stop(_("There is a heading with no words."))
        elif heading.level > before + 1:
            yield note(
                _("The heading “%(words)s” skips a level: give it %(marks)s."),
                words=words,
                marks="#" * (before + 1),
            )
        before = heading.level


def _empty(headings) -> Iterator[Found]:
    for heading, after in pairwise([*headings, None]):
        is_parent = after is not None and after.level > heading.level
        if heading.words.strip() and not heading.count and not is_parent:
            yield note(_("Nothing stands under the heading “%(words)s”."), words=heading.words.strip())


def _wrong_length(read, most_words, may_be_empty) -> Iterator[Found]:
    if not read.count and not may_be_empty:
        yield stop(_("There is no text yet."))
    elif read.count > most_words:
        yield note(
            _("This text has %(count)s words. After %(most)s few read on; could it be two?"),
            count=str(read.count),
            most=str(most_words),
        )
