"""Several sessions booked in one step: all or none, each judged for its own day, and told of in one mail."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core import mail

from booking import lifecycle, on_file, outbox, series, when
from booking.lifecycle import CLIENT
from booking.models import Booking, Series, Status
from booking.planning import Wish
from booking.series import Asked
from content.models import Practice
from tests.booking.factories import NOW, BookingFactory, HoursOverrideFactory
from tests.booking.test_next_visit import been
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.usefixtures("open_week")
KEY = uuid4()
THREE = Asked(3, Wish(weekday=1, part="morning"))


@pytest.fixture
def client():
    """Somebody whose first visit was on Saturday."""
    client = ClientFactory(name="Joan Example", email="joan@example.com")
    been(client)
    return client


@pytest.fixture
def her():
    return lifecycle.practitioner(UserFactory())


def proposed(client, asked=THREE, now=NOW):
    return series.propose(on_file.of(client, now=now), asked)


def chosen(client, asked=THREE):
    return replace(asked, kept=proposed(client, asked).starts)


def book(client, asked=None, *, key=KEY, by=CLIENT, now=NOW):
    read = partial(series.of_client, client, now=now)
    return series.book(read, asked or chosen(client), key=key, by=by, now=now)


def days(bookings):
    return [booking.visit_on.isoformat() for booking in bookings]


def ahead():
    return Booking.objects.filter(starts_at__gt=NOW, status__in=(Status.CONFIRMED, Status.HELD))


def test_what_is_proposed_is_booked_each_as_a_visit_of_its_own(client):
    bookings = book(client)

    assert days(bookings) == ["2027-03-09", "2027-03-16", "2027-04-06"]
    assert {booking.status for booking in bookings} == {Status.CONFIRMED}
    assert len({booking.together for booking in bookings}) == 1
    assert [one.wanted for one in Series.objects.all()] == [3]
    assert {booking.series for booking in bookings} == set(Series.objects.all())
    assert [booking.screening.visit_on for booking in bookings] == [one.visit_on for one in bookings]


def test_the_clock_on_the_wall_stays_although_the_clocks_change(client):
    bookings = book(client)

    assert {when.clock24(booking.starts_at) for booking in bookings} == {"09:00"}
    assert [booking.starts_at.hour for booking in bookings] == [9, 9, 8]


def test_ten_presses_book_once(client):
    asked = chosen(client)

    booked = [book(client, asked) for _press in range(10)]

    assert ahead().count() == 3
    assert all(one == booked[0] for one in booked)
    assert Series.objects.count() == 1


def test_one_that_is_taken_meanwhile_books_none_and_the_rest_is_kept(client):
    asked = chosen(client)
    BookingFactory(starts_at=asked.kept[1], expires_at=NOW + timedelta(minutes=15))

    with pytest.raises(series.Changed) as changed:
        book(client, asked)

    anew = changed.value.plan.starts
    assert (anew[0], anew[2]) == (asked.kept[0], asked.kept[2])
    assert anew[1] != asked.kept[1]
    assert not ahead().exists()
    assert not Series.objects.exists()


def test_times_that_were_never_proposed_are_not_booked(client):
    first, *rest = chosen(client).kept
    asked = Asked(3, THREE.wish, (first + timedelta(minutes=7), *rest))

    with pytest.raises(series.Changed):
        book(client, asked)

    assert not ahead().exists()


def test_a_swapped_date_is_booked_as_chosen(client):
    plan = proposed(client)
    other = plan.proposals[1].neighbours[0].starts_at
    asked = replace(THREE, kept=(plan.starts[0], other, plan.starts[2]))

    bookings = book(client, asked)

    assert bookings[1].starts_at == other


def test_answers_that_need_reading_hold_all_of_them(client):
    been(client, days=1, answers={"symptoms": "yes"})

    bookings = book(client)

    assert {booking.status for booking in bookings} == {Status.HELD}


def test_nothing_is_proposed_before_the_day_she_has_noted(client):
    client.not_before_on = (NOW + timedelta(days=40)).date()
    client.save()

    plan = proposed(client)

    assert plan.is_whole
    assert min(start.date() for start in plan.starts) >= client.not_before_on


def test_what_is_closed_is_gone_round(client):
    HoursOverrideFactory(day=proposed(client).starts[0].date())

    assert days(book(client))[0] != "2027-03-09"


def test_each_proposal_is_one_that_the_page_of_times_shows(client):
    file = on_file.of(client, now=NOW)

    for start in proposed(client, Asked(5)).starts:
        assert start in file.free(start.date(), 1)


def test_a_client_has_their_own_spacing(client):
    client.days_apart_from, client.days_apart_until = 21, 35
    client.save()

    starts = proposed(client).starts

    assert [(after - before).days for before, after in pairwise(starts)] == [28, 28]


def test_she_books_it_by_hand_and_the_rules_for_clients_do_not_bind_her(client, her):
    client.days_apart_from, client.days_apart_until = 60, 70
    client.save()
    file = on_file.of(client, now=NOW)
    asked = Asked(4, Wish(weekday=1))
    plan = series.propose_by_hand(file, asked)

    bookings = book(client, replace(asked, kept=plan.starts), by=her)

    assert len(bookings) == 4
    assert bookings[-1].crossed == ["window"]


def test_one_mail_lists_all_of_it(client):
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    book(client)

    outbox.send_due(now=NOW)

    letter = next(one for one in mail.outbox if one.to == ["joan@example.com"])
    assert letter.subject == "Your 3 sessions from Tuesday 9 March"
    assert "- Tuesday 6 April 2027, 9am\n" in letter.body
    assert len(letter.attachments) == 3


def test_planning_five_takes_six_queries_in_a_full_diary(client, django_assert_max_num_queries):
    for day in range(2, 60):
        BookingFactory(starts_at=NOW + timedelta(days=day), expires_at=NOW + timedelta(days=9))
    file = on_file.of(client, now=NOW)

    with django_assert_max_num_queries(6):
        plan = series.propose(file, Asked(5))

    assert plan.is_whole
