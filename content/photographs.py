"""What becomes of a picture chosen in admin: several sizes in two formats, or a reason why not. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from io import BytesIO

from PIL import Image

from npm_site import bare_pictures

# Bytes.
LARGEST = 10 * 1024 * 1024
# Pixels across: a phone, a phone with a fine screen, the widest column on a fine screen.
WIDTHS = (480, 960, 1600)
SMALLEST = 200
TALLEST = 2400
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# What telephones write that a browser may not show.
HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypavif")
DIGITS = 20


class Format(StrEnum):
    WEBP = "webp"
    JPEG = "jpeg"


SAVING = {
    Format.WEBP: {"quality": 80, "method": 4},
    Format.JPEG: {"quality": 82, "optimize": True, "progressive": True},
}
MEDIA_TYPES = {Format.WEBP: "image/webp", Format.JPEG: "image/jpeg"}


class Reason(StrEnum):
    """Why a picture is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    HEIC = "heic"
    OTHER_KIND = "other_kind"
    DAMAGED = "damaged"
    MOVES = "moves"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"


class NotTaken(Exception):
    """This file is not kept; `reason` says why."""

    def __init__(self, reason: Reason):
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Size:
    width: int
    height: int
    format: Format
    content: bytes


@dataclass(frozen=True)
class Made:
    """A picture in all its sizes; `digest` stands for its pixels."""

    digest: str
    width: int
    height: int
    sizes: tuple[Size, ...]


def make(data: bytes) -> Made:
    """Return what to keep of an uploaded file. Raise NotTaken."""
    picture = _taken(data)
    sizes = tuple(_size(picture, width, kind) for width in _widths(picture.width) for kind in Format)
    digest = sha256(b"".join(size.content for size in sizes)).hexdigest()[:DIGITS]
    return Made(digest, picture.width, picture.height, sizes)


def _taken(data):
    if not data:
        raise NotTaken(Reason.EMPTY)
    if len(data) > LARGEST:
        raise NotTaken(Reason.TOO_LARGE)
    if data[4:12] in HEIC:
        raise NotTaken(Reason.HEIC)
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")):
        raise NotTaken(Reason.OTHER_KIND)
    try:
        return _bare(bare_pictures.opened(data, FORMATS))
    except bare_pictures.TooManyPixels:
        raise NotTaken(Reason.TOO_MANY_PIXELS) from None
    except bare_pictures.Damaged:
        raise NotTaken(Reason.DAMAGED) from None


def _bare(picture):
    # A telephone's JPEG may hold a second picture, which does not move.
    if picture.format in ("GIF", "PNG", "WEBP") and getattr(picture, "is_animated", False):
        raise NotTaken(Reason.MOVES)
    if min(picture.size) < SMALLEST:
        raise NotTaken(Reason.TOO_SMALL)
    picture = bare_pictures.bare(picture, TALLEST)
    picture.thumbnail((WIDTHS[-1], TALLEST))
    return picture


def _widths(width: int) -> list[int]:
    """Return the widths to keep, none larger than the picture, and none nearly as large as it."""
    return [each for each in WIDTHS if each < width * 0.9] + [width]


def _size(picture, width, kind) -> Size:
    height = max(1, round(picture.height * width / picture.width))
    shrunk = picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
    written = BytesIO()
    shrunk.save(written, kind.name, **SAVING[kind])
    return Size(width, height, kind, written.getvalue())
