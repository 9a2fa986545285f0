"""Confirmed sessions stand in a calendar on a real CalDAV server, and only as the diary has them."""

import json
import re
import time as real_time
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from booking import lifecycle, rebooking
from booking.busy import apart
from booking.busy.values import Access, Failed, Trouble
from booking.models import Booking, PutRight, Status, WrittenCalendar, WrittenEvent
from booking.rights import removing, retention
from booking.written import child, sessions, switching, writing
from tests.booking import calendars, second_reader
from tests.booking.calendars import PASSWORD, SHUT, USER, ics
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    OfferedFactory,
    SeriesFactory,
    WrittenCalendarFactory,
)
from tests.booking.races import together
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.django_db
STAMP = "%Y%m%dT%H%M%SZ"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + writing.EVERY
MUCH_LATER = LATER + writing.EVERY


@pytest.fixture(autouse=True)
def _here(settings, monkeypatch, request):
    """The calendar is on this machine, and asked by this process where the test is not about processes."""
    settings.CALENDARS_ON_LOOPBACK = True
    if "own_process" not in request.fixturenames:
        monkeypatch.setattr(
            apart, "answered", lambda module, said, seconds: by_json(child.answer(by_json(said)))
        )


@pytest.fixture
def own_process():
    """What is asked of the calendar is asked by a process of its own, as it is outside the tests."""


def by_json(said):
    return json.loads(json.dumps(said))


@pytest.fixture(scope="module")
def radicale(tmp_path_factory):
    with calendars.radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture
def server(radicale):
    """The real server with one empty calendar, "family"."""
    radicale.ask("DELETE", "family")
    radicale.make()
    return radicale


def access(server, calendar="family", password=PASSWORD):
    return {"address": server.url(calendar), "user_name": USER, "password": password}


def written_to(server, **more):
    return WrittenCalendarFactory(access=access(server, **more))


def bring(at=NOW):
    return writing.write_next(now=at)


def row():
    return WrittenCalendar.objects.get()


def visit(name="Joan Heron", **more):
    return ConfirmedFactory(client__name=name, **more)


def standing(server):
    """What a second reader finds over there, in order."""
    files = [server.get(name) for name in server.names()]
    found = [event for text in files for event in second_reader.read(text).events]
    return sorted((event.starts_at, event.ends_at, event.summary) for event in found)


def span(booking):
    return booking.starts_at, booking.ends_at


def the_file(server):
    (name,) = server.names()
    return name


def told():
    return list(PutRight.objects.order_by("pk").values_list("change", "visit_at", "was_at", "done_at"))


def moved_there(server, by=HOUR):
    """Do what a telephone does when a finger draws the event to another hour."""

    def later(found):
        return f"{datetime.strptime(found[0], STAMP) + by:{STAMP}}"

    name = the_file(server)
    server.write(name, re.sub(r"(?<=^DTSTART:)\w+|(?<=^DTEND:)\w+", later, server.get(name), flags=re.M))


def changed_there(server, old, new):
    name = the_file(server)
    text = server.get(name)
    assert old in text
    server.write(name, text.replace(old, new))


@pytest.mark.usefixtures("own_process")
def test_a_confirmed_visit_stands_there_by_first_name_and_initial(server):
    written_to(server)
    booking = visit()

    bring()

    assert standing(server) == [(*span(booking), "Joan H.")]
    assert (row().written_at, row().trouble, row().due_at) == (NOW, "", LATER)


def test_of_a_series_it_says_which_session_it_is(server):
    written_to(server)
    series = SeriesFactory(client__name="Joan Heron", wanted=5)
    for week in range(2):
        ConfirmedFactory(client=series.client, series=series, starts_at=NOW + week * 7 * DAY + HOUR)

    bring()

    assert [words for _from, _to, words in standing(server)] == ["Joan H., 1 of 5", "Joan H., 2 of 5"]


def test_nothing_else_of_anybody_is_written(server):
    written_to(server)
    client = ClientFactory(name="Joan Heron", email="zebra@example.com", phone="07700 900987")
    booking = visit(client=client)

    bring()

    text = server.get(the_file(server)).replace("\r\n ", "")
    lines = text[text.index("BEGIN:VEVENT") : text.index("END:VEVENT")].splitlines()
    names = {line.partition(":")[0].partition(";")[0] for line in lines}
    assert names == {"BEGIN", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS"}
    told = (booking.reference, "Heron", "zebra", "07700", f"-{booking.pk}@", "98")
    assert [word for word in told if word in text + the_file(server)] == []


@pytest.mark.parametrize(
    "make", [BookingFactory, HeldFactory, OfferedFactory], ids=["reserved", "held", "offered"]
)
def test_what_is_not_confirmed_is_not_written(server, make):
    written_to(server)
    make()

    bring()

    assert standing(server) == []


@pytest.mark.parametrize(
    ("status", "is_there"),
    [
        (Status.COMPLETED, True),
        (Status.NOT_TREATED, True),
        (Status.NO_SHOW, True),
        (Status.CANCELLED, False),
        (Status.LAPSED, False),
        (Status.DECLINED, False),
    ],
)
def test_what_took_its_time_is_written_and_what_gave_it_back_is_not(status, is_there, admin_user):
    visit(status=status, starts_at=NOW - DAY, decided_by=admin_user)

    assert len(sessions.wanted(now=NOW)[0]) == is_there


def test_after_thirty_days_it_is_taken_out(server):
    written_to(server)
    visit(starts_at=NOW - 29 * DAY)
    bring()
    first = len(standing(server))

    bring(NOW + 2 * DAY)

    assert (first, standing(server), WrittenEvent.objects.count()) == (1, [], 0)


def test_a_visit_that_is_moved_moves_there_and_keeps_its_file(server, admin_user):
    written_to(server)
    booking = visit()
    bring()
    name = the_file(server)

    rebooking.move(booking, booking.starts_at + DAY, by=lifecycle.practitioner(admin_user), now=NOW)
    bring(NOW + writing.SOON)

    booking.refresh_from_db()
    assert standing(server) == [(*span(booking), "Joan H.")]
    assert (the_file(server), told()) == (name, [])


def test_a_visit_that_is_cancelled_is_taken_out_at_the_next_round(server):
    written_to(server)
    booking = visit()
    bring()

    lifecycle.cancel(booking, by=lifecycle.CLIENT, now=NOW)
    too_soon = bring(NOW + writing.SOON / 2)
    bring(NOW + writing.SOON)

    assert (too_soon, standing(server), told()) == (False, [], [])


def test_a_visit_that_waits_again_is_taken_out_and_comes_back_once_confirmed(server):
    written_to(server)
    booking = visit()
    bring()
    values = {"status": Status.HELD, "held_until": booking.starts_at, "answer_due_at": NOW + DAY}
    Booking.objects.filter(pk=booking.pk).update(**values)
    bring(LATER)
    while_held = standing(server)

    Booking.objects.filter(pk=booking.pk).update(status=Status.CONFIRMED)
    bring(MUCH_LATER)

    assert (while_held, len(standing(server))) == ([], 1)


def test_a_client_who_was_erased_is_taken_out_though_the_visit_is_gone(server):
    written_to(server)
    booking = visit()
    bring()

    removing.remove({Booking._meta.label: {booking.pk}}, now=NOW)
    bring(LATER)

    assert (standing(server), WrittenEvent.objects.count()) == ([], 0)


def test_of_a_record_that_is_only_kept_nothing_stands_there(server):
    written_to(server)
    booking = visit(status=Status.COMPLETED, starts_at=NOW - DAY)
    bring()

    booking.client.restricted_at = NOW
    booking.client.save()
    bring(LATER)

    assert standing(server) == []


def test_when_nothing_has_changed_nothing_is_written(server, monkeypatch):
    written_to(server)
    visit()
    bring()
    asked, answered = [], apart.answered
    monkeypatch.setattr(apart, "answered", lambda *a, **k: asked.append(a[1]) or answered(*a, **k))

    turns = [bring(at) for at in (NOW + writing.SOON, LATER - HOUR / 60, LATER)]

    assert turns == [False, False, True]
    assert ["steps" in one for one in asked] == [False]


class TestChangedOverThere:
    @pytest.mark.usefixtures("own_process")
    def test_what_was_moved_is_put_back_and_told_and_the_diary_stays(self, server):
        written_to(server)
        booking = visit()
        bring()
        moved_there(server)

        bring(LATER)

        start = booking.starts_at
        booking.refresh_from_db()
        assert standing(server) == [(*span(booking), "Joan H.")]
        assert (booking.starts_at, booking.version) == (start, 1)
        assert told() == [("moved", start, start + HOUR, LATER)]

    def test_what_was_deleted_comes_back_and_is_told(self, server):
        written_to(server)
        booking = visit()
        bring()
        server.delete(the_file(server))

        bring(LATER)

        assert standing(server) == [(*span(booking), "Joan H.")]
        assert told() == [("deleted", booking.starts_at, None, LATER)]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Joan H.", "Something else"),
            ("STATUS:CONFIRMED", "STATUS:CANCELLED"),
            ("STATUS:CONFIRMED", "STATUS:CONFIRMED\r\nDESCRIPTION:Bring the letter"),
            ("STATUS:CONFIRMED", "STATUS:CONFIRMED\r\nRRULE:FREQ=DAILY;COUNT=3"),
        ],
        ids=["title", "status", "words", "repeats"],
    )
    def test_other_changes_are_put_right_and_told_without_their_words(self, server, old, new):
        written_to(server)
        booking = visit()
        bring()
        changed_there(server, old, new)

        bring(LATER)

        text = server.get(the_file(server))
        assert new.splitlines()[-1] not in text
        assert standing(server) == [(*span(booking), "Joan H.")]
        assert told() == [("changed", booking.starts_at, None, LATER)]

    def test_it_is_put_right_once_and_told_once(self, server):
        written_to(server)
        visit()
        bring()
        moved_there(server)

        for number in range(1, 4):
            bring(NOW + number * writing.EVERY)

        assert len(told()) == 1

    def test_a_reminder_that_she_sets_there_stays(self, server):
        written_to(server)
        visit()
        bring()
        alarm = (
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Now\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT"
        )
        changed_there(server, "END:VEVENT", alarm)

        bring(LATER)
        bring(MUCH_LATER)

        assert "TRIGGER:-PT15M" in server.get(the_file(server))
        assert told() == []

    def test_a_stranger_is_left_alone_and_counted(self, server):
        written_to(server)
        booking = visit()
        server.put("mine", "UID:mine\nDTSTART:20270309T100000Z\nDURATION:PT1H")
        before = server.get("mine.ics")

        bring()
        lifecycle.cancel(booking, by=lifecycle.CLIENT, now=NOW)
        bring(LATER)

        assert (server.names(), server.get("mine.ics")) == ({"mine.ics"}, before)
        assert row().strangers == 1

    def test_what_is_told_is_bounded(self, server):
        calendar = written_to(server)
        old = NOW - writing.TOLD_FOR
        PutRight.objects.bulk_create(
            PutRight(calendar=calendar, change="changed", visit_at=NOW, noticed_at=at, done_at=at)
            for at in [old] * 3 + [NOW - HOUR] * 60
        )

        bring()

        assert PutRight.objects.count() == writing.MOST_TOLD
        assert not PutRight.objects.filter(noticed_at__lte=old).exists()


class TestBetweenLookingAndWriting:
    """Whatever happens in the moment in which a step is on its way."""

    def before_the_steps(self, monkeypatch, happens):
        answered = apart.answered

        def first(module, said, *, seconds):
            if "steps" in said:
                happens()
            return answered(module, said, seconds=seconds)

        monkeypatch.setattr(apart, "answered", first)

    def test_what_came_in_between_is_not_overwritten_unseen(self, server, monkeypatch, admin_user):
        written_to(server)
        booking = visit()
        bring()
        rebooking.move(booking, booking.starts_at + DAY, by=lifecycle.practitioner(admin_user), now=NOW)
        with monkeypatch.context() as patch:
            self.before_the_steps(patch, lambda: moved_there(server, by=2 * HOUR))
            bring(LATER)
        (between,) = standing(server)
        was_whole = row().written_at

        bring(LATER + writing.SOON)

        booking.refresh_from_db()
        there = booking.starts_at - DAY + 2 * HOUR
        assert between[0] == there
        assert (was_whole, row().written_at) == (NOW, LATER + writing.SOON)
        assert standing(server) == [(*span(booking), "Joan H.")]
        assert told() == [("moved", booking.starts_at, there, LATER + writing.SOON)]

    def test_a_file_that_came_to_stand_there_is_not_overwritten_unseen(self, server, monkeypatch):
        written_to(server)
        booking = visit()
        name = sessions.name_of(booking.pk)
        theirs = ics(f"UID:{name}\nDTSTART:20270309T100000Z\nDURATION:PT1H")
        with monkeypatch.context() as patch:
            self.before_the_steps(patch, lambda: server.write(name, theirs))
            bring()

        assert "Dentist" in server.get(name)
        assert WrittenEvent.objects.count() == 0

    def test_a_worker_that_dies_after_writing_leaves_nothing_twice_and_blames_nobody(
        self, server, monkeypatch, admin_user
    ):
        written_to(server)
        booking = visit()
        bring()
        rebooking.move(booking, booking.starts_at + DAY, by=lifecycle.practitioner(admin_user), now=NOW)

        def die(*args):
            raise MemoryError

        with monkeypatch.context() as patch:
            patch.setattr(writing, "_keep", die)
            with pytest.raises(MemoryError):
                bring(LATER)
        booking.refresh_from_db()
        rebooking.move(booking, booking.starts_at + DAY, by=lifecycle.practitioner(admin_user), now=NOW)
        waits = bring(LATER + HOUR / 60)

        bring(LATER + writing.LEASE)

        booking.refresh_from_db()
        assert (waits, told()) == (False, [])
        assert standing(server) == [(*span(booking), "Joan H.")]

    def test_without_what_was_remembered_nothing_is_written_twice(self, server):
        written_to(server)
        booking, other = visit(), visit(starts_at=NOW + 9 * DAY)
        bring()
        lifecycle.cancel(other, by=lifecycle.CLIENT, now=NOW)
        WrittenEvent.objects.all().delete()

        bring(LATER)

        assert standing(server) == [(*span(booking), "Joan H.")]
        assert told() == []

    def test_what_is_found_of_a_calendar_that_was_changed_meanwhile_is_not_kept(self, server, monkeypatch):
        calendar = written_to(server)
        visit()

        def changed():
            switching.change(WrittenCalendar.objects.get(), calendar.opened(), now=NOW)

        self.before_the_steps(monkeypatch, changed)
        bring()

        assert (row().written_at, row().last_tried_at, WrittenEvent.objects.count()) == (None, None, 0)

    def test_the_network_is_asked_outside_any_transaction(self, server, monkeypatch):
        written_to(server)
        visit()
        depth = len(connection.savepoint_ids)
        seen, answered = [], apart.answered
        monkeypatch.setattr(
            apart,
            "answered",
            lambda *a, **k: seen.append(len(connection.savepoint_ids)) or answered(*a, **k),
        )

        bring()

        assert seen == [depth, depth]


class TestTrouble:
    @pytest.mark.parametrize(
        ("calendar", "password", "trouble"),
        [
            ("family", "wrong", Trouble.PASSWORD),
            ("nowhere", PASSWORD, Trouble.NOT_FOUND),
            (SHUT, PASSWORD, Trouble.READ_ONLY),
        ],
    )
    def test_a_real_server_says_what_is_wrong(self, server, calendar, password, trouble):
        written_to(server, calendar=calendar, password=password)
        visit()

        bring()

        assert (row().trouble, row().failing_since, row().written_at) == (trouble, NOW, None)

    def test_an_account_is_no_calendar(self, server):
        WrittenCalendarFactory(access=access(server) | {"address": server.url("")[:-1]})

        bring()

        assert row().trouble == Trouble.NOT_A_CALENDAR

    def test_one_that_refuses_only_when_it_is_written_to_is_read_only_too(self, monkeypatch):
        answers(monkeypatch, {"refused": ["a"]})
        WrittenCalendarFactory()
        visit()

        bring()

        assert row().trouble == Trouble.READ_ONLY

    def test_a_server_that_is_gone_is_left_alone_longer_and_longer_and_caught_up_with(self, server):
        calendar = written_to(server)
        lost = Access(f"http://127.0.0.1:{calendars.free_port()}/x/", USER, PASSWORD)
        first, moving = visit(), visit(starts_at=NOW + 9 * DAY)
        bring()
        switching.change(calendar, lost, now=NOW)
        tries, at = [], NOW
        while at < NOW + 3 * HOUR:
            at += timedelta(minutes=1)
            if bring(at):
                tries.append((at - NOW) // timedelta(minutes=1))
        lifecycle.cancel(moving, by=lifecycle.CLIENT, now=NOW)
        new = visit(starts_at=NOW + 12 * DAY)
        since = row().failing_since

        switching.change(row(), Access(**access(server)), now=at)
        bring(at)

        assert tries[:7] == [1, 2, 3, 5, 9, 17, 32]
        assert all(later - sooner <= 15 for sooner, later in pairwise(tries))
        assert since == NOW + timedelta(minutes=1)
        assert [start for start, _end, _words in standing(server)] == [first.starts_at, new.starts_at]
        assert (row().trouble, row().failing_since, row().written_at) == ("", None, at)

    @pytest.mark.usefixtures("own_process")
    def test_a_server_that_hangs_is_left_in_time(self, monkeypatch):
        monkeypatch.setattr(child, "SECONDS", 0.5)
        began = real_time.monotonic()
        with calendars.feed() as feed:
            feed.hangs = True
            WrittenCalendarFactory(access={"address": feed.url("/x/"), "user_name": "u", "password": "p"})
            bring()

        assert row().trouble == Trouble.TIMED_OUT
        assert real_time.monotonic() - began < child.ALL_SECONDS

    @pytest.mark.parametrize(
        ("setting", "trouble"),
        [
            ({"status": 500}, Trouble.REFUSED),
            ({"body": "<html>Sign in</html>", "status": 207}, Trouble.NOT_A_CALENDAR),
            ({"body": b"\x00\xff" * 500, "status": 207}, Trouble.NOT_A_CALENDAR),
            ({"body": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "status": 207}, Trouble.NOT_A_CALENDAR),
        ],
        ids=["fault", "page", "garbage", "entities"],
    )
    def test_what_is_no_answer_is_said_so(self, setting, trouble):
        with calendars.feed() as feed:
            for name, value in setting.items():
                setattr(feed, name, value)
            WrittenCalendarFactory(access={"address": feed.url("/x/"), "user_name": "u", "password": "p"})
            bring()

        assert row().trouble == trouble

    def test_a_slow_server_gets_on_with_it_round_by_round(self, monkeypatch):
        WrittenCalendarFactory()
        one, two = visit(), visit(starts_at=NOW + 9 * DAY)
        answers(
            monkeypatch,
            {"done": {sessions.name_of(one.pk): '"1"'}, "trouble": "timed_out"},
            {"done": {sessions.name_of(two.pk): '"1"'}},
        )

        turns = [bring(), bring(NOW + HOUR / 3600), bring(NOW + HOUR / 1800)]

        assert turns == [True, True, False]
        assert (row().trouble, WrittenEvent.objects.count()) == ("", 2)

    def test_without_its_key_it_says_so(self, settings):
        WrittenCalendarFactory()
        settings.HEALTH_KEYS = (("other", b"1" * 32),)

        bring()

        assert row().trouble == Trouble.SHUT

    def test_a_private_address_is_not_asked(self, settings, server):
        settings.CALENDARS_ON_LOOPBACK = False
        written_to(server)

        bring()

        assert row().trouble == Trouble.NOT_ALLOWED

    def test_bookings_go_on(self, monkeypatch):
        answers(monkeypatch, look=Trouble.UNREACHABLE)
        WrittenCalendarFactory()
        booking = visit()
        bring()

        lifecycle.cancel(booking, by=lifecycle.CLIENT, now=NOW)

        booking.refresh_from_db()
        assert booking.status == Status.CANCELLED


def answers(monkeypatch, *done, look=None):
    """Let no process run: an empty calendar is found, and these are what comes of the steps, in turn."""
    done, there = list(done), {}

    def answered(module, said, *, seconds):
        if "steps" not in said:
            if look:
                raise Failed(look)
            return {"there": dict(there), "strangers": 0, "trouble": ""}
        came = {"done": {}, "missed": [], "refused": [], "trouble": ""} | (done.pop(0) if done else {})
        if not done and came == {"done": {}, "missed": [], "refused": [], "trouble": ""}:
            came["done"] = {step["name"]: '"1"' for step in said["steps"]}
        there.update({name: {"etag": etag} for name, etag in came["done"].items()})
        asked.append(said["steps"])
        return came

    asked = []
    monkeypatch.setattr(apart, "answered", answered)
    return asked


class TestSwitching:
    def test_left_as_it_is_nothing_more_is_written(self, server):
        written_to(server)
        booking = visit()
        bring()

        switching.leave(now=NOW)
        lifecycle.cancel(booking, by=lifecycle.CLIENT, now=NOW)
        turn = bring(LATER)

        assert (turn, len(standing(server))) == (False, 1)

    def test_taken_out_by_the_worker_who_says_when(self, server):
        written_to(server)
        visit()
        server.put("mine", "UID:mine\nDTSTART:20270309T100000Z\nDURATION:PT1H")
        bring()

        switching.take_out(now=NOW)
        before = (row().is_clearing, len(server.names()))
        bring(NOW + HOUR)

        assert before == (True, 2)
        assert server.names() == {"mine.ics"}
        assert (row().is_on, row().is_clearing, row().cleared_at) == (False, False, NOW + HOUR)
        assert (WrittenEvent.objects.count(), bring(NOW + DAY)) == (0, False)

    def test_on_again_it_is_brought_into_step(self, server):
        written_to(server)
        booking, gone = visit(), visit(starts_at=NOW + 9 * DAY)
        bring()
        switching.leave(now=NOW)
        lifecycle.cancel(gone, by=lifecycle.CLIENT, now=NOW)

        switching.switch_on(now=NOW)
        bring(NOW)

        assert standing(server) == [(*span(booking), "Joan H.")]

    def test_pressed_again_each_does_no_more(self, server):
        written_to(server)
        visit()
        bring()
        for _press in range(3):
            switching.take_out(now=NOW)
        bring(NOW)
        switching.take_out(now=NOW)
        after = (row().is_clearing, row().cleared_at)
        for _press in range(3):
            switching.switch_on(now=NOW)

        assert after == (False, NOW)
        assert (row().is_on, row().cleared_at) == (True, None)

    def test_it_is_forgotten_only_when_it_is_off(self):
        WrittenCalendarFactory()
        switching.forget()
        kept = WrittenCalendar.objects.count()
        switching.leave(now=NOW)

        switching.forget()

        assert (kept, WrittenCalendar.objects.count()) == (1, 0)


def test_what_was_told_is_let_go_of_also_while_nothing_is_written():
    calendar = WrittenCalendarFactory(is_on=False)
    for at in (NOW - writing.TOLD_FOR, NOW - writing.TOLD_FOR + DAY):
        PutRight.objects.create(calendar=calendar, change="deleted", visit_at=NOW, noticed_at=at, done_at=at)

    retention.apply(now=NOW)

    assert [row.noticed_at for row in PutRight.objects.all()] == [NOW - writing.TOLD_FOR + DAY]


@pytest.mark.parametrize(
    "values",
    [
        {"is_clearing": True},
        {"trouble": "refused"},
        {"failing_since": NOW},
        {"id": 2},
    ],
    ids=["on_and_clearing", "no_since", "no_reason", "second"],
)
def test_the_database_refuses_what_makes_no_sense(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        WrittenCalendarFactory(**values)


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_round_takes_as_many_queries_however_many_are_written(monkeypatch, count):
    answers(monkeypatch)
    WrittenCalendarFactory()
    for number in range(count):
        visit(starts_at=NOW + number * 3 * HOUR)

    with CaptureQueriesContext(connection) as queries:
        bring()

    assert WrittenEvent.objects.count() == min(count, 25)
    assert len(queries) <= 30


def test_what_was_written_is_sealed_or_hashed(server):
    written_to(server)
    visit()

    bring()

    with connection.cursor() as cursor:
        cursor.execute("SELECT access FROM booking_writtencalendar")
        (sealed,) = cursor.fetchone()
    assert PASSWORD.encode() not in bytes(sealed)
    assert "Joan" not in str(list(WrittenEvent.objects.values()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_process")
def test_a_round_of_the_worker_writes(server):
    written_to(server)
    visit()

    with time_machine.travel(NOW, tick=False):
        call_command("worker", once=True)

    assert len(standing(server)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tried_at", [None, NOW - writing.EVERY], ids=["never", "before"])
def test_ten_workers_at_once_write_once(monkeypatch, tried_at):
    asked = answers(monkeypatch)
    WrittenCalendarFactory(last_tried_at=tried_at)
    visit()

    together(*[bring] * 10)

    assert [len(steps) for steps in asked] == [1]
    assert WrittenEvent.objects.count() == 1
