"""A question from the contact page: sealed, told to the practitioner, and closed to robots."""

import gzip
import re
from datetime import timedelta

import pytest
import time_machine

from booking.forms.contact import stamp
from booking.models import Message
from intake.models import Enquiry
from tests.booking.factories import NOW

pytestmark = pytest.mark.django_db
QUESTION = {
    "name": "Robin Example",
    "email": "robin@example.com",
    "phone": "",
    "text": "Is there a step at the door?",
    "website": "",
}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def send(client, *, typed_for=30, **changed):
    shown = stamp(NOW - timedelta(seconds=typed_for))
    return client.post("/contact/", QUESTION | {"shown": shown} | changed)


def test_a_question_is_sealed_and_the_practitioner_is_told(client):
    response = send(client)

    enquiry = Enquiry.objects.get()
    assert response.url == "/contact/sent/"
    assert enquiry.message["text"] == "Is there a step at the door?"
    assert Message.objects.get().kind == "enquiry"
    assert client.get("/contact/sent/").status_code == 200


def test_a_filled_trap_looks_like_success_and_keeps_nothing(client):
    response = send(client, website="https://example.com")

    assert response.url == "/contact/sent/"
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("shown", ["", "made up", stamp(NOW)], ids=["missing", "made up", "just now"])
def test_a_form_sent_at_once_asks_for_one_more_press(client, shown):
    page = client.post("/contact/", QUESTION | {"shown": shown}).content.decode()

    assert "press the button once more" in page
    assert 'value="Robin Example"' in page
    assert "Is there a step at the door?" in page
    assert not Enquiry.objects.exists()


def test_the_one_more_press_counts_however_soon_it_comes(client):
    page = send(client, typed_for=0).content.decode()
    shown = re.search(r'name="shown" value="([^"]+)"', page).group(1)

    response = client.post("/contact/", QUESTION | {"shown": shown})

    assert response.url == "/contact/sent/"
    assert Enquiry.objects.count() == 1


def test_the_fourth_question_in_an_hour_is_asked_to_ring(client):
    for _question in range(3):
        send(client)

    response = send(client)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert "Is there a step at the door?" in response.content.decode()


def test_what_is_missing_is_said_beside_the_field(client):
    page = send(client, email="robin", text="").content.decode()

    assert "Enter an email address in the correct format, like name@example.com" in page
    assert "Enter your question" in page
    assert 'value="Robin Example"' in page


def test_the_form_is_compressed_until_something_was_typed(client):
    packed = {"accept-encoding": "gzip"}

    empty = client.get("/contact/?name=Robin", headers=packed)
    typed = client.post("/contact/", {"name": "Robin" * 50}, headers=packed)

    assert b"Robin" not in gzip.decompress(empty.content)
    assert "Content-Encoding" not in typed.headers
