"""The pages of the desk, which she alone sees: nothing shuts her out either."""

import pytest

from tests.access import consistent, desk, looking

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def desk_pages(collected):
    return collected(desk.pages)


@pytest.fixture(scope="module")
def looked(desk_pages, looker):
    looker.facts.clear()
    return {page.name: looker.look(page) for page in desk_pages}


def test_there_is_a_page_of_each_kind(desk_pages, record_property):
    record_property(
        "figure", f"{len(looking.EVERY)} checks, axe among them: {len(desk_pages)} pages of the desk"
    )

    assert len({page.name for page in desk_pages}) == len(desk_pages) >= 35


@pytest.mark.parametrize("check", sorted(looking.EVERY))
def test_nothing_is_wrong(looked, check, browser):
    found = {name: desk.faults(one)[check] for name, one in looked.items()}

    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("check", sorted(consistent.CHECKS))
def test_what_comes_again_comes_in_the_same_way(looked, looker, check, browser):
    assert consistent.problems(looker.facts)[check] == []


@pytest.mark.parametrize("excuse", desk.NO_FAULTS, ids=lambda excuse: excuse.check)
def test_what_is_excused_is_still_there(looked, excuse, browser):
    assert any(
        excuse in desk.excuses(excuse.check, one) for found in looked.values() for one in found[excuse.check]
    )
