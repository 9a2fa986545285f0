"""How the placeholders of a text are filled in. Pure."""

import re
from collections.abc import Callable

PLACEHOLDER = re.compile(r"( *)\{([a-z_]+)\}")


def fill(text: str, value_of: Callable[[str], str | None]) -> str:
    """Return the text with what `value_of` gives for each placeholder, which may have several lines.

    One of which it knows nothing (None) stays as it is. One that is empty takes the spaces before it
    along, and the line where nothing else stands. What was filled in is not searched again."""
    lines = (_filled(line, value_of) for line in text.split("\n"))
    return "\n".join(line for line in lines if line is not None)


def names(text: str) -> list[str]:
    """Return the placeholders of a text, each once, in order."""
    return list(dict.fromkeys(name for _spaces, name in PLACEHOLDER.findall(text)))


def _filled(line, value_of):
    def one(match):
        value = value_of(match[2])
        return match[0] if value is None else value and match[1] + value

    if not PLACEHOLDER.search(line):
        return line
    return PLACEHOLDER.sub(one, line).strip(" ") or None
