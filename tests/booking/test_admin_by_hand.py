"""The pages of a phone booking: what they ask, say and refuse."""

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking import by_hand, lifecycle
from booking.models import Booking, Status
from booking.practitioner import make_practitioner
from intake.models import Client, Draft, Reading
from tests.booking import flow
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HoursOverrideFactory
from tests.booking.phone import ASKED, TUESDAY, WHEN, WHO, known, ring
from tests.intake.factories import ClientFactory, GuardianshipFactory, ScreeningFactory

pytestmark = pytest.mark.usefixtures("open_week")
BOOK = "/admin/booking/booking/book/"
FIND = f"{BOOK}find/"
CHILD = WHO | {"name": "Kit Green", "born_on": "15 June 2018"}
PARENT = {"name": "Robin Green", "relationship": "father", "phone": "07700 900457", "email": ""}
TICKED = {"has_parental_responsibility": "on", "will_be_there": "on"}
ODD = {
    "spaces": " \t ",
    "a NUL": "a\0b",
    "digits of another script": "٣٣",
    "many digits": "9" * 5000,
    "the end of time": "31/12/9999",
    "the last moment": "9999-12-31T23:59:59+00:00",
    "the first moment": "0001-01-01T00:00:00+14:00",
    "a script": "<script>alert('x')</script>",
    "a long text": "x" * 100_000,
    "SQL": "'; DROP TABLE booking_booking; --",
}


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def page(marja, url=BOOK, **query):
    return said(marja.get(url, query))


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def post(marja, url=BOOK, **typed):
    return marja.post(url, typed, follow=True)


def here(answer) -> str:
    """The address that the answer came from in the end."""
    return answer.redirect_chain[-1][0]


def step(answer) -> str:
    return here(answer).rstrip("/").rpartition("/")[2]


def value(text, name):
    """What stands in a field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)[0]
    return (re.search(r'value="([^"]*)"', found) or ["", ""])[1]


def at_the_check(marja, who=WHO, **answers):
    asked = post(marja, **WHEN | who)
    return post(marja, here(asked), **ASKED | answers)


def test_somebody_new_is_booked_in_three_pages(marja):
    questions = post(marja, **WHEN | WHO)
    check = post(marja, here(questions), **ASKED)
    done = post(marja, here(check))

    booking = Booking.objects.get()
    assert [step(questions), step(check)] == ["questions", "check"]
    assert (booking.status, booking.starts_at, booking.client.name) == (
        Status.CONFIRMED,
        TUESDAY,
        "Joan Green",
    )
    assert here(done) == reverse("admin:booking_booking_change", args=[booking.pk])
    assert "Booked and confirmed: Joan Green, Tuesday 9 March, 10:00. Joan Green gets an email." in said(done)


def test_what_is_held_leads_to_its_review(marja):
    check = at_the_check(marja, symptoms="unsure")
    done = post(marja, here(check))

    assert "It waits for your yes on the review page. The time is kept until Monday 8 March, 10:00." in said(
        check
    )
    assert "Joan Green gets an email that the time is kept and not confirmed yet." in said(check)
    assert step(done) == "review"
    assert "Held: Joan Green, Tuesday 9 March, 10:00. It waits for your yes." in said(done)


def test_the_check_says_all_before_anything_is_booked(marja):
    check = said(at_the_check(marja))

    facts = re.findall(r"<dt>(.*?)</dt> <dd>(.*?)</dd>", check)
    assert facts == [
        ("When", "Tuesday 9 March 2027, 10:00 to 12:00"),
        ("Who", "Joan Green, born 15 June 1985"),
        ("Counts as", "First session, £98"),
        ("Minutes kept", "120"),
        ("Phone", "07700 900456"),
        ("Email", "joan@example.com"),
    ]
    assert "Nothing that stands in the way of this day." in check
    assert "Straight away, with nothing left for you to decide." in check
    assert Booking.objects.get().status == Status.RESERVED


def test_without_an_email_she_is_told_to_say_the_time(marja):
    check = at_the_check(marja, WHO | {"email": ""})
    done = post(marja, here(check))

    assert "There is no email, so nobody is written to. Tell them the time now." in said(check)
    assert "There is no email, so Joan Green gets no message." in said(done)


def test_pressing_twice_leads_to_the_same_booking(marja):
    check = here(at_the_check(marja))

    first, second = post(marja, check), post(marja, check)

    assert here(first) == here(second)
    assert Booking.objects.filter(status=Status.CONFIRMED).count() == 1


def test_the_time_and_the_client_come_from_the_address(marja):
    client = ClientFactory(name="Joan Green")
    ConfirmedFactory(client=client, starts_at=NOW - timedelta(days=14), status=Status.COMPLETED)

    text = page(marja, start="2027-03-09T10:00", client=client.pk)

    assert (value(text, "day"), value(text, "clock"), value(text, "client")) == (
        "09/03/2027",
        "10:00",
        str(client.pk),
    )
    assert "Born 1985, last visit 15 February 2027" in text


def test_a_time_with_an_offset_is_read_by_the_practices_clock(marja):
    text = page(marja, start="2027-07-09T10:00+00:00")

    assert value(text, "clock") == "11:00"


@pytest.mark.parametrize("name", ["start", "client"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_address_with_nonsense_is_an_empty_page(marja, name, odd):
    answer = marja.get(BOOK, {name: odd[:2000]})

    assert answer.status_code == 200
    assert "alert('x')" not in said(answer)


@pytest.mark.parametrize("name", [*WHEN, *WHO, "client", "start", "act"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_nonsense_is_answered_with_a_page(marja, name, odd):
    answer = marja.post(BOOK, WHEN | WHO | {name: odd})

    assert answer.status_code in {200, 302, 409}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_nonsense_on_the_later_pages_books_nothing(marja, odd):
    questions = here(post(marja, **WHEN | CHILD)).replace("guardian", "questions")
    names = [*PARENT, *ASKED, "rows", "add", "operation_0_on_year"]
    for later in ("guardian", "questions", "check"):
        for sent in ({"start": odd}, dict.fromkeys(names, odd)):
            answer = marja.post(questions.replace("questions", later), sent)
            assert answer.status_code in {200, 302, 400, 409}

    assert not Booking.objects.exclude(status__in=(Status.RESERVED, Status.LAPSED)).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": ""}, "Enter a day like 27/3/2027."),
        ({"day": "31/2/2027"}, "Enter a day like 27/3/2027."),
        ({"clock": ""}, "Enter a time like 09:00 or 14:30."),
        ({"day": "28/2/2027"}, "This day is over. Enter today or a later day."),
        ({"day": "1/3/2027", "clock": "11:30am"}, "This time is over. Enter a later one."),
        ({"day": "9/3/2037"}, "Enter a day within the next two years."),
        (
            {"day": "28/3/2027", "clock": "1:30"},
            "There is no 01:30 on Sunday 28 March: clocks go forward then. Choose another time.",
        ),
        ({"name": ""}, "Enter a name, or find a client"),
        ({"name": "07700"}, "Enter a name with letters"),
        ({"born_on": "15/6/85x"}, "Enter a date of birth like 27/3/1985."),
        ({"born_on": "2/3/2027"}, "Date of birth must be in the past"),
        ({"born_on": "2/3/1850"}, "Check the year of the date of birth"),
        ({"phone": "12"}, "Enter a UK phone number, like 07700 900 982"),
        ({"email": "joan"}, "Enter an email address in the correct format, like name@example.com"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(marja, typed, sentence):
    sent = WHEN | WHO | typed

    text = said(marja.post(BOOK, sent))

    assert sentence in text
    assert "<title>Error:" in text
    assert {name: value(text, name) for name in sent} == sent
    assert not Booking.objects.exists()


def test_the_first_of_two_equal_clock_times_is_meant_in_autumn(marja):
    post(marja, **WHO | {"day": "31/10/2027", "clock": "1:30"})

    assert Booking.objects.get().starts_at.isoformat() == "2027-10-31T00:30:00+00:00"


@pytest.mark.parametrize(
    ("typed", "crossed"),
    [
        ({"clock": "6"}, "This time is outside your hours."),
        ({"day": "1/3/2027", "clock": "14"}, "This time is within 24 hours."),
        ({"day": "1/3/2027", "clock": "20"}, "This time is outside your hours and within 24 hours."),
        ({"day": "7/9/2027"}, "This time is more than 180 days ahead."),
    ],
)
def test_it_says_which_rule_is_crossed_before_it_is_booked(marja, typed, crossed):
    questions = post(marja, **WHEN | WHO | typed)
    check = post(marja, here(questions), **ASKED)

    assert crossed in said(questions)
    assert crossed in said(check)


def test_a_closed_block_is_only_a_crossed_rule(marja):
    HoursOverrideFactory(day=TUESDAY.date())

    assert "This time is outside your hours." in said(post(marja, **WHEN | WHO))


def test_within_all_rules_nothing_is_said_of_them(marja):
    assert "Clients could not book it" not in said(post(marja, **WHEN | WHO))


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (timedelta(hours=1), "Ada B.</a> comes from 11:00 to 13:00."),
        (
            timedelta(hours=2, minutes=15),
            "comes from 12:15 to 14:15. The time kept free between two sessions would be too short.",
        ),
    ],
    ids=["session", "buffer"],
)
def test_a_clash_says_with_whom_and_when_and_keeps_what_was_typed(marja, apart, words):
    ConfirmedFactory(client=ClientFactory(name="Ada Birch"), starts_at=TUESDAY + apart)

    answer = marja.post(BOOK, WHEN | WHO)

    text = said(answer)
    assert answer.status_code == 409
    assert "Tuesday 9 March, 10:00 is not free" in text
    assert words in text
    assert {name: value(text, name) for name in WHO} == WHO
    assert "<title>Error:" in text


def test_somebody_who_books_on_the_site_is_not_named(marja):
    BookingFactory(starts_at=TUESDAY)

    text = said(marja.post(BOOK, WHEN | WHO))

    assert "Somebody on the site</strong> is booking 10:00 to 12:00 at this moment." in text


def test_a_free_time_next_to_a_clash_is_one_press_away(marja):
    ConfirmedFactory(starts_at=TUESDAY)
    times = re.findall(r'name="start" value="([^"]+)"', said(marja.post(BOOK, WHEN | WHO)))

    questions = post(marja, start=times[0], **WHEN | WHO)

    assert len(times) == 6
    assert step(questions) == "questions"
    assert Booking.objects.get(status=Status.RESERVED).starts_at.isoformat() == times[0]


def test_a_clash_at_the_last_page_offers_times_and_keeps_the_answers(marja):
    check = here(at_the_check(marja))
    Booking.objects.update(status=Status.LAPSED)
    ConfirmedFactory(starts_at=TUESDAY)

    seen, pressed = marja.get(check), marja.post(check)
    times = re.findall(r'name="start" value="([^"]+)"', said(pressed))
    again = post(marja, check, start=times[-1])
    done = post(marja, here(again))

    assert ("is not free" in said(seen), pressed.status_code) == (True, 409)
    assert step(again) == "check"
    assert Booking.objects.get(client__name="Joan Green").starts_at.isoformat() == times[-1]
    assert "Booked and confirmed" in said(done)


def test_a_time_gone_by_while_they_talked_is_said(marja):
    check = here(post(marja, here(post(marja, **WHO | {"day": "1/3/2027", "clock": "12:10"})), **ASKED))

    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        answer = marja.post(check)

    assert answer.status_code == 409
    assert "This time has gone by while you talked. Choose another one." in said(answer)


def test_who_and_when_can_be_changed_and_the_answers_stay(marja):
    check = here(at_the_check(marja))
    first = check.replace("check/", "")

    text = page(marja, first)
    changed = post(marja, first, **WHO | {"day": "10/3/2027", "clock": "9:30"})

    assert {name: value(text, name) for name in ("day", "clock", "name")} == {
        "day": "09/03/2027",
        "clock": "10:00",
        "name": "Joan Green",
    }
    assert step(changed) == "check"
    assert "Wednesday 10 March 2027, 09:30 to 11:30" in said(changed)


def test_a_call_is_given_up_by_one_press(marja):
    check = here(at_the_check(marja))

    done = post(marja, check, act="give_up")

    assert "Nothing is booked. The time is free again." in said(done)
    assert (Booking.objects.get().status, Draft.objects.count()) == (Status.LAPSED, 0)


def test_a_client_is_found_without_a_script(marja):
    client = ClientFactory(name="Ada Birch")
    ClientFactory(name="Bea Alder")

    found = said(marja.post(BOOK, WHEN | {"act": "find", "name": "birch"}))
    questions = post(marja, **WHEN | {"name": "birch", "client": client.pk})

    assert re.findall(r"<strong>(.*?)</strong> <span>(.*?)</span>", found) == [
        ("Ada Birch", "Born 1985, no visit yet")
    ]
    assert value(found, "day") == "9/3/2027"
    assert step(questions) == "questions"
    assert Client.objects.count() == 2


def test_going_on_with_a_name_alone_shows_whom_it_may_be(marja):
    ClientFactory(name="Ada Birch")

    text = said(marja.post(BOOK, WHEN | {"name": "Birch"}))

    assert "Is it one of these?" in text
    assert "Ada Birch" in text


def test_where_nobody_is_found_it_says_so(marja):
    text = said(marja.post(BOOK, WHEN | {"act": "find", "name": "nobody"}))

    assert "No client found. Go on as somebody new." in text


def test_a_client_who_was_chosen_can_be_put_back(marja):
    client = ClientFactory(name="Ada Birch")

    text = said(marja.post(BOOK, WHEN | {"act": "other", "client": client.pk}))

    assert (value(text, "client"), value(text, "day")) == ("", "9/3/2027")


@pytest.mark.parametrize("pk", ["0", "987654321", "9" * 19, "9" * 20])
def test_a_client_who_is_not_there_is_said(marja, pk):
    text = said(marja.post(BOOK, WHEN | {"client": pk}))

    assert "<title>Error:" in text
    assert not Booking.objects.exists()


def test_a_name_and_birthday_that_are_known_are_asked_about(marja):
    twin = ClientFactory(name="joan GREEN", email="other@example.com")

    asked = said(marja.post(BOOK, WHEN | WHO))
    as_known = post(marja, **WHEN | WHO | {"client": twin.pk})
    as_new = post(marja, **WHEN | WHO | {"client": "new"})

    assert "You know somebody with this name and birthday. Choose below." in asked
    assert [step(as_known), step(as_new)] == ["questions", "questions"]


def find(marja, text):
    return [row["name"] for row in marja.post(FIND, {"text": text}).json()["clients"]]


@pytest.mark.parametrize(
    "text",
    ["bir", "BIRCH", "birch ada", "da b", "900 123", "07700900123", "+44 7700 900123", "Orme", "Örn"],
)
def test_a_client_is_found_as_she_types(marja, text):
    ada = ClientFactory(name="Ada Birch Örn", phone="+44 (0)7700-900 123".replace("(0)", ""))
    GuardianshipFactory(child=ada, adult_name="Kim Orme")
    ClientFactory(name="Bea Alder", phone="07700 900999")

    assert find(marja, text) == ["Ada Birch Örn"]


@pytest.mark.parametrize("text", ["", "b", "123", "zzz", "a\0b", "x" * 101, "%", "__", "ada bea"])
def test_nobody_is_found_by(marja, text):
    ClientFactory(name="Ada Birch", phone="07700 900123")
    ClientFactory(name="Bea Alder")

    assert find(marja, text) == []


def test_what_is_found_is_as_little_as_tells_two_apart(marja):
    client = ClientFactory(name="Ada Birch")
    ConfirmedFactory(client=client, starts_at=NOW - timedelta(days=14), status=Status.COMPLETED)
    ConfirmedFactory(client=client)

    answer = marja.post(FIND, {"text": "ada"})

    assert answer.json() == {
        "clients": [{"pk": client.pk, "name": "Ada Birch", "line": "Born 1985, last visit 15 February 2027"}]
    }
    assert "no-store" in answer["Cache-Control"]


def test_at_most_eight_are_found_and_none_who_was_merged(marja):
    kept = [ClientFactory(name=f"Ada {letter}") for letter in "KJIHGFEDCB"]
    ClientFactory(name="Ada A", merged_into=kept[0])

    assert find(marja, "ada") == [f"Ada {letter}" for letter in "BCDEFGHI"]


def test_finding_takes_as_many_queries_however_many_there_are(marja):
    counts = []
    for more in (1, 9, 4990):
        Client.objects.bulk_create(ClientFactory.build(name="Ada Birch") for _n in range(more))
        with CaptureQueriesContext(connection) as queries:
            marja.post(FIND, {"text": "ada"})
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_nothing_is_found_by_an_address(marja):
    assert marja.get(FIND, {"text": "ada"}).status_code == 405


def test_finding_needs_the_token_of_the_page(user):
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(user)

    assert strict.post(FIND, {"text": "ada"}).status_code == 403


def test_a_childs_guardian_is_asked_for_and_nobody_elses(marja):
    as_child, as_adult = post(marja, **WHEN | CHILD), post(marja, **WHEN | WHO | {"clock": "14"})

    assert [step(as_child), step(as_adult)] == ["guardian", "questions"]
    assert {name: value(said(as_child), name) for name in ("phone", "email")} == {
        "phone": "07700 900456",
        "email": "joan@example.com",
    }


def test_a_child_is_booked_with_a_guardian(marja):
    guardian = here(post(marja, **WHEN | CHILD))
    questions = post(marja, guardian, **PARENT | TICKED)
    check = post(marja, here(questions), **ASKED)
    done = post(marja, here(check))

    booking = Booking.objects.get()
    assert "I have parental responsibility for this child." in said(questions)
    assert "Does the person have cancer" in said(questions)
    assert "Robin Green (father)" in said(check)
    assert (booking.status, booking.guardianship.adult_name) == (Status.HELD, "Robin Green")
    assert step(done) == "review"


def test_who_stays_with_a_child_is_noted(marja):
    guardian = here(post(marja, **WHEN | CHILD))
    check = post(marja, here(post(marja, guardian, **PARENT | TICKED, in_the_room="Ann Green")), **ASKED)
    post(marja, here(check))

    booking = Booking.objects.get()
    assert ("In the room" in said(check), "Ann Green" in said(check)) == (True, True)
    assert booking.guardianship.in_the_room == "Ann Green"


def test_the_guardian_who_came_before_is_filled_in(marja):
    adult = GuardianshipFactory(relationship="aunt")

    text = said(post(marja, **WHEN | {"client": adult.child_id}))

    assert [value(text, name) for name in PARENT] == [
        "Robin Example",
        "aunt",
        "07700 900457",
        "robin@example.com",
    ]


def test_a_guardian_says_what_a_guardian_has_to_say(marja):
    guardian = here(post(marja, **WHEN | CHILD))

    text = said(marja.post(guardian, {"phone": "", "email": ""}))

    for sentence in (
        "Enter the full name of the adult",
        "Enter how they are related to the child",
        "Enter a phone number",
        "Tick this once they have said so. Otherwise ask for a parent",
        "Tick the box to say that an adult will be in the room",
    ):
        assert sentence in text


def test_a_child_is_not_asked_about_before_somebody_answers_for_it(marja):
    guardian = here(post(marja, **WHEN | CHILD))

    for later in ("questions", "check"):
        assert step(marja.get(guardian.replace("guardian", later), follow=True)) == "guardian"


def test_each_question_that_is_left_out_is_named(marja):
    questions = here(post(marja, **WHEN | WHO))

    text = said(marja.post(questions, {}))

    assert re.findall(r'<a href="#id_\w+">(.*?)</a></li>', text) == [
        "Read the agreement aloud, and tick it if they agree",
        "Pregnancy: choose yes, no or “I’m not sure”",
        "Operations and procedures: choose yes, no or “I’m not sure”",
        "Cancer care: choose yes, no or “I’m not sure”",
        "Symptoms: choose yes, no or “I’m not sure”",
    ]


def test_a_yes_to_an_operation_asks_when_it_was(marja):
    questions = here(post(marja, **WHEN | WHO))

    text = said(marja.post(questions, ASKED | {"had_operation": "yes", "rows": "1"}))

    assert "Enter when the operation or procedure was, or will be" in text
    assert re.search(r'name="agreed"[^>]* checked', text)


def test_an_operation_more_is_asked_for_without_a_complaint(marja):
    questions = here(post(marja, **WHEN | WHO))

    text = said(marja.post(questions, {"had_operation": "yes", "rows": "1", "add": "1", "agreed": "on"}))

    assert 'name="operation_1_on_month"' in text
    assert "There is a problem" not in text
    assert re.search(r'name="agreed"[^>]* checked', text)


def test_an_operation_holds_as_on_the_site(marja):
    operated = {"had_operation": "yes", "rows": "1", "healed": "yes"} | {
        "operation_0_on_month": "2",
        "operation_0_on_year": "2027",
        "operation_0_what": "knee",
    }

    check = said(at_the_check(marja, **operated))

    assert "An operation shortly before the visit" in check
    assert "A later date" in check


def test_no_answer_is_ticked_beforehand_and_the_agreement_never_is(marja):
    check = here(at_the_check(marja))
    fresh = said(post(marja, **WHEN | WHO | {"clock": "14", "name": "Kim New"}))

    again = page(marja, check.replace("check", "questions"))

    assert " checked" not in fresh
    assert re.findall(r'name="(\w+)" value="(\w+)"[^>]* checked', again) == [
        ("pregnant", "no"),
        ("had_operation", "no"),
        ("cancer", "no"),
        ("symptoms", "no"),
    ]
    assert not re.search(r'name="agreed"[^>]* checked', again)


def test_no_title_and_no_address_speaks_of_health(marja):
    questions = post(marja, **WHEN | WHO)
    check = post(marja, here(questions), **ASKED | {"cancer": "yes"})

    titles = [re.search(r"<title>(.*?)</title>", said(answer))[1] for answer in (questions, check)]
    assert titles == ["Read aloud, and ask | Practice diary", "Check, then book | Practice diary"]


def test_seeing_that_an_answer_differs_is_reading_the_earlier_one(marja, user):
    client = ClientFactory(name="Joan Green")
    earlier = ScreeningFactory(client=client, answers={**plain(), "cancer": "yes"}, needs_review=True)
    ScreeningFactory(client=client, created_at=NOW - timedelta(days=30))

    check = at_the_check(marja, {"client": client.pk})

    assert "Cancer care: no now, but yes on 1 March 2027." in said(check)
    assert list(Reading.objects.values_list("by", "row")) == [(user.pk, earlier.pk)]


def plain():
    return dict(ScreeningFactory.build(client=None).answers)


def test_ones_own_fresh_answers_are_read_without_a_note(marja):
    at_the_check(marja, cancer="yes")

    assert not Reading.objects.exists()


@pytest.mark.parametrize("name", ["book_again", "book_guardian", "book_questions", "book_check"])
def test_a_call_that_is_over_leads_back_to_the_start(marja, name):
    answer = marja.get(reverse(f"admin:booking_booking_{name}", args=[uuid4()]), follow=True)

    assert here(answer) == BOOK
    assert "This call is not kept any more, and nothing was booked. Begin again." in said(answer)


def test_a_visitors_draft_cannot_be_opened_as_a_call(marja, client):
    flow.fill_in(client, TUESDAY)
    draft = Draft.objects.get()

    answer = marja.get(reverse("admin:booking_booking_book_check", args=[draft.pk]), follow=True)

    assert here(answer) == BOOK


def test_nobody_goes_on_with_somebody_elses_call(marja):
    other = lifecycle.practitioner(User.objects.create_user("other"))
    draft = ring(other)

    answer = marja.post(reverse("admin:booking_booking_book_check", args=[draft.pk]), follow=True)

    assert here(answer) == BOOK
    assert Booking.objects.get().status == Status.RESERVED


def test_a_client_who_was_deleted_during_the_call_ends_it(marja, user):
    client = ClientFactory()
    draft = by_hand.begin(known(client), TUESDAY, by=lifecycle.practitioner(user), now=NOW)
    client.delete()

    answer = marja.get(reverse("admin:booking_booking_book_questions", args=[draft.pk]), follow=True)

    assert here(answer) == BOOK


def addresses(user):
    key = ring(lifecycle.practitioner(user)).pk
    names = ("book_again", "book_guardian", "book_questions", "book_check")
    return [BOOK, FIND, *(reverse(f"admin:booking_booking_{name}", args=[key]) for name in names)]


@pytest.mark.parametrize("lacking", ["change_booking", "view_client", "view_screening"])
def test_who_lacks_a_right_books_nothing(marja, user, lacking):
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename=lacking))

    assert {marja.post(url).status_code for url in addresses(user)} == {403}


def test_a_stranger_is_sent_to_the_login(user):
    answers = [Browser().post(url) for url in addresses(user)]

    assert all(answer.url.startswith("/admin/login/") for answer in answers)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_is_refused(marja, user, method):
    assert {getattr(marja, method)(url).status_code for url in addresses(user)} == {405}


def test_a_page_takes_as_many_queries_however_full_the_diary_is(marja):
    check, counts = here(at_the_check(marja)), []
    screening = ScreeningFactory()
    for more in (1, 9, 4990):
        first, treatment = Booking.objects.count(), Booking.objects.first().treatment
        Booking.objects.bulk_create(
            ConfirmedFactory.build(
                treatment=treatment,
                client=screening.client,
                screening=screening,
                status=Status.COMPLETED,
                starts_at=NOW - timedelta(hours=3 * (first + n)),
            )
            for n in range(more)
        )
        with CaptureQueriesContext(connection) as queries:
            marja.get(check)
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_turning_sixteen_is_counted_on_the_day_of_the_visit(marja):
    day_before = post(marja, **WHEN | WHO | {"born_on": "10/3/2011"})
    on_the_day = post(marja, **WHEN | WHO | {"born_on": "9/3/2011", "clock": "14", "name": "Kim Teen"})

    assert [step(day_before), step(on_the_day)] == ["guardian", "questions"]
    assert date(2011, 3, 9) < NOW.date()
