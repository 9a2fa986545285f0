"""The day sheet: who comes, what holds at the door, and what is written down as read."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from booking import lifecycle, sheet
from booking.door import Verdict
from booking.models import Booking, Status
from booking.practitioner import make_practitioner
from intake import records
from intake.models import Client, Note, Reading
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory, TreatmentFactory
from tests.intake.factories import (
    ClearanceFactory,
    ClientFactory,
    GuardianshipFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SHEET = "/admin/booking/booking/sheet/"
DAY = (NOW + timedelta(days=7)).date()
# The visits, their numbers, two sorts of notes, the forms, and that these were read.
QUERIES = 6


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def note(client, kind, text, user, at=NOW):
    return Note.objects.create(client=client, kind=kind, text=text, by=user, created_at=at)


def shown(browser, **query):
    response = browser.get(SHEET, {"day": DAY.isoformat()} | query)
    assert response.status_code == 200
    return response.content.decode()


def verdict_of(booking) -> Verdict:
    (row,) = sheet.of(booking.visit_on, now=NOW)
    return row.answer.verdict


def test_a_visit_has_what_is_needed_at_the_door(marja):
    client = ClientFactory(name="Joan Maria Example", phone="07700 900456")
    ConfirmedFactory(client=client, starts_at=NOW - timedelta(days=7), status=Status.COMPLETED)
    ConfirmedFactory(client=client, is_first=False, reserved_minutes=105)

    page = shown(marja)

    words = ["12:00", "to 13:45", "105 min kept", "Joan E.", "Session 2", "Follow-up session", "Treat"]
    assert [word for word in words if word not in page] == []
    assert 'href="tel:07700900456"' in page
    assert "Joan Maria Example" not in page


def test_a_guardian_comes_and_is_the_one_to_ring(marja):
    adult = GuardianshipFactory()
    ConfirmedFactory(client=adult.child, guardianship=adult)

    page = shown(marja)

    assert "Robin Example comes too" in page
    assert (adult.adult_phone in page, adult.child.phone in page) == (True, False)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.TREAT),
        ({"client__form_on": None}, Verdict.CHECK),
        ({"client__form_on": None, "is_first": False}, Verdict.TREAT),
        ({"crossed": ["closed"]}, Verdict.CHECK),
        ({"client__not_before_on": DAY}, Verdict.TREAT),
        ({"client__not_before_on": DAY + timedelta(days=1)}, Verdict.DO_NOT_TREAT),
    ],
    ids=["ready", "no form", "no form, follow-up", "crossed", "from this day", "from the next day"],
)
def test_the_verdict_follows_the_row(changes, verdict):
    assert verdict_of(ConfirmedFactory(**changes)) == verdict


def test_a_request_is_not_treated():
    assert verdict_of(HeldFactory()) == Verdict.DO_NOT_TREAT


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.TREAT),
        ({"valid_until": DAY}, Verdict.TREAT),
        ({"valid_until": DAY - timedelta(days=1)}, Verdict.DO_NOT_TREAT),
        ({"ended_at": NOW}, Verdict.DO_NOT_TREAT),
    ],
    ids=["valid", "its last day", "the day after", "ended"],
)
def test_a_letter_has_to_hold_on_the_day(changes, verdict, user):
    client = ClientFactory()
    yes = {"needs_review": True, "approved_version": 1, "decided_by": user}
    visit = ConfirmedFactory(
        client=client, needs_clearance=True, clearance=ClearanceFactory(client=client, **changes), **yes
    )

    assert verdict_of(visit) == verdict


def test_what_is_over_has_an_outcome_and_no_verdict(marja):
    ConfirmedFactory(starts_at=NOW - timedelta(hours=3), status=Status.NO_SHOW)

    page = shown(marja, day=NOW.date().isoformat())

    assert ("Did not come" in page, "sheet-verdict" in page) == (True, False)


def test_what_takes_no_place_is_left_out(marja):
    BookingFactory(starts_at=NOW + timedelta(days=7))
    ConfirmedFactory(starts_at=NOW + timedelta(days=7, hours=3), status=Status.CANCELLED)
    ConfirmedFactory(starts_at=NOW + timedelta(days=8))

    page = shown(marja)

    assert "Nobody is booked" in page


def test_the_newest_notes_are_shown_and_noted_as_read(marja, user):
    visit = ConfirmedFactory()
    note(visit.client, "access", "An older need", user, NOW - timedelta(days=9))
    needs = note(visit.client, "access", "Stick,\nlow table", user)
    last = note(visit.client, "general", "Left shoulder next\nSecond line", user)

    page = shown(marja)

    assert ("Stick, low table" in page, "Left shoulder next" in page) == (True, True)
    assert ("An older need" in page, "Second line" in page) == (False, False)
    readings = Reading.objects.values_list("what", "row", "client", "by", "at")
    assert set(readings) == {("note", key, visit.client_id, user.pk, NOW) for key in (needs.pk, last.pk)}


def test_what_she_noted_about_the_last_visit_is_the_last_note(marja, user):
    visit = ConfirmedFactory()
    before = ConfirmedFactory(client=visit.client, starts_at=NOW - timedelta(days=7))
    note(visit.client, "general", "Noted before", user, NOW - timedelta(days=8))
    words = records.write_words("Went well, right hip next", now=NOW - timedelta(days=7))
    by = lifecycle.practitioner(user)
    lifecycle.complete(before, minutes=110, by=by, words=words, now=NOW - timedelta(days=7))

    page = shown(marja)

    assert ("right hip next" in page, "Noted before" in page) == (True, False)
    assert list(Reading.objects.values_list("what", "row", "client")) == [
        ("words", words.pk, visit.client_id)
    ]


def test_somebody_elses_notes_do_not_slip_in(marja, user):
    ConfirmedFactory()
    note(ClientFactory(), "access", "Not theirs", user)

    assert "Not theirs" not in shown(marja)
    assert not Reading.objects.exists()


def test_without_notes_nothing_is_opened(marja, user):
    visit = ConfirmedFactory()
    note(visit.client, "access", "Stick, low table", user)

    page = shown(marja, notes="no")

    assert "low table" not in page
    assert not Reading.objects.exists()


def test_who_may_not_read_answers_gets_the_sheet_without_notes(user):
    visit = ConfirmedFactory()
    note(visit.client, "access", "Stick, low table", user)
    helper, browser = UserFactory(is_superuser=False), Browser()
    helper.user_permissions.set(Permission.objects.filter(codename="view_booking"))
    browser.force_login(helper)

    page = shown(browser)

    assert ("low table" in page, "personal notes" in page) == (False, False)
    assert not Reading.objects.exists()


def test_a_note_that_no_key_opens_says_so(marja, user, settings):
    visit = ConfirmedFactory()
    note(visit.client, "access", "Stick, low table", user)
    settings.HEALTH_KEYS = (("other", b"k" * 32),)

    assert "no key in use opens it" in shown(marja)


def test_the_sheet_is_for_staff_alone(client):
    response = client.get(SHEET)

    assert response.status_code == 302


def test_staff_who_may_not_see_bookings_do_not_see_the_sheet():
    browser = Browser()
    browser.force_login(UserFactory(is_superuser=False))

    assert browser.get(SHEET).status_code == 403


def test_the_sheet_only_shows(marja):
    assert marja.post(SHEET).status_code == 405


def test_today_is_shown_when_no_day_is_named(marja):
    assert "Monday 1 March 2027" in marja.get(SHEET).content.decode()


@pytest.mark.parametrize(
    "day", ["tomorrow", "2027-02-30", "1999-12-31", "2101-01-01", "9999-99-99", "\0", "9" * 5000]
)
def test_a_day_that_makes_no_sense_is_today_and_says_so(marja, day):
    page = shown(marja, day=day)

    assert ("Monday 1 March 2027" in page, "This is today." in page) == (True, True)


@pytest.mark.parametrize(
    ("ahead", "links"),
    [
        (-2, ["before", "after", "today", "tomorrow"]),
        (0, ["before", "after"]),
        (1, ["before", "after"]),
        (2, ["before", "after", "today"]),
    ],
)
def test_no_day_is_led_to_twice(marja, ahead, links):
    day = NOW.date() + timedelta(days=ahead)

    page = shown(marja, day=day.isoformat())

    assert re.findall(r"sheet-step--(\w+)", page) == links


@pytest.mark.parametrize(("day", "missing"), [("2000-01-01", "1999"), ("2100-12-31", "2101")])
def test_the_first_and_the_last_day_lead_no_further(marja, day, missing):
    assert f"?day={missing}" not in shown(marja, day=day)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)], ids=["spring", "autumn"])
def test_a_day_of_a_clock_change_has_its_visits(marja, day):
    start = NOW.replace(month=day.month, day=day.day, hour=0)
    ConfirmedFactory(starts_at=start, visit_on=day)

    page = shown(marja, day=day.isoformat())

    assert "to 03:00" in page if day.month == 3 else "to 02:00" in page


@pytest.mark.parametrize("count", [1, 10, 5000])
def test_a_sheet_takes_the_same_queries_however_full_the_diary_is(marja, user, count):
    book(count)
    note(Client.objects.first(), "access", "Stick, low table", user)
    of_the_frame = queries_of(lambda: shown(marja, day="2027-02-28", notes="no")) - 1

    assert queries_of(lambda: sheet.of(DAY, now=NOW, reader=user)) <= QUERIES
    assert queries_of(lambda: shown(marja)) <= of_the_frame + QUERIES


def queries_of(ask) -> int:
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def book(count):
    """One visit on the day and the others before it, each client with up to ten."""
    screenings = [ScreeningFactory() for _client in range(min(count, 10))]
    treatment = TreatmentFactory()
    Booking.objects.bulk_create(
        ConfirmedFactory.build(
            treatment=treatment,
            client=screenings[n % len(screenings)].client,
            screening=screenings[n % len(screenings)],
            starts_at=NOW + timedelta(days=7, hours=-3 * n),
            screened_for_on=(NOW + timedelta(days=7, hours=-3 * n)).date(),
        )
        for n in range(count)
    )
