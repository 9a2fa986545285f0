"""The letter as a PDF of one page, the same bytes for the same words; nothing is fetched to make it."""

import json
from functools import cache
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from booking.letter.words import Letter, as_json

SOURCE = Path(__file__).with_name("letter.typ")
# Of our own: it says nothing of whom it is about, nor of what.
FILE_NAME = "letter.pdf"


def made(letter: Letter) -> bytes:
    # What was typed goes in as data: none of it is read as a part of the letter's own code.
    inputs = {"letter": json.dumps(as_json(letter)), "title": _("Letter")}
    return typst.compile(_source(), format="pdf", font_paths=_fonts(), sys_inputs=inputs)


@cache
def _source() -> bytes:
    return SOURCE.read_bytes()


@cache
def _fonts():
    """The fonts that come with it, and none of the system's: it looks the same wherever it is made."""
    return typst.Fonts(include_system_fonts=False)
