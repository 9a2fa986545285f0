"""Two who come together on one day are told by the clock in one mail, each with a way of their own."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from booking import lifecycle, message_rules, on_time, outbox, request
from booking.lifecycle import Screened
from booking.models import Booking, BookingPolicy, Kind, Message, Status
from content.models import Practice
from tests.booking.factories import NOW, BookingFactory
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, GuardianshipFactory, ScreeningFactory

pytestmark = pytest.mark.usefixtures("open_week")
FIRST = NOW + timedelta(days=7)
SECOND = FIRST + timedelta(hours=2, minutes=30)
ASKED = SECOND - timedelta(days=2)
EVE = datetime(2027, 3, 7, 18, tzinfo=UTC)
TODAY = NOW.date()
TOLD_AFTER = SECOND + timedelta(hours=4)
A_SECOND, AN_HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def practice(open_week):
    BookingPolicy.objects.update(notice_hours=0)
    return Practice.objects.create(name="NPM Practice", email="kim@example.com", phone="01632 960 123")


@pytest.fixture
def two():
    return booked()


def booked(form_on=TODAY, first=FIRST, second=SECOND, address="robin@example.com"):
    """Book a child and the parent who comes along, as the site does, and tell them; return the visits."""
    born_on = FIRST.date().replace(year=FIRST.year - 9)
    child = ClientFactory(name="Ada Example", email="", born_on=born_on, form_on=form_on)
    adult = ClientFactory(name="Robin Example", email=address, form_on=form_on)
    guardian = GuardianshipFactory(child=child, adult_name="Robin Example", adult_email="robin@example.com")
    both = [
        reserved(first, child, guardian),
        reserved(second, adult),
    ]
    request.conclude_together(both, now=NOW, by=lifecycle.CLIENT)
    told(NOW)
    return [visit for visit, _screened in both]


def reserved(starts_at, client, guardian=None):
    visit = BookingFactory(starts_at=starts_at, expires_at=NOW + timedelta(minutes=15))
    screening = ScreeningFactory(
        client=client, visit_on=visit.visit_on, answers=PLAIN_ANSWERS, answered_at=NOW
    )
    return visit, Screened(client, screening, True, guardian)


def told(now):
    """Do what the worker does at this moment; return the mails to clients, by address and subject."""
    on_time.sweep(now=now)
    mail.outbox = []
    while outbox.send_due(now=now):
        pass
    return [(one.to[0], one.subject) for one in mail.outbox if one.to != ["kim@example.com"]]


def letter():
    (one,) = [one for one in mail.outbox if one.to != ["kim@example.com"]]
    return one


def took_place(*visits):
    Booking.objects.filter(pk__in=[one.pk for one in visits]).update(
        status=Status.COMPLETED, minutes_given=100
    )


def test_both_are_reminded_in_one_mail_by_first_names(two):
    told(ASKED)

    subjects = [told(EVE - A_SECOND), told(EVE), told(EVE + AN_HOUR)]

    assert subjects == [[], [("robin@example.com", "Reminder: 2 visits on Monday 8 March")], []]


def test_the_reminder_lists_who_comes_when_and_has_nothing_to_press(two):
    told(ASKED)
    told(EVE)

    body = letter().body

    assert (
        "You come to me on Monday 8 March, for 2 visits:\n\n"
        "- Monday 8 March 2027, noon, Ada\n"
        "- Monday 8 March 2027, 2:30pm, Robin\n"
    ) in body
    assert "A responsible adult stays in the room for a child’s whole visit." in body
    assert "Example" not in body
    assert set(re.findall(r"/booking/visit/[^/]+/(\w*)", body)) == {"agreements"}


def test_both_are_asked_at_once_and_each_has_a_link(two):
    subjects = [told(ASKED - A_SECOND), told(ASKED), told(ASKED + AN_HOUR)]

    assert subjects == [[], [("robin@example.com", "One thing to do before your visits")], []]


def test_the_question_leads_to_the_answer_of_each(two):
    told(ASKED)

    rows = re.findall(r"- .*, (\w+)\n  (http\S+)", letter().body)

    assert [name for name, _link in rows] == ["Ada", "Robin"]
    assert len({link for _name, link in rows}) == 2
    assert all(link.endswith("/changed/") for _name, link in rows)


def test_the_forms_of_both_are_asked_for_at_once_and_each_has_a_link():
    booked(form_on=None)
    now = FIRST - timedelta(days=5)

    subjects = [told(now - A_SECOND), told(now), told(now + timedelta(hours=3))]

    assert subjects == [[], [("robin@example.com", "One thing to do before your visits")], []]


@pytest.mark.parametrize(
    ("form_on", "words"),
    [
        pytest.param(None, "Fill in the form:", id="none is here"),
        pytest.param(
            NOW.date() - timedelta(days=400), "Look through the form of last time:", id="an old one"
        ),
    ],
)
def test_the_mail_says_what_to_do_with_each_form(form_on, words):
    booked(form_on=form_on)
    told(FIRST - timedelta(days=5))

    body = letter().body

    assert len(re.findall(rf"  {words} http\S+/form/", body)) == 2
    assert "Please send them by Sunday 7 March, noon." in body


def test_one_whose_form_is_here_is_not_asked_for_it():
    child, _adult = booked(form_on=None)
    child.client.form_on = NOW.date()
    child.client.save()

    assert told(FIRST - timedelta(days=5)) == [("robin@example.com", "One thing to do before your visit")]
    assert "You come to me on Monday 8 March, 2:30pm." in letter().body


def test_after_both_first_visits_it_is_said_once(two):
    took_place(*two)
    Message.objects.all().delete()

    subjects = [told(TOLD_AFTER - A_SECOND), told(TOLD_AFTER), told(TOLD_AFTER + AN_HOUR)]

    assert subjects == [[], [("robin@example.com", "After your first sessions")], []]
    assert len(set(Message.objects.values_list("due_at", flat=True))) == 1


def test_each_can_come_again_by_a_link_of_their_own(two):
    took_place(*two)
    Message.objects.all().delete()
    told(TOLD_AFTER)

    names = re.findall(r"- (\w+), Monday 8 March 2027.*\n  http\S+/booking/again/", letter().body)

    assert names == ["Ada", "Robin"]


def test_one_who_was_not_treated_delays_nothing_for_the_other(two):
    child, adult = two
    took_place(child)
    Booking.objects.filter(pk=adult.pk).update(status=Status.NO_SHOW)
    Message.objects.all().delete()

    assert told(FIRST + timedelta(hours=4)) == [("robin@example.com", "After your first session")]


def test_one_whose_visit_is_noted_late_is_told_by_themselves(two):
    child, adult = two
    took_place(child)
    Message.objects.all().delete()

    at_first = told(TOLD_AFTER)
    took_place(adult)

    assert (at_first, told(TOLD_AFTER + AN_HOUR)) == (
        [("robin@example.com", "After your first session")],
    ) * 2


@pytest.mark.parametrize("gone", [0, 1], ids=["the child", "the adult"])
def test_when_one_is_cancelled_the_other_is_reminded_alone(two, gone):
    told(ASKED)
    lifecycle.cancel(two[gone], by=lifecycle.CLIENT, now=ASKED + AN_HOUR)
    told(ASKED + AN_HOUR)

    ((address, subject),) = told(EVE)

    assert (address, subject) == (
        "robin@example.com",
        ["Reminder: Monday 8 March, 2:30pm", "Reminder: Monday 8 March, noon"][gone],
    )


def test_when_one_waits_for_another_question_both_are_reminded_after_it(two):
    told(ASKED)
    Message.objects.filter(kind=Kind.CHANGED, booking=two[1]).update(sent_at=EVE - AN_HOUR / 2)

    subjects = [told(EVE), told(EVE + AN_HOUR / 2)]

    assert subjects == [[], [("robin@example.com", "Reminder: 2 visits on Monday 8 March")]]


def test_whoever_has_another_address_is_told_there():
    booked(address="kai@example.com")
    told(ASKED)

    assert sorted(told(EVE)) == [
        ("kai@example.com", "Reminder: Monday 8 March, 2:30pm"),
        ("robin@example.com", "Reminder: Monday 8 March, noon"),
    ]


def test_two_on_two_days_are_told_day_by_day():
    booked(second=FIRST + timedelta(days=1))

    asked = [told(FIRST - timedelta(days=2)), told(FIRST - timedelta(days=1))]
    reminded = told(EVE + timedelta(days=1))

    assert asked == [[("robin@example.com", "One thing to do before your visit")]] * 2
    assert reminded == [("robin@example.com", "Reminder: Tuesday 9 March, noon")]


@pytest.mark.parametrize("pairs", [1, 4])
def test_looking_back_looks_once_for_however_many_come(django_assert_num_queries, pairs):
    for number in range(pairs):
        first = FIRST + number * timedelta(hours=5)
        took_place(*booked(first=first, second=first + timedelta(hours=2, minutes=30)))
    rules = dict(message_rules.load()) | {Kind.AFTER_FIRST: message_rules.Rule(number=24)}

    # What is over, and when the last of those who came together ended.
    with django_assert_num_queries(2):
        on_time.look_back(rules, now=FIRST + timedelta(hours=20))
