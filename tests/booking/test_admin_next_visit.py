"""The page that books the next visit: one press away from a visit, and one press books."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db.models import QuerySet
from django.test import Client as Browser
from django.urls import reverse

from booking.models import Booking, Status
from booking.practitioner import make_practitioner
from intake import records
from intake.models import Client, Reading, Screening
from tests.booking.factories import BookingFactory, ConfirmedFactory, HeldFactory
from tests.booking.test_next_visit import NOW, been, shut
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.usefixtures("open_week")
ANOTHER = "Another time"


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def url(visit):
    return reverse("admin:booking_booking_next", args=[visit.pk])


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def sent_by(text, press=0):
    """What a press on one of the times sends."""
    times = re.findall(r'name="start" value="([^"]+)"', text)
    return {"key": re.search(r'name="key" value="([^"]+)"', text)[1], "start": times[press]}


def by_phone(visit):
    return f"/admin/booking/booking/book/?client={visit.client_id}"


def test_one_press_opens_the_page_and_one_books(marja):
    visit = been(ClientFactory(name="Joan Green"))

    text = said(marja.get(url(visit)))
    done = marja.post(url(visit), sent_by(text), follow=True)

    booking = Booking.objects.get(status=Status.CONFIRMED)
    assert "1 session so far, on Saturday 27 February 2027." in text
    assert "The next belongs between Saturday 6 March and Saturday 13 March." in text
    assert "By booking you say that nothing has changed since Saturday 27 February 2027." in text
    assert 4 <= len(re.findall(r'name="start"', text)) <= 6
    assert booking.client == visit.client
    assert "Booked and confirmed: Joan Green, Monday 8 March, 10:00. Joan Green gets an email." in said(done)


def test_what_is_held_says_so_before_and_leads_to_its_review(marja):
    visit = been()
    Client.objects.update(talk_first=True)

    text = said(marja.get(url(visit)))
    done = marja.post(url(visit), sent_by(text), follow=True)

    assert "<span>Held</span>" in text
    assert done.redirect_chain[-1][0].endswith("/review/")
    assert "It waits for your yes." in said(done)


def test_looking_opens_nothing_to_anybody_and_changes_nothing(marja):
    visit = been()

    marja.get(url(visit))

    assert (Booking.objects.count(), Reading.objects.count()) == (1, 0)


def test_pressing_twice_books_once(marja):
    visit = been()
    sent = sent_by(said(marja.get(url(visit))))

    first, second = (marja.post(url(visit), sent).url for _press in range(2))

    assert first == second
    assert Booking.objects.filter(status=Status.CONFIRMED).count() == 1


def test_a_time_that_was_taken_meanwhile_is_said_and_others_are_offered(marja):
    visit = been()
    sent = sent_by(said(marja.get(url(visit))))
    ConfirmedFactory(starts_at=datetime.fromisoformat(sent["start"]) + timedelta(hours=1))

    answer = marja.post(url(visit), sent)

    assert answer.status_code == 409
    assert "That time has just been taken. Nothing was booked." in said(answer)
    assert sent["start"] not in said(answer)


ODD = ["", "a\0b", "x" * 5000, "2027-03-08T10:00", "9999-12-31T23:59:59+00:00", "-1"]


@pytest.mark.parametrize("name", ["key", "start"])
@pytest.mark.parametrize(
    "odd", ["", "a\0b", "x" * 5000, "2027-03-08T10:00", "9999-12-31T23:59:59+00:00", "-1"]
)
def test_what_the_page_did_not_send_books_nothing(marja, name, odd):
    visit = been()
    sent = sent_by(said(marja.get(url(visit)))) | {name: odd}

    answer = marja.post(url(visit), sent)

    assert answer.status_code == 409
    assert "Nothing was booked" in said(answer)
    assert Booking.objects.count() == 1


def test_the_key_of_another_visit_books_nothing(marja):
    visit, other = been(), been(days=5)
    sent = sent_by(said(marja.get(url(other))))

    assert marja.post(url(visit), sent).status_code == 409


def test_another_time_leads_to_the_phone_booking_with_the_client_filled_in(marja):
    visit = been()

    text = said(marja.get(url(visit)))

    assert f'href="{by_phone(visit)}">{ANOTHER}' in text


def spoil(visit, how, monkeypatch):
    if how == "old":
        QuerySet(Screening).update(answered_at=NOW.replace(year=2026, month=1))
    elif how == "withdrawn":
        records.withdraw_consent(visit.client.consents.get(), now=NOW)
    else:
        monkeypatch.setattr(Screening, "given", shut)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("old", "The answers on file are more than 12 months old."),
        ("withdrawn", "There are no answers on file that may be used."),
        ("shut", "The answers on file cannot be opened with the keys in use."),
    ],
)
def test_answers_that_carry_nothing_lead_to_the_questions(marja, monkeypatch, how, sentence):
    visit = been()
    spoil(visit, how, monkeypatch)

    text = said(marja.get(url(visit)))

    assert sentence in text
    assert by_phone(visit) in text
    assert 'name="start"' not in text


def test_a_visit_that_is_agreed_on_already_is_named(marja):
    visit = been()
    ConfirmedFactory(client=visit.client)

    assert "A session is already agreed for Monday 8 March 2027." in said(marja.get(url(visit)))


def test_a_request_leads_to_the_phone_booking(marja):
    visit = HeldFactory()

    assert marja.get(url(visit)).url == by_phone(visit)


def test_what_is_nobodys_yet_leads_to_its_own_page(marja):
    visit = BookingFactory()

    assert marja.get(url(visit)).url == reverse("admin:booking_booking_change", args=[visit.pk])


@pytest.mark.parametrize("lacking", ["change_booking", "view_client", "view_screening"])
def test_who_lacks_a_right_books_nothing(marja, user, lacking):
    visit = been()
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename=lacking))

    assert (marja.get(url(visit)).status_code, marja.post(url(visit)).status_code) == (403, 403)


def test_a_stranger_is_sent_to_the_login():
    assert Browser().post(url(been())).url.startswith("/admin/login/")


def test_another_method_is_refused(marja):
    assert marja.put(url(been())).status_code == 405
