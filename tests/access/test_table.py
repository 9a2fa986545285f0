"""The table of criteria is whole, and each test that it names is there and is made."""

from importlib import import_module

import pytest

from tests.access import consistent, looking
from tests.access.criteria import CRITERIA

# Those that are there at each level, by the guideline they belong to.
A = {
    "1.1": (1,),
    "1.2": (1, 2, 3),
    "1.3": (1, 2, 3),
    "1.4": (1, 2),
    "2.1": (1, 2, 4),
    "2.2": (1, 2),
    "2.3": (1,),
    "2.4": (1, 2, 3, 4),
    "2.5": (1, 2, 3, 4),
    "3.1": (1,),
    "3.2": (1, 2, 6),
    "3.3": (1, 2, 7),
    "4.1": (2,),
}
AA = {
    "1.2": (4, 5),
    "1.3": (4, 5),
    "1.4": (3, 4, 5, 10, 11, 12, 13),
    "2.4": (5, 6, 7, 11),
    "2.5": (7, 8),
    "3.1": (2,),
    "3.2": (3, 4),
    "3.3": (3, 4, 8),
    "4.1": (3,),
}
MADE_ON_EACH_PAGE = looking.EVERY | set(consistent.CHECKS)


def test_it_has_the_31_criteria_of_level_a_and_the_24_of_level_aa(record_property):
    record_property("figure", f"WCAG 2.2 A and AA: {len(CRITERIA)} criteria, each with its tests")

    assert (len(numbers(A)), len(numbers(AA)), len(CRITERIA)) == (31, 24, 55)
    assert set(CRITERIA) == numbers(A) | numbers(AA)


def numbers(level) -> set[str]:
    return {f"{guideline}.{number}" for guideline, found in level.items() for number in found}


def test_every_check_is_there_for_a_criterion():
    named = {check for criterion in CRITERIA.values() for check in criterion.checks}

    assert MADE_ON_EACH_PAGE - named == set()


@pytest.mark.parametrize("number", CRITERIA)
def test_each_test_that_it_names_is_made(number):
    criterion = CRITERIA[number]

    assert criterion.checks
    for check in criterion.checks:
        assert check in MADE_ON_EACH_PAGE or is_a_test(check), check


def is_a_test(check) -> bool:
    file, _, name = check.partition("::")
    module = import_module("tests." + file.removesuffix(".py").replace("/", "."))
    return name.startswith("test_") and callable(getattr(module, name, None))


def test_what_is_no_test_is_not_taken_for_one():
    assert not is_a_test("access/test_table.py::test_that_nobody_wrote")
    assert not is_a_test("access/test_table.py::is_a_test")
