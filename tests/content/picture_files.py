"""Files as they are chosen in admin, good and bad."""

from io import BytesIO

from PIL import Image

PLACE = b"51.5007 N, 0.1246 W"


def file(kind="JPEG", size=(1800, 1200), mode="RGB", colour=0x4A7A6A, **saving):
    written = BytesIO()
    Image.new(mode, size, colour if mode == "RGB" else 0).save(written, kind, **saving)
    return written.getvalue()


def from_a_telephone():
    """Taken on its side, with where it was taken in it."""
    taken = Image.new("RGB", (1200, 900), "white")
    taken.paste("black", (0, 0, 600, 900))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = PLACE.decode()
    written = BytesIO()
    taken.save(written, "JPEG", exif=exif)
    return written.getvalue()


def moving(kind="GIF"):
    first, second = (Image.new("RGB", (300, 300), colour) for colour in ("white", "black"))
    written = BytesIO()
    first.save(written, kind, save_all=True, append_images=[second])
    return written.getvalue()


def huge():
    """Small to send, and too much to unpack."""
    return file("PNG", size=(9000, 9000), mode="1")
