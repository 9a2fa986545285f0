"""The practitioner's calendar feed: what it holds, who may have it, and how she comes by it."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from booking import feed, lifecycle
from booking.models import Booking, Feed, Status
from booking.models.feed import Program
from booking.practitioner import make_practitioner
from npm_site.logs import Discreet
from tests.booking import second_reader
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    OfferedFactory,
    SeriesFactory,
    TreatmentFactory,
)
from tests.booking.test_secrecy import stored
from tests.intake.factories import ClientFactory, GuardianshipFactory, ScreeningFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/booking/booking/feed/"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
IPHONE = "iOS/18.4 (22E240) dataaccessd/1.0"
PLAIN = ("SUMMARY", "DTSTAMP", "UID", "SEQUENCE", "CLASS", "LAST-MODIFIED", "STATUS")
WRONG = (
    "/calendar/x.ics",
    "/calendar/.ics",
    "/calendar/" + "x" * 43 + ".ics",
    "/calendar/" + "x" * 3000,
    "/calendar/../../etc/passwd",
    "/calendar/a/b/c.ics",
    "/calendar/%F0%9F%97%93.ics",
    "/calendar/%ED%A0%80.ics",
    "/calendar/' OR 1=1 --.ics",
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def her(client):
    client.force_login(make_practitioner("marja", "walking-in-birch-woods", "marja@example.com"))
    return client


@pytest.fixture
def path():
    return path_of(feed.switch_on(now=NOW))


def path_of(row):
    return feed.address(row).removeprefix("http://testserver")


def fetch(path, **headers):
    return Browser().get(path, headers=headers)


def shown(path):
    found = second_reader.read(fetch(path).content.decode())
    return [(event.summary, event.starts_at, event.status) for event in found.events]


def act(her, name, seen=""):
    return her.post(PAGE, {"act": name, "seen": seen})


class TestContent:
    def test_a_visit_is_first_name_and_initial_from_its_start_to_its_end(self, path):
        visit = ConfirmedFactory(client=ClientFactory(name="Joan Mary Heron"), reserved_minutes=105)

        (event,) = second_reader.read(fetch(path).content.decode()).events

        assert event == second_reader.Event(
            uid=f"visit-{visit.pk}@testserver",
            sequence=1,
            status="CONFIRMED",
            starts_at=visit.starts_at,
            ends_at=visit.starts_at + timedelta(minutes=105),
            summary="Joan H.",
        )

    def test_of_a_series_it_says_which_session_it_is(self, path):
        series = SeriesFactory(client__name="Joan Heron", wanted=5)
        for week in range(3):
            ConfirmedFactory(client=series.client, series=series, starts_at=NOW + week * 7 * DAY + HOUR)

        assert [summary for summary, _at, _status in shown(path)] == [
            "Joan H., 1 of 5",
            "Joan H., 2 of 5",
            "Joan H., 3 of 5",
        ]

    def test_a_request_that_stands_is_tentative_and_one_that_ran_out_is_gone(self, path, clock):
        held = HeldFactory(client__name="Joan Heron")
        assert shown(path) == [("Joan H.", held.starts_at, "TENTATIVE")]

        clock.move_to(held.held_until)

        assert shown(path) == []

    @pytest.mark.parametrize(
        ("status", "is_shown"),
        [
            (Status.COMPLETED, True),
            (Status.NOT_TREATED, True),
            (Status.NO_SHOW, True),
            (Status.CANCELLED, False),
            (Status.LAPSED, False),
        ],
    )
    def test_what_took_its_time_stays_and_what_gave_it_back_goes(self, path, status, is_shown):
        ConfirmedFactory(status=status, starts_at=NOW - DAY)

        assert len(shown(path)) == is_shown

    def test_what_is_kept_for_minutes_or_hours_is_not_in_it(self, path):
        BookingFactory()
        OfferedFactory(starts_at=NOW + 2 * DAY)

        assert shown(path) == []

    def test_a_cancelled_visit_leaves_it(self, path):
        visit = ConfirmedFactory()
        assert len(shown(path)) == 1

        lifecycle.cancel(visit, by=lifecycle.CLIENT, now=NOW)

        assert shown(path) == []

    def test_it_goes_thirty_days_back_and_as_far_ahead_as_visits_do(self, path):
        for days in (-31, -30, 180, 400):
            ConfirmedFactory(starts_at=NOW + days * DAY)

        starts = [(at - NOW).days for _summary, at, _status in shown(path)]

        assert starts == [-30, 180, 400]

    def test_nothing_else_of_anybody_is_in_it(self, path):
        client = ClientFactory(name="Joan Heron", email="zebra@example.com", phone="07700 900987")
        about = {"guardianship": GuardianshipFactory(child=client, adult_name="Robin Heron")}
        visit = ConfirmedFactory(client=client, series=SeriesFactory(client=client), **about)

        text = fetch(path).content.decode().replace("\r\n ", "")

        event = text[text.index("BEGIN:VEVENT") : text.index("END:VEVENT")]
        names = [line.partition(":")[0].partition(";")[0] for line in event.split("\r\n")]
        assert set(filter(None, names)) == {"BEGIN", "DTSTART", "DTEND", *PLAIN}
        told = (visit.reference, "Heron", "Robin", "zebra", "07700", "session", "98")
        assert [word for word in told if word in event] == []

    @pytest.mark.parametrize("name", ["", "Joan; \\n, Heron", "Joan\r\nATTENDEE:x Heron", "白樺 一丁目"])
    def test_a_hostile_name_stays_a_name(self, path, name):
        ConfirmedFactory(client__name=name)

        (event,) = second_reader.read(fetch(path).content.decode()).events

        assert "\n" not in event.summary
        assert b"ATTENDEE:x" not in fetch(path).content

    @pytest.mark.parametrize(
        "starts_at",
        [
            datetime(2027, 3, 27, 23, 30, tzinfo=UTC),
            datetime(2027, 3, 28, 9, tzinfo=UTC),
            datetime(2027, 10, 30, 22, 30, tzinfo=UTC),
            datetime(2027, 10, 31, 10, tzinfo=UTC),
        ],
    )
    def test_around_a_clock_change_it_is_at_the_right_hour(self, path, starts_at):
        ConfirmedFactory(starts_at=starts_at)

        (event,) = second_reader.read(fetch(path).content.decode()).events

        assert (event.starts_at, event.ends_at) == (starts_at, starts_at + 2 * HOUR)

    def test_a_program_is_asked_to_look_again_within_the_hour(self, path):
        lines = fetch(path).content.decode().split("\r\n")

        assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(lines)

    @pytest.mark.parametrize("count", [1, 10, 100, 1000])
    def test_its_queries_do_not_grow_with_the_visits(self, path, count):
        treatment, screening = TreatmentFactory(), ScreeningFactory()
        several = [SeriesFactory(client=screening.client, wanted=10) for _ten in range(-(-count // 10))]
        Booking.objects.bulk_create(
            ConfirmedFactory.build(
                treatment=treatment,
                client=screening.client,
                screening=screening,
                screened_for_on=screening.visit_on,
                visit_on=screening.visit_on,
                series=several[n // 10],
                starts_at=NOW + n * 3 * HOUR,
            )
            for n in range(count)
        )
        fetch(path)

        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = fetch(path)

        assert answer.content.count(b"BEGIN:VEVENT") == count
        assert len(queries) == 3


class TestFetching:
    def test_it_is_kept_by_who_fetched_it_and_found_by_nobody(self, path):
        answer = fetch(path)

        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert not answer.cookies

    def test_what_has_not_changed_is_not_sent_again(self, path, clock):
        ConfirmedFactory()
        first = fetch(path)
        clock.move_to(NOW + 3 * HOUR)

        by_tag = fetch(path, if_none_match=first["ETag"])
        by_date = fetch(path, if_modified_since=first["Last-Modified"])

        assert (by_tag.status_code, by_date.status_code) == (304, 304)
        assert (by_tag.content, by_tag["ETag"]) == (b"", first["ETag"])
        assert fetch(path)["Last-Modified"] == first["Last-Modified"] == "Mon, 01 Mar 2027 12:00:00 GMT"

    def test_what_has_changed_is_sent_with_a_new_mark(self, path, clock):
        visit = ConfirmedFactory()
        first = fetch(path)
        clock.move_to(NOW + HOUR)
        lifecycle.cancel(visit, by=lifecycle.CLIENT, now=NOW + HOUR)

        known = {"if_none_match": first["ETag"], "if_modified_since": first["Last-Modified"]}
        answer = fetch(path, **known)

        assert answer.status_code == 200
        assert answer["ETag"] != first["ETag"]
        assert answer["Last-Modified"] == "Mon, 01 Mar 2027 13:00:00 GMT"

    def test_a_head_has_the_same_headers_and_no_body(self, path):
        ConfirmedFactory()

        whole, head = fetch(path), Browser().head(path)

        assert (head.status_code, head.content) == (200, b"")
        assert {name: head[name] for name in ("ETag", "Last-Modified")} == {
            name: whole[name] for name in ("ETag", "Last-Modified")
        }

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    def test_it_can_only_be_read(self, path, method):
        assert getattr(Browser(), method)(path).status_code == 405
        assert getattr(Browser(), method)("/calendar/x.ics").status_code == 405

    def test_when_it_was_fetched_and_by_what_is_noted_once_a_minute(self, path, clock):
        fetch(path, user_agent=IPHONE)
        for seconds in (30, 59, 90):
            clock.move_to(NOW + timedelta(seconds=seconds))
            fetch(path, user_agent="Google-Calendar-Importer")

        row = Feed.objects.get()
        assert (row.fetched_at, row.fetched_by) == (NOW + timedelta(seconds=90), Program.GOOGLE)

    @pytest.mark.parametrize(
        ("agent", "program"),
        [
            (IPHONE, Program.APPLE),
            ("macOS/15.4 (24E248) CalendarAgent/1160", Program.APPLE),
            ("Mac+OS+X/10.15.7 (19H2026) CalendarAgent/930.5.1", Program.APPLE),
            ("Google-Calendar-Importer", Program.GOOGLE),
            ("Mozilla/5.0 (compatible; GoogleDocs; apps-spreadsheets)", Program.GOOGLE),
            ("Microsoft.Exchange/15.20 (Owin)", Program.OUTLOOK),
            ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)", Program.OUTLOOK),
            ("Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Thunderbird/140.0", Program.THUNDERBIRD),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1", Program.BROWSER),
            ("ICSx5/2.2", Program.OTHER),
            ("", Program.OTHER),
            ("\x00" * 5000, Program.OTHER),
        ],
    )
    def test_a_program_is_known_by_how_it_names_itself(self, agent, program):
        assert feed.program(agent) == program


class TestWrongAddresses:
    @pytest.mark.parametrize("wrong", WRONG)
    def test_one_that_was_never_good_opens_nothing(self, path, wrong):
        answer = fetch(wrong)

        assert answer.status_code == 404
        assert answer.content == fetch("/calendar/unknown.ics").content

    def test_switched_off_replaced_and_unknown_are_answered_alike(self, her, path):
        act(her, "replace", feed.seen_of(Feed.objects.get()))
        replaced = fetch(path)
        now_good = path_of(Feed.objects.get())
        act(her, "off", feed.seen_of(Feed.objects.get()))

        answers = [replaced, fetch(now_good), fetch("/calendar/unknown.ics")]

        assert [answer.status_code for answer in answers] == [404] * 3
        assert len({answer.content for answer in answers}) == 1
        assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1

    def test_each_costs_the_same(self, her, path):
        act(her, "replace", feed.seen_of(Feed.objects.get()))
        fetch("/calendar/warm.ics")

        costs = set()
        for wrong in (path, *WRONG):
            with CaptureQueriesContext(connection) as queries:
                fetch(wrong)
            costs.add(len(queries))

        assert len(costs) == 1

    def test_guessing_is_slowed_and_the_right_address_is_not(self, path, settings):
        settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"link": 20}
        answers = [fetch(f"/calendar/{n}.ics") for n in range(21)]

        assert [answer.status_code for answer in answers] == [404] * 20 + [429]
        assert answers[-1]["Retry-After"] == "3600"
        assert fetch(path).status_code == 200
        assert fetch("/booking/visit/" + "x" * 43 + "/").status_code == 429

    def test_no_line_of_the_log_holds_an_address(self, her, path, caplog, capsys):
        caplog.set_level(logging.DEBUG)
        secret = path.removeprefix("/calendar/").removesuffix(".ics")
        fetch(path)
        act(her, "replace", feed.seen_of(Feed.objects.get()))

        fetch(path)
        Browser().post(path)

        written = [Discreet().filter(record).getMessage() for record in caplog.records]
        assert any("/calendar/…" in line for line in written)
        assert [line for line in written if secret in line or secret[:10] in line] == []


class TestHerPage:
    def test_it_is_off_until_she_switches_it_on(self, her):
        assert "The feed is off" in her.get(PAGE).text
        assert not Feed.objects.exists()

        answer = act(her, "on")

        assert (answer.status_code, answer.url) == (302, PAGE)
        assert feed.address(Feed.objects.get()) in her.get(PAGE).text

    def test_pressing_on_twice_makes_one_address(self, her):
        act(her, "on")
        first = path_of(Feed.objects.get())

        act(her, "on")

        assert path_of(Feed.objects.get()) == first

    def test_one_press_replaces_the_address_and_the_old_one_is_gone(self, her, path):
        fetch(path, user_agent=IPHONE)

        act(her, "replace", feed.seen_of(Feed.objects.get()))

        row = Feed.objects.get()
        assert fetch(path).status_code == 404
        assert fetch(path_of(row)).status_code == 200
        assert (row.fetched_at, row.fetched_by) == (None, "")

    def test_pressing_replace_twice_replaces_once(self, her, path):
        seen = feed.seen_of(Feed.objects.get())
        act(her, "replace", seen)
        new = path_of(Feed.objects.get())

        act(her, "replace", seen)
        act(her, "off", seen)

        assert path_of(Feed.objects.get()) == new

    @pytest.mark.parametrize("seen", ["", "x", "\0" * 16, "%" * 16, "_" * 16, "ä" * 5000])
    @pytest.mark.parametrize("name", ["replace", "off", "nonsense", ""])
    def test_nonsense_changes_nothing(self, her, path, name, seen):
        answer = act(her, name, seen)

        assert answer.status_code in (302, 400)
        assert fetch(path).status_code == 200

    def test_it_says_when_it_was_fetched_and_by_what(self, her, path):
        assert "Not yet" in her.get(PAGE).text

        fetch(path, user_agent=IPHONE)

        assert "by Apple Calendar" in her.get(PAGE).text

    def test_looking_at_it_changes_nothing(self, her, path):
        before = list(Feed.objects.values())

        her.get(PAGE)
        her.head(PAGE)

        assert list(Feed.objects.values()) == before

    def test_who_only_sees_switches_nothing(self, path):
        looker = User.objects.create_user("looker", is_staff=True)
        looker.user_permissions.set(Permission.objects.filter(codename="view_feed"))
        (browser := Browser()).force_login(looker)

        assert "Replace the address" not in browser.get(PAGE).text
        for name in ("on", "replace", "off"):
            assert act(browser, name, feed.seen_of(Feed.objects.get())).status_code == 403
        assert fetch(path).status_code == 200

    def test_nobody_else_reads_the_address(self, path):
        nobody = User.objects.create_user("nobody", is_staff=True)
        (browser := Browser()).force_login(nobody)

        assert browser.get(PAGE).status_code == 403
        assert Browser().get(PAGE).status_code == 302

    def test_without_its_key_the_address_is_replaced(self, her, path, settings):
        settings.HEALTH_KEYS = [("other", b"o" * 32)]

        assert "its key is gone" in her.get(PAGE).text
        assert fetch(path).status_code == 200
        act(her, "replace", feed.seen_of(Feed.objects.get()))

        assert feed.address(Feed.objects.get()) in her.get(PAGE).text


@pytest.mark.django_db(transaction=True)
def test_the_address_lies_in_the_database_in_no_readable_form():
    secret = path_of(feed.switch_on(now=NOW)).removeprefix("/calendar/").removesuffix(".ics")

    everything = stored()

    assert Feed.objects.get().secret_sha256.encode() in everything
    assert secret.encode() not in everything
