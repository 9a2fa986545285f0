"""Every kind of page that visitors and clients meet, in each of its states: nothing shuts anybody out."""

import pytest

from tests.access import consistent, looking

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found(public_pages, looker):
    looker.facts.clear()
    return {page.name: looker.look(page) for page in public_pages}


def test_there_is_a_page_of_each_kind(public_pages, record_property):
    record_property(
        "figure", f"{len(looking.EVERY)} checks, axe among them: {len(public_pages)} public pages"
    )

    assert len({page.name for page in public_pages}) == len(public_pages) >= 75


@pytest.mark.parametrize("check", sorted(looking.EVERY))
def test_nothing_is_wrong(found, check, browser):
    assert {name: one[check] for name, one in found.items() if one[check]} == {}


@pytest.mark.parametrize("check", sorted(consistent.CHECKS))
def test_what_comes_again_comes_in_the_same_way(found, looker, check, browser):
    assert consistent.problems(looker.facts)[check] == []
