"""What is taken as a picture, by its content alone, and what becomes of it."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from content.photographs import LARGEST, Format, NotTaken, Reason, make
from tests.content.picture_files import PLACE, file, from_a_telephone, huge, moving


def opened(size):
    return Image.open(BytesIO(size.content))


@pytest.mark.parametrize(
    ("width", "widths"),
    [(4000, [480, 960, 1600]), (1600, [480, 960, 1600]), (1000, [480, 1000]), (500, [500]), (300, [300])],
)
def test_a_picture_is_kept_in_sizes_that_screens_need(width, widths):
    made = make(file(size=(width, width // 2 + 150)))

    assert sorted({size.width for size in made.sizes}) == widths
    assert {size.format for size in made.sizes} == set(Format)
    for size in made.sizes:
        assert (opened(size).size, opened(size).format) == ((size.width, size.height), size.format.name)


def test_a_photograph_stands_upright_and_says_nothing_of_where_it_was_taken():
    data = from_a_telephone()

    made = make(data)

    assert PLACE in data
    assert (made.width, made.height) == (900, 1200)
    for size in made.sizes:
        assert PLACE not in size.content
        assert dict(opened(size).getexif()) == {}
    # What was at the left is at the top once it is turned.
    largest = opened(made.sizes[-1]).convert("L")
    assert largest.getpixel((450, 100)) < 60
    assert largest.getpixel((450, 1100)) > 200


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_of_any_mode_is_taken(mode):
    assert opened(make(file(mode=mode)).sizes[0]).mode in ("L", "RGB")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_png_of_any_mode_is_taken(mode):
    assert make(file("PNG", mode=mode, size=(300, 300))).width == 300


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_a_still_picture_of_other_formats_is_taken(kind):
    assert make(file(kind, size=(300, 300))).width == 300


def test_what_can_be_seen_through_becomes_white():
    clear = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(clear, "PNG")

    assert opened(make(clear.getvalue()).sizes[-1]).convert("L").getpixel((5, 5)) > 250


@pytest.mark.parametrize(
    "profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"no profile at all"]
)
def test_a_profile_of_colours_is_worked_in_and_left_out(profile):
    made = make(file(icc_profile=profile))

    assert all("icc_profile" not in opened(size).info for size in made.sizes)


def test_the_same_picture_has_the_same_digest_and_another_has_another():
    assert make(file()).digest == make(file()).digest
    assert make(file()).digest != make(file(colour=0x112233)).digest


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Reason.EMPTY),
        (bytes(LARGEST + 1), Reason.TOO_LARGE),
        (b"MZ\x90\x00" + bytes(60), Reason.OTHER_KIND),
        (b"%PDF-1.7\n", Reason.OTHER_KIND),
        (b"PK\x03\x04" + bytes(60), Reason.OTHER_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.OTHER_KIND),
        (b"\x00\x00\x00\x18ftypheic" + bytes(60), Reason.HEIC),
        (b"\xff\xd8\xff<script>", Reason.DAMAGED),
        (b"RIFF\x00\x00\x00\x00WAVE" + bytes(60), Reason.DAMAGED),
        (file()[:900], Reason.DAMAGED),
        (file("PNG", size=(300, 300))[:60], Reason.DAMAGED),
        (moving("GIF"), Reason.MOVES),
        (moving("WEBP"), Reason.MOVES),
        (moving("PNG"), Reason.MOVES),
        (huge(), Reason.TOO_MANY_PIXELS),
        (file(size=(199, 800)), Reason.TOO_SMALL),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else f"{value[:12]!r}",
)
def test_what_is_something_else_is_not_taken(data, why):
    with pytest.raises(NotTaken) as refused:
        make(data)

    assert refused.value.reason == why
