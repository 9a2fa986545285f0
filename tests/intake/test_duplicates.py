"""Who may have been entered twice."""

from datetime import date, timedelta

import pytest

from intake.duplicates import Pair, Person, Reason, is_one_letter_off, pairs
from intake.names import phone_digits

BORN = date(1985, 6, 15)
JOAN = {"name": "Joan Green", "email": "joan@example.com", "phone": "07700 900456", "born_on": BORN}
OTHER = {"name": "Kim Brown", "email": "kim@example.com", "phone": "07700 900999"}


def person(pk, **changes):
    return Person(pk=pk, **JOAN | changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, Reason.SAME_NAME),
        (OTHER | {"name": "JOAN  green"}, Reason.SAME_NAME),
        (OTHER | {"name": "Joan Ｇreen", "email": "", "phone": ""}, Reason.SAME_NAME),
        (OTHER | {"name": "Joan Greene"}, Reason.NEAR_NAME),
        (OTHER | {"name": "Joan Gren"}, Reason.NEAR_NAME),
        (OTHER | {"name": "Jean Green"}, Reason.NEAR_NAME),
        (OTHER | {"name": "Jaon Green"}, Reason.NEAR_NAME),
        (OTHER | {"name": "Green Joan"}, Reason.NEAR_NAME),
        (OTHER | {"email": "Joan@Example.com"}, Reason.SAME_EMAIL),
        (OTHER | {"name": "Jo Green", "phone": "+44 7700 900456"}, Reason.SAME_PHONE),
        (OTHER | {"name": "Jo GREEN", "phone": "07700-900-456"}, Reason.SAME_PHONE),
    ],
    ids=str,
)
def test_one_day_of_birth_and_something_else_the_same_is_pointed_out(changes, reason):
    assert pairs([person(1), person(2, **changes)]) == [Pair(1, 2, reason)]


@pytest.mark.parametrize(
    "changes",
    [
        OTHER,
        OTHER | {"name": "Joan Brown"},
        OTHER | {"name": "Jane Grean"},
        OTHER | {"name": "Jo Brown", "phone": JOAN["phone"]},
        OTHER | {"name": "Jo Green", "phone": "07700 900457"},
        {"born_on": BORN + timedelta(days=1)},
        {"name": "Ada Green", "born_on": date(2018, 6, 15)},
        {"name": "Ben Green", "born_on": BORN + timedelta(days=1)},
    ],
    ids=["nothing", "first name", "two letters", "phone of another family", "phone", "born a day later",
         "a parent and her child", "twins on both sides of midnight"],
)  # fmt: skip
def test_what_two_people_may_share_is_not_pointed_out(changes):
    assert pairs([person(1), person(2, **changes)]) == []


@pytest.mark.parametrize("empty", ["email", "phone", "name"])
def test_what_neither_has_is_nothing_in_common(empty):
    here = {"name": "A B", "email": "a@example.com", "phone": "07700 900111"} | {empty: ""}
    there = {"name": "C D", "email": "c@example.com", "phone": "07700 900222"} | {empty: ""}

    assert pairs([person(1, **here), person(2, **there)]) == []


def test_each_pair_is_named_once_whatever_the_order():
    three = [person(3), person(1), person(2)]

    assert [(pair.first, pair.second) for pair in pairs(three)] == [(1, 2), (1, 3), (2, 3)]


def test_few_are_compared_even_when_all_share_everything():
    people = [person(n) for n in range(5_000)]

    assert len(pairs(people)) < 5_000 * 11


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("anna", "anna", True),
        ("anna", "ana", True),
        ("ana", "anna", True),
        ("anna", "anne", True),
        ("anna", "nana", True),
        ("anna", "annika", False),
        ("anna", "anne b", False),
        ("ab", "ba", True),
        ("ab", "cd", False),
        ("abcd", "badc", False),
    ],
)
def test_one_letter_off(one, other, is_near):
    assert is_one_letter_off(one, other) == is_near
    assert is_one_letter_off(other, one) == is_near


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("07700 900456", "07700900456"),
        ("+44 7700 900456", "07700900456"),
        ("+44 (0)7700 900456", "07700900456"),
        ("0044 7700 900456", "07700900456"),
        ("+358 40 1234567", "358401234567"),
        ("٠٧٧٠٠ ٩٠٠٤٥٦", "07700900456"),
        ("ring me", ""),
        ("12345", ""),
        ("", ""),
    ],
)
def test_a_number_is_the_same_however_it_is_typed(typed, digits):
    assert phone_digits(typed) == digits
