"""Her own calendars are read by the clock; what cannot be read keeps blocking as it was last known."""

import time as real_time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from booking.busy import apart, child, keeping
from booking.busy.values import Access, Ask, Failed, Found, Trouble
from booking.intervals import Interval
from booking.models import BookingPolicy, BusyCalendar, BusyTime
from tests.booking import calendars
from tests.booking.calendars import PASSWORD, USER, ics
from tests.booking.factories import NOW, BookingPolicyFactory, BusyCalendarFactory, BusyTimeFactory
from tests.booking.races import together

pytestmark = pytest.mark.django_db
LATER = NOW + keeping.EVERY
DENTIST = "UID:d\nDTSTART:20270303T100000Z\nDURATION:PT1H"
SCHOOL = "UID:s\nDTSTART:20270305T150000Z\nDURATION:PT30M"
DENTIST_AT = (datetime(2027, 3, 3, 10, tzinfo=UTC), datetime(2027, 3, 3, 11, tzinfo=UTC))
SCHOOL_AT = (datetime(2027, 3, 5, 15, tzinfo=UTC), datetime(2027, 3, 5, 15, 30, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _here(settings):
    settings.CALENDARS_ON_LOOPBACK = True


@pytest.fixture
def feed():
    with calendars.feed() as feed:
        feed.body = ics(DENTIST)
        yield feed


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with calendars.radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


def of(feed, **more):
    return BusyCalendarFactory(access={"address": feed.url(), "user_name": "", "password": ""}, **more)


def answers(monkeypatch, *found):
    """Let no process run: these are what the calendar is found to hold, or why nothing is."""
    asked, found = [], list(found)

    def look(ask):
        asked.append(ask)
        one = found.pop(0)
        if isinstance(one, Trouble):
            raise Failed(one)
        return one

    monkeypatch.setattr(apart, "look", look)
    return asked


def read(at=NOW):
    keeping.read_next(now=at)


def blocked():
    return list(BusyTime.objects.blocking().order_by("starts_at").values_list("starts_at", "ends_at"))


def found(*spans, **more):
    return Found(tuple(Interval(*span) for span in spans), **more)


def test_a_feed_is_read_in_a_process_of_its_own_and_only_its_times_are_kept(feed):
    calendar = of(feed)

    read()

    calendar.refresh_from_db()
    assert blocked() == [DENTIST_AT]
    assert (calendar.last_read_at, calendar.last_tried_at, calendar.trouble) == (NOW, NOW, "")


def test_a_real_caldav_server_is_read_with_name_and_password(server):
    server.make()
    server.put("d", DENTIST)
    server.put("s", SCHOOL)
    server.put("w", "UID:w\nDTSTART;TZID=Europe/London:20200101T180000\nDURATION:PT1H\nRRULE:FREQ=YEARLY")
    access = {"address": server.url(), "user_name": USER, "password": PASSWORD}
    calendar = BusyCalendarFactory(kind="caldav", access=access)

    read()
    first = blocked()
    server.delete("d")
    read(LATER)

    calendar.refresh_from_db()
    assert (first, blocked()) == ([DENTIST_AT, SCHOOL_AT], [SCHOOL_AT])
    assert (calendar.last_read_at, calendar.trouble) == (LATER, "")


@pytest.mark.parametrize(
    ("address", "password", "trouble"),
    [
        ("family", "wrong", Trouble.PASSWORD),
        ("nowhere", PASSWORD, Trouble.NOT_FOUND),
    ],
)
def test_a_real_caldav_server_says_what_is_wrong(server, address, password, trouble):
    access = {"address": server.url(address), "user_name": USER, "password": password}
    calendar = BusyCalendarFactory(kind="caldav", access=access)

    read()

    calendar.refresh_from_db()
    assert calendar.trouble == trouble


@pytest.mark.parametrize(
    ("setting", "trouble"),
    [
        ({"status": 401}, Trouble.PASSWORD),
        ({"status": 404}, Trouble.NOT_FOUND),
        ({"status": 500}, Trouble.REFUSED),
        ({"body": "<html>Sign in</html>"}, Trouble.NOT_A_CALENDAR),
        ({"body": b"\x00\xff" * 500}, Trouble.NOT_A_CALENDAR),
        ({"body": ""}, Trouble.NOT_A_CALENDAR),
        ({"body": ics(DENTIST)[:-20]}, Trouble.NOT_A_CALENDAR),
    ],
    ids=["password", "gone", "fault", "page", "garbage", "nothing", "cut_off"],
)
def test_what_cannot_be_read_keeps_its_last_known_times(feed, setting, trouble):
    calendar = of(feed)
    read()
    for name, value in setting.items():
        setattr(feed, name, value)

    read(LATER)

    calendar.refresh_from_db()
    assert blocked() == [DENTIST_AT]
    assert (calendar.trouble, calendar.failing_since, calendar.last_read_at) == (trouble, LATER, NOW)


def test_a_server_that_is_down_keeps_its_last_known_times_too(feed):
    calendar = of(feed)
    read()
    BusyCalendar.objects.get(pk=calendar.pk)
    calendar.access = {**calendar.access, "address": f"http://127.0.0.1:{calendars.free_port()}/"}
    keeping.save(calendar)

    read(LATER)

    calendar.refresh_from_db()
    assert (blocked(), calendar.trouble) == ([DENTIST_AT], Trouble.UNREACHABLE)


def test_it_is_said_since_when_it_fails_and_a_success_ends_that(monkeypatch):
    calendar = BusyCalendarFactory()
    answers(monkeypatch, Trouble.REFUSED, Trouble.TIMED_OUT, found(DENTIST_AT))
    seen = []

    for number in range(3):
        read(NOW + number * keeping.EVERY)
        calendar.refresh_from_db()
        seen.append((calendar.trouble, calendar.failing_since))

    assert seen == [("refused", NOW), ("timed_out", NOW), ("", None)]


def test_a_calendar_that_was_emptied_is_believed(feed):
    of(feed)
    read()
    feed.body = ics()

    read(LATER)

    assert blocked() == []


def test_what_has_not_changed_is_not_sent_again(feed):
    calendar = of(feed)
    feed.headers = {"ETag": '"1"'}
    read()
    feed.status, feed.body = 304, ""

    read(LATER)

    calendar.refresh_from_db()
    assert [headers.get("If-None-Match") for _method, _path, headers in feed.asked] == [None, '"1"']
    assert (blocked(), calendar.last_read_at, calendar.trouble) == ([DENTIST_AT], LATER, "")


def test_an_unchanged_calendar_is_read_anew_once_later_days_come_into_sight(monkeypatch):
    BusyCalendarFactory()
    asked = answers(monkeypatch, found(etag='"1"'), Found(None, etag='"1"'), found(etag='"1"'))

    read()
    read(NOW + keeping.MARGIN - timedelta(days=2))
    read(NOW + keeping.MARGIN + timedelta(days=1))

    assert [one.etag for one in asked] == ["", '"1"', ""]


def test_a_longer_booking_window_is_read_at_the_next_turn(monkeypatch):
    BookingPolicyFactory()
    BookingPolicy.objects.update(window_days=100)
    BusyCalendarFactory()
    asked = answers(monkeypatch, found(etag='"1"'), found(etag='"1"'))
    read()
    BookingPolicy.objects.update(window_days=200)

    read(LATER)

    assert [one.etag for one in asked] == ["", ""]
    assert asked[1].end == LATER + timedelta(days=215)


def test_each_calendar_has_its_turn_every_quarter_of_an_hour(monkeypatch):
    BusyCalendarFactory(name="First")
    BusyCalendarFactory(name="Second")
    asked = answers(monkeypatch, *[found()] * 4)

    turns = [keeping.read_next(now=at) for at in (NOW, NOW, NOW, LATER - timedelta(seconds=1), LATER, LATER)]

    assert (turns, len(asked)) == ([True, True, False, False, True, True], 4)


def test_reading_it_now_makes_it_due_once(monkeypatch):
    calendar = BusyCalendarFactory()
    answers(monkeypatch, *[found()] * 2)
    read()

    for _press in range(10):
        keeping.ask_now(calendar, now=NOW + timedelta(minutes=1))
    turns = [keeping.read_next(now=NOW + timedelta(minutes=2)) for _round in range(2)]

    assert turns == [True, False]


def test_of_two_workers_that_begin_together_one_reads(monkeypatch):
    calendar = BusyCalendarFactory(last_tried_at=NOW - keeping.EVERY)
    as_seen_by_both = [BusyCalendar.objects.get(pk=calendar.pk) for _worker in range(2)]

    claimed = [keeping._claim(one, NOW) for one in as_seen_by_both]

    assert claimed == [True, False]


def test_switched_off_it_blocks_nothing_and_is_not_read(monkeypatch):
    asked = answers(monkeypatch, found(DENTIST_AT))
    calendar = BusyTimeFactory().calendar

    keeping.switch(calendar, is_on=False)
    read()
    while_off = (blocked(), len(asked))
    keeping.switch(calendar, is_on=True)
    read()

    assert (while_off, blocked()) == (([], 0), [DENTIST_AT])


def test_deleted_its_times_go_with_it():
    calendar = BusyTimeFactory().calendar

    calendar.delete()

    assert not BusyTime.objects.exists()


def test_what_was_read_of_a_calendar_that_was_changed_meanwhile_is_not_kept(monkeypatch):
    calendar = BusyCalendarFactory()

    def changed_meanwhile(ask):
        keeping.save(BusyCalendar.objects.get(pk=calendar.pk))
        return found(DENTIST_AT)

    monkeypatch.setattr(apart, "look", changed_meanwhile)
    read()

    calendar.refresh_from_db()
    assert (blocked(), calendar.last_read_at, calendar.last_tried_at) == ([], None, None)


def test_only_what_differs_is_written(monkeypatch):
    BusyCalendarFactory()
    answers(monkeypatch, found(DENTIST_AT, SCHOOL_AT), found(SCHOOL_AT))
    read()
    kept = BusyTime.objects.get(starts_at=SCHOOL_AT[0]).pk

    read(LATER)

    assert list(BusyTime.objects.values_list("pk", flat=True)) == [kept]


def test_what_opens_it_is_sealed_and_without_its_key_it_says_so(monkeypatch, settings):
    BusyCalendarFactory(access={"address": "https://a.example/secret", "user_name": "u", "password": "p"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT access FROM booking_busycalendar")
        (stored,) = cursor.fetchone()
    settings.HEALTH_KEYS = (("other", b"1" * 32),)

    read()

    assert b"secret" not in bytes(stored)
    assert list(BusyCalendar.objects.values_list("trouble", flat=True)) == [Trouble.SHUT]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR={all60};BYMINUTE={all60};BYSECOND={all60}",
    ],
    ids=["seconds", "never", "lists"],
)
def test_a_series_without_measure_ends_its_own_process_and_nothing_else(feed, monkeypatch, rule):
    monkeypatch.setattr(keeping, "READ_SECONDS", 1)
    calendar = of(feed)
    all60 = ",".join(map(str, range(24)))
    feed.body = ics(f"UID:b\nDTSTART:20270301T000000Z\nDURATION:PT1S\nRRULE:{rule.format(all60=all60)}")
    began = real_time.monotonic()

    read()

    calendar.refresh_from_db()
    assert calendar.trouble == Trouble.TOO_MUCH
    assert real_time.monotonic() - began < child.ALL_SECONDS


def test_a_process_that_does_not_end_is_ended(monkeypatch, feed):
    monkeypatch.setattr(child, "ALL_SECONDS", 0.3)
    feed.hangs = True
    calendar = of(feed)

    read()

    calendar.refresh_from_db()
    assert calendar.trouble == Trouble.TIMED_OUT


def test_a_process_of_its_own_knows_none_of_the_site_s_secrets(monkeypatch):
    told = {}

    def run(*args, **kwargs):
        told.update(kwargs)
        raise apart.subprocess.CalledProcessError(1, "child")

    monkeypatch.setattr(apart.subprocess, "run", run)
    monkeypatch.setenv("HEALTH_KEYS", "k:1")
    ask = Ask("ics", Access("https://a.example/"), NOW, LATER, "Europe/London")

    with pytest.raises(Failed):
        apart.look(ask)

    assert told["env"] == {}


def test_what_a_child_is_asked_and_answers_comes_back_whole():
    ask = Ask("ics", Access("https://a.example/", "u", "p"), NOW, LATER, "Europe/London", "h", "e", True)

    assert child.asked(apart.asked(ask)) == ask
    for one in (found(DENTIST_AT, unread=2, etag="x"), Found(None, etag="x"), found()):
        assert child.found_in(child.answer_of(one)) == one


@pytest.mark.parametrize(
    "row",
    [
        lambda: BusyTimeFactory(starts_at=NOW, ends_at=NOW),
        lambda: BusyCalendarFactory(trouble="refused"),
        lambda: BusyCalendarFactory(failing_since=NOW),
    ],
    ids=["no_time", "no_since", "no_reason"],
)
def test_the_database_refuses_what_makes_no_sense(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row()


def test_reading_takes_as_few_queries_for_a_full_calendar(monkeypatch, django_assert_max_num_queries):
    hours = [NOW + timedelta(hours=n) for n in range(0, 4000, 2)]
    BusyCalendarFactory()
    answers(monkeypatch, found(*((a, a + timedelta(hours=1)) for a in hours)))

    # The statements of the transaction, and as many inserts as an engine's parameters need.
    with django_assert_max_num_queries(20):
        read()

    assert BusyTime.objects.count() == 2000
    assert all(
        first.ends_at < second.starts_at for first, second in pairwise(BusyTime.objects.order_by("starts_at"))
    )


@pytest.mark.django_db(transaction=True)
def test_a_round_of_the_worker_reads_what_is_due(monkeypatch):
    BusyCalendarFactory()
    answers(monkeypatch, found(DENTIST_AT))

    with time_machine.travel(NOW, tick=False):
        call_command("worker", once=True)

    assert blocked() == [DENTIST_AT]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tried_at", [None, NOW - keeping.EVERY], ids=["never", "before"])
def test_ten_workers_at_once_read_a_calendar_once(monkeypatch, tried_at):
    BusyCalendarFactory(last_tried_at=tried_at)
    asked = answers(monkeypatch, *[found(DENTIST_AT)] * 10)

    together(*[read] * 10)

    assert (len(asked), blocked()) == (1, [DENTIST_AT])


@pytest.mark.parametrize(
    "fault", [OSError(), apart.subprocess.CalledProcessError(1, "child")], ids=["no_room", "died"]
)
def test_a_process_that_cannot_begin_or_dies_is_said_so(monkeypatch, fault):
    def run(*args, **kwargs):
        raise fault

    monkeypatch.setattr(apart.subprocess, "run", run)
    calendar = BusyCalendarFactory()

    read()

    calendar.refresh_from_db()
    assert calendar.trouble == Trouble.TOO_MUCH
