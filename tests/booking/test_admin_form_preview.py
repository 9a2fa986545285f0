"""The health form gone through by the practitioner, as a client sees it."""

import re

import pytest
import time_machine
from django.apps import apps
from django.test import Client as Browser

from booking.practitioner import make_practitioner
from intake.history import editing
from tests.booking.factories import NOW
from tests.intake.factories import UserFactory

pytestmark = pytest.mark.django_db
PREVIEW = "/admin/booking/booking/form/preview/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def stored():
    return {model.__name__: model._base_manager.count() for model in apps.get_models()}


def walk(marja, who):
    """Return all pages, from the list of parts by each Continue back to it."""
    seen, address = [], f"{PREVIEW}{who}/1/1/"
    while address != f"{PREVIEW}{who}/":
        seen.append(marja.get(address).content.decode())
        address = marja.post(address, {"fever": "yes", "answer": "no"}).url
    return seen


@pytest.mark.parametrize(
    ("who", "asked"), [("adult", "Do you have a fever"), ("child", "Does the person have a fever")]
)
def test_every_page_is_shown_in_the_right_words_and_nothing_is_kept(marja, who, asked):
    before = stored()

    pages = walk(marja, who)

    assert len(pages) > 8
    assert sum(asked in page for page in pages) == 1
    assert all("A preview: nothing is kept." in page for page in pages)
    assert any("How much has it troubled" in page for page in pages)
    assert stored() == before


def test_her_own_words_are_shown(marja):
    words = editing.Words("Any fever?", "")
    editing.reword("fever", words, seen=1, by=UserFactory(), now=NOW)

    assert sum("Any fever?" in page for page in walk(marja, "adult")) == 1


def test_the_list_of_parts_leads_to_each(marja):
    page = marja.get(f"{PREVIEW}child/").content.decode()

    assert re.findall(r'class="task-name" href="([^"]+)"', page) == [
        f"{PREVIEW}child/{n}/1/" for n in range(1, 8)
    ]


@pytest.mark.parametrize("path", ["nobody/", "nobody/1/1/", "adult/0/1/", "adult/1/99/", "adult/99/1/"])
def test_what_is_no_page_is_not_found(marja, path):
    assert marja.get(PREVIEW + path).status_code == 404
