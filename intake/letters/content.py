"""What a file truly is, told by its content: its name and what a browser says of it count for nothing. Pure.

Pictures are made anew, so that where they were taken, and whatever else hides in them, stays behind. A PDF
is kept as it came: it is only ever handed out as a file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from pypdf import PdfReader

from npm_site import bare_pictures

# Bytes.
LARGEST = 10 * 1024 * 1024
# Pixels along the longer side: an A4 page at 300 dots an inch.
LONGEST_SIDE = 3508
MOST_PAGES = 100
HEAD = 1024
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|script|svg|body|iframe)\b", re.IGNORECASE)
QUALITY = 88


class Kind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


MEDIA_TYPES = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}
ENDINGS = {Kind.PDF: "pdf", Kind.JPEG: "jpg", Kind.PNG: "png"}


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"
    DAMAGED = "damaged"
    LOCKED = "locked"
    ACTIVE = "active"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"


class NotTaken(Exception):
    """This file is not kept; `reason` says why."""

    def __init__(self, reason: Reason):
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Taken:
    """What is kept of a file, with its kind by our own list."""

    kind: Kind
    content: bytes


def examine(data: bytes) -> Taken:
    """Return what to keep of an uploaded file, at most LARGEST bytes. Raise NotTaken."""
    _check_size(data)
    if data.startswith(b"%PDF-"):
        _check_pdf(data)
        return Taken(Kind.PDF, data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _made_anew(data)
    raise NotTaken(Reason.OTHER_KIND)


def _check_size(data: bytes) -> None:
    if not data:
        raise NotTaken(Reason.EMPTY)
    if len(data) > LARGEST:
        raise NotTaken(Reason.TOO_LARGE)


def _check_pdf(data: bytes) -> None:
    _before, end, after = data.rpartition(b"%%EOF")
    if not end:
        raise NotTaken(Reason.DAMAGED)
    # A file that is a page or an archive as well is one thing to us and another to whoever opens it.
    if MARKUP.search(data[:HEAD]) or after.strip(b"\0 \t\r\n\f"):
        raise NotTaken(Reason.OTHER_KIND)
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        is_locked = reader.is_encrypted
        pages = 0 if is_locked else reader.get_num_pages()
        is_active = not is_locked and _does_something(reader.root_object)
    except Exception:  # there is no end to what a damaged file does to its reader
        raise NotTaken(Reason.DAMAGED) from None
    if is_locked:
        raise NotTaken(Reason.LOCKED)
    if is_active:
        raise NotTaken(Reason.ACTIVE)
    if not 1 <= pages <= MOST_PAGES:
        raise NotTaken(Reason.TOO_MANY_PAGES if pages else Reason.DAMAGED)


def _does_something(root) -> bool:
    """Whether opening it would run, start or unpack something."""
    names, on_open = root.get("/Names"), root.get("/OpenAction")
    names = names.get_object() if names is not None else {}
    on_open = on_open.get_object() if on_open is not None else None
    acts = on_open.get("/S") if isinstance(on_open, dict) else None
    return "/AA" in root or "/JavaScript" in names or "/EmbeddedFiles" in names or acts not in (None, "/GoTo")


def _made_anew(data: bytes) -> Taken:
    try:
        picture = bare_pictures.opened(data, ("JPEG", "PNG"))
        kind = Kind.PNG if picture.format == "PNG" else Kind.JPEG
        picture = bare_pictures.bare(picture, LONGEST_SIDE)
    except bare_pictures.TooManyPixels:
        raise NotTaken(Reason.TOO_MANY_PIXELS) from None
    except bare_pictures.Damaged:
        raise NotTaken(Reason.DAMAGED) from None
    made = _saved(picture, kind)
    # A photograph as a PNG can be larger than it came.
    return Taken(kind, made) if len(made) <= LARGEST else Taken(Kind.JPEG, _saved(picture, Kind.JPEG))


def _saved(picture, kind: Kind) -> bytes:
    written = BytesIO()
    if kind == Kind.PNG:
        picture.save(written, "PNG")
    else:
        picture.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
