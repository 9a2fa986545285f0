"""A mail's subject and text, made of the template or of what the practitioner wrote in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string

from booking.wording import values
from booking.wording.filling import fill

# What stands below every text to a client: the way to their page, what they agreed to, who writes.
BELOW = "{below}"


@dataclass(frozen=True)
class Outline:
    """A template with its placeholders open, and what each part of it says in this mail."""

    subject: str
    body: str
    parts: Mapping[str, str]


def outline(name: str, context: Mapping) -> Outline:
    """Go through the template once: its own words stay, whatever depends on the visit is set aside."""
    made, parts = values.of(context), {}
    literal = {one: f"{{{one}}}" for one in made}
    about = {**context, **literal, "values": made, "parts": parts}
    subject, _newline, body = render_to_string(f"booking/emails/{name}.txt", about).strip().partition("\n")
    return Outline(subject.strip(), _tidy(body.removesuffix(BELOW)), parts)


def render(name: str, context: Mapping) -> tuple[str, str]:
    """Return the subject in one line, and the text."""
    original = outline(name, context)
    subject = fill(original.subject, _looked_up(original.parts, values.in_subject(context)))
    whole = f"{original.body}\n\n{BELOW}" if "below" in original.parts else original.body
    body = fill(whole, _looked_up(original.parts, values.of(context)))
    return " ".join(subject.split()), _tidy(body) + "\n"


def _looked_up(parts, made):
    def value_of(name):
        if name in parts:
            return parts[name]
        return str(made[name]) if name in made else None

    return value_of


def _tidy(text):
    return re.sub(r"\n\s*\n", "\n\n", text).strip()
