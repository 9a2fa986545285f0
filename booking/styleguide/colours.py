"""The colours and sizes of the site, read from its stylesheet, and how well colours are told apart. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

TEXT, CONTROL, READ_WELL = 4.5, 3.0, 7.0
SCHEMES = ("light", "dark")
DARK = "@media (prefers-color-scheme: dark)"


@dataclass(frozen=True)
class Pair:
    """A colour that stands on another, and the least contrast that it must have there."""

    ink: str
    ground: str
    least: float


PAIRS = tuple(
    Pair(ink, ground, least)
    for inks, grounds, least in (
        (("ink", "ink-2", "lake", "error"), ("paper", "sheet"), READ_WELL),
        (("ink", "lake"), ("mist",), READ_WELL),
        (("on-lake",), ("lake", "lake-2"), READ_WELL),
        (("ok-ink",), ("ok-bg",), READ_WELL),
        (("held-ink",), ("held-bg",), READ_WELL),
        (("held-mark",), ("held-bg",), CONTROL),
        (("ink",), ("held-wash",), READ_WELL),
        (("held-edge",), ("held-wash",), CONTROL),
        (("later-ink",), ("later-bg",), READ_WELL),
        (("ink",), ("berry-wash",), READ_WELL),
        (("berry-ink",), ("paper", "berry-wash"), TEXT),
        (("on-bar",), ("bar",), READ_WELL),
        (("edge",), ("paper", "sheet"), CONTROL),
        (("berry", "focus"), ("paper", "sheet", "mist"), CONTROL),
        (("focus-in",), ("lake",), CONTROL),
    )
    for ink in inks
    for ground in grounds
)


def schemes(css: str) -> dict[str, dict[str, str]]:
    """Return the colours of both schemes by name; the dark one has what it does not change from the light."""
    light, _, dark = css.partition(DARK)
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def sizes(css: str, sort: str) -> list[tuple[str, str]]:
    """Return the names and values of one sort of size ("size", "space" or "round"), in their order."""
    return re.findall(rf"--({sort}-[\w-]+): ([^;]+);", css)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as #0f4a41, as WCAG defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21, whichever comes first."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measured(pair: Pair, colours: Mapping[str, str]) -> float:
    """Return the contrast of a pair in one scheme."""
    return contrast(colours[pair.ink], colours[pair.ground])
