"""Waiting for a time, through the pages of somebody new."""

from datetime import date, timedelta

import pytest

from booking import steps, wishes
from booking.models import Booking, Message, Status, WaitlistEntry
from booking.views import progress
from intake import records
from intake.models import Draft
from tests.booking import flow
from tests.booking.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
MONDAY = NOW + timedelta(days=7)
WISH = {
    "weekdays": ["0", "2"],
    "parts": ["morning"],
    "from_on": "2027-03-02",
    "until_on": "2027-04-02",
    "notice_hours": "48",
}


def to_the_wish(client, **answers):
    flow.start(client)
    flow.agree(client)
    flow.answer(client, **answers)
    return client.post("/book/wait/")


def to_the_check(client, **wish):
    to_the_wish(client)
    client.post("/book/wish/", WISH | wish)
    return client.post("/book/details/", flow.DETAILS)


def entered() -> dict:
    return wishes.of(WaitlistEntry.objects.get())


def parts_of(client) -> dict:
    return records.read_draft(client.session[progress.SESSION_KEY], now=NOW).answers


def test_somebody_for_whom_no_time_will_do_goes_on_the_list(client):
    response = to_the_check(client)
    check = client.get(response.url).content.decode()

    sent = client.post("/book/wait/check/")

    done = client.get(sent.url).content.decode()
    assert response.url == "/book/wait/check/"
    assert "Mondays or Wednesdays" in check
    assert sent.url == "/book/wait/done/"
    assert "You are on the list" in done
    assert entered() == {
        "weekdays": [0, 2],
        "parts": ["morning"],
        "from_on": date(2027, 3, 2),
        "until_on": date(2027, 4, 2),
        "notice_hours": 48,
    }
    assert WaitlistEntry.objects.get().client.name == "Robin Example"
    assert list(Message.objects.values_list("kind", flat=True)) == ["waiting"]
    assert not Draft.objects.exists()


def test_a_time_that_was_chosen_before_is_free_for_others(client):
    flow.fill_in(client, MONDAY)

    client.post("/book/wait/")

    assert Booking.objects.get().status == Status.LAPSED
    assert parts_of(client)["starts_at"] is None
    assert parts_of(client)["details"]["name"] == "Robin Example"


def test_choosing_a_time_after_all_keeps_what_was_typed(client):
    to_the_check(client)

    response = client.post("/book/choose/")
    flow.choose(client, MONDAY)
    flow.send(client)

    assert response.url == "/book/time/"
    assert flow.booking_of(client).status == Status.CONFIRMED
    assert flow.booking_of(client).client.name == "Robin Example"
    assert not WaitlistEntry.objects.exists()


def test_wishes_are_still_there_on_coming_back_to_them(client):
    to_the_check(client)
    client.post("/book/choose/")
    client.post("/book/wait/")

    page = client.get("/book/wish/").content.decode()

    assert parts_of(client)["errand"] == steps.WAITLIST
    assert 'name="weekdays" value="2" id="id_weekdays_2" checked' in page
    assert 'value="2027-04-02"' in page


def test_pressing_several_times_takes_one_place_and_sends_one_mail(client):
    to_the_check(client)

    presses = [client.post("/book/wait/check/") for _press in range(3)]

    assert [press.url for press in presses] == ["/book/wait/done/"] * 3
    assert WaitlistEntry.objects.count() == 1
    assert Message.objects.count() == 1


def test_looking_at_the_pages_changes_nothing(client):
    to_the_check(client)
    before = parts_of(client)

    answers = [
        client.generic(method, path).status_code
        for path in ("/book/wait/", "/book/choose/", "/book/wish/", "/book/wait/check/", "/book/wait/done/")
        for method in ("GET", "HEAD", "PUT", "DELETE")
    ]

    assert parts_of(client) == before
    assert not WaitlistEntry.objects.exists()
    assert set(answers) <= {200, 302, 405}


def test_who_books_a_time_does_not_get_on_to_the_list_by_its_address(client):
    flow.fill_in(client, MONDAY)

    response = client.post("/book/wait/check/")

    assert response.url == "/book/check/"
    assert not WaitlistEntry.objects.exists()


def test_who_waits_books_nothing_by_the_address_of_a_booking(client):
    to_the_check(client)

    response = flow.send(client)

    assert response.url == "/book/wait/check/"
    assert not Booking.objects.exists()


def test_a_day_too_soon_after_an_operation_cannot_be_wished_for(client):
    operation = {"operation_0_on_day": "25", "operation_0_on_month": "2", "operation_0_on_year": "2027"}
    yes = {"answer": "yes", "details": "1", "rows": "1", "healed": "yes"}
    to_the_wish(client, operation=yes | operation)

    page = client.get("/book/wish/").content.decode()
    response = client.post("/book/wish/", WISH | {"from_on": "2027-04-24", "until_on": "2027-05-30"})

    assert "From Sunday 25 April I can consider your session" in page
    assert "Enter a day from Sunday 25 April to" in response.content.decode()
    assert client.post("/book/wish/", WISH | {"from_on": "2027-04-25", "until_on": "2027-05-30"}).url == (
        "/book/details/"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"weekdays": ["7"]}, "Tick days from this list"),
        ({"weekdays": ["\0"]}, "Tick days from this list"),
        ({"weekdays": ["9" * 5000]}, "Tick days from this list"),
        ({"weekdays": ["monday"]}, "Tick days from this list"),
        ({"parts": ["night"]}, "Tick parts of the day from this list"),
        ({"from_on": ""}, "Enter the first day"),
        ({"from_on": "2027-02-30"}, "Enter a real date, like 27/3/2027"),
        ({"from_on": "\0"}, "Enter a real date, like 27/3/2027"),
        ({"from_on": "0000-00-00"}, "Enter a real date, like 27/3/2027"),
        ({"from_on": "2027-02-28"}, "Enter a day from Monday 1 March to Tuesday 1 June 2027"),
        ({"from_on": "9999-12-31"}, "Enter a day from Monday 1 March to Tuesday 1 June 2027"),
        ({"until_on": "2027-06-02"}, "Enter a day from Monday 1 March to Tuesday 1 June 2027"),
        ({"until_on": "x" * 9000}, "Enter a real date, like 27/3/2027"),
        ({"until_on": "2027-03-01"}, "The last day comes before the first. Enter a later one"),
        ({"until_on": "2027-03-02"}, "None of your days lies between these dates. Enter a later one"),
        ({"notice_hours": ""}, "Choose how long before you need to know"),
        ({"notice_hours": "1"}, "Choose how long before you need to know"),
        ({"notice_hours": "-48"}, "Choose how long before you need to know"),
    ],
)
def test_a_wish_that_makes_no_sense_is_explained_and_nothing_typed_is_lost(client, wrong, said):
    to_the_wish(client)

    response = client.post("/book/wish/", WISH | wrong)

    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "<title>Error: " in page
    assert 'id="id_weekdays_2" checked' in page or "weekdays" in wrong
    assert 'name="parts" value="morning" id="id_parts_0" checked' in page or "parts" in wrong
    assert "wish" not in parts_of(client)


def test_one_address_joins_only_so_often(client, settings):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"book": 0}
    to_the_check(client)

    response = client.post("/book/wait/check/")

    assert response.status_code == 429
    assert "Everything is kept" in response.content.decode()
    assert parts_of(client)["details"]["name"] == "Robin Example"
