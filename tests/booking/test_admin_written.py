"""The page of the calendar that sessions are written to: added, tried, switched off in two ways, deleted."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.admin.written_words import OWN_SENTENCES
from booking.busy import apart
from booking.busy.values import Access, Trouble
from booking.models import BusyCalendar, PutRight, WrittenCalendar, WrittenEvent
from booking.practitioner import make_practitioner
from booking.written import switching
from tests.booking.factories import NOW, BusyCalendarFactory, WrittenCalendarFactory

pytestmark = pytest.mark.django_db
PAGE, OFF, REMOVE = (
    reverse(f"admin:booking_booking_{name}") for name in ("written", "written_off", "written_remove")
)
ADDRESS, PASSWORD = "https://calendar.example.com/private-heron/sessions/", "birch and heron"
TYPED = {"act": "save", "secret_address": ADDRESS, "user_name": "kim", "password": PASSWORD}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _no_page_asks_a_calendar(monkeypatch):
    def answered(*args, **kwargs):
        raise AssertionError("A page has asked a calendar.")

    monkeypatch.setattr(apart, "answered", answered)


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def kept():
    return WrittenCalendar.objects.get()


def events(calendar, count):
    WrittenEvent.objects.bulk_create(
        WrittenEvent(
            calendar=calendar,
            visit=n,
            name=f"{n}.ics",
            etag="1",
            digest="x",
            starts_at=NOW + n * HOUR,
            ends_at=NOW + (n + 1) * HOUR,
        )
        for n in range(count)
    )


def changes(calendar, count=1, **values):
    values = {"change": "moved", "visit_at": NOW, "was_at": NOW + HOUR, "done_at": NOW} | values
    PutRight.objects.bulk_create(
        PutRight(calendar=calendar, noticed_at=NOW, **values) for _number in range(count)
    )


def test_it_is_added_and_waits_for_the_worker(marja):
    page = marja.post(PAGE, TYPED, follow=True).text

    assert kept().opened() == Access(ADDRESS, "kim", PASSWORD)
    assert (kept().is_on, kept().due_at) == (True, NOW)
    assert "Your sessions are written within a minute." in page
    assert "Not written yet" in page
    assert "It is about to be tried." in page


def test_pressing_ten_times_adds_one(marja):
    for _press in range(10):
        marja.post(PAGE, TYPED)

    assert kept().opened() == Access(ADDRESS, "kim", PASSWORD)


def test_what_opens_it_is_never_shown_again(marja, caplog):
    with CaptureQueriesContext(connection) as queries:
        marja.post(PAGE, TYPED)
        pages = [marja.get(path).text for path in (PAGE, OFF, REMOVE)]
        pages.append(marja.post(PAGE, TYPED | {"user_name": ""}).text)

    said = "".join(pages) + caplog.text + "".join(query["sql"] for query in queries)
    assert [word for word in (PASSWORD, "private-heron") if word in said] == []
    assert "calendar.example.com" in pages[0]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"secret_address": ""}, "Enter the address of the calendar."),
        ({"secret_address": "not an address"}, "Enter the whole address"),
        ({"secret_address": "ftp://calendar.example.com/"}, "Enter the whole address"),
        ({"secret_address": "https://kim:heron@calendar.example.com/"}, "Leave name and password out"),
        ({"secret_address": "https://calendar.example.com/" + "x" * 1000}, "1000"),
        ({"secret_address": "https://[::1"}, "Enter the whole address"),
        ({"user_name": ""}, "Enter the user name of the account."),
        ({"password": ""}, "Enter the password of the account."),
        ({"user_name": "a\x00b"}, ""),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(marja, typed, words):
    answer = marja.post(PAGE, TYPED | typed)

    assert answer.status_code in (200, 400)
    assert words in answer.text
    assert not WrittenCalendar.objects.exists()
    assert answer.status_code == 400 or 'value="kim"' in answer.text or "user_name" in typed


@pytest.mark.parametrize(
    "read",
    [
        ADDRESS,
        ADDRESS.rstrip("/"),
        ADDRESS.replace("calendar.ex", "Calendar.Ex").replace(".com", ".com:443"),
        ADDRESS.replace("heron", "h%65ron") + "?export",
    ],
)
def test_a_calendar_that_is_read_as_busy_is_not_written_to(marja, read):
    BusyCalendarFactory(access={"address": read, "user_name": "", "password": ""})

    page = marja.post(PAGE, TYPED).text

    assert "Your busy times are read from this calendar." in page
    assert not WrittenCalendar.objects.exists()


@pytest.mark.parametrize("kind", ["ics", "caldav"])
def test_a_calendar_that_is_written_to_is_not_read_as_busy(marja, kind):
    marja.post(PAGE, TYPED)
    typed = {"name": "x", "kind": kind, "secret_address": ADDRESS + "?export", "user_name": "kim"}

    page = marja.post(reverse("admin:booking_booking_busy_new"), typed).text

    assert "Your sessions are written to this calendar" in page
    assert not BusyCalendar.objects.exists()


def test_another_password_goes_to_the_same_address_and_is_tried(marja):
    marja.post(PAGE, TYPED)
    WrittenCalendar.objects.update(
        due_at=NOW + HOUR, last_tried_at=NOW, failing_since=NOW, trouble=Trouble.PASSWORD
    )

    marja.post(PAGE, TYPED | {"secret_address": "https://other.example.com/", "password": "new"})
    new = kept().opened()
    marja.post(PAGE, {"act": "save", "user_name": "lee", "password": ""})

    assert (new, kept().opened()) == (Access(ADDRESS, "kim", "new"), Access(ADDRESS, "lee", "new"))
    assert (kept().due_at, kept().last_tried_at, kept().trouble) == (NOW, None, "")


def test_try_it_now_makes_it_due(marja):
    WrittenCalendarFactory(due_at=NOW + HOUR)

    for _press in range(10):
        marja.post(PAGE, {"act": "try"})

    assert kept().due_at == NOW


def test_it_is_switched_off_in_one_of_two_ways_and_on_again(marja):
    calendar = WrittenCalendarFactory(due_at=NOW + HOUR, written_at=NOW)
    events(calendar, 12)
    seen = []

    question = marja.get(OFF).text
    for act in ("leave", "take_out"):
        page = marja.post(OFF, {"act": act}, follow=True).text
        seen.append((kept().is_on, kept().is_clearing, kept().due_at == NOW, "Switched off" in page))
        marja.post(PAGE, {"act": "on"})

    assert "12 sessions" in question
    assert seen == [(False, False, True, True), (False, True, True, True)]
    assert (kept().is_on, kept().is_clearing) == (True, False)


def test_it_says_that_the_sessions_are_being_taken_out_and_when_that_is_done(marja):
    calendar = WrittenCalendarFactory(is_on=False, is_clearing=True)
    while_it_goes = marja.get(PAGE).text
    WrittenCalendar.objects.filter(pk=calendar.pk).update(is_clearing=False, cleared_at=NOW)

    done = marja.get(PAGE).text

    assert "Being taken out" in while_it_goes
    assert "Everything of ours was taken out: 12:00 today." in done
    assert "None of ours" in done


def test_it_is_deleted_after_a_question_and_only_when_it_is_off(marja):
    calendar = WrittenCalendarFactory()
    events(calendar, 3)
    while_on = [marja.get(REMOVE).url, marja.post(REMOVE).url, WrittenCalendar.objects.count()]
    switching.leave(now=NOW)
    question = marja.get(REMOVE).text

    answer = marja.post(REMOVE, follow=True).text

    assert while_on == [PAGE, PAGE, 1]
    assert "3 sessions" in question
    assert "Its address and password are deleted here." in answer
    assert (WrittenCalendar.objects.count(), WrittenEvent.objects.count()) == (0, 0)
    assert marja.post(REMOVE).status_code == 302


def test_without_a_calendar_there_is_nothing_to_switch_off(marja):
    answers = [marja.get(OFF), marja.post(OFF, {"act": "take_out"}), marja.get(REMOVE)]

    assert [answer.url for answer in answers] == [PAGE] * 3


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_is_said_in_a_sentence(marja, trouble):
    WrittenCalendarFactory(trouble=trouble, failing_since=NOW - timedelta(days=1))

    page = marja.get(PAGE).text

    assert str(OWN_SENTENCES[trouble]) in page
    assert "Bookings go on, and are written once it is back." in page
    assert "Sun 28 Feb, 12:00" in page


def test_it_says_what_stands_there_and_that_others_stay(marja):
    calendar = WrittenCalendarFactory(written_at=NOW, strangers=2)
    events(calendar, 1)

    page = marja.get(PAGE).text

    assert "1 session. 2 other entries are in it. They stay as they are." in page
    assert "In step" in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "It was moved to Monday 1 March, 13:00. Put right: 12:00 today."),
        ({"was_at": NOW}, "It was given another length. Put right: 12:00 today."),
        ({"change": "deleted", "was_at": None}, "It was deleted. Put right: 12:00 today."),
        ({"change": "changed", "was_at": None}, "Its words were changed. Put right: 12:00 today."),
        ({"done_at": None}, "It was moved to Monday 1 March, 13:00. It is about to be put right."),
    ],
    ids=["moved", "longer", "deleted", "changed", "not_yet"],
)
def test_what_was_changed_over_there_is_told_by_day_and_time(marja, values, words):
    changes(WrittenCalendarFactory(), **values)

    page = marja.get(PAGE).text

    assert "<strong>Monday 1 March, 12:00</strong>" in page
    assert words in page


def test_her_desk_says_what_fails_and_what_was_changed_of_late(marja):
    calendar = WrittenCalendarFactory()
    quiet = marja.get("/admin/").text
    changes(calendar, 2)
    PutRight.objects.create(calendar=calendar, change="deleted", visit_at=NOW, noticed_at=NOW - 2 * DAY)
    changed = marja.get("/admin/").text
    WrittenCalendar.objects.update(trouble=Trouble.PASSWORD, failing_since=NOW - HOUR)

    failing = marja.get("/admin/").text

    words = ("Sessions cannot be written to your calendar", "2 sessions were changed in your calendar")
    assert [[one in page for one in words] for page in (quiet, changed, failing)] == [
        [False, False],
        [False, True],
        [True, True],
    ]
    assert "Since 11:00 today. What you see over there may be old." in failing


@pytest.mark.parametrize("count", [1, 10, 100])
def test_the_page_takes_as_many_queries_however_much_there_is(marja, count):
    calendar = WrittenCalendarFactory()
    events(calendar, count)
    changes(calendar, count)
    marja.get(PAGE)

    with CaptureQueriesContext(connection) as queries:
        marja.get(PAGE)

    assert len(queries) <= 9


def test_a_look_changes_nothing(marja):
    WrittenCalendarFactory(due_at=NOW + HOUR)
    before = list(WrittenCalendar.objects.values())

    for path in (PAGE, OFF, REMOVE):
        marja.get(path)
        marja.head(path)

    assert list(WrittenCalendar.objects.values()) == before


def test_a_calendar_whose_key_is_gone_is_typed_again(marja, settings):
    WrittenCalendarFactory()
    settings.HEALTH_KEYS = (("other", b"1" * 32),)

    page = marja.get(PAGE)
    marja.post(PAGE, TYPED)

    assert page.status_code == 200
    assert kept().opened() == Access(ADDRESS, "kim", PASSWORD)


def test_who_may_only_look_changes_nothing():
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_writtencalendar"))
    (browser := Browser()).force_login(looker)
    nothing = [browser.post(PAGE, TYPED), browser.get(OFF), browser.post(REMOVE)]
    WrittenCalendarFactory(due_at=NOW + HOUR)

    answers = [browser.post(PAGE, {"act": act}) for act in ("save", "on", "try")]
    answers += [browser.post(OFF, {"act": "take_out"}), browser.post(REMOVE)]

    assert browser.get(PAGE).status_code == 200
    assert {answer.status_code for answer in [*nothing, *answers]} == {403}
    assert (kept().is_on, kept().due_at) == (True, NOW + HOUR)
