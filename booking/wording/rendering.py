"""A mail's subject and text, made of the template or of what the practitioner wrote in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string

from booking.wording import own, values
from booking.wording.filling import fill

# What stands below every text to a client: the way to their page, what they agreed to, who writes.
BELOW = "{below}"


@dataclass(frozen=True)
class Words:
    """A subject and a text with their placeholders open."""

    subject: str
    body: str


@dataclass(frozen=True)
class Outline:
    """A template with its placeholders open, and what each part of it says in this mail."""

    words: Words
    parts: Mapping[str, str]


def outline(name: str, context: Mapping) -> Outline:
    """Go through the template once: its own words stay, whatever depends on the visit is set aside."""
    made, parts = values.of(context), {}
    literal = {one: f"{{{one}}}" for one in made}
    about = {**context, **literal, "values": made, "parts": parts}
    subject, _newline, body = render_to_string(f"booking/emails/{name}.txt", about).strip().partition("\n")
    return Outline(Words(subject.strip(), tidy(body.removesuffix(BELOW))), parts)


def render(name: str, context: Mapping) -> tuple[str, str]:
    """Return the subject in one line, and the text: in her own words where she wrote any."""
    original = outline(name, context)
    hers = own.of(name)
    words = Words(hers.subject, hers.body) if hers else original.words
    return filled(words, original.parts, context)


def filled(words: Words, parts: Mapping[str, str], context: Mapping) -> tuple[str, str]:
    """Return subject and text with everything in its place, and below them what stands in every mail."""
    subject = fill(words.subject, _looked_up(parts, values.in_subject(context)))
    whole = f"{words.body}\n\n{BELOW}" if "below" in parts else words.body
    return " ".join(subject.split()), tidy(fill(whole, _looked_up(parts, values.of(context)))) + "\n"


def tidy(text: str) -> str:
    """Return the text with one empty line between paragraphs, and none around it."""
    return re.sub(r"\n\s*\n", "\n\n", text).strip()


def _looked_up(parts, made):
    def value_of(name):
        if name in parts:
            return parts[name]
        return str(made[name]) if name in made else None

    return value_of
