import pytest
from django.db import IntegrityError, transaction

from content.models import Page, Practice, Price
from tests.content.factories import PageFactory, PracticeFactory, PriceFactory

pytestmark = pytest.mark.django_db


def test_there_is_one_practice():
    PracticeFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeFactory(id=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=1).update(id=2)


def test_a_price_below_nothing_is_refused():
    price = PriceFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.filter(pk=price.pk).update(amount="-0.01")


def test_an_unknown_layout_is_refused():
    page = PageFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=page.pk).update(layout="grand")


def test_two_pages_with_one_address_are_refused():
    PageFactory(slug="about")

    with pytest.raises(IntegrityError), transaction.atomic():
        PageFactory(slug="about")


@pytest.mark.parametrize(
    ("phone", "href"),
    [
        ("01632 960 123", "tel:+441632960123"),
        ("07700 900 123", "tel:+447700900123"),
        ("+44 (0)1632 960123", "tel:+441632960123"),
        ("+358 40 123 4567", "tel:+358401234567"),
        ("", ""),
    ],
)
def test_a_telephone_number_can_be_pressed(phone, href):
    assert Practice(phone=phone).phone_href == href


@pytest.mark.parametrize(("amount", "words"), [(95, "£95"), ("87.50", "£87.50"), ("1200.00", "£1,200")])
def test_a_price_is_written_as_people_write_it(amount, words):
    price = PriceFactory(amount=amount)
    price.refresh_from_db()

    assert price.amount_in_words == words


def test_every_change_of_what_is_shown_gives_the_practice_a_new_stamp():
    practice = PracticeFactory()
    stamps = [practice.stamp]

    def note():
        stamps.append(Practice.objects.get().stamp)

    page = PageFactory()
    note()
    page.save()
    note()
    page.delete()
    note()
    PriceFactory()
    note()
    practice.save()
    note()

    assert len(set(stamps)) == len(stamps)
