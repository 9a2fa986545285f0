"""Markdown in, clean HTML out: whatever is typed shows text, lists and tables and nothing else."""

import re
from html import unescape
from typing import NamedTuple

import nh3
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "b", "i", "small"),
    *("a", "span", "abbr", "cite", "code", "pre", "sub", "sup", "dl", "dt", "dd", "time"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    **{tag: {"lang"} for tag in ("span", "p", "em", "i", "cite")},
    **{tag: {"id"} for tag in ("h2", "h3", "h4")},
    **{tag: {"colspan", "rowspan"} for tag in ("th", "td")},
    "a": {"href", "hreflang"},
    "ol": {"start"},
    "time": {"datetime"},
}
SCOPES = {"th": {"scope": {"col", "row"}}}
# Taken out with all that stands in them.
EMPTIED = {"script", "style", "iframe", "noscript", "template"}
SCHEMES = {"http", "https", "mailto", "tel"}
# Ids that the page around the text uses itself.
IDS_OF_THE_PAGE = {"main", "menu", "menu-title", "write", "found", "neighbours", "q", "next-step", "groups"}
HEADING_OR_TABLE = re.compile(r"<h[2-4][^>]*>(?P<heading>.*?)</h[2-4]>|<table>|</table>", re.DOTALL)
HEADING_ID = re.compile(r'<h[2-4] id="([^"]*)"')
SECTION_START = re.compile(r'<h2 id="(?P<id>[^"]*)">(?P<heading>.*?)</h2>', re.DOTALL)


class Section(NamedTuple):
    id: str
    heading: str
    html: SafeString


def render(text: str) -> SafeString:
    """Return the text as HTML that is safe to show; tokens such as {{phone}} are left standing."""
    return mark_safe(_frame_tables(clean(to_html(text))))  # noqa: S308  cleaned; the frame is format_html


def to_html(text: str) -> str:
    """Return what the Markdown says, not yet cleaned: never to be shown."""
    return _markdown.render(text.replace("\x00", ""))


def ids(text: str) -> frozenset[str]:
    """Return the ids that the headings of a text will have."""
    return frozenset(HEADING_ID.findall(to_html(text)))


def clean(html: str) -> str:
    """Take out whatever is not on the lists above."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values=SCOPES,
        attribute_filter=_without_tokens,
        url_schemes=SCHEMES,
        clean_content_tags=EMPTIED,
    )


def sections(html: str) -> tuple[SafeString, list[Section]]:
    """Split at the second-level headings: what stands before the first one, and the sections."""
    starts = list(SECTION_START.finditer(html))
    ends = [start.start() for start in starts[1:]] + [len(html)]
    intro = html[: starts[0].start()] if starts else html
    found = [
        Section(start["id"], words(start["heading"]), _part(html[start.end() : end]))
        for start, end in zip(starts, ends, strict=False)
    ]
    return _part(intro), found


def words(html: str) -> str:
    """The words alone, on one line."""
    return " ".join(unescape(strip_tags(html)).split())


def _part(html):
    return mark_safe(html.strip())  # noqa: S308  a part of what render() has cleaned


def _without_tokens(tag, name, value):
    # A token is replaced by markup, which inside an attribute would break out of it.
    return None if "{{" in value else value


def _frame_tables(html):
    """Let a wide table scroll by itself, also by keyboard, under the name of its heading."""
    label, used = "", set()

    def frame(match):
        nonlocal label
        if match["heading"] is not None:
            label = words(match["heading"])
            return match[0]
        if match[0] == "</table>":
            return "</table></div>"
        name = unique(_("Table: %(heading)s") % {"heading": label} if label else _("Table"), used, " ")
        return format_html(
            '<div class="table-scroll" tabindex="0" role="region" aria-label="{}"><table>', name
        )

    return HEADING_OR_TABLE.sub(frame, html)


def unique(name, used, joint="-"):
    candidate, number = name, 2
    while candidate in used:
        candidate, number = f"{name}{joint}{number}", number + 1
    used.add(candidate)
    return candidate


def _name_headings(state):
    used = set(IDS_OF_THE_PAGE)
    for opening, inline, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type == "heading_open":
            # The page's title is its only first-level heading.
            opening.tag = closing.tag = {"h1": "h2", "h5": "h4", "h6": "h4"}.get(opening.tag, opening.tag)
            opening.attrSet("id", unique(slugify(words(_plain(inline))) or "section", used))


def _plain(inline):
    return "".join(child.content for child in inline.children if child.type in ("text", "code_inline"))


def _name_cells(state):
    """Header cells say what they head. A table whose first corner is empty has a heading in each row too."""
    in_head, column, rows_are_named = False, 0, False
    for cell, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if cell.type in ("thead_open", "thead_close"):
            in_head = cell.type == "thead_open"
        elif cell.type == "tr_open":
            column = 0
        elif cell.type in ("th_open", "td_open"):
            cell.attrs.pop("style", None)
            if in_head and column == 0:
                rows_are_named = not inline.content.strip()
            _name_cell(cell, in_head, is_row_heading=rows_are_named and column == 0, content=inline.content)
            column += 1
    _close_cells(state.tokens)


def _name_cell(cell, in_head, *, is_row_heading, content):
    if in_head and not content.strip():
        cell.tag = "td"  # an empty heading heads nothing
    elif in_head:
        cell.attrSet("scope", "col")
    elif is_row_heading:
        cell.tag = "th"
        cell.attrSet("scope", "row")


def _close_cells(tokens):
    tag = "td"
    for token in tokens:
        if token.type in ("th_open", "td_open"):
            tag = token.tag
        elif token.type in ("th_close", "td_close"):
            token.tag = tag


def _drop_empty_heads(state):
    """A table of two columns without column headings needs no empty first row."""
    kept, head = [], None
    for token in state.tokens:
        if token.type == "thead_open":
            head = []
        if head is None:
            kept.append(token)
            continue
        head.append(token)
        if token.type == "thead_close":
            if any(part.type == "inline" and part.content.strip() for part in head):
                kept.extend(head)
            head = None
    state.tokens = kept


def _make_markdown():
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    for rule in (_name_headings, _name_cells, _drop_empty_heads):
        markdown.core.ruler.push(rule.__name__.strip("_"), rule)
    return markdown


_markdown = _make_markdown()
