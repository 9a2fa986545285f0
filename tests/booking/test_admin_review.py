"""The review page: what she reads, and that reading it is written down."""

import pytest
import time_machine
from django.test import Client as Browser

from booking import lifecycle
from booking.models import Message, Status
from booking.practitioner import make_practitioner
from intake import records
from intake.answers import Operation, Reply
from intake.models import Clearance, Reading, Screening
from tests.booking.asked import REASON, held, post, url
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory

pytestmark = pytest.mark.django_db


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


def test_the_page_says_what_was_found_the_strictest_first(marja):
    booking = held(cancer=Reply.YES, symptoms=Reply.YES)

    page = marja.get(url(booking)).content.decode()

    assert page.index("Care for cancer now or lately") < page.index("Symptoms for a doctor first")
    assert "Do you have cancer" in page
    assert "Joan G. asks for a first session" in page


def test_showing_the_answers_is_written_down(marja, user):
    booking = held(symptoms=Reply.YES)

    marja.get(url(booking))

    reading = Reading.objects.get()
    assert (reading.by, reading.at, reading.row) == (user, NOW, booking.screening_id)


def test_who_may_see_bookings_but_no_answers_reads_none(marja, user):
    booking = held(symptoms=Reply.YES)
    user.groups.get().permissions.remove(*user.groups.get().permissions.filter(codename="view_screening"))

    answer = marja.get(url(booking))

    assert answer.status_code == 403
    assert not Reading.objects.exists()


def test_reading_changes_nothing_else(marja):
    booking = held(symptoms=Reply.YES)

    marja.get(url(booking))

    booking.refresh_from_db()
    assert (booking.status, booking.version, booking.events.count()) == (Status.HELD, 1, 0)
    assert not Message.objects.exists()


def test_the_day_that_books_straight_through_is_filled_in(marja):
    booking = held(had_operation=Reply.YES, operations=(Operation(2027, 1, 5),), healed=Reply.YES)

    page = marja.get(url(booking)).content.decode()

    assert 'value="05/04/2027"' in page


def test_the_answers_of_a_confirmed_visit_can_be_read_but_not_decided(marja):
    booking = ConfirmedFactory()

    page = marja.get(url(booking)).content.decode()

    assert "What was found" in page
    assert "What will you do?" not in page


def test_a_reason_is_read_back_on_the_page(marja):
    booking = held(symptoms=Reply.YES)
    lifecycle.decline(
        booking,
        by=lifecycle.practitioner(make_practitioner("marja", "walking-in-birch-woods")),
        now=NOW,
        words=records.write_words(REASON, now=NOW),
    )

    marja.force_login(booking.decided_by)
    page = marja.get(url(booking)).content.decode()

    assert REASON in page
    assert Reading.objects.filter(what="words").count() == 1


LETTER = {"valid_from": "1/3/2027", "valid_until": "1/6/2027"}
DECIDED = {"decision": "confirm"}


@pytest.mark.parametrize(
    ("act", "typed"),
    [("letter", LETTER), ("settle", {"reply": "no"}), ("decide", DECIDED), ("look", DECIDED)],
)
def test_a_time_that_nobody_has_asked_for_yet_has_no_answer(marja, act, typed):
    booking = BookingFactory()

    answer = post(marja, booking, act, **typed)
    page = marja.get(answer.url).content.decode()

    booking.refresh_from_db()
    assert (booking.status, Clearance.objects.count()) == (Status.RESERVED, 0)
    assert "Nothing was decided or sent" in page


def test_only_a_not_sure_is_settled(marja):
    booking = held(cancer=Reply.YES)

    answer = post(marja, booking, "settle", reply="no")
    page = marja.get(answer.url).content.decode()

    booking.refresh_from_db()
    assert (booking.needs_clearance, Screening.objects.count()) == (True, 1)
    assert "Nothing was decided or sent" in page


def test_a_letter_is_accepted_for_a_request_alone(marja):
    booking = ConfirmedFactory()

    post(marja, booking, "letter", **LETTER)

    assert not Clearance.objects.exists()
