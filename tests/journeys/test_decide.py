"""The practitioner answers a request: signs in, sees it first, reads what was found, decides."""

from datetime import UTC, datetime

import pytest

from booking.models import Booking, Status
from tests.booking import flow
from tests.journeys.practice import deliver, plain
from tests.journeys.practitioner import Practitioner

NEXT_MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)


@pytest.fixture
def practitioner(her_page, practice, address):
    return Practitioner(her_page, address)


def somebody_asks(client, **answers) -> Booking:
    flow.fill_in(client, NEXT_MONDAY, **answers)
    flow.send(client)
    deliver()
    return flow.booking_of(client)


def somebody_asks_for_another_adult(client) -> Booking:
    flow.start(client, for_whom="adult")
    flow.agree(client)
    flow.answer(client)
    flow.choose(client, NEXT_MONDAY)
    client.post("/book/details/", flow.DETAILS | {"client_name": "Kim Example", "relationship": "sister"})
    flow.send(client)
    deliver()
    return flow.booking_of(client)


def test_a_letter_opens_the_confirmation(practitioner, client):
    booking = somebody_asks(client, cancer={"answer": "yes"})
    practitioner.signs_in()
    practitioner.opens_the_first_request()

    found = practitioner.reads()
    practitioner.decides("Confirm this time")
    refused = practitioner.problems
    practitioner.accepts_a_letter(until="1/9/2027")
    practitioner.decides("Confirm this time")

    booking.refresh_from_db()
    assert found == ["Care for cancer now or lately"]
    assert refused == ["Opens when a letter that is valid on 8 March is accepted."]
    assert booking.status == Status.CONFIRMED
    assert "gets a message with the time and a calendar file" in practitioner.told
    assert "Your session is confirmed." in deliver()["robin@example.com"].body


def test_a_not_sure_is_settled_before_the_confirmation(practitioner, client):
    booking = somebody_asks(client, cancer={"answer": "unsure"})
    practitioner.signs_in()
    practitioner.opens_the_first_request()

    found = practitioner.reads()
    practitioner.decides("Confirm this time")
    refused = practitioner.problems
    practitioner.settles("No, there was none")
    practitioner.decides("Confirm this time")

    booking.refresh_from_db()
    assert found == ["Not sure about care for cancer"]
    assert refused == ["Opens when the “not sure” is settled as yes or no."]
    assert booking.status == Status.CONFIRMED
    assert "Your session is confirmed." in deliver()["robin@example.com"].body


def test_another_adults_consent_is_noted_before_the_confirmation(practitioner, client):
    booking = somebody_asks_for_another_adult(client)
    practitioner.signs_in()
    practitioner.opens_the_first_request()

    found = practitioner.reads()
    practitioner.decides("Confirm this time")
    refused = practitioner.problems
    practitioner.decides("Confirm this time", note="Kim agreed when I rang")

    booking.refresh_from_db()
    assert found == ["Booked for another adult"]
    assert refused == ["Write how the person treated agreed, or why the booker may decide."]
    assert booking.status == Status.CONFIRMED
    assert "The session for Kim is confirmed." in deliver()["robin@example.com"].body


def test_declining_asks_for_a_reason_and_keeps_it_to_herself(practitioner, client):
    booking = somebody_asks(client, symptoms={"answer": "yes"})
    practitioner.signs_in()
    practitioner.opens_the_first_request()

    practitioner.decides("Decline, with a reason")
    refused = practitioner.problems
    still_chosen = practitioner.page.get_by_label("Decline, with a reason").is_checked()
    practitioner.decides("Decline, with a reason", note="Better seen by a doctor")

    booking.refresh_from_db()
    letter = deliver()["robin@example.com"].body
    assert refused == ["Write your reason. It is kept locked in the record."]
    assert still_chosen
    assert booking.status == Status.DECLINED
    assert "your reason is not in it" in practitioner.told
    assert "doctor" not in letter.partition("--")[0]


def test_a_later_date_lets_the_time_go_and_names_the_day(practitioner, client):
    booking = somebody_asks(client, pregnancy={"answer": "yes", "details": "1"})
    practitioner.signs_in()
    practitioner.opens_the_first_request()

    practitioner.decides("Offer a later date", note="Kept as typed", from_day="1/3/2027")
    refused = practitioner.problems
    kept = practitioner.page.get_by_label("Your note or reason").input_value()
    practitioner.decides("Offer a later date", from_day="1 July 2027")

    booking.refresh_from_db()
    assert refused == ["Enter a day after 8 March 2027, the one that was asked for."]
    assert kept == "Kept as typed"
    assert booking.status == Status.DECLINED
    assert "with times from 1 July 2027 on" in practitioner.told
    assert "1 July" in deliver()["robin@example.com"].body


def test_a_letter_is_asked_for_after_a_look_at_the_message(practitioner, client, is_sound):
    booking = somebody_asks(client, cancer={"answer": "yes"})
    practitioner.signs_in()
    practitioner.opens_the_first_request()

    practitioner.looks_at("Ask for a doctor’s letter", note="She has one at home")
    shown = practitioner.page.get_by_role("article").inner_text()
    is_sound(practitioner.page)
    practitioner.sends("Change it")
    kept = practitioner.page.get_by_label("Your note or reason").input_value()
    practitioner.decides("Ask for a doctor’s letter")
    told = practitioner.told

    booking.refresh_from_db()
    mail = deliver()["robin@example.com"]
    assert kept == "She has one at home"
    assert "gets a message that a letter is needed" in told
    assert booking.status == Status.HELD
    assert mail.subject in shown
    assert plain(mail.body) in plain(shown)


def test_a_request_is_kept_for_later_and_the_page_says_so(practitioner, client, is_sound):
    booking = somebody_asks(client, symptoms={"answer": "yes"})
    practitioner.signs_in()
    practitioner.opens_the_first_request()
    practitioner.decides("Keep it for later")

    practitioner.opens(f"/admin/booking/booking/{booking.pk}/review/")
    is_sound(practitioner.page)

    assert "Kept for later Monday 1 March" in plain(practitioner.page.locator(".so-far").inner_text())
    assert "robin@example.com" not in deliver()


def test_a_letter_is_ended_and_the_visit_waits_again(practitioner, client, is_sound):
    booking = somebody_asks(client, cancer={"answer": "yes"})
    practitioner.signs_in()
    practitioner.opens_the_first_request()
    practitioner.accepts_a_letter(until="1/9/2027")
    practitioner.decides("Confirm this time")
    deliver()

    practitioner.opens(f"/admin/booking/booking/{booking.pk}/review/")
    is_sound(practitioner.page)
    practitioner.follows("End this letter")
    is_sound(practitioner.page)
    practitioner.sends("End this letter")

    booking.refresh_from_db()
    assert "1 visit is held for you again" in practitioner.told
    assert booking.status == Status.HELD
    assert "do not travel" in deliver()["robin@example.com"].body
