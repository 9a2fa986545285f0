"""What becomes of a visit, from its page in admin: it is cancelled, or it took place."""

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
DOORS = ["cancel", "took_place"]
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


def url(booking, door):
    return reverse(f"admin:booking_booking_{door}", args=[booking.pk])


def post(marja, booking, door, **typed):
    return marja.post(url(booking, door), {"seen": decisions.seen_of(booking)} | typed, follow=True)


@pytest.mark.parametrize("factory", [HeldFactory, ConfirmedFactory])
def test_she_cancels_a_visit_and_the_client_is_told(marja, user, factory):
    visit = factory(client=ClientFactory(name="Joan Green"))

    page = post(marja, visit, "cancel", note="She rang me.").content.decode()

    visit.refresh_from_db()
    event = BookingEvent.objects.get()
    assert visit.status == Status.CANCELLED
    assert (event.by, event.words.text) == (user, "She rang me.")
    assert [message.kind for message in Message.objects.all()] == [Kind.CANCELLED]
    assert "Joan Green gets a message; your note is not in it." in page


def test_a_visit_is_cancelled_without_a_note_too(marja):
    visit = ConfirmedFactory()

    post(marja, visit, "cancel", note="  \n")

    visit.refresh_from_db()
    assert (visit.status, BookingEvent.objects.get().words) == (Status.CANCELLED, None)


def test_cancelling_is_asked_once_more_and_the_question_changes_nothing(marja):
    visit = ConfirmedFactory(client=ClientFactory(name="Joan Green"))

    about = marja.get(reverse("admin:booking_booking_change", args=[visit.pk])).content.decode()
    page = marja.get(url(visit, "cancel")).content.decode()

    visit.refresh_from_db()
    assert url(visit, "cancel") in about
    assert "<h1>Cancel this visit?</h1>" in page
    assert "Joan Green gets a message" in page
    assert visit.status == Status.CONFIRMED


def test_a_request_is_cancelled_from_its_review_too(marja):
    held = HeldFactory()

    page = marja.get(reverse("admin:booking_booking_review", args=[held.pk])).content.decode()

    assert url(held, "cancel") in page


@pytest.mark.parametrize("note", ["x" * 2001, "a\x00b"])
def test_a_note_that_cannot_be_kept_cancels_nothing(marja, note):
    visit = ConfirmedFactory()

    page = post(marja, visit, "cancel", note=note).content.decode()

    visit.refresh_from_db()
    assert visit.status == Status.CONFIRMED
    assert "There is a problem" in page
    assert "<title>Error:" in page


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW])
def test_what_has_ended_is_not_cancelled(marja, status):
    visit = ConfirmedFactory(status=status)

    page = post(marja, visit, "cancel").content.decode()
    asked = marja.get(url(visit, "cancel"))

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

    post(marja, visit, "cancel")

    visit.refresh_from_db()
    assert visit.status == before
    assert not Message.objects.exists()


def test_it_took_place_and_nothing_is_sent(marja, user):
    visit = ConfirmedFactory(starts_at=AN_HOUR_AGO)

    about = marja.get(reverse("admin:booking_booking_change", args=[visit.pk])).content.decode()
    page = post(marja, visit, "took_place").content.decode()

    visit.refresh_from_db()
    assert (visit.status, BookingEvent.objects.get().by) == (Status.COMPLETED, user)
    assert "It took place" in about
    assert "Noted that it took place." in page
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "make",
    [ConfirmedFactory, HeldFactory, lambda: ConfirmedFactory(starts_at=AN_HOUR_AGO, status=Status.CANCELLED)],
    ids=["to come", "held", "cancelled"],
)
def test_what_has_not_taken_place_is_not_noted_so(marja, make):
    visit = make()
    before = visit.status

    page = post(marja, visit, "took_place").content.decode()

    visit.refresh_from_db()
    assert visit.status == before
    assert "Nothing was changed or sent" in page


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("seen", [None, "", "confirmed.2.1", "x" * 200, "\x00"])
def test_a_page_from_before_changes_nothing(marja, door, seen):
    visit = ConfirmedFactory(starts_at=AN_HOUR_AGO if door == "took_place" else NOW + timedelta(days=7))

    answer = marja.post(url(visit, door), {} if seen is None else {"seen": seen}, follow=True)

    visit.refresh_from_db()
    assert (answer.status_code, visit.status) == (200, Status.CONFIRMED)


def test_of_two_presses_the_second_changes_nothing(marja):
    visit = ConfirmedFactory()
    sent = {"seen": decisions.seen_of(visit), "note": ""}

    for _press in range(2):
        marja.post(url(visit, "cancel"), sent)

    assert (BookingEvent.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize("door", DOORS)
def test_who_may_only_look_changes_nothing_and_sees_no_door(marja, user, door):
    visit = ConfirmedFactory(starts_at=AN_HOUR_AGO if door == "took_place" else NOW + timedelta(days=7))
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_booking"))

    about = marja.get(reverse("admin:booking_booking_change", args=[visit.pk])).content.decode()
    answer = post(marja, visit, door)

    visit.refresh_from_db()
    assert (answer.status_code, visit.status) == (403, Status.CONFIRMED)
    assert url(visit, door) not in about


@pytest.mark.parametrize("door", DOORS)
def test_a_stranger_is_sent_to_the_login(door):
    visit = ConfirmedFactory(starts_at=AN_HOUR_AGO)

    answer = Browser().post(url(visit, door), {"seen": decisions.seen_of(visit)})

    visit.refresh_from_db()
    assert answer.url.startswith("/admin/login/")
    assert visit.status == Status.CONFIRMED


@pytest.mark.parametrize(("door", "method"), [("cancel", "put"), ("took_place", "get")])
def test_another_method_is_refused(marja, door, method):
    assert getattr(marja, method)(url(ConfirmedFactory(), door)).status_code == 405
