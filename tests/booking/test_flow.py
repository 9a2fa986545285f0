"""Booking through the pages, without JavaScript and without an account."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from booking.models import Booking, BookingEvent, Message, Status
from intake.models import Client, Consent, Draft, Screening
from tests.booking import flow
from tests.booking.factories import (
    NOW,
    BookingFactory,
    FollowUpFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)

pytestmark = pytest.mark.django_db
NEXT_MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def open_week():
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(17))
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_visit_with_nothing_found_is_confirmed(client):
    flow.fill_in(client, NEXT_MONDAY)

    response = flow.send(client)

    booking = flow.booking_of(client)
    assert response.url == "/book/done/"
    assert (booking.status, booking.starts_at, booking.client.name) == (
        Status.CONFIRMED,
        NEXT_MONDAY,
        "Robin Example",
    )
    assert b"Your session is booked" in client.get("/book/done/").content
    assert [(e.from_status, e.to_status, e.actor) for e in booking.events.all()] == [
        ("", "reserved", "client"),
        ("reserved", "confirmed", "client"),
    ]
    assert set(booking.messages.values_list("kind", flat=True)) == {
        "confirmed", "new_booking", "changed", "form_soon", "form_last",
    }  # fmt: skip
    assert Consent.objects.get().given_by == "Robin Example"
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pregnancy", {"answer": "yes", "details": "1"}),
        ("pregnancy", {"answer": "unsure"}),
        ("cancer", {"answer": "yes"}),
        ("cancer", {"answer": "unsure"}),
        ("symptoms", {"answer": "yes"}),
    ],
)
def test_a_visit_with_a_finding_is_held(client, name, data):
    flow.fill_in(client, NEXT_MONDAY, **{name: data})

    flow.send(client)

    booking = flow.booking_of(client)
    page = client.get("/book/done/").content.decode()
    assert booking.status == Status.HELD
    assert booking.held_until == NEXT_MONDAY - timedelta(hours=24)
    assert booking.answer_due_at == datetime(2027, 3, 3, 18, tzinfo=UTC)
    assert "not confirmed yet" in page
    assert "do not travel" in page
    assert "eligible" not in page


def test_pressing_twice_books_once(client):
    flow.fill_in(client, NEXT_MONDAY)

    responses = [flow.send(client) for _press in range(3)]

    assert {response.url for response in responses} == {"/book/done/"}
    assert Booking.objects.count() == 1
    assert Message.objects.filter(kind="confirmed").count() == 1


def test_a_time_taken_meanwhile_offers_the_nearest_and_keeps_everything(client):
    flow.fill_in(client, NEXT_MONDAY)
    Booking.objects.update(status=Status.LAPSED)
    BookingFactory(starts_at=NEXT_MONDAY)

    response = flow.send(client)
    page = response.content.decode()

    assert response.status_code == 409
    assert "just been taken" in page
    assert 'value="2027-03-08T12:30:00+00:00"' in page
    assert flow.choose(client, datetime(2027, 3, 8, 13, tzinfo=UTC)).url == "/book/check/"
    assert flow.send(client).url == "/book/done/"
    assert flow.booking_of(client).client.name == "Robin Example"


def test_a_reservation_that_ran_out_is_claimed_again(client):
    flow.fill_in(client, NEXT_MONDAY)

    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        flow.send(client)

    assert flow.booking_of(client).status == Status.CONFIRMED


def test_nobody_else_is_offered_a_reserved_time_but_its_owner_is_not_blocked(client):
    flow.fill_in(client, NEXT_MONDAY)

    times = client.get("/book/slots.json?treatment=first-session").json()["slots"]

    assert "2027-03-08T10:00:00+00:00" not in times
    assert flow.choose(client, NEXT_MONDAY).url == "/book/check/"


def test_each_step_keeps_the_reservation_for_another_while(client):
    flow.fill_in(client, NEXT_MONDAY)

    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        client.post("/book/details/", flow.DETAILS)

    assert flow.booking_of(client).expires_at == NOW + timedelta(minutes=25)


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/book/before-we-start/", "/book/"),
        ("/book/question/3/", "/book/"),
        ("/book/time/", "/book/"),
        ("/book/check/", "/book/"),
        ("/book/done/", "/book/"),
    ],
)
def test_skipping_a_step_leads_to_the_start(client, address, leads_to):
    assert client.get(address).url == leads_to


def test_skipping_a_step_leads_to_the_one_that_is_missing(client):
    flow.start(client)
    flow.agree(client)

    assert client.get("/book/check/").url == "/book/question/1/"
    assert client.post("/book/check/").url == "/book/question/1/"
    assert Booking.objects.count() == 0


def test_a_client_cannot_write_a_status(client):
    flow.fill_in(client, NEXT_MONDAY, cancer={"answer": "yes", "status": "confirmed", "needs_review": ""})

    client.post("/book/check/", {"status": "confirmed", "needs_review": "", "price": "0", "id": "1"})

    assert flow.booking_of(client).status == Status.HELD


def test_a_follow_up_that_matches_nobody_is_held(client):
    flow.fill_in(client, NEXT_MONDAY, treatment="follow-up")

    flow.send(client)

    assert flow.booking_of(client).status == Status.HELD


def test_a_follow_up_of_somebody_treated_before_is_confirmed(client):
    flow.fill_in(client, NEXT_MONDAY, treatment="follow-up")
    Client.objects.create(
        name="robin  EXAMPLE", email="Robin@example.com", born_on="1985-06-15", treated_before=True
    )

    flow.send(client)

    assert flow.booking_of(client).status == Status.CONFIRMED
    assert Client.objects.count() == 1


def test_a_request_too_near_to_be_read_is_led_to_a_later_time(client):
    tomorrow = NOW + timedelta(hours=26)
    flow.fill_in(client, tomorrow, treatment="follow-up")

    response = flow.send(client)

    assert response.status_code == 409
    assert "read your answers before that time" in response.content.decode()
    assert Screening.objects.count() == Client.objects.count() == 0
    assert BookingEvent.objects.filter(to_status=Status.HELD).count() == 0


def test_somebody_with_a_finding_is_not_offered_the_next_two_days(client):
    flow.start(client)
    flow.agree(client)
    flow.answer(client, cancer={"answer": "yes"})

    page = client.get("/book/time/").content.decode()

    assert "2027-03-03T12:00" in page
    assert "2027-03-03T11:30" not in page
    assert flow.choose(client, NOW + timedelta(hours=26)).status_code == 400


def test_an_operation_moves_the_calendar_to_the_first_safe_day(client):
    flow.start(client)
    flow.agree(client)
    operation = {"answer": "yes", "details": "1", "rows": "1", "healed": "yes"} | {
        "operation_0_on_day": "9",
        "operation_0_on_month": "2",
        "operation_0_on_year": "2027",
    }
    flow.answer(client, operation=operation)

    page = client.get("/book/time/").content.decode()

    assert "From Friday 9 April I can consider your session" in page
    assert "From Sunday 9 May you can book straight through" in page
    assert 'value="2027-04-09T09:00:00+01:00"' in page
    assert 'value="2027-04-08' not in page
    earlier = client.get("/book/time/?earlier=1&week=2027-03-08").content.decode()
    assert 'value="2027-03-08T10:00:00+00:00"' in earlier


def test_a_child_is_booked_by_a_guardian(client):
    flow.start(client, for_whom="child")
    flow.agree(client, born_on_year="2018")
    for name in ("operation", "cancer", "symptoms"):
        client.post(flow.question(name), {"answer": "no"})
    flow.choose(client, NEXT_MONDAY)
    details = flow.DETAILS | {"client_name": "Kim Example", "relationship": "father"}
    refused = client.post("/book/details/", details)
    client.post("/book/details/", details | {"has_parental_responsibility": "on", "will_be_there": "on"})

    flow.send(client)

    booking = flow.booking_of(client)
    assert "parental responsibility" in refused.content.decode()
    assert (booking.status, booking.client.name) == (Status.HELD, "Kim Example")
    assert (booking.guardianship.adult_name, booking.guardianship.relationship) == (
        "Robin Example",
        "father",
    )


def test_under_16_a_guardian_has_to_book(client):
    flow.start(client)

    page = flow.agree(client, born_on_year="2012").content.decode()

    assert "a parent or guardian books" in page


def test_the_session_holds_nothing_but_the_key(client):
    flow.fill_in(client, NEXT_MONDAY, cancer={"answer": "yes"})

    assert list(client.session.keys()) == ["draft"]


def test_the_calendar_file_is_there_once_confirmed(client):
    flow.fill_in(client, NEXT_MONDAY)
    flow.send(client)

    response = client.get("/book/done/session.ics")

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"DTSTART" in response.content
    assert b"Robin" not in response.content


def test_a_request_has_no_calendar_file(client):
    flow.fill_in(client, NEXT_MONDAY, cancer={"answer": "yes"})
    flow.send(client)

    assert client.get("/book/done/session.ics").url == "/book/done/"


@pytest.mark.parametrize(
    ("name", "number"), [("pregnancy", 1), ("operation", 2), ("cancer", 3), ("symptoms", 4)]
)
def test_a_question_goes_by_its_number_in_address_and_title(client, name, number):
    flow.start(client)
    flow.agree(client)
    flow.answer(client)

    page = client.get(f"/book/question/{number}/").content.decode()

    title = page.partition("<title>")[2].partition("</title>")[0].strip()
    assert flow.question(name) == f"/book/question/{number}/"
    assert title == f"Is it right on the day? Question {number} – Neural Pathway Massage"


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("/book/", "Choose who the session is for"),
        ("/book/before-we-start/", "Enter the date of birth"),
        ("/book/question/1/", "Choose yes, no or"),
    ],
)
def test_sending_nothing_says_what_is_missing(client, address, problem):
    flow.start(client)
    if address.startswith("/book/question"):
        flow.agree(client)

    assert problem in client.post(address, {}).content.decode()
