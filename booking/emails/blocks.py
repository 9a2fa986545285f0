"""The plain text of a mail, read into the blocks that its HTML is made of.

The text is the one source of the words. What a line is, its shape says:
- `- words` is an item, and the indented lines below belong to it;
- an address alone on a line is something to do; the sentence before it, with a colon, says what (that of the
  front page is only a line with a link);
- an address at the end of a line, after a colon, is a way to more;
- two or more lines `Label: value` in a row are facts;
- `--` alone on a line parts the letter from what stands under every one."""

import re

from booking.emails.pieces import Facts, Item, Items, Known, Letter, Piece, Text, Way

SENTENCES = re.compile(r"(?<=[.!?])\s+")
FACT = re.compile(r"(?P<label>[^\W\d_][^:.!?]{0,30}): +(?P<value>\S.*)")
FOOT = re.compile(r"^--[ ]*$", re.MULTILINE)
LONGEST_GREETING = 60


def read(text: str, known: Known) -> Letter:
    """Read the text of a mail, without its subject. No text is an error: what has no shape is a paragraph."""
    body, *foot = FOOT.split(text, maxsplit=1)
    chunks = _chunks(body)
    greeting = chunks.pop(0)[0] if chunks and _is_greeting(chunks[0]) else ""
    title = _take_title(chunks, known)
    blocks = [block for chunk in chunks for block in _blocks(chunk, known)]
    lead = blocks.pop(0) if title and blocks and isinstance(blocks[0], Text) else None
    fact = None
    if blocks and isinstance(blocks[0], Facts):
        fact, *rest = blocks[0].rows
        blocks[:1] = [Facts(tuple(rest))]
    below = [block for chunk in _chunks("".join(foot)) for block in _blocks(chunk, known)]
    return Letter(greeting, known.pieces(title), lead, fact, tuple(blocks), tuple(below))


def _chunks(text):
    return [chunk.splitlines() for chunk in re.split(r"\n\s*\n", text.strip("\n")) if chunk.strip()]


def _is_greeting(chunk):
    return len(chunk) == 1 and chunk[0].endswith(",") and len(chunk[0]) <= LONGEST_GREETING


def _take_title(chunks, known):
    """Take the first sentence out of the first paragraph, without its full stop or colon."""
    if not chunks or not isinstance(_blocks(chunks[0][:1], known)[0], Text) or _is_facts(chunks[0][:2]):
        return ""
    sentence, *rest = SENTENCES.split(chunks[0][0].strip(), maxsplit=1)
    chunks[0][:1] = rest
    if not chunks[0]:
        chunks.pop(0)
    return sentence.rstrip(".:")


def _is_facts(lines):
    return len(lines) > 1 and all(FACT.fullmatch(line) for line in lines)


def _blocks(lines, known):
    """Read the lines of one paragraph."""
    blocks, words = [], []
    lines = list(lines)
    while lines:
        if many := _facts_at(lines, known):
            found = [Facts(tuple(_fact(line, known) for line in lines[:many]))]
        elif lines[0].startswith("- "):
            many = _listed(lines)
            found = [_items(lines[:many], known)]
        elif _is_to_do(words, lines[0].strip(), known):
            many, found = 1, [_to_do(words, lines[0].strip())]
        elif way := _way(lines[0], known):
            many, found = 1, [way]
        else:
            words.append(lines.pop(0).strip())
            continue
        blocks += [*_text(words, known), *found]
        words, lines = [], lines[many:]
    return blocks + _text(words, known)


def _facts_at(lines, known):
    """How many lines from the first one on are facts; one alone is a sentence."""
    many = 0
    while many < len(lines) and FACT.fullmatch(lines[many]) and not _way(lines[many], known):
        many += 1
    return many if many > 1 else 0


def _fact(line, known):
    """A fact stands below its label, so it begins like a sentence."""
    label, value = FACT.fullmatch(line).group("label", "value")
    return label, known.pieces(value[0].upper() + value[1:])


def _listed(lines):
    return next((at for at, line in enumerate(lines) if not line.startswith(("- ", "  "))), len(lines))


def _items(lines, known):
    starts = [at for at, line in enumerate(lines) if line.startswith("- ")]
    ends = [*starts[1:], len(lines)]
    return Items(tuple(_item(lines[start:end], known) for start, end in zip(starts, ends, strict=True)))


def _item(lines, known):
    """The address alone below an item is that of the item itself."""
    first, *more = [line.removeprefix("- ").strip() for line in lines]
    address = next((line for line in more if known.is_own(line)), "")
    words = (Piece(first, address),) if address else known.pieces(first)
    return Item(words, tuple(_more(line, known) for line in more if line != address))


def _more(line, known):
    way = _way(line, known)
    return (Piece(way.words, way.address),) if way else known.pieces(line)


def _is_to_do(words, line, known):
    return known.is_own(line) and (_is_called(words) or line != f"{known.site}/")


def _is_called(words):
    return bool(words) and words[-1].endswith(":")


def _to_do(words, address):
    """A sentence with a colon before the address says what to do; it is taken out of the words."""
    if not _is_called(words):
        return Way("", address, is_alone=True)
    *before, last = SENTENCES.split(words.pop())
    words += [" ".join(before)] if before else []
    return Way(last.removesuffix(":"), address, is_alone=True)


def _way(line, known):
    words, _colon, address = line.strip().rpartition(": ")
    return Way(words, address) if words and known.is_own(address) else None


def _text(words, known):
    return [Text(tuple(known.pieces(line) for line in words))] if words else []
