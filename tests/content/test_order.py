import pytest

from content import order
from content.models import Page
from tests.content.factories import PageFactory


@pytest.mark.parametrize(
    ("item", "by", "expected"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("a", 9, "bca"), ("c", -9, "cab")],
)
def test_a_thing_moves_and_stops_at_either_end(item, by, expected):
    assert order.shifted(list("abc"), item, by) == list(expected)


@pytest.mark.django_db
def test_rows_with_one_position_are_numbered_anew():
    pages = PageFactory.create_batch(3)

    assert order.move(pages[2], Page.objects.all(), by=-1)
    assert not order.move(pages[1], Page.objects.all(), by=1)

    assert list(Page.objects.values_list("slug", "position")) == [
        (pages[0].slug, 0),
        (pages[2].slug, 1),
        (pages[1].slug, 2),
    ]


@pytest.mark.django_db
def test_a_move_is_no_new_version():
    pages = PageFactory.create_batch(2)

    order.move(pages[1], Page.objects.all(), by=-1)

    assert pages[1].history.count() == 1
