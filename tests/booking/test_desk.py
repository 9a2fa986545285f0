import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils.html import strip_tags

from booking import desk
from booking.models import Kind, Message, Status
from intake.findings import Finding, Outcome
from intake.models import Reading
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClientFactory, EnquiryFactory, ScreeningFactory, UserFactory

pytestmark = pytest.mark.django_db
LETTER = Finding("oncology", "cancer", Outcome.LETTER).to_json()


def held(days: int, due_in: timedelta, **kwargs):
    return HeldFactory(starts_at=NOW + timedelta(days=days), answer_due_at=NOW + due_in, **kwargs)


def test_what_is_due_first_stands_on_top():
    later = held(5, timedelta(days=2))
    sooner = held(9, timedelta(hours=1))

    waiting = [row.booking for row in desk.at(NOW).waiting]

    assert waiting == [sooner, later]


def test_a_hold_that_has_run_out_waits_for_nobody():
    held(3, timedelta(hours=1), held_until=NOW)

    assert desk.at(NOW).waiting == []


def test_an_answer_is_overdue_from_its_moment_on():
    held(5, timedelta(0))

    row = desk.at(NOW).waiting[0]

    assert row.is_overdue
    assert not desk.Row(row.booking, NOW - timedelta(minutes=1)).is_overdue


def test_today_and_tomorrow_are_parted_by_the_practices_midnight():
    today = ConfirmedFactory(starts_at=NOW + timedelta(hours=3))
    tomorrow = HeldFactory(starts_at=NOW + timedelta(days=1), held_until=NOW + timedelta(hours=20))
    ConfirmedFactory(starts_at=NOW + timedelta(days=2))

    found = desk.at(NOW)

    assert [row.booking for row in found.today] == [today]
    assert [row.booking for row in found.tomorrow] == [tomorrow]


def test_a_time_that_is_only_being_booked_is_not_in_the_day():
    BookingFactory(starts_at=NOW + timedelta(hours=3))
    ConfirmedFactory(starts_at=NOW + timedelta(hours=8), status=Status.CANCELLED)

    assert desk.at(NOW).today == []


def test_a_list_names_people_as_briefly_as_it_can():
    held(8, timedelta(days=1), client=ClientFactory(name="Joan van der Example"))

    assert [row.who for row in desk.at(NOW).waiting] == ["Joan E."]


def test_the_desk_opens_nothing_that_is_sealed(monkeypatch):
    held(8, timedelta(days=1), needs_clearance=True)
    browser = Browser()
    monkeypatch.delattr("intake.crypto.open_")

    with time_machine.travel(NOW, tick=False):
        browser.force_login(UserFactory())
        answer = browser.get("/admin/")

    assert answer.status_code == 200
    assert "status--letter" in answer.content.decode()
    assert "Read and answer" in answer.content.decode()


def test_past_visits_without_an_outcome_are_asked_about():
    over = ConfirmedFactory(starts_at=NOW - timedelta(hours=2))
    ConfirmedFactory(starts_at=NOW - timedelta(days=1), status=Status.COMPLETED)
    running = ConfirmedFactory(starts_at=NOW + timedelta(minutes=30))

    found = desk.at(NOW)

    assert [row.booking for row in found.over] == [over]
    assert running in [row.booking for row in found.today]
    assert desk.at(running.ends_at).over[-1].booking == running


def test_a_visit_of_long_ago_is_not_asked_about_any_more():
    ConfirmedFactory(starts_at=NOW - timedelta(days=40))

    assert desk.at(NOW).over == []


def test_open_questions_and_unsent_mail_are_counted():
    EnquiryFactory()
    EnquiryFactory(answered_at=NOW)
    booking = ConfirmedFactory()
    Message.objects.create(
        booking=booking, kind=Kind.CONFIRMED, due_at=NOW, gave_up_at=NOW, message_id="<1@booking.invalid>"
    )

    found = desk.at(NOW)

    assert (found.enquiries, [row.message.booking for row in found.unsent]) == (1, [booking])


def test_the_next_session_is_the_one_that_runs_or_comes_first():
    ConfirmedFactory(starts_at=NOW - timedelta(hours=5))
    running = ConfirmedFactory(starts_at=NOW - timedelta(minutes=30))
    ConfirmedFactory(starts_at=NOW + timedelta(hours=3))

    assert desk.at(NOW).next.booking == running


def test_a_request_is_not_the_next_session():
    held(5, timedelta(days=1))

    assert desk.at(NOW).next is None


def test_a_next_session_beyond_the_week_is_found_too():
    far = ConfirmedFactory(starts_at=NOW + timedelta(days=40))
    ConfirmedFactory(starts_at=NOW + timedelta(days=50))

    assert desk.at(NOW).next.booking == far


@pytest.mark.parametrize(
    ("form_on", "is_missing"),
    [(None, True), (date(2026, 3, 3), True), (date(2026, 3, 4), False), (date(2027, 3, 3), False)],
    ids=["never", "12 months ago", "a day less", "lately"],
)
def test_a_first_visit_of_this_week_without_a_form_is_shown(form_on, is_missing):
    visit = ConfirmedFactory(starts_at=NOW + timedelta(days=2), client__form_on=form_on)

    assert [row.booking for row in desk.at(NOW).formless] == [visit] * is_missing


def test_a_form_is_not_missed_for_a_follow_up_nor_later_than_in_a_week():
    ConfirmedFactory(starts_at=NOW + timedelta(days=2), client__form_on=None, is_first=False)
    ConfirmedFactory(starts_at=NOW + timedelta(days=8), client__form_on=None)

    assert desk.at(NOW).formless == []


def test_the_desk_says_how_much_time_is_left_to_answer():
    held(5, timedelta(hours=5, minutes=59))

    assert desk.at(NOW).waiting[0].time_left == "5 hours left"


def test_requests_that_wait_are_counted_as_they_are_listed():
    held(5, timedelta(days=1))
    held(3, timedelta(hours=1), held_until=NOW)

    assert desk.waiting_count(NOW) == len(desk.at(NOW).waiting) == 1


@pytest.mark.parametrize(("extra", "queries"), [({}, 14), ({"status": Status.CANCELLED}, 15)])
def test_only_a_next_session_further_away_takes_another_query(extra, queries, django_assert_num_queries):
    ConfirmedFactory(starts_at=NOW + timedelta(hours=1), **extra)

    with django_assert_num_queries(queries):
        desk.at(NOW)


@pytest.mark.parametrize("rows", [1, 10])
def test_the_desk_takes_the_same_queries_however_full_it_is(rows, django_assert_num_queries):
    for number in range(rows):
        held(5 + number, timedelta(days=1))
    ConfirmedFactory(starts_at=NOW + timedelta(hours=1))
    if rows > 1:
        ConfirmedFactory(starts_at=NOW + timedelta(hours=4))

    with django_assert_num_queries(14):
        found = desk.at(NOW)
        told = [row.who for row in found.waiting] + [row.who for row in found.today]

    assert len(told) == rows + len(found.today)


def test_the_first_page_of_admin_is_her_desk():
    browser = Browser()
    booking = held(5, timedelta(hours=-1), client=ClientFactory(name="Lena Frost"))

    with time_machine.travel(NOW, tick=False):
        browser.force_login(UserFactory())
        page = browser.get("/admin/").content.decode()

    assert "Read and answer Lena F." in page
    assert "Overdue: was due 11:00 today" in page
    assert reverse("admin:booking_booking_review", args=[booking.pk]) in page
    assert "<h1>Monday 1 March</h1>" in page


def test_one_line_of_numbers_says_all_that_waits():
    browser = Browser()
    held(5, timedelta(hours=-1))
    held(6, timedelta(days=1), needs_clearance=True)
    ConfirmedFactory(starts_at=NOW - timedelta(days=2))
    ConfirmedFactory(starts_at=NOW + timedelta(days=2), client__form_on=None, is_first=True)
    EnquiryFactory()

    with time_machine.travel(NOW, tick=False):
        browser.force_login(UserFactory())
        page = browser.get("/admin/").content.decode()

    [line] = re.findall(r'<ul class="desk-sum".*?</ul>', page, re.DOTALL)
    told = " ".join(strip_tags(line).split())
    assert told == (
        "2 Requests 1 overdue 1 Letters 1 Forms 1 Outcomes 0 On the waitlist 1 Questions 0 Unsent mail"
    )


def test_no_health_word_stands_on_the_desk():
    browser = Browser()
    screening = ScreeningFactory(findings=[LETTER], needs_review=True, needs_clearance=True)
    held(8, timedelta(days=1), client=screening.client, screening=screening, needs_clearance=True)

    with time_machine.travel(NOW, tick=False):
        browser.force_login(UserFactory())
        page = browser.get("/admin/").content.decode().lower()

    assert "read and answer" in page
    assert not any(word in page for word in ("cancer", "doctor", "oncology"))
    assert not Reading.objects.exists()


def test_the_desk_leads_to_a_visit_that_is_over():
    browser = Browser()
    over = ConfirmedFactory(starts_at=NOW - timedelta(days=2), client=ClientFactory(name="Lena Frost"))

    with time_machine.travel(NOW, tick=False):
        browser.force_login(UserFactory())
        page = browser.get("/admin/").content.decode()

    assert "Note how Lena F.’s visit went" in page
    assert reverse("admin:booking_booking_outcome", args=[over.pk]) in page
