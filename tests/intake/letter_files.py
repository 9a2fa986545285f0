"""Files that somebody might send as a letter, good and bad, made here and of nobody."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

PLACE = b"51.5014,-0.1419 Marmot Lane"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(pages=1, *, password="", root=None) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    for name, value in (root or {}).items():
        writer.root_object[NameObject(name)] = value
    if password:
        writer.encrypt(password)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def running_pdf() -> bytes:
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    return pdf(root={"/OpenAction": DictionaryObject(script)})


def picture(kind="JPEG", size=(600, 800), mode="RGB", **more) -> bytes:
    written = BytesIO()
    Image.new(mode, size, "white" if mode != "P" else 0).save(written, kind, **more)
    return written.getvalue()


def photograph(orientation=6) -> bytes:
    """A JPEG as a telephone takes it: lying on its side, and saying where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, PLACE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 5.0), 3: "W", 4: (0.0, 8.0, 31.0)})
    return picture(exif=exif, comment=PLACE)


def huge_png(side=30_000) -> bytes:
    """A PNG that says it is this wide and high, and is a few bytes long."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
