"""A visit is cancelled from its page in admin: who wanted it, whether it is late, who is told."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking.admin import decisions
from booking.models import BookingEvent, Kind, Message, Status
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.django_db
AN_HOUR_AGO = NOW - timedelta(hours=1)


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


def url(booking):
    return reverse("admin:booking_booking_cancel", args=[booking.pk])


def post(marja, booking, **typed):
    sent = {"seen": decisions.seen_of(booking), "who": "client"} | typed
    return marja.post(url(booking), sent, follow=True).content.decode()


@pytest.mark.parametrize("factory", [HeldFactory, ConfirmedFactory])
def test_she_cancels_a_visit_and_the_client_is_told(marja, user, factory):
    visit = factory(client=ClientFactory(name="Joan Green"))

    page = post(marja, visit, note="She rang me.")

    visit.refresh_from_db()
    event = BookingEvent.objects.get()
    assert visit.status == Status.CANCELLED
    assert (event.by, event.words.text) == (user, "She rang me.")
    assert [message.kind for message in Message.objects.all()] == [Kind.CANCELLED]
    assert "Joan Green gets a message; your note is not in it." in page


@pytest.mark.parametrize(
    ("who", "ahead", "why"),
    [
        ("client", timedelta(hours=48), "asked"),
        ("client", timedelta(hours=47), "asked_late"),
        ("practice", timedelta(hours=47), "called_off"),
    ],
)
def test_who_wanted_it_and_whether_it_is_late_is_noted(marja, who, ahead, why):
    visit = ConfirmedFactory(starts_at=NOW + ahead)

    post(marja, visit, who=who)

    assert BookingEvent.objects.get().why == why


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(days=7), "This is in time. It counts as late after Saturday 6 March, 12:00."),
        (timedelta(hours=47), "This is late: it has been since Monday 1 March, 11:00."),
    ],
)
def test_the_page_says_when_it_counts_as_late(marja, ahead, words):
    visit = ConfirmedFactory(starts_at=NOW + ahead)

    assert words in marja.get(url(visit)).content.decode()


@pytest.mark.parametrize("who", [None, "", "nobody", "\x00"])
def test_nobody_cancels_without_saying_who_wants_it(marja, who):
    visit = ConfirmedFactory()
    typed = {"seen": decisions.seen_of(visit), "note": "She rang me."} | ({} if who is None else {"who": who})

    page = marja.post(url(visit), typed).content.decode()

    visit.refresh_from_db()
    assert visit.status == Status.CONFIRMED
    assert "There is a problem" in page
    assert "She rang me." in page


def test_a_visit_is_cancelled_without_a_note_too(marja):
    visit = ConfirmedFactory()

    post(marja, visit, note="  \n")

    visit.refresh_from_db()
    assert (visit.status, BookingEvent.objects.get().words) == (Status.CANCELLED, None)


def test_cancelling_is_asked_once_more_and_the_question_changes_nothing(marja):
    visit = ConfirmedFactory(client=ClientFactory(name="Joan Green"))

    about = marja.get(reverse("admin:booking_booking_change", args=[visit.pk])).content.decode()
    page = marja.get(url(visit)).content.decode()

    visit.refresh_from_db()
    assert url(visit) in about
    assert "<h1>Cancel this visit?</h1>" in page
    assert "Joan Green gets a message" in page
    assert visit.status == Status.CONFIRMED


def test_a_request_is_cancelled_from_its_review_too(marja):
    held = HeldFactory()

    page = marja.get(reverse("admin:booking_booking_review", args=[held.pk])).content.decode()

    assert url(held) in page


@pytest.mark.parametrize("note", ["x" * 2001, "a\x00b"])
def test_a_note_that_cannot_be_kept_cancels_nothing(marja, note):
    visit = ConfirmedFactory()

    page = post(marja, visit, note=note)

    visit.refresh_from_db()
    assert visit.status == Status.CONFIRMED
    assert "There is a problem" in page
    assert "<title>Error:" in page


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW])
def test_what_has_ended_is_not_cancelled(marja, status):
    visit = ConfirmedFactory(status=status)

    page = post(marja, visit)
    asked = marja.get(url(visit))

    visit.refresh_from_db()
    assert visit.status == status
    assert "Nothing was changed or sent" in page
    assert asked.status_code == 302


@pytest.mark.parametrize(
    "make",
    [
        lambda: ConfirmedFactory(starts_at=AN_HOUR_AGO),
        lambda: HeldFactory(held_until=NOW),
        BookingFactory,
    ],
    ids=["has begun", "has run out", "nobody's yet"],
)
def test_there_is_nothing_to_cancel_when_a_visit(marja, make):
    visit = make()
    before = visit.status

    post(marja, visit)

    visit.refresh_from_db()
    assert visit.status == before
    assert not Message.objects.exists()


@pytest.mark.parametrize("seen", [None, "", "confirmed.2.1", "x" * 200, "\x00"])
def test_a_page_from_before_changes_nothing(marja, seen):
    visit = ConfirmedFactory()
    typed = {"who": "client"} | ({} if seen is None else {"seen": seen})

    answer = marja.post(url(visit), typed, follow=True)

    visit.refresh_from_db()
    assert (answer.status_code, visit.status) == (200, Status.CONFIRMED)


def test_of_two_presses_the_second_changes_nothing(marja):
    visit = ConfirmedFactory()
    sent = {"seen": decisions.seen_of(visit), "who": "client", "note": ""}

    for _press in range(2):
        marja.post(url(visit), sent)

    assert (BookingEvent.objects.count(), Message.objects.count()) == (1, 1)
