"""The waitlist at the practitioner's desk."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking import desk, lifecycle, offers, queue
from booking.models import Booking, Message, Status, WaitlistEntry
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, ConfirmedFactory, OfferedFactory, WaitlistEntryFactory
from tests.intake.factories import ClientFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
LIST = "/admin/booking/booking/waitlist/"
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods", "marja@example.com")


@pytest.fixture
def marja(client, user):
    client.force_login(user)
    return client


def waits(name="Robin Surname", **more):
    return WaitlistEntryFactory(client=ClientFactory(name=name, email="robin@example.com"), **more)


def url(entry):
    return reverse("admin:booking_booking_wait", args=[entry.pk])


def press(marja, entry, **data):
    seen = marja.get(url(entry)).context["seen"]
    return marja.post(url(entry), {"seen": seen} | data)


def test_the_list_says_who_waits_for_what_and_how_many_free_times_fit(marja):
    waits(weekdays=[1], parts=["morning"], until_on=TUESDAY.date())

    page = marja.get(LIST).text

    assert "1 person waits." in page
    assert "Robin Surname" in page
    assert "Tuesdays, mornings, 1 Mar to 9 Mar" in page
    # Nine, half past, and so on until half past eleven; of tomorrow's the notice leaves none.
    assert "6 free times in their wishes" in page


def test_the_list_says_why_nothing_is_offered_by_itself(marja):
    entry = waits(until_on=TUESDAY.date())
    ConfirmedFactory(client=entry.client, starts_at=TUESDAY - timedelta(days=3))

    assert "Offered by you alone: their other sessions are too near" in marja.get(LIST).text


def test_the_list_shows_them_in_their_turn_with_what_is_offered(marja):
    later = waits("Ada Example", created_at=NOW)
    first = waits(created_at=NOW - timedelta(days=2))
    OfferedFactory(client=later.client, entry=later, starts_at=TUESDAY)

    page = marja.get(LIST).text

    assert [one.entry for one in queue.load(NOW)] == [first, later]
    assert "Offered Tue 9 Mar 2027, 10:00" in page
    assert "kept until 14:00 today" in page


def test_one_press_offers_a_time(marja):
    entry = waits()

    answer = press(marja, entry, starts_at="2027-03-09T10:00")

    offer = offers.open_offer(entry, now=NOW)
    assert answer.url == LIST
    assert (offer.starts_at, offer.client) == (TUESDAY, entry.client)
    assert "is kept for Robin Surname until" in marja.get(LIST).text
    assert Message.objects.get().kind == "offer"


def test_pressing_twice_offers_one_time(marja):
    entry = waits()
    seen = marja.get(url(entry)).context["seen"]

    answers = [
        marja.post(url(entry), {"seen": seen, "starts_at": start})
        for start in ("2027-03-09T10:00", "2027-03-10T10:00")
    ]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert Booking.objects.count() == 1


def test_a_time_that_is_taken_is_not_offered(marja):
    entry = waits()
    ConfirmedFactory(starts_at=TUESDAY)

    answer = press(marja, entry, starts_at="2027-03-09T11:00")

    assert answer.status_code == 409
    assert "That time is not free any more" in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "31/2/2027", "clock": "10:00"}, "Enter a day like 27/3/2027."),
        ({"day": "9/3/2027", "clock": "x"}, "Enter a time like 09:00 or 14:30."),
        ({"day": "", "clock": ""}, "Enter a day like 27/3/2027."),
        ({"starts_at": "\0"}, "Null characters are not allowed"),
        ({"starts_at": "9999-99-99T10:00"}, "That is not a time"),
        ({"day": "28/2/2027", "clock": "10:00"}, "That day is over"),
    ],
)
def test_a_time_that_makes_no_sense_is_explained(marja, typed, said):
    entry = waits()

    answer = press(marja, entry, **typed)

    assert answer.status_code == 400
    assert said in answer.text
    assert not Booking.objects.exists()


def test_an_offer_can_be_withdrawn_and_the_place_stays(marja):
    entry = waits()
    offer = OfferedFactory(client=entry.client, entry=entry, starts_at=TUESDAY)

    answer = press(marja, entry, act="withdraw")

    offer.refresh_from_db()
    entry.refresh_from_db()
    assert answer.url == url(entry)
    assert (offer.status, entry.ended_at) == (Status.LAPSED, None)


def test_somebody_is_taken_off_the_list(marja):
    entry = waits()

    answer = press(marja, entry, act="take_off")

    entry.refresh_from_db()
    assert answer.url == LIST
    assert entry.ended_why == "taken_off"
    assert "Robin Surname is off the list." in marja.get(LIST).text
    assert marja.get(url(entry)).url == LIST


def test_what_was_pressed_on_a_page_of_another_state_is_not_done(marja):
    entry = waits()
    seen = marja.get(url(entry)).context["seen"]
    OfferedFactory(client=entry.client, entry=entry, starts_at=TUESDAY)

    answer = marja.post(url(entry), {"seen": seen, "act": "take_off"})

    entry.refresh_from_db()
    assert answer.status_code == 409
    assert entry.ended_at is None


def test_a_free_time_is_offered_to_those_whom_it_suits_first(marja):
    not_her = waits("Ada Example", weekdays=[4], created_at=NOW - timedelta(days=3))
    her = waits("Bea Example", weekdays=[1])
    busy = waits("Cleo Example")
    OfferedFactory(client=busy.client, entry=busy, starts_at=TUESDAY + timedelta(days=1))
    page = marja.get(f"{LIST}offer/", {"start": TUESDAY.isoformat()})

    answer = marja.post(f"{LIST}offer/", {"start": TUESDAY.isoformat(), "entry": her.pk})

    assert [one.entry for one in page.context["waiters"]] == [her, not_her]
    assert answer.url == LIST
    assert offers.open_offer(her, now=NOW).starts_at == TUESDAY


@pytest.mark.parametrize("start", ["", "\0", "x" * 5000, "2027-02-01T10:00:00+00:00", "2027-03-09T10:00"])
def test_what_is_no_free_time_leads_back_to_the_diary(marja, start):
    waits()

    answers = [getattr(marja, how)(f"{LIST}offer/", {"start": start}) for how in ("get", "post")]

    assert [answer.url for answer in answers] == [reverse("admin:booking_booking_diary")] * 2


@pytest.mark.parametrize("entry", ["", "0", "-1", "\0", "9" * 40, "x"])
def test_a_time_is_offered_to_nobody_who_does_not_wait(marja, entry):
    answer = marja.post(f"{LIST}offer/", {"start": TUESDAY.isoformat(), "entry": entry})

    assert answer.status_code == 409
    assert not Booking.objects.exists()


def test_the_diary_offers_free_times_only_while_somebody_waits(marja):
    diary = "/admin/booking/booking/diary/?view=day&day=2027-03-09"
    before = marja.get(diary).text
    waits()

    after = marja.get(diary).text

    assert "Offer it to somebody waiting" not in before
    assert "/admin/booking/booking/waitlist/offer/?start=2027-03-09T09%3A00%3A00%2B00%3A00" in after


def test_the_desk_says_how_many_wait_and_who_is_asked(marja):
    entry = waits()
    waits("Ada Example")
    OfferedFactory(client=entry.client, entry=entry, starts_at=TUESDAY)

    page = marja.get("/admin/").text

    assert (desk.at(NOW).on_list, len(desk.at(NOW).offered)) == (2, 1)
    assert "Robin S. answers by 14:00 today" in page


def test_the_client_page_shows_what_they_wait_for(marja):
    entry = waits(weekdays=[1])

    page = marja.get(reverse("admin:booking_booking_client", args=[entry.client_id])).text

    assert "First session: Tuesdays, any time of day, 1 Mar to 29 Mar." in page
    assert url(entry) in page


def test_who_may_only_look_can_do_nothing(client):
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(looker)
    entry = waits()

    answers = [
        client.get(LIST).status_code,
        client.post(url(entry), {"act": "take_off", "seen": f"{entry.pk}."}).status_code,
        client.post(f"{LIST}offer/", {"start": TUESDAY.isoformat(), "entry": entry.pk}).status_code,
    ]

    assert answers == [200, 403, 403]
    assert WaitlistEntry.objects.waiting().count() == 1


def test_a_longer_list_takes_no_more_queries(marja):
    addresses = (LIST, f"{LIST}offer/?start={TUESDAY:%Y-%m-%dT%H:%M:%SZ}", "/admin/")
    waits()
    few = [queries(marja, address) for address in addresses]
    for n in range(9):
        waits(f"Ada Example{n}")
    more = [queries(marja, address) for address in addresses]
    for n in range(90):
        waits(f"Bea Example{n}", parts=["morning"])

    assert [queries(marja, address) for address in addresses] == more == few


def queries(marja, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert marja.get(address).status_code == 200
    return len(captured)


def test_an_offer_that_was_taken_meanwhile_cannot_be_withdrawn(marja, user):
    entry = waits()
    offer = OfferedFactory(client=entry.client, entry=entry, starts_at=TUESDAY)
    seen = marja.get(url(entry)).context["seen"]
    lifecycle.take_back(offer, by=lifecycle.practitioner(user), now=NOW, why="withdrawn")

    answer = marja.post(url(entry), {"seen": seen, "act": "withdraw"})

    assert answer.status_code == 409
    assert "This page was out of date" in answer.text
