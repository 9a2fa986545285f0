"""A picture made anew: its pixels and nothing else. Pure.

Where it was taken, its notes, and whatever else hides in the file stay behind."""

import warnings
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

# Pixels. As many as an A4 page at 600 dots an inch has; looked at before anything is unpacked.
MOST_PIXELS = 40_000_000

# A picture that unpacks to more than it should is refused, not only warned about.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class TooManyPixels(Exception):
    """It would unpack to more than the server can hold."""


class Damaged(Exception):
    """It cannot be read, or is no picture of these formats."""


def opened(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    """Return the picture, nothing of it unpacked yet. Raise TooManyPixels or Damaged."""
    try:
        picture = Image.open(BytesIO(data), formats=formats)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise TooManyPixels from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise Damaged from None
    if picture.width * picture.height > MOST_PIXELS:
        raise TooManyPixels
    return picture


def bare(picture: Image.Image, longest: int) -> Image.Image:
    """Return it upright as it was taken, in grey or plain colours, neither side longer than `longest`. Raise
    TooManyPixels or Damaged."""
    try:
        # A JPEG can be read at half its size or less, which saves the memory of the whole.
        picture.draft("RGB", (longest, longest))
        picture.thumbnail((longest, longest))
        return _pixels(ImageOps.exif_transpose(picture))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise TooManyPixels from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise Damaged from None


def _pixels(picture):
    profile = picture.info.get("icc_profile")
    if picture.mode not in ("L", "RGB"):
        clear = picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    elif picture.mode == "RGB" and profile:
        picture = _usual_colours(picture, profile)
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    return plain


def _usual_colours(picture, profile):
    """The colours of a telephone's camera as every screen shows them, where its profile can be read."""
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
