"""The chart down the pages of text: where its fairway runs, and where there is none."""

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.visitor import Visitor

# Of each section: where its fairway begins and ends, the middle of its heading's first line, how far right
# the fairway comes, and where the words begin.
FAIRWAYS = """() => [...document.querySelectorAll('.section > .two-col')].map(columns => {
    const way = getComputedStyle(columns, '::before'), place = columns.getBoundingClientRect()
    const grid = getComputedStyle(columns)
    const left = place.left + parseFloat(grid.paddingLeft) + parseFloat(grid.gridTemplateColumns)
    const heading = columns.querySelector('h2')
    const line = parseFloat(getComputedStyle(heading).lineHeight)
    const top = place.top + parseFloat(way.top)
    return [top, top + parseFloat(way.height), heading.getBoundingClientRect().top + line / 2,
            left - parseFloat(way.right), heading.nextElementSibling.getBoundingClientRect().left]
})"""
DRAWN = """() => [...document.querySelectorAll('main, .section, .two-col')].filter(
    place => getComputedStyle(place, '::before').backgroundImage != 'none'
        && getComputedStyle(place, '::before').display != 'none').length"""


@pytest.fixture
def visitor(page, practice, texts, address):
    visitor = Visitor(page, address)
    visitor.opens("/safety/")
    return visitor


def test_the_fairway_goes_from_heading_to_heading_beside_the_words(visitor):
    visitor.page.set_viewport_size(DESK)

    ways = visitor.page.evaluate(FAIRWAYS)

    for start, _, heading, right, words in ways:
        assert start == pytest.approx(heading, abs=2)
        assert right < words
    assert len(ways) >= 4
    assert [way[1] for way in ways[:-1]] == pytest.approx([way[0] for way in ways[1:]], abs=2)


def test_on_a_phone_the_chart_lies_between_sections(visitor):
    visitor.page.set_viewport_size(PHONE)

    ways = visitor.page.evaluate(FAIRWAYS)

    assert len(ways) >= 4
    assert all(end < heading for _, end, heading, *_ in ways)


@pytest.mark.parametrize("media", [{"media": "print"}, {"forced_colors": "active"}], ids=["print", "forced"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_on_paper_and_in_colours_of_their_own_there_is_no_chart(visitor, media, size):
    visitor.page.set_viewport_size(size)
    drawn = visitor.page.evaluate(DRAWN)

    visitor.page.emulate_media(**media)

    assert drawn >= 4
    assert visitor.page.evaluate(DRAWN) == 0
