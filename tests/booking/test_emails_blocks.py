"""What each shape of a line becomes."""

import pytest

from booking.emails.blocks import read
from booking.emails.pieces import Facts, Item, Items, Known, Letter, Piece, Text, Way

SITE = "https://npm.example"
KNOWN = Known(SITE, (("01632 960 123", "tel:+441632960123"), ("kim@example.com", "mailto:kim@example.com")))
PAGE = f"{SITE}/booking/visit/abc/"


def text(*lines):
    return Text(tuple((Piece(line),) for line in lines))


def blocks(body):
    """What a paragraph becomes, further down in a mail."""
    return list(read(f"All is well.\n\nYes.\n\nNow:\n\n{body}", KNOWN).blocks[1:])


def test_a_whole_mail_is_read_into_its_parts():
    letter = read(
        "Hello Joan,\n\nYour session is confirmed. I look forward.\n\n"
        "When: noon\nWhere: 1 Birch Lane\n\nOpen your page:\n"
        f"{PAGE}\n\n--\nKim Example\nNPM Practice\n",
        KNOWN,
    )

    assert letter == Letter(
        greeting="Hello Joan,",
        title=(Piece("Your session is confirmed"),),
        lead=text("I look forward."),
        fact=("When", (Piece("Noon"),)),
        blocks=(
            Facts((("Where", (Piece("1 Birch Lane"),)),)),
            Way("Open your page", PAGE, is_alone=True),
        ),
        foot=(text("Kim Example", "NPM Practice"),),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One line\nand another", [text("One line", "and another")]),
        ("A: b\nC: d", [Facts((("A", (Piece("B"),)), ("C", (Piece("D"),))))]),
        ("What to wear: light layers.", [text("What to wear: light layers.")]),
        ("It is so. Really: yes.\nNo: no", [text("It is so. Really: yes.", "No: no")]),
        ("A: b\nC: d\nEnd.", [Facts((("A", (Piece("B"),)), ("C", (Piece("D"),)))), text("End.")]),
        (f"How to get here: {SITE}/directions/", [Way("How to get here", f"{SITE}/directions/")]),
        (f"Is it so? Say it here:\n{PAGE}", [text("Is it so?"), Way("Say it here", PAGE, is_alone=True)]),
        (f"Kim\n{SITE}/", [Text(((Piece("Kim"),), (Piece("npm.example", f"{SITE}/"),)))]),
        (f"Look:\n{SITE}/", [Way("Look", f"{SITE}/", is_alone=True)]),
        (f"Kim\n{PAGE}", [text("Kim"), Way("", PAGE, is_alone=True)]),
        (PAGE, [Way("", PAGE, is_alone=True)]),
        ("Times:\n- one\n- two", [text("Times:"), Items((Item((Piece("one"),)), Item((Piece("two"),))))]),
        (
            f"- one\n  £98\n  {PAGE}\n  The form: {PAGE}form/",
            [Items((Item((Piece("one", PAGE),), ((Piece("£98"),), (Piece("The form", f"{PAGE}form/"),))),))],
        ),
        ("  indented", [text("indented")]),
    ],
)
def test_a_paragraph_is_read_by_the_shape_of_its_lines(body, expected):
    assert blocks(body) == expected


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("Ring 01632 960 123.", ["Ring ", ("01632 960 123", "tel:+441632960123"), "."]),
        ("Write to kim@example.com", ["Write to ", ("kim@example.com", "mailto:kim@example.com")]),
        (f"See {SITE}/faq/, then ring", ["See ", ("npm.example/faq", f"{SITE}/faq/"), ", then ring"]),
        ("Not kim@example.common", ["Not kim@example.common"]),
        ("Not xkim@example.com", ["Not xkim@example.com"]),
        ("See https://npm.example.evil.test/", ["See https://npm.example.evil.test/"]),
        ("See https://evil.test/?https://npm.example", ["See https://evil.test/?https://npm.example"]),
        ("javascript:alert(1)", ["javascript:alert(1)"]),
        ("<b>bold</b>", ["<b>bold</b>"]),
    ],
)
def test_only_what_is_known_becomes_a_link(words, pieces):
    expected = tuple(Piece(piece) if isinstance(piece, str) else Piece(*piece) for piece in pieces)

    assert KNOWN.pieces(words) == expected


@pytest.mark.parametrize(
    "line", ["See: https://evil.test/", "https://evil.test/", "Go:\nhttp://npm.example/"]
)
def test_an_address_of_somebody_else_is_nothing_to_press(line):
    assert all(isinstance(block, Text) for block in blocks(line))


@pytest.mark.parametrize(
    "body", ["", "\n\n", "--", "- one", "A: b\nC: d", PAGE, "Hello,", "--\n--\n--", ":", "- "]
)
def test_text_of_any_shape_can_be_read(body):
    assert isinstance(read(body, KNOWN), Letter)


def test_a_mail_without_a_first_sentence_has_no_title():
    assert [read(body, KNOWN).title for body in ("", "- one", "A: b\nC: d", PAGE)] == [()] * 4


def test_a_title_loses_its_colon_and_keeps_its_question_mark():
    titles = [read(body, KNOWN).title for body in ("These are off:\n- one", "Are you well? I am.")]

    assert titles == [(Piece("These are off"),), (Piece("Are you well?"),)]
