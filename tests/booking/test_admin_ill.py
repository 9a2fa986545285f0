"""“Ill today”, as a page: what is shown, what is sent, and what is said afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from booking.models import Booking, HoursOverride, Kind, Message, Status
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory, HoursOverrideFactory
from tests.booking.test_admin_moving import OPERATION
from tests.booking.test_flow_tricks import spoil
from tests.intake.factories import ClientFactory, GuardianshipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
PAGE = reverse("admin:booking_booking_ill")
DONE = reverse("admin:booking_booking_ill_done")
THAT_DAY = f"{PAGE}?day=2027-03-08"


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


@pytest.fixture
def joan():
    return ConfirmedFactory(starts_at=MONDAY, client__name="Joan Green", client__email="joan@example.com")


def at(hour, day=MONDAY):
    return day.replace(hour=hour)


def sent(visit, act="move", to=TUESDAY, **more):
    name, version = f"visit-{visit.pk}", Booking.objects.get(pk=visit.pk).version
    return {f"{name}-version": version, f"{name}-act": act, f"{name}-to": to.isoformat()} | more


def where(booking):
    booking.refresh_from_db()
    return booking.starts_at, booking.status


def test_today_is_meant_when_no_day_is_named(marja):
    visit = ConfirmedFactory(starts_at=NOW + timedelta(hours=2), client__name="Joan Green")

    page = marja.get(PAGE).content.decode()

    assert "<h1>Ill today</h1>" in page
    assert "Joan Green" in page
    assert "Move to Tuesday 2 March, 12:00" in page
    assert "Close the rest of today, 12:00 to 17:00, so that nobody books" in page
    assert where(visit) == (NOW + timedelta(hours=2), Status.CONFIRMED)


def test_a_coming_day_is_one_she_cannot_work(marja, joan):
    page = marja.get(THAT_DAY).content.decode()

    assert "<h1>Cannot work on Monday 8 March</h1>" in page
    assert "Close the day, so that nobody books it" in page
    assert "<title>A day you cannot work" in page


def test_to_move_and_to_close_is_what_is_proposed(marja, joan):
    page = marja.get(THAT_DAY)

    (row,) = page.context["rows"]
    assert row["form"]["act"].value() == "move"
    assert row["form"]["to"].value() == TUESDAY.isoformat()
    assert page.context["close"]["close"].value() is True


def test_one_press_does_all_and_the_page_after_it_sums_up(marja, joan):
    robin = ConfirmedFactory(starts_at=at(12), client__name="Robin Sample")
    kim = HeldFactory(starts_at=at(15), client__name="Kim Other")
    chosen = sent(joan) | sent(robin, "cancel") | sent(kim, "leave") | {"close": "on"}

    answer = marja.post(THAT_DAY, chosen)
    page = " ".join(marja.get(DONE).content.decode().split())

    assert answer.url == DONE
    assert [where(visit) for visit in (joan, robin, kim)] == [
        (TUESDAY, Status.CONFIRMED),
        (at(12), Status.CANCELLED),
        (at(15), Status.HELD),
    ]
    assert HoursOverride.objects.get().day == MONDAY.date()
    assert "moved to Tuesday 9 March, 09:00" in page
    assert "cancelled, with the next free times" in page
    assert "left at 15:00" in page
    assert "Joan Green gets a message." in page
    assert "Nobody can book that day." in page
    assert "Ring these" not in page


def test_who_has_no_email_is_to_be_rung(marja):
    visit = ConfirmedFactory(
        starts_at=MONDAY, client=ClientFactory(name="Joan Green", email="", phone="07700 900123")
    )

    before = marja.get(THAT_DAY).content.decode()
    marja.post(THAT_DAY, sent(visit))
    after = marja.get(DONE).content.decode()

    for page in (before, after):
        assert 'href="tel:07700900123"' in page
    assert "Ring Joan Green, 07700 900123" in after


def test_who_has_neither_is_named_all_the_same(marja):
    visit = ConfirmedFactory(starts_at=MONDAY, client=ClientFactory(name="Joan Green", email="", phone=""))

    before = marja.get(THAT_DAY).content.decode()
    marja.post(THAT_DAY, sent(visit))

    assert "Joan Green has neither email nor phone." in before
    assert "Joan Green: there is no phone number either" in marja.get(DONE).content.decode()


def test_for_a_child_it_is_the_adult_who_is_told(marja):
    adult = GuardianshipFactory(adult_name="Robin Example")
    ConfirmedFactory(starts_at=MONDAY, client=adult.child, guardianship=adult)

    assert "Robin Example gets a message." in marja.get(THAT_DAY).content.decode()


def test_a_time_at_which_it_would_wait_says_so(marja):
    ConfirmedFactory(starts_at=MONDAY, screening__answers=OPERATION)

    assert "Waits for your yes there" in marja.get(THAT_DAY).content.decode()


def test_left_open_the_day_stays_open(marja, joan):
    marja.post(THAT_DAY, sent(joan))

    assert where(joan) == (TUESDAY, Status.CONFIRMED)
    assert not HoursOverride.objects.exists()


def test_a_day_without_visits_can_be_closed(marja):
    page = marja.get(THAT_DAY).content.decode()

    marja.post(THAT_DAY, {"close": "on"})

    assert "Nobody is booked that day." in page
    assert HoursOverride.objects.get().change == (MONDAY.date(), True, None, None)


def test_a_day_that_is_closed_and_empty_has_nothing_to_press(marja):
    HoursOverrideFactory(day=MONDAY.date())

    page = marja.get(THAT_DAY).content.decode()

    assert "Nothing of this day is open either." in page
    assert "Close it" not in page


def test_a_time_that_somebody_took_changes_nothing_and_brings_a_new_one(marja, joan):
    robin = ConfirmedFactory(starts_at=at(12), client__name="Robin Sample")
    ConfirmedFactory(starts_at=TUESDAY)
    chosen = sent(joan) | sent(robin, "cancel") | {"close": "on"}

    answer = marja.post(THAT_DAY, chosen)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "one of the times has been taken meanwhile" in page
    assert "Move to Tuesday 9 March, 11:30" in page
    assert [row["form"]["act"].value() for row in answer.context["rows"]] == ["move", "cancel"]
    assert answer.context["rows"][0]["form"]["to"].value() == at(11, TUESDAY).replace(minute=30).isoformat()
    assert [where(joan), where(robin)] == [(MONDAY, Status.CONFIRMED), (at(12), Status.CONFIRMED)]
    assert not HoursOverride.objects.exists()
    assert not Message.objects.exists()


def test_the_page_that_came_again_works(marja, joan):
    taken = ConfirmedFactory(starts_at=TUESDAY)
    again = marja.post(THAT_DAY, sent(joan))
    (row,) = again.context["rows"]

    marja.post(THAT_DAY, sent(joan, to=datetime.fromisoformat(row["form"]["to"].value())))

    assert where(joan) == (taken.starts_at + timedelta(minutes=150), Status.CONFIRMED)


@pytest.mark.parametrize(
    "happens",
    [
        lambda visit: ConfirmedFactory(starts_at=at(14)),
        lambda visit: Booking.objects.filter(pk=visit.pk).update(version=9),
        lambda visit: Booking.objects.filter(pk=visit.pk).update(status=Status.CANCELLED),
    ],
    ids=["somebody was booked", "it was changed", "it was cancelled"],
)
def test_a_day_that_has_changed_is_shown_as_it_is(marja, joan, happens):
    chosen = sent(joan)
    happens(joan)

    answer = marja.post(THAT_DAY, chosen | {"close": "on"})

    assert answer.status_code == 409
    assert "the visits of this day have changed meanwhile" in answer.content.decode()
    assert not HoursOverride.objects.exists()
    assert not Message.objects.exists()


def test_two_presses_do_it_once(marja, joan):
    chosen = sent(joan) | {"close": "on"}

    marja.post(THAT_DAY, chosen)
    second = marja.post(THAT_DAY, chosen)

    assert second.status_code == 409
    told = list(Message.objects.values_list("kind", flat=True))
    assert (sorted(told), HoursOverride.objects.count()) == ([Kind.CHANGED, Kind.MOVED], 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": ""},
        {"act": "explode"},
        {"act": "x" * 5000},
        {"to": "teatime"},
        {"to": ""},
        {"to": "2027-03-09T09:00"},
        {"to": "0001-01-01T00:00:00+14:00"},
        {"to": "9999-12-31T23:59:59-14:00"},
        {"to": "2027-02-01T09:00:00+00:00"},
        {"to": "x" * 5000},
        {"to": "a\x00b"},
        {"version": "one"},
        {"version": "9" * 400},
        {"version": "-1"},
    ],
    ids=lambda wrong: repr(wrong)[:40],
)
def test_nonsense_changes_nothing_and_breaks_nothing(marja, joan, wrong):
    chosen = sent(joan) | {f"visit-{joan.pk}-{name}": value for name, value in wrong.items()}

    answer = marja.post(THAT_DAY, chosen | {"close": "on"})

    assert answer.status_code in (400, 409)
    assert where(joan) == (MONDAY, Status.CONFIRMED)
    assert not HoursOverride.objects.exists()


def test_a_choice_that_is_missing_is_asked_for(marja, joan):
    page = marja.post(THAT_DAY, sent(joan, "")).content.decode()

    assert "Choose what becomes of this visit." in page
    assert "<title>Error:" in page


@pytest.mark.parametrize("day", ["2027-02-28", "1999-01-01", "9999-12-31", "tomorrow", "\x00", "x" * 5000])
def test_a_day_that_makes_no_sense_is_today_and_says_so(marja, day):
    answer = marja.get(PAGE, {"day": day})

    assert answer.status_code == 200
    assert "This is today." in answer.content.decode()


def test_a_post_for_a_day_that_makes_no_sense_changes_nothing(marja):
    visit = ConfirmedFactory(starts_at=NOW + timedelta(hours=2))

    marja.post(f"{PAGE}?day=tomorrow", sent(visit) | {"close": "on"})

    assert where(visit) == (NOW + timedelta(hours=2), Status.CONFIRMED)
    assert not HoursOverride.objects.exists()


def test_answers_that_no_key_opens_leave_cancelling(marja, joan):
    spoil(joan.screening)

    page = marja.get(THAT_DAY)
    marja.post(THAT_DAY, sent(joan, "cancel"))

    assert "There is no time to move it to" in page.content.decode()
    assert page.context["rows"][0]["form"]["act"].value() == "cancel"
    assert where(joan) == (MONDAY, Status.CANCELLED)


def test_a_sum_that_is_not_there_leads_to_the_desk(marja):
    assert marja.get(DONE).url == reverse("admin:index")


@pytest.mark.parametrize("codename", ["change_booking", "add_hoursoverride"])
def test_who_may_not_do_all_of_it_does_none_of_it(marja, user, joan, codename):
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename=codename))

    asked, answer = marja.get(THAT_DAY), marja.post(THAT_DAY, sent(joan))

    assert (asked.status_code, answer.status_code) == (403, 403)
    assert where(joan) == (MONDAY, Status.CONFIRMED)


@pytest.mark.parametrize("url", [PAGE, DONE])
def test_a_stranger_is_sent_to_the_login(url):
    assert "login" in Browser().get(url).url


@pytest.mark.parametrize(("url", "method"), [(PAGE, "put"), (DONE, "post")])
def test_another_method_is_refused(marja, url, method):
    assert getattr(marja, method)(url).status_code == 405


@pytest.mark.parametrize("others", [1, 10, 5000])
def test_the_page_asks_the_database_as_often_however_full_the_diary_is(
    marja, joan, others, django_assert_max_num_queries
):
    Booking.objects.bulk_create(
        (_copy(joan, MONDAY + timedelta(days=3, hours=3 * n)) for n in range(others)), batch_size=500
    )

    with django_assert_max_num_queries(22):
        answer = marja.get(THAT_DAY)

    assert answer.status_code == 200


def _copy(booking, starts_at):
    copy = Booking.objects.get(pk=booking.pk)
    copy.pk, copy.reference, copy.starts_at = None, f"{int(starts_at.timestamp()) % 10**8:08}", starts_at
    copy.visit_on = copy.screened_for_on = starts_at.date()
    copy.blocked_from = starts_at - timedelta(minutes=15)
    copy.blocked_until = starts_at + timedelta(minutes=135)
    return copy
