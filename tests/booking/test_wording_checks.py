"""What is found wrong with a text, with no mail and no database."""

import pytest

from booking.wording.catalogue import BLOCKS, BY_NAME, IN_SUBJECT, TEXTS
from booking.wording.checking import Fault, Problem, problems
from booking.wording.health_words import BEGINNINGS, found_in

TEXT = BY_NAME["declined"]
SUBJECT, BODY = "Your request", "Not on {when}. {do_not_travel}"
MISSING = [Problem("body", Fault.MISSING, name) for name in TEXT.needs]


def test_a_good_text_has_no_problem():
    assert problems(TEXT, SUBJECT, BODY) == []


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("", [(Fault.EMPTY, "", "")]),
        (" \n", [(Fault.EMPTY, "", "")]),
        ("x" * 70, []),
        ("x" * 71, [(Fault.LONG, "71", "")]),
        # A day and time has up to 31 letters.
        ("x" * 39 + "{when}", []),
        ("x" * 40 + "{when}", [(Fault.LONG, "71", "")]),
        ("For {whem}", [(Fault.MEANT, "whem", "when")]),
        ("For { When }", [(Fault.MEANT, " When ", "when")]),
        ("For {zebra}", [(Fault.UNKNOWN, "zebra", "")]),
        ("For {}", [(Fault.UNKNOWN, "", "")]),
        ("{hello} and more", [(Fault.NOT_HERE, "hello", "")]),
        ("For {when", [(Fault.BRACE, "", "")]),
        ("For when}", [(Fault.BRACE, "", "")]),
        ("For {{when}}", [(Fault.BRACE, "", "")]),
        ("Your doctor, doctor", [(Fault.HEALTH, "doctor", "")]),
        ("Pain and painting", [(Fault.HEALTH, "Pain", "")]),
        ("See www.example.com/a", [(Fault.LINK, "www.example.com/a", "")]),
        ("A \0 in it", [(Fault.CONTROL, "", "")]),
        ("{{ settings.SECRET_KEY }}", [(Fault.UNKNOWN, " settings.SECRET_KEY ", ""), (Fault.BRACE, "", "")]),
        ("{% load x %}", [(Fault.UNKNOWN, "% load x %", "")]),
    ],
)
def test_a_subject_is_checked(subject, found):
    assert problems(TEXT, subject, BODY) == [Problem("subject", *one) for one in found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", [Problem("body", Fault.EMPTY), *MISSING]),
        ("Not on {when}.", MISSING[1:]),
        (BODY + "\nSays {hello}", [Problem("body", Fault.NOT_ALONE, "hello")]),
        (BODY + "\n  {hello} ", []),
        (BODY + "\n{link}", [Problem("body", Fault.UNKNOWN, "link")]),
        (BODY + "\n{", [Problem("body", Fault.BRACE)]),
        (BODY + " https://example.com", [Problem("body", Fault.LINK, "https://example.com")]),
        (BODY + " me@example.co.uk", [Problem("body", Fault.LINK, "example.co.uk")]),
        (BODY + " See you then.Come well.", []),
        (BODY + " Bring a scarf; we sit heartily.", []),
        (BODY + " A letter", [Problem("body", Fault.HEALTH, "letter")]),
    ],
)
def test_a_body_is_checked(body, found):
    assert problems(TEXT, SUBJECT, body) == found


def test_health_words_are_found_as_they_are_written_each_once():
    found = found_in("Before your (surgery)letter, a Surgery, a letter, a word about Massage and birthdays")

    assert BEGINNINGS.count("|") >= 40
    assert found == ["surgery", "letter", "Surgery"]


def test_the_catalogue_speaks_of_nothing_twice():
    assert len({text.name for text in TEXTS}) == len({text.slug for text in TEXTS}) == len(TEXTS)
    assert not BLOCKS & set(IN_SUBJECT)
