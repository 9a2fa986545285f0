"""What is taken as a letter, by its content alone, and what is not."""

from io import BytesIO
from time import monotonic

import pytest
from PIL import Image

from intake.letters.content import LARGEST, LONGEST_SIDE, Kind, NotTaken, Reason, examine
from tests.intake.letter_files import EICAR, PLACE, huge_png, pdf, photograph, picture, running_pdf

HTML = b"<!doctype html><script>alert(1)</script>"
ZIP = b"PK\x03\x04" + bytes(60)
EXE = b"MZ\x90\x00" + bytes(60)


def reason(data):
    with pytest.raises(NotTaken) as refused:
        examine(data)
    return refused.value.reason


def opened(data):
    return Image.open(BytesIO(data))


def test_a_pdf_is_kept_as_it_came():
    data = pdf()

    taken = examine(data)

    assert (taken.kind, taken.content) == (Kind.PDF, data)


@pytest.mark.parametrize(("kind", "ours"), [("JPEG", Kind.JPEG), ("PNG", Kind.PNG)])
def test_a_picture_is_taken_and_made_anew(kind, ours):
    data = picture(kind)

    taken = examine(data)

    assert (taken.kind, opened(taken.content).format) == (ours, kind)
    assert opened(taken.content).size == (600, 800)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1"])
def test_a_picture_of_any_mode_comes_out_plain(mode):
    taken = examine(picture("PNG", mode=mode))

    assert opened(taken.content).mode in ("L", "RGB")


def test_a_picture_with_four_inks_comes_out_plain():
    taken = examine(picture("JPEG", mode="CMYK"))

    assert opened(taken.content).mode == "RGB"


def test_u8_where_a_photograph_was_taken_goes_and_it_stands_upright():
    data = photograph()

    taken = examine(data)

    assert PLACE in data
    assert PLACE not in taken.content
    assert dict(opened(taken.content).getexif()) == {}
    assert set(opened(taken.content).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert opened(taken.content).size == (800, 600)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_follows_a_picture_goes(kind):
    taken = examine(picture(kind) + ZIP + HTML)

    assert b"script" not in taken.content
    assert b"PK\x03\x04" not in taken.content


def test_a_large_picture_becomes_as_large_as_a_page_needs():
    taken = examine(picture(size=(5000, 4000)))

    assert max(opened(taken.content).size) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Reason.EMPTY),
        (b"%PDF-1.7\n" + bytes(LARGEST), Reason.TOO_LARGE),
        (HTML, Reason.OTHER_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.OTHER_KIND),
        (ZIP, Reason.OTHER_KIND),
        (EXE, Reason.OTHER_KIND),
        (EICAR, Reason.OTHER_KIND),
        (b"GIF89a" + bytes(60), Reason.OTHER_KIND),
        (b"app.alert(1)", Reason.OTHER_KIND),
        (b"%PDF-1.7\n", Reason.DAMAGED),
        (b"%PDF-1.7\n%%EOF\n", Reason.DAMAGED),
        (b"%PDF-1.7\n" + ZIP + b"%%EOF", Reason.DAMAGED),
        (b"%PDF-1.7\n" + EXE + b"%%EOF", Reason.DAMAGED),
        (b"%PDF-1.7\n" + HTML + b"%%EOF", Reason.OTHER_KIND),
        (b"\xff\xd8\xff" + HTML, Reason.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + HTML, Reason.DAMAGED),
        (picture()[:200], Reason.DAMAGED),
        (picture("PNG")[:60], Reason.DAMAGED),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else f"{value[:12]!r}",
)
def test_u3_u5_u14_what_is_something_else_is_not_taken(data, why):
    assert reason(data) == why


@pytest.mark.parametrize(
    "whole", [lambda good: HTML + good, lambda good: good + HTML, lambda good: good + ZIP]
)
def test_u4_a_pdf_that_is_something_else_too_is_not_taken(whole):
    good = pdf()

    assert examine(good).kind == Kind.PDF
    assert reason(whole(good)) == Reason.OTHER_KIND


def test_a_page_inside_the_head_of_a_pdf_is_seen():
    good = pdf()

    assert reason(good[:9] + b"%<ScRiPt src=x>\n" + good[9:]) == Reason.OTHER_KIND


def test_a_pdf_that_runs_something_when_opened_is_not_taken():
    assert reason(running_pdf()) == Reason.ACTIVE


def test_u14_a_locked_pdf_is_not_taken():
    assert reason(pdf(password="open sesame")) == Reason.LOCKED


def test_a_pdf_without_a_page_or_with_a_book_of_them_is_not_taken():
    assert reason(pdf(pages=0)) == Reason.DAMAGED
    assert examine(pdf(pages=100)).kind == Kind.PDF
    assert reason(pdf(pages=101)) == Reason.TOO_MANY_PAGES


def test_u9_a_picture_that_would_unpack_to_gigabytes_is_refused_at_once():
    data, began = huge_png(), monotonic()

    why = reason(data)

    assert why == Reason.TOO_MANY_PIXELS
    assert monotonic() - began < 1


def test_a_picture_a_little_over_the_pixels_is_refused_too():
    assert reason(huge_png(side=6400)) == Reason.TOO_MANY_PIXELS


def test_a_noisy_png_that_grows_becomes_a_photograph(monkeypatch):
    noise = Image.effect_noise((600, 600), 90).convert("RGB")
    written = BytesIO()
    noise.save(written, "PNG")
    monkeypatch.setattr("intake.letters.content.LARGEST", len(written.getvalue()) - 1)
    monkeypatch.setattr("intake.letters.content._check_size", lambda data: None)

    taken = examine(written.getvalue())

    assert taken.kind == Kind.JPEG
