"""Her own calendars at the desk: added, read when asked, switched off, deleted; their secrets stay shut."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.admin.busy_words import SENTENCES
from booking.busy import apart, keeping
from booking.busy.values import Access, Failed, Trouble
from booking.models import BusyCalendar, BusyTime
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, BusyCalendarFactory, BusyTimeFactory

pytestmark = pytest.mark.django_db
LIST, NEW = (reverse(f"admin:booking_booking_{name}") for name in ("busy", "busy_new"))
ADDRESS, PASSWORD = "https://calendar.example.com/private-heron/me.ics", "birch and heron"
TYPED = {
    "name": "Family",
    "kind": "caldav",
    "secret_address": ADDRESS,
    "user_name": "kim",
    "password": PASSWORD,
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _no_page_reads_a_calendar(monkeypatch):
    def look(ask):
        raise AssertionError("A page has asked a calendar.")

    monkeypatch.setattr(apart, "look", look)


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def url(calendar, name="busy_calendar"):
    return reverse(f"admin:booking_booking_{name}", args=[calendar.pk])


def kept():
    return BusyCalendar.objects.get()


def test_a_calendar_is_added_and_waits_for_the_worker(marja):
    answer = marja.post(NEW, TYPED, follow=True)

    page = answer.content.decode()
    assert kept().opened() == Access(ADDRESS, "kim", PASSWORD)
    assert list(keeping.due(NOW)) == [kept()]
    assert "Kept. It is read within a minute." in page
    assert "Not read yet" in page


def test_what_opens_it_is_on_no_page_in_no_query_and_in_no_log(marja, caplog):
    with CaptureQueriesContext(connection) as queries:
        marja.post(NEW, TYPED)
        pages = [marja.get(path).content.decode() for path in (LIST, url(kept()), url(kept(), "busy_remove"))]
        pages.append(marja.post(url(kept()), TYPED | {"act": "save", "name": ""}).content.decode())
        pages.append(marja.post(NEW, TYPED | {"name": ""}).content.decode().replace(ADDRESS, ""))

    said = "".join(pages) + caplog.text + "".join(query["sql"] for query in queries)
    assert PASSWORD not in said
    assert all("private-heron" not in page for page in pages[:3])
    assert "private-heron" not in caplog.text


def test_its_host_is_shown_so_that_she_knows_which_one_it_is(marja):
    calendar = BusyCalendarFactory()

    assert "calendar.example.com" in marja.get(url(calendar)).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Give it a name"),
        ({"name": "x" * 61}, "60"),
        ({"kind": "telepathy"}, "telepathy"),
        ({"secret_address": ""}, "Enter the address of the calendar."),
        ({"secret_address": "not an address"}, "Enter the whole address"),
        ({"secret_address": "ftp://calendar.example.com/"}, "Enter the whole address"),
        ({"secret_address": "javascript:alert(1)"}, "Enter the whole address"),
        ({"secret_address": "https://kim:heron@calendar.example.com/"}, "Leave name and password out"),
        ({"secret_address": "https://calendar.example.com/" + "x" * 1000}, "1000"),
        ({"secret_address": "https://[::1"}, "Enter the whole address"),
        ({"user_name": ""}, "Enter the user name of the CalDAV account."),
        ({"user_name": "a\x00b"}, ""),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(marja, typed, words):
    answer = marja.post(NEW, TYPED | typed)

    page = answer.content.decode()
    assert answer.status_code in (200, 400)
    assert words in page
    assert not BusyCalendar.objects.exists()
    assert answer.status_code == 400 or 'value="Family"' in page or "name" in typed


def test_an_address_for_calendar_programs_is_asked_by_https(marja):
    marja.post(NEW, TYPED | {"kind": "ics", "secret_address": "webcal://calendar.example.com/me.ics"})

    assert kept().opened().address == "https://calendar.example.com/me.ics"


def test_what_is_left_empty_stays_and_a_new_address_takes_no_old_password_along(marja):
    calendar = BusyCalendarFactory(
        kind="caldav", access={"address": ADDRESS, "user_name": "kim", "password": "p"}
    )
    empty = TYPED | {"act": "save", "secret_address": "", "password": ""}

    marja.post(url(calendar), empty | {"name": "Home"})
    same = (kept().name, kept().opened())
    marja.post(url(calendar), empty | {"secret_address": "https://other.example.com/"})

    assert same == ("Home", Access(ADDRESS, "kim", "p"))
    assert kept().opened() == Access("https://other.example.com/", "kim", "")


def test_read_it_now_asks_the_worker_and_ten_presses_ask_once(marja):
    calendar = BusyCalendarFactory(last_tried_at=NOW - timedelta(minutes=1), last_read_at=NOW)
    before = list(keeping.due(NOW))

    pages = [marja.post(url(calendar), {"act": "read"}, follow=True).content.decode() for _press in range(10)]

    assert (before, list(keeping.due(NOW))) == ([], [calendar])
    assert "It is about to be read." in pages[-1]


def test_it_is_switched_off_and_on(marja):
    calendar = BusyTimeFactory().calendar

    off = marja.post(url(calendar), {"act": "off"}, follow=True).content.decode()
    blocked = BusyTime.objects.blocking().count()
    marja.post(url(calendar), {"act": "on"})

    assert "Its times block nothing." in off
    assert (blocked, BusyTime.objects.blocking().count()) == (0, 1)


def test_it_is_deleted_after_a_question_and_a_look_changes_nothing(marja):
    calendar = BusyTimeFactory().calendar
    marja.get(url(calendar, "busy_remove"))
    before = BusyCalendar.objects.count()

    answer = marja.post(url(calendar, "busy_remove"))

    assert (before, answer.url) == (1, LIST)
    assert not BusyTime.objects.exists()
    assert marja.post(url(calendar, "busy_remove")).status_code == 404


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_is_said_in_a_sentence(marja, trouble):
    calendar = BusyTimeFactory(
        calendar__trouble=trouble, calendar__failing_since=NOW, calendar__last_read_at=NOW - timedelta(days=1)
    ).calendar

    page = marja.get(url(calendar)).content.decode()

    assert str(SENTENCES[trouble]) in page
    assert "The last known times still block." in page
    assert "12:00 today" in page


def test_it_says_when_it_was_read_how_many_times_it_holds_and_what_made_no_sense(marja):
    calendar = BusyTimeFactory(
        calendar__last_read_at=NOW, calendar__last_tried_at=NOW, calendar__unread=2
    ).calendar
    BusyTimeFactory(calendar=calendar, starts_at=NOW - timedelta(days=1))

    page = marja.get(url(calendar)).content.decode()

    assert "1 busy time to come" in page
    assert "2 entries make no sense to me" in page


def test_a_calendar_whose_key_is_gone_is_typed_again(marja, settings):
    calendar = BusyCalendarFactory()
    keys = settings.HEALTH_KEYS
    settings.HEALTH_KEYS = (("other", b"1" * 32),)

    page = marja.get(url(calendar))
    marja.post(url(calendar), TYPED | {"act": "save"})

    assert page.status_code == 200
    assert kept().opened() == Access(ADDRESS, "kim", PASSWORD)
    settings.HEALTH_KEYS = keys


@pytest.mark.parametrize("count", [1, 10, 100])
def test_the_list_takes_as_many_queries_however_many_there_are(marja, count):
    for _number in range(count):
        BusyTimeFactory()
    marja.get(LIST)

    with CaptureQueriesContext(connection) as queries:
        marja.get(LIST)

    assert len(queries) <= 8


def test_who_may_only_look_changes_nothing():
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__in=["view_busycalendar", "view_booking"]))
    browser = Browser()
    browser.force_login(looker)
    calendar = BusyCalendarFactory()

    answers = [
        browser.post(url(calendar), {"act": "off"}),
        browser.post(NEW, TYPED),
        browser.post(url(calendar, "busy_remove")),
    ]

    assert browser.get(url(calendar)).status_code == 200
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert kept().is_on


def test_a_trouble_that_is_raised_carries_no_word_of_the_server():
    assert str(Failed(Trouble.PASSWORD)) == "password"
