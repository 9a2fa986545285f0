"""The picture that goes with a link where it is passed on: the page's title beside the site's own drawing.

Typst sets it with fonts of its own, so it looks the same wherever it is made."""

import json
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import typst
from django.conf import settings
from django.core.cache import cache as kept
from django.urls import reverse
from PIL import Image

SOURCE = Path(__file__).with_name("picture.typ")
WIDTH, HEIGHT = 1200, 630
# Lines on paper need few colours, and the file is a third of what it was.
COLOURS = 64
# The longest title that still fits at this size, in points.
SIZES = ((24, 76), (50, 64), (90, 54), (130, 46))
SMALLEST = 38


def url(title: str, name: str, *slug: str) -> str:
    """Return the address of a picture; it changes with the words, for others keep what they fetched once."""
    return f"{reverse(name, args=slug)}?v={_digest(title)[:8]}"


def of(title: str, *, under: str, drawing: str = "hand") -> bytes:
    """Return the picture as PNG; it is drawn once by each process."""
    key = f"picture-{_digest(title, under, drawing)}"
    return kept.get_or_set(key, lambda: _drawn(title, under, drawing), None)


def _drawn(title, under, drawing) -> bytes:
    size = next((size for longest, size in SIZES if len(title) <= longest), SMALLEST)
    # What was typed goes in as data: none of it is read as a part of the picture's own code.
    words = {"title": title, "under": under, "size": size, "drawing": f"/{drawing}.svg"}
    made = typst.compile(
        SOURCE.read_bytes(),
        root=settings.BASE_DIR / "static" / "img",
        format="png",
        ppi=72,
        font_paths=_fonts(),
        sys_inputs={"words": json.dumps(words)},
    )
    return _lighter(made)


def _lighter(png: bytes) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(png)) as drawn:
        few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(out, "PNG")
    return out.getvalue()


def _digest(*words: str) -> str:
    return sha256(json.dumps(words).encode()).hexdigest()


@cache
def _fonts():
    return typst.Fonts(include_system_fonts=False)
