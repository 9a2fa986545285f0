"""A day she cannot work: what is proposed, and that all of it happens or nothing."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail

from booking import emails, ill, lifecycle, outbox
from booking.ill import Act, Choice
from booking.lifecycle import Taken
from booking.models import Booking, BookingEvent, HoursOverride, Kind, Message, Status
from content.models import Practice
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory, HoursOverrideFactory
from tests.booking.test_admin_moving import OPERATION
from tests.booking.test_flow_tricks import spoil
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
# A Monday, like NOW's own day.
DAY = date(2027, 3, 8)
MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def she():
    return lifecycle.practitioner(UserFactory())


def at(hour, minute=0, day=MONDAY):
    return day.replace(hour=hour, minute=minute)


def proposed(day=DAY):
    return [(p.booking.pk, p.slot and p.slot.starts_at, p.is_held) for p in ill.propose(day, now=NOW)]


def choose(*bookings, act=Act.MOVE):
    """Choose what is proposed for each of these visits, and the same for all."""
    times = {p.booking.pk: p.slot and p.slot.starts_at for p in ill.propose(DAY, now=NOW)}
    return [Choice(booking.pk, booking.version, act, times[booking.pk]) for booking in bookings]


def carry_out(she, choices, *, closes=False):
    ill.carry_out(DAY, choices, closes=closes, by=she, now=NOW)


def where(*bookings):
    rows = Booking.objects.in_bulk([booking.pk for booking in bookings])
    return [(rows[booking.pk].starts_at, rows[booking.pk].status) for booking in bookings]


def test_each_visit_gets_the_next_free_time_and_none_gets_it_twice():
    first, second = ConfirmedFactory(starts_at=at(9)), ConfirmedFactory(starts_at=at(14))
    third = ConfirmedFactory(starts_at=at(11, 30))

    assert proposed() == [
        (first.pk, at(9, day=TUESDAY), False),
        (third.pk, at(11, 30, day=TUESDAY), False),
        (second.pk, at(14, day=TUESDAY), False),
    ]


def test_what_others_have_is_left_to_them():
    ConfirmedFactory(starts_at=at(9, day=TUESDAY))
    BookingFactory(starts_at=at(14, day=TUESDAY))
    visit = ConfirmedFactory(starts_at=at(9))

    assert proposed() == [(visit.pk, at(11, 30, day=TUESDAY), False)]


def test_a_visit_that_is_usually_shorter_needs_less_room():
    ConfirmedFactory(starts_at=at(11, day=TUESDAY))
    visit = ConfirmedFactory(starts_at=at(9), reserved_minutes=90)

    assert proposed() == [(visit.pk, at(9, day=TUESDAY), False)]


def test_a_client_keeps_the_usual_notice():
    visit = ConfirmedFactory(starts_at=NOW + timedelta(hours=2))

    assert proposed(NOW.date()) == [(visit.pk, NOW + timedelta(days=1), False)]


def test_the_limits_of_a_day_hold_for_what_is_proposed_too():
    first, second = ConfirmedFactory(starts_at=at(9)), ConfirmedFactory(starts_at=at(14))
    policy = first.treatment.policy
    policy.max_first_sessions = 1
    policy.save()

    assert proposed() == [
        (first.pk, at(9, day=TUESDAY), False),
        (second.pk, at(9, day=TUESDAY + timedelta(days=1)), False),
    ]


def test_a_day_that_would_hold_the_visit_is_avoided():
    answers = PLAIN_ANSWERS | {
        "had_operation": "yes",
        "operations": [{"year": 2026, "month": 12, "day": 10, "what": "a knee"}],
        "healed": "yes",
    }
    visit = ConfirmedFactory(starts_at=at(9), screening__answers=answers)

    assert proposed() == [(visit.pk, at(9, day=MONDAY + timedelta(days=2)), False)]


def test_where_every_day_would_hold_it_the_next_one_says_so():
    visit = ConfirmedFactory(starts_at=at(9), screening__answers=OPERATION)

    assert proposed() == [(visit.pk, at(9, day=TUESDAY), True)]


def test_a_request_moves_to_the_next_day_that_asks_no_more_of_her():
    held = HeldFactory(starts_at=at(9), screening__answers=OPERATION)

    assert proposed() == [(held.pk, at(9, day=TUESDAY), False)]


def test_a_request_keeps_its_longer_notice():
    held = HeldFactory(starts_at=NOW + timedelta(hours=3), held_until=NOW + timedelta(hours=2))

    assert proposed(NOW.date()) == [(held.pk, NOW + timedelta(days=2), False)]


def test_where_nothing_is_free_for_weeks_no_time_is_proposed():
    for n in range(1, ill.DAYS_AHEAD + 1):
        HoursOverrideFactory(day=DAY + timedelta(days=n))
    visit = ConfirmedFactory(starts_at=at(9))

    assert proposed() == [(visit.pk, None, False)]


def test_answers_that_no_key_opens_cannot_be_judged_for_another_day():
    visit = ConfirmedFactory(starts_at=at(9))
    spoil(visit.screening)

    assert proposed() == [(visit.pk, None, False)]


def test_what_has_begun_or_ended_or_is_elsewhere_is_left_alone():
    ConfirmedFactory(starts_at=NOW - timedelta(hours=1))
    ConfirmedFactory(starts_at=NOW + timedelta(hours=2), status=Status.CANCELLED)
    HeldFactory(starts_at=NOW + timedelta(hours=5), held_until=NOW)
    BookingFactory(starts_at=NOW + timedelta(hours=8))
    ConfirmedFactory(starts_at=at(9))

    assert proposed(NOW.date()) == []


def test_all_is_moved_cancelled_and_closed_in_one_step(she):
    moved, cancelled, left = (ConfirmedFactory(starts_at=at(hour)) for hour in (9, 12, 15))
    choices = choose(moved) + choose(cancelled, act=Act.CANCEL) + choose(left, act=Act.LEAVE)

    carry_out(she, choices, closes=True)

    assert where(moved, cancelled, left) == [
        (at(9, day=TUESDAY), Status.CONFIRMED),
        (at(12), Status.CANCELLED),
        (at(15), Status.CONFIRMED),
    ]
    change = HoursOverride.objects.get()
    assert (change.change, change.note) == ((DAY, True, None, None), "Closed")
    assert set(Message.objects.values_list("booking", "kind")) == {
        (moved.pk, Kind.MOVED),
        (moved.pk, Kind.CHANGED),
        (cancelled.pk, Kind.CANCELLED),
    }


def test_why_is_noted_as_hers_and_not_as_the_clients(she):
    moved, cancelled = ConfirmedFactory(starts_at=at(9)), ConfirmedFactory(starts_at=NOW + timedelta(days=7))

    carry_out(she, choose(moved) + choose(cancelled, act=Act.CANCEL))

    assert set(BookingEvent.objects.values_list("booking", "why", "by")) == {
        (moved.pk, "away", she.user.pk),
        (cancelled.pk, "called_off", she.user.pk),
    }


def test_when_one_time_is_taken_meanwhile_nothing_happens_at_all(she):
    first, second, third = (ConfirmedFactory(starts_at=at(hour)) for hour in (9, 12, 15))
    choices = choose(first, act=Act.CANCEL) + choose(second, third)
    ConfirmedFactory(starts_at=choices[2].starts_at)

    with pytest.raises(Taken):
        carry_out(she, choices, closes=True)

    assert where(first, second, third) == [(at(h), Status.CONFIRMED) for h in (9, 12, 15)]
    assert not HoursOverride.objects.exists()
    assert not Message.objects.exists()
    assert not BookingEvent.objects.exists()


@pytest.mark.parametrize(
    "happens",
    [
        lambda visit: ConfirmedFactory(starts_at=at(14)),
        lambda visit: Booking.objects.filter(pk=visit.pk).update(version=2),
        lambda visit: Booking.objects.filter(pk=visit.pk).update(status=Status.CANCELLED),
    ],
    ids=["somebody was booked", "it was moved", "it was cancelled"],
)
def test_a_day_that_has_changed_meanwhile_is_shown_again(she, happens):
    visit = ConfirmedFactory(starts_at=at(9))
    choices = choose(visit)
    happens(visit)

    with pytest.raises(ill.DayChanged):
        carry_out(she, choices, closes=True)

    assert not HoursOverride.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("starts_at", [NOW - timedelta(days=1), at(9)], ids=["past", "where it is"])
def test_a_time_that_is_none_changes_nothing(she, starts_at):
    visit = ConfirmedFactory(starts_at=at(9))

    with pytest.raises(lifecycle.NotAllowed):
        carry_out(she, [Choice(visit.pk, 1, Act.MOVE, starts_at)], closes=True)

    assert not HoursOverride.objects.exists()


def test_the_rest_of_today_is_closed_from_now_on():
    assert ill.closing(NOW.date(), now=NOW) == (NOW.date(), True, time(12), time(17))


def test_a_visit_that_is_running_is_not_closed_over():
    ConfirmedFactory(starts_at=NOW - timedelta(minutes=30))

    assert ill.closing(NOW.date(), now=NOW) == (NOW.date(), True, time(13, 30), time(17))


@pytest.mark.parametrize("hours", [5, 11.5], ids=["after work", "at midnight"])
def test_after_work_there_is_nothing_to_close(hours):
    assert ill.closing(NOW.date(), now=NOW + timedelta(hours=hours)) is None


def test_a_day_that_is_closed_is_not_closed_twice(she):
    HoursOverrideFactory(day=DAY)
    visit = ConfirmedFactory(starts_at=at(9))

    carry_out(she, choose(visit), closes=True)

    assert HoursOverride.objects.count() == 1


def test_a_day_that_she_leaves_open_stays_open(she):
    visit = ConfirmedFactory(starts_at=at(9))

    carry_out(she, choose(visit, act=Act.CANCEL), closes=False)

    assert not HoursOverride.objects.exists()


def test_the_mails_say_no_more_than_that_she_is_away(she):
    Practice.objects.create(name="NPM practice", practitioner="Marja", email="marja@example.com")
    moved = ConfirmedFactory(starts_at=at(9), client=ClientFactory(email="moved@example.com"))
    held = ConfirmedFactory(
        starts_at=at(12), client=ClientFactory(email="held@example.com"), screening__answers=OPERATION
    )
    cancelled = ConfirmedFactory(starts_at=at(15), client=ClientFactory(email="cancelled@example.com"))

    carry_out(she, choose(moved, held) + choose(cancelled, act=Act.CANCEL), closes=True)
    outbox.send_due(now=NOW)

    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "I am sorry: I cannot be there on Monday 8 March." in letters["moved@example.com"]
    assert "I am sorry: I cannot be there on Monday 8 March." in letters["held@example.com"]
    assert "I am sorry: I cannot be there that day." in letters["cancelled@example.com"]
    assert letters["cancelled@example.com"].count("March") >= 4, "its own day and three free times"
    assert not any(re.search(r"\b(ill|sick|unwell|health)\b", body) for body in letters.values())


def test_who_wanted_the_move_does_not_read_that_she_is_away(she):
    visit = ConfirmedFactory(starts_at=at(9))
    carry_out(she, choose(visit))
    visit.refresh_from_db()
    screening = visit.screening
    lifecycle.reschedule(visit, at(12, day=TUESDAY), screening=screening, by=she, now=NOW)

    letter = emails.client.moved(visit, NOW)

    assert "I cannot be there" not in letter.body
