"""Writes a copy as one file: a page to read and print, the same as data, and the letters."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from booking import availability
from booking.rights import reading
from booking.rights.export import Copy
from content.models import Practice

STYLES = ("css/tokens.css", "css/record.css")


def name(now: datetime) -> str:
    """Return what the file is called: a day, and nobody."""
    return f"copy-{availability.day_of(now).isoformat()}.zip"


def pack(copy: Copy) -> bytes:
    """Return the zipped file. It is made in memory and lies on no disk."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("record.html", page(copy))
        bundle.writestr("record.css", _styles())
        bundle.writestr("record.json", json.dumps(copy.to_json(), ensure_ascii=False, indent=2))
        for path, content in copy.files.items():
            bundle.writestr(path, content)
    return made.getvalue()


def page(copy: Copy) -> str:
    about = {"copy": copy, "chapters": reading.chapters(copy), "practice": Practice.objects.current()}
    return render_to_string("booking/rights/record.html", about)


def _styles() -> str:
    return "\n".join(Path(finders.find(path)).read_text(encoding="utf-8") for path in STYLES)
