"""The two logs at the practitioner's desk: written down, answered in time, reminded of, printed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking import breaches, desk, outbox
from booking.models import Kind, Message
from booking.practitioner import make_practitioner
from content.models import Practice
from intake import records
from intake.models import Breach, CaseNote, ComplaintCase, Reading
from tests.booking.factories import NOW
from tests.intake.factories import BreachFactory, ComplaintCaseFactory, EnquiryFactory

pytestmark = pytest.mark.django_db
COMPLAINT = {
    "received_on": "1/3/2027",
    "who": "Robin Heron",
    "reach": "robin@example.com",
    "what": "My letter was read aloud.",
}
BREACH = {
    "day": "1/3/2027",
    "clock": "11:05",
    "facts": "A receipt went to a wrong address.",
    "people": "One client",
    "data": "A name",
    "effect": "Hardly any",
    "decision": "",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods", "marja@example.com")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def url(name, *args):
    return reverse(f"admin:booking_booking_{name}", args=args)


def test_a_complaint_goes_from_its_first_word_to_its_answer(marja):
    page = marja.post(url("complaint_new"), COMPLAINT, follow=True)
    address = page.redirect_chain[-1][0]
    marja.post(address, {"act": "acknowledge", "on": "1/3/2027"})
    marja.post(address, {"act": "add", "text": "It was the waiting room."})
    marja.post(address, {"act": "close", "on": "1/3/2027", "outcome": "I said sorry.", "named_ico": "on"})

    case, text = ComplaintCase.objects.get(), marja.get(address).text

    today = date(2027, 3, 1)
    assert (case.received_on, case.acknowledged_on, case.closed_on) == (today, today, today)
    for words in ("Robin Heron", "read aloud", "the waiting room", "said sorry", "with the way to the ICO"):
        assert words in text
    assert "Answered on Monday 1 March 2027" in marja.get(url("complaints")).text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (29, ["Acknowledge by Wednesday 31 March 2027, 1 day left", "To be acknowledged"]),
        (30, ["Acknowledge by Wednesday 31 March 2027, today is the last day", "To be acknowledged"]),
        (31, ["Acknowledge by Wednesday 31 March 2027", "Overdue"]),
    ],
)
def test_the_list_and_the_desk_say_by_when_a_complaint_is_due(marja, user, clock, day, words):
    ComplaintCaseFactory()
    clock.move_to(NOW + timedelta(days=day))
    marja.force_login(user)

    for address in (url("complaints"), reverse("admin:index")):
        shown = " ".join(marja.get(address).text.split())
        assert words[0] in shown
    assert words[1] in marja.get(url("complaints")).text


@pytest.mark.parametrize("name", ["complaints", "breaches"])
def test_a_list_opens_nothing_and_takes_the_same_queries(marja, name):
    def count():
        ComplaintCaseFactory.create_batch(3)
        BreachFactory.create_batch(3)
        with CaptureQueriesContext(connection) as asked:
            assert marja.get(url(name)).status_code == 200
        return len(asked)

    marja.get(url(name))

    assert count() == count()
    assert not Reading.objects.exists()


def test_a_message_from_the_contact_page_is_taken_over_once(marja):
    enquiry = EnquiryFactory()
    address = f"{url('complaint_new')}?question={enquiry.pk}"

    form = marja.get(address).text
    marja.post(address, COMPLAINT)
    marja.post(address, COMPLAINT)

    assert "Is there a step at the door?" in form
    assert ComplaintCase.objects.get().enquiry == enquiry
    assert [one.what for one in Reading.objects.all()] == ["enquiry"]
    link = f"{url('complaint_new')}?question={enquiry.pk}"
    assert link in marja.get(reverse("admin:intake_enquiry_change", args=[enquiry.pk])).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"received_on": "2/3/2027"}, "Enter today or a day that has been."),
        ({"received_on": "1/1/1990"}, "Enter a day since the year 2000."),
        ({"received_on": "31/2/2027"}, "Enter a day like 27/3/2027."),
        ({"received_on": ""}, "Enter the day it came."),
        ({"who": ""}, "Write who it was"),
        ({"what": "x" * 4001}, "Keep this to 4000 characters; you typed 4001."),
        ({"what": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_complaint_that_does_not_fit_is_shown_again_with_all_that_was_typed(marja, typed, sentence):
    answer = marja.post(url("complaint_new"), COMPLAINT | typed)

    assert answer.status_code == 200
    assert sentence in answer.text
    assert "There is a problem" in answer.text
    assert "robin@example.com" in answer.text
    assert not ComplaintCase.objects.exists()


@pytest.mark.parametrize("key", ["", "nonsense", "1"])
def test_a_key_that_makes_no_sense_is_nobodys_fault(marja, key):
    marja.post(url("complaint_new"), COMPLAINT | {"key": key})

    assert ComplaintCase.objects.count() == 1


def test_pressing_ten_times_writes_one_entry_and_one_addition(marja):
    key = "6f0d4bd0-0f4c-4a51-9b3b-0f8a4c2f7a11"
    for _press in range(10):
        marja.post(url("complaint_new"), COMPLAINT | {"key": key})
        marja.post(url("breach_new"), BREACH | {"key": key})
        marja.post(url("complaint", key), {"act": "add", "text": "more", "key": key})

    assert [model.objects.count() for model in (ComplaintCase, Breach, CaseNote)] == [1, 1, 1]


def test_an_answer_needs_the_way_to_the_ico(marja):
    case = ComplaintCaseFactory()

    answer = marja.post(
        url("complaint", case.pk), {"act": "close", "on": "1/3/2027", "outcome": "I said sorry."}
    )

    assert "Tell them of the ICO in your answer, then tick this." in answer.text
    assert "I said sorry." in answer.text
    assert ComplaintCase.objects.open().exists()


def test_a_breach_goes_from_its_first_word_to_its_report(marja):
    page = marja.post(url("breach_new"), BREACH, follow=True)
    address = page.redirect_chain[-1][0]
    breach = Breach.objects.get()
    marja.post(address, {"act": "ico", "was_told": "yes", "day": "1/3/2027", "clock": "11:30"})
    marja.post(address, {"act": "people", "was_told": "no", "why_not": "A name alone."})
    marja.post(address, {"act": "add", "text": "It was deleted."})

    report = " ".join(marja.get(url("breach_report", breach.pk)).text.split())

    assert breach.aware_at == datetime(2027, 3, 1, 11, 5, tzinfo=UTC)
    for words in ("Thu 4 Mar 2027, 11:05", "Told Mon 1 Mar 2027, 11:30", "wrong address", "A name alone."):
        assert words in report
    assert "It was deleted." in report
    assert "Decided" in marja.get(url("breaches")).text


def test_the_end_of_the_72_hours_is_shown_to_the_minute_in_the_practice_s_time(marja, user, clock):
    breach = BreachFactory(aware_at=datetime(2027, 3, 26, 14, 5, tzinfo=UTC))
    clock.move_to(datetime(2027, 3, 27, 14, 5, tzinfo=UTC))
    marja.force_login(user)

    for address in (url("breaches"), url("breach", breach.pk), reverse("admin:index")):
        assert "Mon 29 Mar 2027, 15:05, 2 days left" in " ".join(marja.get(address).text.split())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"was_told": ""}, "Choose yes or no."),
        ({"was_told": "maybe"}, "Choose yes or no."),
        ({"was_told": "no"}, "Write why there is no need."),
        ({"was_told": "yes"}, "Enter the day."),
        ({"was_told": "yes", "day": "1/3/2027"}, "Enter the time."),
        ({"was_told": "yes", "day": "1/3/2027", "clock": "25:00"}, "Enter a time like 09:00 or 14:30."),
        ({"was_told": "yes", "day": "1/3/2027", "clock": "12:01"}, "Enter a time that has been."),
        ({"was_told": "yes", "day": "28/2/2027", "clock": "12:00"}, "Enter a time after you noticed"),
    ],
)
def test_a_decision_that_does_not_fit_is_asked_for_again(marja, typed, sentence):
    breach = BreachFactory()

    answer = marja.post(url("breach", breach.pk), {"act": "ico"} | typed)

    assert sentence in answer.text.replace("&#x27;", "'")
    assert Breach.objects.get().is_ico_open


def remind(now) -> list[str]:
    outbox.send_due(now=now)
    return [one.subject for one in mail.outbox]


def test_she_is_reminded_at_24_and_60_hours_to_the_minute(user):
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    breaches.write_down(key=BreachFactory.build().pk, said={}, aware_at=NOW, by=user, now=NOW)

    told = [
        len(remind(NOW + timedelta(hours=hours, minutes=minutes)))
        for hours, minutes in [(23, 59), (24, 0), (59, 59), (60, 0), (99, 0)]
    ]

    assert told == [0, 1, 1, 2, 2]
    assert mail.outbox[0].to == ["kim@example.com"]
    assert "Thursday 4 March 2027, noon" in mail.outbox[1].body


def test_she_is_not_reminded_of_what_is_decided(user):
    Practice.objects.create(name="NPM Practice", email="kim@example.com")
    breach = breaches.write_down(key=BreachFactory.build().pk, said={}, aware_at=NOW, by=user, now=NOW)
    records.decide_breach(breach, about="ico", told_at=None, why_not="No risk.")

    assert remind(NOW + timedelta(hours=60)) == []
    assert Message.objects.filter(dropped_at__isnull=False).count() == 2


def test_a_breach_written_down_late_is_reminded_of_once(user):
    noticed = NOW - timedelta(hours=61)

    for _press in range(2):
        breaches.write_down(
            key=Breach.objects.values_list("pk", flat=True).first() or BreachFactory.build().pk,
            said={},
            aware_at=noticed,
            by=user,
            now=NOW,
        )

    assert [one.kind for one in Message.objects.all()] == [Kind.BREACH_DUE]


def test_the_desk_shows_what_is_open_and_drops_what_is_done():
    ComplaintCaseFactory()
    ComplaintCaseFactory(acknowledged_on=NOW, closed_on=NOW, outcome="sorry")
    BreachFactory()
    BreachFactory(told_ico_at=NOW, why_not_people="no risk")

    found = desk.at(NOW)

    assert (len(found.complaints), len(found.breaches)) == (1, 1)
    assert found.has_something_to_look_at


def test_a_title_an_address_and_a_list_name_nobody(marja):
    case = ComplaintCaseFactory()

    for address in (url("complaints"), reverse("admin:index")):
        assert "Robin" not in marja.get(address).text
    title = marja.get(url("complaint", case.pk)).text.partition("<title>")[2].partition("</title>")[0]
    assert "Robin" not in title
    assert "Complaint of Monday 1 March 2027" in title
