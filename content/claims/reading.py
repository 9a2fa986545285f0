"""A text as it is read: Markdown, HTML and typography taken away, one sentence at a time. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from markdown_it import MarkdownIt

from content.claims.values import Place, Sentence

PLAIN = str.maketrans(
    {**dict.fromkeys("’‘‛ʼ´`", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑", "-")}
)
# Seen by nobody, so words are read as if they were not there: soft hyphens, joiners, directions.
UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u034f]")
DASH = re.compile(r"\s*[—―]\s*|\s+[–-]+\s+|(?<=[a-z])–(?=[a-z])")
TAG = re.compile(r"<!--.*?-->|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|hr|li|ul|ol|h\d|t[dhr]|table|dt|dd|blockquote)\b[^<>]*>", re.IGNORECASE
)
FILE_ENDING = re.compile(r"\.\w{2,4}$")
SHORTENED = (
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bNo)(?<!\bapprox)"
)
END = re.compile(
    rf"{SHORTENED}(?<=[.?!…])[\"')\]]*\s+(?=[\"'(\[]*[^\Wa-z_])|(?<=[?!])[\"')\]]*\s+"
    rf"|(?<=\w:)\s+(?=[\"'(]*[A-Z])"
)

# In words, and in letters.
LONGEST, LONGEST_WORD = 60, 60

_markdown = MarkdownIt("commonmark", {"html": True}).enable("table")


def sentences(text: str, place: Place) -> Iterator[Sentence]:
    """Yield each sentence of a Markdown or plain text, in order. Headings and the descriptions of pictures
    say so in their place; the words of an address stand apart."""
    if place == Place.ADDRESS:
        yield from (Sentence(part, place) for part in _words_of(text))
        return
    for block, where in _blocks(text.replace("\x00", ""), place):
        for part in END.split(tidy(block)):
            for piece in _pieces(part):
                if any(letter.isalpha() for letter in piece):
                    yield Sentence(piece, where)


def tidy(text: str) -> str:
    """Return the words on one line, in the plainest letters that say the same."""
    text = unicodedata.normalize("NFKC", unescape(unescape(text)))
    text = UNSEEN.sub("", text).translate(PLAIN)
    return " ".join(DASH.sub(" - ", text).split())


def _pieces(text):
    """Cut what nobody would call a sentence, so that no text takes long to read."""
    words = [word[:LONGEST_WORD] for word in text.split()]
    for start in range(0, len(words), LONGEST):
        yield " ".join(words[start : start + LONGEST])


def _blocks(text, place):
    heading = False
    for token in _markdown.parse(text):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        where = Place.HEADING if heading and place != Place.FORM else place
        if token.type == "inline":
            yield from _inline(token.children, where)
        elif token.type == "html_block":
            yield from (
                (part, place) for part in TAG.sub("", BLOCK_TAG.sub("\n\n", token.content)).split("\n\n")
            )
        elif token.type in ("code_block", "fence"):
            yield token.content, place


def _inline(children, place):
    words = []
    for child in children:
        if child.type == "image":
            yield child.content, Place.ALT
        elif child.type == "link_open":
            yield from _of_link(child)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif child.type == "html_inline":
            words.append(BLOCK_TAG.sub(" ", child.content) if BLOCK_TAG.match(child.content) else "")
        else:
            words.append(child.content)
    yield "".join(words), place


def _of_link(token):
    yield str(token.attrGet("title") or ""), Place.ALT
    address = str(token.attrGet("href") or "")
    # Other sites choose their own addresses.
    if address.startswith("/"):
        yield from ((part, Place.ADDRESS) for part in _words_of(address))


def _words_of(address):
    for part in address.split("/"):
        words = tidy(re.sub(r"[\W_]+", " ", FILE_ENDING.sub("", part)))
        if any(letter.isalpha() for letter in words):
            yield words
