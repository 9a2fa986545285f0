"""A child and the adult who comes along: both are booked, or neither."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from booking import lifecycle
from booking.models import Booking, BookingPolicy, Kind, Message, Status
from intake.models import Client, Consent, Draft
from tests.booking import flow, pair_flow
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HoursOverrideFactory
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.usefixtures("open_week")
MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)
SECOND = datetime(2027, 3, 8, 11, 30, tzinfo=UTC)


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def offered(client, query="") -> list[str]:
    """Return the starts that the page of times offers."""
    page = client.get(f"/book/time/{query}").content.decode()
    return re.findall(r'name="starts_at" value="([^"]+)"', page)


def test_the_steps_are_the_childs_then_the_adults_own(client):
    went = [pair_flow.start(client), pair_flow.agree(client)]
    went += [pair_flow.answer(client, asked=(number,)) for number in (*pair_flow.CHILDS, *pair_flow.OWN)]
    went += [flow.choose(client, MONDAY), client.post("/book/details/", pair_flow.DETAILS)]

    assert [step.url.removeprefix("/book/") for step in went] == [
        "before-we-start/",
        *(f"question/{number}/" for number in (2, 3, 4, 5, 6, 7, 8)),
        "time/",
        "details/",
        "check/",
    ]


def test_both_are_booked_one_after_the_other(client):
    pair_flow.fill_in(client, MONDAY)

    flow.send(client)

    child, adult = pair_flow.booked(client)
    assert [(row.client.name, row.starts_at, row.status) for row in (child, adult)] == [
        ("Kim Example", MONDAY, Status.HELD),
        ("Robin Example", SECOND, Status.HELD),
    ]
    assert child.together == adult.together is not None
    assert (child.guardianship.adult_name, adult.guardianship) == ("Robin Example", None)
    assert {row.email for row in (child, adult)} == {"robin@example.com"}
    assert child.screening.given().for_whom == "child"
    assert (adult.screening.given().for_whom, adult.screening.client) == ("self", adult.client)
    assert [consent.relation for consent in Consent.objects.order_by("pk")].count("father") == 1
    assert not Draft.objects.exists()


def test_each_agrees_in_words_of_their_own(client):
    pair_flow.fill_in(client, MONDAY)

    flow.send(client)

    wordings = {consent.client.name: consent.wording for consent in Consent.objects.select_related("client")}
    assert "parental responsibility" in wordings["Kim Example"]
    assert wordings["Robin Example"].startswith("I agree that you use and keep my answers")


def test_pressing_twice_books_two_and_not_four(client):
    pair_flow.fill_in(client, MONDAY)

    flow.send(client)
    again = flow.send(client)

    assert again.url == "/book/done/"
    assert Booking.objects.exclude(status=Status.LAPSED).count() == 2
    assert Client.objects.count() == 2


def test_what_is_found_for_the_adult_holds_the_child_too(client):
    follow_up = {"treatment": "follow-up"}
    pair_flow.start(client, **follow_up)
    pair_flow.agree(client)
    pair_flow.answer(client, {7: {"answer": "yes"}})
    flow.choose(client, MONDAY)
    client.post("/book/details/", pair_flow.DETAILS)

    flow.send(client)

    child, adult = pair_flow.booked(client)
    assert (child.status, adult.status) == (Status.HELD, Status.HELD)
    assert (child.needs_clearance, adult.needs_clearance) == (False, True)
    assert child.held_until == adult.held_until


def test_the_adult_is_asked_by_their_own_age(client):
    pair_flow.start(client)
    pair_flow.agree(client)

    unasked = client.get("/book/question/1/")
    pair_flow.answer(client, asked=pair_flow.CHILDS)
    own = client.get("/book/question/5/")

    assert unasked.status_code == 302
    assert "Are you pregnant, or could you be?" in said(own)
    assert "About you" in said(own)


def test_an_answer_of_the_adult_is_not_the_childs(client):
    pair_flow.reach_the_time(client, {6: {"answer": "no"}, 7: {"answer": "unsure"}})

    answers = Draft.objects.get().answers

    assert (answers["cancer"], answers["adult"]["cancer"]) == ("no", "unsure")


def test_a_yes_of_the_adult_opens_its_details(client):
    pair_flow.start(client)
    pair_flow.agree(client)
    pair_flow.answer(client, asked=(2, 3, 4, 5))

    opened = client.post("/book/question/6/", {"answer": "yes"}, follow=True)
    childs = client.get("/book/question/2/")

    assert 'name="operation_0_what"' in opened.content.decode()
    assert 'name="operation_0_what"' not in childs.content.decode()


@pytest.mark.parametrize("who", [2, 6], ids=["the child", "the adult"])
def test_days_too_soon_for_either_are_hidden_for_both(client, who):
    operated = {"operation_0_on_day": "9", "operation_0_on_month": "2", "operation_0_on_year": "2027"}
    details = operated | {"operation_0_what": "", "healed": "yes", "rows": "1", "details": "1"}

    pair_flow.reach_the_time(client, {who: {"answer": "yes"} | details})

    page = said(client.get("/book/time/"))
    assert "From Friday 9 April I can consider your session" in page
    assert all(start >= "2027-04-09" for start in offered(client))


def test_only_starts_with_room_for_both_are_offered(client):
    BookingFactory(starts_at=datetime(2027, 3, 8, 11, tzinfo=UTC), expires_at=NOW + timedelta(days=30))
    pair_flow.reach_the_time(client)

    starts = [start for start in offered(client, "?week=2027-03-08") if start < "2027-03-10"]
    clocks = ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30")
    assert starts == [f"2027-03-09T{clock}:00+00:00" for clock in clocks]


def test_what_is_not_offered_is_not_taken(client):
    pair_flow.reach_the_time(client)

    refused = flow.choose(client, MONDAY + timedelta(hours=5))

    assert refused.status_code == 409
    assert not Booking.objects.exists()


def test_another_time_lets_both_go(client):
    pair_flow.reach_the_time(client)

    flow.choose(client, MONDAY)
    flow.choose(client, MONDAY + timedelta(minutes=30))

    kept = Booking.objects.filter(status=Status.RESERVED)
    assert [row.starts_at.hour + row.starts_at.minute / 60 for row in kept] == [9.5, 12]


def test_who_changes_to_the_child_alone_keeps_one_time(client):
    pair_flow.fill_in(client, MONDAY)

    flow.start(client, for_whom="child")
    flow.agree(client, born_on_year="2018")
    flow.choose(client, MONDAY)

    assert Booking.objects.filter(status=Status.RESERVED).count() == 1
    assert client.post("/book/details/", pair_flow.DETAILS).url == "/book/check/"
    assert "About you" not in said(client.get("/book/question/2/"))


def test_a_day_with_room_for_one_more_is_not_offered(client):
    BookingPolicy.objects.update(max_sessions=1)
    pair_flow.reach_the_time(client)

    assert offered(client) == []


def test_taken_meanwhile_leads_to_the_nearest_and_loses_nothing(client):
    pair_flow.fill_in(client, MONDAY)
    Booking.objects.filter(starts_at=SECOND).update(expires_at=NOW)
    lifecycle.lapse_run_out(now=NOW)
    other = BookingFactory(starts_at=SECOND, expires_at=NOW + timedelta(days=1))

    answer = flow.send(client)

    assert answer.status_code == 409
    assert "Everything you filled in is kept" in said(answer)
    assert Draft.objects.get().answers["adult"]["cancer"] == "no"
    assert other.status == Status.RESERVED
    assert not Booking.objects.filter(client__isnull=False).exists()


def test_hours_that_close_meanwhile_let_neither_in(client):
    pair_flow.fill_in(client, MONDAY)
    Booking.objects.update(expires_at=NOW)
    HoursOverrideFactory(day=MONDAY.date(), is_closed=True)

    answer = flow.send(client)

    assert answer.status_code == 409
    assert not Booking.objects.filter(client__isnull=False).exists()


def test_the_fourth_step_is_refused_kindly_and_neither_is_booked(client):
    pair_flow.fill_in(client, MONDAY)
    for days in range(3):
        ConfirmedFactory(
            client=ClientFactory(email="robin@example.com"), starts_at=MONDAY + timedelta(days=20 + days)
        )

    refused = flow.send(client)

    assert refused.status_code == 409
    assert "Online I take three coming visits for one email address." in said(refused)
    assert Booking.objects.filter(status=Status.RESERVED).count() == 2
    assert "Kim Example" in said(client.get("/book/check/"))


def test_one_page_and_one_file_for_both(client):
    pair_flow.fill_in(client, MONDAY)
    flow.send(client)

    page = said(client.get("/book/done/"))

    assert "Kim Example 9am" in page
    assert "Robin Example 11:30am" in page


def test_she_gets_one_message_for_each_and_the_parent_too(client):
    pair_flow.fill_in(client, MONDAY)

    flow.send(client)

    held = Message.objects.filter(kind=Kind.HELD)
    assert sorted(message.booking.client.name for message in held) == ["Kim Example", "Robin Example"]


WRONG = {
    "an adult of 17": ({"own-born_on_year": "2009"}, "Check your own date of birth"),
    "a child older than the adult": (
        {"born_on_year": "1985", "own-born_on_year": "2018"},
        "Check the child’s date of birth",
    ),
    "the same birthday": (
        {f"born_on_{part}": pair_flow.BORN[f"own-born_on_{part}"] for part in ("day", "month", "year")},
        "Check the child’s date of birth",
    ),
    "born tomorrow": (
        {"own-born_on_day": "2", "own-born_on_month": "3", "own-born_on_year": "2027"},
        "Date of birth must be in the past",
    ),
    "only one agreement": ({"own-agreed": ""}, "Tick the box if you agree"),
    "nonsense": ({"own-born_on_day": "٣٣", "own-born_on_month": "a\0b"}, "must be a real date"),
    "too long": ({"born_on_day": "9" * 5000}, "There is a problem"),
}


@pytest.mark.parametrize(("changed", "sentence"), WRONG.values(), ids=WRONG)
def test_wrong_dates_are_asked_again_and_nothing_is_lost(client, changed, sentence):
    pair_flow.start(client)

    page = pair_flow.agree(client, **changed)

    assert (page.status_code, sentence in said(page), "There is a problem" in said(page)) == (200, True, True)
    assert said(page).strip().startswith("Error:")
    assert 'id="id_own-born_on_0"' in page.content.decode()


def test_a_child_of_17_may_come_with_an_adult(client):
    pair_flow.start(client)
    pair_flow.agree(client, born_on_year="2009")
    pair_flow.answer(client, asked=(1, *pair_flow.CHILDS, *pair_flow.OWN))
    flow.choose(client, MONDAY)

    page = client.get("/book/details/").content.decode()

    assert 'name="has_parental_responsibility"' in page
    assert 'name="in_the_room"' not in page


def test_two_are_not_put_on_the_list_that_waits_for_one(client):
    pair_flow.reach_the_time(client)

    assert "/book/wait" not in client.get("/book/time/").content.decode()
