"""What is wrong with a text, in words for the person who typed it."""

import re
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from content import prose, tokens

HARMFUL_LINK = re.compile(r"(javascript|vbscript|data)\s*:", re.IGNORECASE)
MARKDOWN_LINK = re.compile(r"\]\(\s*<?\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
# Made by the Markdown itself, never by hand.
HANDLED = {("td", "style"), ("th", "style"), ("code", "class")}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag not in prose.TAGS:
            self.found.append(_unknown(tag))
            return
        allowed = prose.ATTRIBUTES.get(tag, set()) | set(prose.SCOPES.get(tag, ()))
        for name, value in attrs:
            if name == "href" and HARMFUL_LINK.match((value or "").strip()):
                self.found.append(_("A link may not start with “javascript:” or “data:”."))
            elif name not in allowed and (tag, name) not in HANDLED:
                self.found.append(
                    _("“%(name)s” cannot be used inside <%(tag)s>; it would be taken out.")
                    % {"name": name, "tag": tag}
                )

    def handle_comment(self, data):
        self.found.append(_("A comment, <!-- … -->, cannot be used in a text; it would be taken out."))


def _unknown(tag):
    if tag == "img":
        return _("Put a picture in by its short name, such as {{picture:room}}, on a line of its own.")
    if tag in prose.EMPTIED:
        return _("<%(tag)s> cannot be used in a text; it and all that stands in it would be taken out.") % {
            "tag": tag
        }
    return _("<%(tag)s> cannot be used in a text; it would be taken out.") % {"tag": tag}


def faults(text: str, prices=(), pictures=()) -> list[str]:
    """Everything in the text that the site would not show as it was typed."""
    return [*markup_faults(text), *dict.fromkeys(_token_faults(prose.to_html(text), prices, pictures))]


def markup_faults(text: str) -> list[str]:
    """The HTML and the links that would be taken out."""
    reader = _Reader()
    reader.feed(prose.to_html(text))
    if MARKDOWN_LINK.search(text):
        reader.found.append(_("A link may not start with “javascript:” or “data:”."))
    return list(dict.fromkeys(reader.found))


def plain_faults(text: str, prices=()) -> list[str]:
    """The same for a line of plain text, where only short facts can stand."""
    return list(dict.fromkeys(_inline_faults(text, prices)))


def _token_faults(html, prices, pictures):
    found = tokens.TOKEN_ALONE.findall(html)
    alone = [name for name in found if name in tokens.BLOCKS or tokens.is_picture(name, pictures)]
    rest = tokens.TOKEN_ALONE.sub(lambda match: "" if match[1] in alone else match[0], html)
    return _inline_faults(rest, prices, pictures)


def _inline_faults(text, prices, pictures=()):
    for name in tokens.TOKEN.findall(text):
        if name.startswith(tokens.PICTURE) and not tokens.is_picture(name, pictures):
            yield _("There is no picture {{%(name)s}}; they are listed under Pictures.") % {"name": name}
        elif not tokens.known(name, prices, pictures):
            yield _("There is no {{%(name)s}}; you can use %(names)s.") % {
                "name": name,
                "names": choices(prices),
            }
        elif name not in tokens.VALUES and (name in tokens.BLOCKS or tokens.is_picture(name, pictures)):
            yield _("Put {{%(name)s}} on a line of its own, with an empty line before and after.") % {
                "name": name
            }


def choices(prices=()) -> str:
    names = [*tokens.VALUES, *(name for name in tokens.BLOCKS if name not in tokens.VALUES)]
    names += [tokens.PRICE + price.slug for price in prices]
    return ", ".join(f"{{{{{name}}}}}" for name in names)
