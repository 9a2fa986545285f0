"""A session that ends when nobody is there, and nothing typed that is lost by it."""

import logging

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from booking.practitioner import make_practitioner
from intake.models import Draft
from tests.conftest import NOON
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.django_db
HOME, LOGIN, TYPED, STAY = "/admin/", "/admin/login/", "/admin/typed/", "/admin/account/stay/"
PASSWORD = "walking-in-birch-woods"
MINUTE, HOUR = 60, 3600
WORDS = "zebrafinch keyhole"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user():
    return make_practitioner("marja", PASSWORD, "marja@example.com")


@pytest.fixture
def marja(user):
    browser = Client()
    log_in(browser)
    return browser


@pytest.fixture
def person():
    return ClientFactory(name="Robin Example")


def log_in(browser, **more):
    return browser.post(LOGIN, {"login": "marja", "password": PASSWORD} | more)


def page_of(person):
    return reverse("admin:intake_client_change", args=[person.pk])


def fields(person, **changes):
    return {"name": person.name, "email": person.email, "phone": WORDS} | changes


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 302), (600, 302)])
def test_half_an_hour_without_a_request_ends_it(marja, clock, minutes, status):
    clock.shift(minutes * MINUTE)

    assert marja.get(HOME).status_code == status


def test_who_works_on_stays_signed_in_for_twelve_hours_and_no_longer(marja, clock):
    seen = []
    for _quarter in range(48):
        clock.shift(15 * MINUTE)
        seen.append(marja.get(HOME).status_code)

    assert seen == [200] * 47 + [302]


def test_a_page_leads_to_signing_in_and_back_to_itself(marja, clock):
    clock.shift(HOUR)

    answer = marja.get("/admin/intake/client/?q=robin")
    page = marja.get(answer.url).text

    assert answer.url == f"{LOGIN}?next=%2Fadmin%2Fintake%2Fclient%2F%3Fq%3Drobin"
    assert "You were signed out." in page
    assert "Log in and go on where you were." in page
    assert log_in(marja, next="/admin/intake/client/?q=robin").url == "/admin/intake/client/?q=robin"
    assert "was_away" not in marja.session


def test_the_old_session_is_gone_from_the_table(marja, clock):
    old = marja.session.session_key
    clock.shift(HOUR)

    marja.get(HOME)

    assert not Session.objects.filter(pk=old).exists()


def test_using_it_is_written_once_a_minute_at_most(marja, clock):
    written = []
    for _twenty_seconds in range(9):
        clock.shift(20)
        marja.get(HOME)
        written.append(marja.session["used"] - int(NOON.timestamp()))

    assert written == [0, 0, 60, 60, 60, 120, 120, 120, 180]


def test_a_session_that_was_not_begun_by_signing_in_has_no_time_left(marja):
    session = marja.session
    del session["signed_in"]
    session.save()

    assert marja.get(HOME).status_code == 302


def test_what_was_typed_is_kept_and_sent_on_after_signing_in(marja, clock, person):
    clock.shift(HOUR)

    away = marja.post(page_of(person), fields(person))
    note = marja.get(away.url).text
    back = log_in(marja, next=TYPED).url
    page = marja.get(back)

    assert away.url == f"{LOGIN}?next=%2Fadmin%2Ftyped%2F"
    assert "What you had typed is kept." in note
    assert back == TYPED
    assert f'action="{page_of(person)}"' in page.text
    assert f'name="phone" value="{WORDS}"' in page.text
    assert page.text.count(WORDS) == 2


def test_what_was_typed_lies_sealed_for_a_day_and_in_no_session_or_log(marja, clock, person, caplog):
    caplog.set_level(logging.DEBUG)
    clock.shift(HOUR)

    marja.post(page_of(person), fields(person))
    draft = Draft.objects.get()
    log_in(marja)

    assert WORDS in str(draft.answers)
    assert WORDS.encode() not in bytes(Draft.objects.values_list("answers", flat=True).get())
    assert WORDS not in str([row.get_decoded() for row in Session.objects.all()])
    assert WORDS not in caplog.text
    clock.shift(25 * HOUR)
    marja.get(HOME)
    log_in(marja)
    assert marja.get(TYPED).url == HOME


@pytest.mark.parametrize(
    "address", [LOGIN, "/admin/password_change/", "/admin/account/again/", "/admin/logout/", TYPED, STAY]
)
def test_nothing_about_signing_in_is_kept(marja, clock, address):
    clock.shift(HOUR)

    marja.post(address, {"login": "marja", "password": PASSWORD, "oldpassword": PASSWORD, "code": "123456"})

    assert not Draft.objects.exists()


def test_a_field_for_a_secret_is_never_kept(marja, clock, person):
    clock.shift(HOUR)
    secrets = {"password1": "a", "new_PASSWORD": "b", "api_token": "c", "csrfmiddlewaretoken": "d"}

    marja.post(page_of(person), secrets | {"name": "Robin"})

    assert Draft.objects.get().answers["typed"] == [["name", ["Robin"]]]


def test_a_forged_form_is_refused_and_not_kept(user, clock, person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    clock.shift(HOUR)

    answer = browser.post(page_of(person), fields(person))

    assert (answer.status_code, Draft.objects.count()) == (403, 0)


def test_a_second_tab_loses_nothing_either(marja, clock, person):
    other = ClientFactory(name="Lena Example")
    clock.shift(HOUR)
    marja.get(HOME)

    away = [marja.post(page_of(one), fields(one)).url for one in (person, other)]
    log_in(marja)
    page = marja.get(TYPED).text

    assert away == [f"{LOGIN}?next=%2Fadmin%2Ftyped%2F"] * 2
    assert [page_of(one) in page for one in (person, other)] == [True, True]


def test_another_account_never_sees_what_was_typed(marja, clock, person):
    make_practitioner("tove", PASSWORD)
    clock.shift(HOUR)
    marja.post(page_of(person), fields(person))

    marja.post(LOGIN, {"login": "tove", "password": PASSWORD})

    assert marja.get(TYPED).url == HOME


def test_a_stranger_s_form_is_not_kept(person, client):
    client.post(page_of(person), fields(person))

    assert not Draft.objects.exists()


def test_what_is_not_wanted_is_deleted(marja, clock, person):
    clock.shift(HOUR)
    marja.post(page_of(person), fields(person))
    log_in(marja)

    answer = marja.post(TYPED, {"key": str(Draft.objects.get().pk)})

    assert (answer.url, Draft.objects.count()) == (HOME, 0)


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000", "\0"])
def test_a_key_that_is_none_deletes_nothing(marja, clock, person, key):
    clock.shift(HOUR)
    marja.post(page_of(person), fields(person))
    log_in(marja)

    assert marja.post(TYPED, {"key": key}).url == TYPED
    assert Draft.objects.count() == 1


def test_asking_how_long_is_left_neither_uses_nor_ends_it(marja, clock, person):
    clock.shift(28 * MINUTE)
    asked = marja.get(STAY).json()
    clock.shift(3 * MINUTE)
    ended = [marja.get(STAY).json(), marja.post(STAY).json()]

    marja.post(page_of(person), fields(person))

    assert (asked, ended) == ({"left": 120}, [{"left": 0}] * 2)
    assert Draft.objects.count() == 1


def test_staying_begins_the_half_hour_anew(marja, clock):
    clock.shift(29 * MINUTE)
    stayed = marja.post(STAY).json()
    clock.shift(29 * MINUTE)

    assert stayed == {"left": 1800}
    assert marja.get(HOME).status_code == 200


def test_each_page_tells_the_script_how_long_is_left(marja, clock):
    clock.shift(61)
    marja.get(HOME)
    clock.shift(30)

    assert 'data-left="1770"' in marja.get(HOME).text


def test_a_visitor_s_session_lives_on(client, clock):
    session = client.session
    session["draft"] = "a key"
    session.save()
    clock.shift(HOUR)

    client.get("/book/")
    client.get(LOGIN)

    assert client.session["draft"] == "a key"
