"""The looking itself: each fault that is planted is found, and where none is planted none is."""

import pytest

from tests.access import consistent, looking, planted


@pytest.fixture(scope="module")
def clean(looker):
    return looker.look(planted.page())


def test_every_check_is_run_and_has_a_fault_to_find(clean, browser):
    assert set(clean) == looking.EVERY == set(planted.FAULTS)
    assert set(consistent.CHECKS) == set(planted.TOGETHER)


def test_nothing_is_found_where_nothing_is_wrong(clean, browser):
    assert {check: problems for check, problems in clean.items() if problems} == {}


@pytest.mark.parametrize("check", sorted(planted.FAULTS))
def test_a_planted_fault_is_found(looker, check):
    assert looker.look(planted.FAULTS[check], parts=looking.PART_OF[check])[check]


@pytest.mark.parametrize("rule", sorted(planted.RULES))
def test_axe_looks_for_it(looker, rule):
    found = looker.look(planted.RULES[rule], parts=["phone"])["axe"]

    assert any(one.startswith(f"{rule}:") for one in found)


def test_what_is_too_pale_in_the_dark_alone_is_found(looker):
    style = "@media (prefers-color-scheme: dark) { :root { color-scheme: light } p { color: #bbb } }"

    assert [
        one.partition(":")[0] for one in looker.look(planted.page(style=style), parts=["phone"])["axe"]
    ] == ["dark"]


@pytest.mark.parametrize("check", sorted(planted.TOGETHER))
def test_what_differs_between_two_pages_is_found(looker, check):
    assert compared(looker, *planted.TOGETHER[check])[check]


def test_two_pages_that_differ_in_what_they_are_about_are_consistent(looker):
    other = planted.page(old="<title>A page", new="<title>Another page")

    assert compared(looker, planted.page(), other) == {check: [] for check in consistent.CHECKS}


def compared(looker, *pages):
    looker.facts.clear()
    for path, shown in zip(("/first/", "/second/"), pages, strict=True):
        looker.look(planted.elsewhere(shown, path), parts=[])
    return consistent.problems(looker.facts)
