"""Free times are offered to those who wait: one time to one person, first come first served."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from booking import lifecycle, offers
from booking.models import Booking, HoursOverride, Kind, Message, Status, Treatment, WaitlistEntry
from intake import records
from intake.models import Screening
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.booking.rows import again, fails, kinds
from tests.booking.waits import (
    MONDAY,
    NEXT_MONDAY,
    OPERATED,
    SYMPTOMS,
    UNTIL,
    offered,
    one_time_a_week,
    the_offer,
    waiting,
)
from tests.intake.factories import ClientFactory, ScreeningFactory

pytestmark = pytest.mark.django_db
Ended = WaitlistEntry.Ended


@pytest.fixture(autouse=True)
def practice():
    one_time_a_week()


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


class TestWho:
    def test_a_free_time_is_kept_for_whoever_has_waited_longest(self):
        second, first = waiting(2), waiting(1)

        assert offers.sweep(now=NOW) == 1

        assert offered() == [(first, MONDAY, UNTIL)]
        assert the_offer().client == first.client
        assert not second.offers.exists()

    def test_nobody_is_offered_a_second_time_while_the_first_stands(self):
        waiting(until_on=NEXT_MONDAY.date())
        offers.sweep(now=NOW)

        assert offers.sweep(now=NOW) == 0

        assert [starts_at for _entry, starts_at, _until in offered()] == [MONDAY]

    def test_two_free_times_go_to_two_people_in_one_sweep(self):
        first, second = waiting(1, until_on=NEXT_MONDAY.date()), waiting(2, until_on=NEXT_MONDAY.date())

        assert offers.sweep(now=NOW) == 2

        assert offered() == [(first, MONDAY, UNTIL), (second, NEXT_MONDAY, UNTIL)]

    def test_whom_no_mail_reaches_is_passed_over(self):
        waiting(1, client=ClientFactory(email=""))
        second = waiting(2)

        offers.sweep(now=NOW)

        assert [entry for entry, _starts_at, _until in offered()] == [second]

    @pytest.mark.parametrize("lacks", ["consent", "age"])
    def test_whose_answers_carry_no_visit_is_passed_over(self, lacks):
        entry, second = waiting(1), waiting(2)
        consent = entry.client.consents.get()
        if lacks == "consent":
            records.withdraw_consent(consent, now=NOW)
        else:
            QuerySet(Screening).filter(client=entry.client).update(answered_at=NOW - timedelta(days=367))

        offers.sweep(now=NOW)

        assert [entry for entry, _starts_at, _until in offered()] == [second]

    def test_whoever_has_left_is_offered_nothing(self):
        waiting(ended_at=NOW, ended_why=Ended.LEFT)

        assert offers.sweep(now=NOW) == 0

    @pytest.mark.parametrize("why", [offers.REFUSED, "ran_out"])
    def test_a_time_is_not_offered_twice_to_the_same_person(self, why):
        waiting()
        offers.sweep(now=NOW)
        if why == offers.REFUSED:
            offers.refuse(the_offer(), now=NOW)
        else:
            lifecycle.lapse_run_out(now=UNTIL)

        assert offers.sweep(now=UNTIL) == 0

        assert offered() == []


class TestWhich:
    def test_the_wishes_decide(self):
        waiting(weekdays=[1], until_on=NEXT_MONDAY.date())
        waiting(parts=["evening"], until_on=NEXT_MONDAY.date())
        waiting(from_on=date(2027, 3, 9), until_on=date(2027, 3, 14))

        assert offers.sweep(now=NOW) == 0

    def test_what_is_taken_or_closed_or_past_the_window_is_not_offered(self):
        ConfirmedFactory(starts_at=MONDAY)
        HoursOverride.objects.create(day=NEXT_MONDAY.date())
        waiting(until_on=NEXT_MONDAY.date())
        waiting(from_on=date(2027, 9, 1), until_on=date(2027, 9, 30))

        assert offers.sweep(now=NOW) == 0

    def test_what_is_too_near_for_the_notice_of_either_is_not_offered(self):
        waiting(notice_hours=72)
        near = MONDAY - timedelta(hours=48)

        assert offers.sweep(now=near) == 0

        WaitlistEntry.objects.update(notice_hours=1)
        assert offers.sweep(now=MONDAY - timedelta(hours=25)) == 0
        assert offers.sweep(now=near) == 1
        assert the_offer().expires_at == near + timedelta(hours=2)

    def test_an_offer_ends_when_the_notice_begins(self):
        waiting()
        now = MONDAY - timedelta(hours=68)

        offers.sweep(now=now)

        assert the_offer().expires_at == MONDAY - timedelta(hours=48)

    def test_a_day_that_comes_too_soon_after_an_operation_is_not_offered(self):
        """Operated on 10 January: from 10 March on it can be considered."""
        entry = waiting(answers=OPERATED, until_on=NEXT_MONDAY.date())

        offers.sweep(now=NOW)

        assert offered() == [(entry, NEXT_MONDAY, UNTIL)]

    def test_a_day_that_is_read_first_is_offered_48_hours_before_and_not_later(self):
        waiting(answers=SYMPTOMS, notice_hours=24)

        assert offers.sweep(now=MONDAY - timedelta(hours=49)) == 0
        assert offers.sweep(now=MONDAY - timedelta(hours=68)) == 1

        assert the_offer().expires_at == MONDAY - timedelta(hours=48)

    def test_newer_answers_count_beside_those_they_began_to_wait_with(self):
        entry = waiting(until_on=NEXT_MONDAY.date())
        ScreeningFactory(client=entry.client, answers=OPERATED, created_at=NOW)

        offers.sweep(now=NOW)

        assert offered() == [(entry, NEXT_MONDAY, UNTIL)]

    def test_older_answers_are_not_loosened_by_newer_ones(self):
        entry = waiting(answers=OPERATED, until_on=NEXT_MONDAY.date())
        ScreeningFactory(client=entry.client, created_at=NOW)

        offers.sweep(now=NOW)

        assert offered() == [(entry, NEXT_MONDAY, UNTIL)]

    def test_a_session_keeps_its_distance_to_the_one_before(self):
        """Seven days after the first."""
        entry = waiting(until_on=NEXT_MONDAY.date())
        ConfirmedFactory(
            client=entry.client, starts_at=MONDAY - timedelta(days=3), created_at=NOW - timedelta(days=9)
        )

        offers.sweep(now=NOW)

        assert offered() == [(entry, NEXT_MONDAY, UNTIL)]

    def test_the_distance_is_the_clients_own_where_she_has_set_one(self):
        client = ClientFactory(days_apart_from=3, days_apart_until=9)
        entry = waiting(client=client)
        ConfirmedFactory(
            client=client, starts_at=MONDAY - timedelta(days=3), created_at=NOW - timedelta(days=9)
        )

        offers.sweep(now=NOW)

        assert offered() == [(entry, MONDAY, UNTIL)]

    def test_only_an_earlier_time_takes_the_place_of_a_visit(self):
        own = ConfirmedFactory(starts_at=NEXT_MONDAY, created_at=NOW - timedelta(days=9))
        entry = waiting(client=own.client, instead_of=own, until_on=date(2027, 3, 31))
        ConfirmedFactory(starts_at=MONDAY)

        assert offers.sweep(now=NOW) == 0

        Booking.objects.filter(starts_at=MONDAY).update(status=Status.CANCELLED)
        offers.sweep(now=NOW)
        assert offered() == [(entry, MONDAY, UNTIL)]

    def test_a_visit_that_is_too_near_to_move_is_not_offered_another_place(self):
        own = ConfirmedFactory(starts_at=NEXT_MONDAY, created_at=NOW - timedelta(days=9))
        waiting(client=own.client, instead_of=own)
        own.treatment.policy.move_hours = 24 * 14
        own.treatment.policy.save()

        assert offers.sweep(now=NOW) == 0

    def test_it_is_as_long_as_this_person_needs(self):
        waiting(client=ClientFactory(usual_minutes=90))

        offers.sweep(now=NOW)

        assert the_offer().reserved_minutes == 90


class TestAnOffer:
    def test_it_is_a_booking_that_keeps_its_time(self):
        entry = waiting()
        offers.sweep(now=NOW)

        with pytest.raises(lifecycle.Taken):
            lifecycle.reserve(entry.treatment, MONDAY, draft_key=uuid4(), now=NOW)

        offer = the_offer()
        assert [(event.to_status, event.actor) for event in offer.events.all()] == [("offered", "system")]
        assert kinds(offer) == {Kind.OFFER}
        assert (offer.screening, offer.price) == (None, entry.treatment.price.amount)

    def test_run_out_it_goes_to_the_next_and_the_first_keeps_the_place(self):
        first, second = waiting(1), waiting(2)
        offers.sweep(now=NOW)
        gone = the_offer()

        lifecycle.lapse_run_out(now=UNTIL)

        assert [entry for entry, _starts_at, _until in offered()] == [second]
        assert again(gone).status == Status.LAPSED
        assert kinds(gone) == {Kind.OFFER, Kind.OFFER_OVER}
        first.refresh_from_db()
        assert first.ended_at is None

    def test_run_out_it_is_in_nobodys_way_without_the_worker(self):
        entry = waiting()
        offers.sweep(now=NOW)
        gone = the_offer()

        lifecycle.reserve(entry.treatment, MONDAY, draft_key=uuid4(), now=UNTIL)

        assert again(gone).status == Status.LAPSED
        assert Kind.OFFER_OVER in kinds(gone)

    def test_whoever_takes_a_time_that_has_run_out_comes_before_those_who_wait(self):
        """They see it as free: what they ask for is not given away under their hands."""
        first, _second = waiting(1), waiting(2)
        offers.sweep(now=NOW)

        booking = lifecycle.reserve(first.treatment, MONDAY, draft_key=uuid4(), now=UNTIL)

        assert booking.status == Status.RESERVED
        assert offered() == []

    def test_a_cancelled_visit_is_offered_in_the_same_step(self):
        visit = ConfirmedFactory(starts_at=MONDAY)
        entry = waiting()

        lifecycle.cancel(visit, by=lifecycle.CLIENT, now=NOW)

        assert offered() == [(entry, MONDAY, UNTIL)]

    def test_a_fault_while_offering_breaks_no_cancelling_and_is_logged_without_words(
        self, monkeypatch, caplog
    ):
        visit = ConfirmedFactory(starts_at=MONDAY)
        waiting()
        monkeypatch.setattr(offers, "Seeker", fails)

        lifecycle.cancel(visit, by=lifecycle.CLIENT, now=NOW)

        assert again(visit).status == Status.CANCELLED
        assert kinds(visit) >= {Kind.CANCELLED}
        assert "offer: RuntimeError at " in caplog.text
        assert "This step fails" not in caplog.text

    def test_another_start_of_the_same_draft_is_not_given_away_in_between(self):
        """Their first time is free again only once they have the second, half of which lies in it."""
        treatment = waiting().treatment
        Treatment.objects.filter(pk=treatment.pk).update(reserved_minutes=90)
        treatment.refresh_from_db()
        key = uuid4()
        lifecycle.reserve(treatment, MONDAY, draft_key=key, now=NOW)

        booking = lifecycle.reserve(treatment, MONDAY + timedelta(minutes=30), draft_key=key, now=NOW)

        assert booking.status == Status.RESERVED
        assert offered() == []


class TestByHand:
    def test_any_time_can_be_offered_and_the_rules_it_crosses_are_named(self, she):
        entry = waiting(weekdays=[1])
        tuesday = MONDAY + timedelta(days=1, hours=3)

        offer = offers.offer_by_hand(entry, tuesday, by=she, now=NOW)

        assert offered() == [(entry, tuesday, UNTIL)]
        assert offer.crossed == ["closed"]
        assert kinds(offer) == {Kind.OFFER}

    def test_it_ends_before_it_starts(self, she):
        soon = NOW + timedelta(hours=1)

        offers.offer_by_hand(waiting(), soon, by=she, now=NOW)

        assert the_offer().expires_at == soon

    def test_a_time_that_somebody_has_cannot_be_offered(self, she):
        HeldFactory(starts_at=MONDAY)

        with pytest.raises(lifecycle.Taken):
            offers.offer_by_hand(waiting(), MONDAY + timedelta(hours=1), by=she, now=NOW)

    def test_a_second_one_waits_for_the_answer_to_the_first(self, she):
        entry = waiting()
        offers.sweep(now=NOW)

        with pytest.raises(offers.HasOffer):
            offers.offer_by_hand(entry, NEXT_MONDAY, by=she, now=NOW)

    @pytest.mark.parametrize("starts_at", [NOW, NOW - timedelta(days=1)], ids=["now", "past"])
    def test_a_time_that_is_past_cannot_be_offered(self, she, starts_at):
        with pytest.raises(lifecycle.NotAllowed):
            offers.offer_by_hand(waiting(), starts_at, by=she, now=NOW)

    def test_whoever_has_left_is_not_there_to_be_offered_anything(self, she):
        entry = waiting(ended_at=NOW, ended_why=Ended.LEFT)

        with pytest.raises(lifecycle.NotAllowed):
            offers.offer_by_hand(entry, MONDAY, by=she, now=NOW)

    def test_taken_back_it_is_offered_on_and_they_hear_of_it(self, she):
        first, second = waiting(1), waiting(2)
        offers.sweep(now=NOW)
        offer = the_offer()

        offers.withdraw(offer, by=she, now=NOW)

        assert [entry for entry, _starts_at, _until in offered()] == [second]
        assert kinds(offer) == {Kind.OFFER, Kind.OFFER_OVER}
        assert offers.open_offer(first, now=NOW) is None

    def test_cancelled_in_the_diary_it_is_no_visit_that_was_cancelled(self, she):
        waiting()
        offers.sweep(now=NOW)
        offer = the_offer()

        lifecycle.cancel(offer, by=she, now=NOW)

        assert again(offer).status == Status.LAPSED
        assert kinds(offer) == {Kind.OFFER, Kind.OFFER_OVER}

    def test_only_she_offers_by_hand(self):
        with pytest.raises(lifecycle.NotAllowed):
            offers.offer_by_hand(waiting(), MONDAY, by=lifecycle.CLIENT, now=NOW)


class TestWhatEndsAWait:
    def test_booking_a_time_in_the_days_wished_for_ends_it_and_frees_what_was_offered(self):
        entry = waiting(until_on=NEXT_MONDAY.date())
        offers.sweep(now=NOW)
        offer = the_offer()
        ConfirmedFactory(client=entry.client, starts_at=NEXT_MONDAY, created_at=NOW)

        offers.sweep(now=NOW)

        entry.refresh_from_db()
        assert (entry.ended_at, entry.ended_why) == (NOW, Ended.BOOKED)
        assert again(offer).status == Status.LAPSED

    def test_booking_a_later_time_waits_on_for_one_in_place_of_it(self):
        entry = waiting()
        later = ConfirmedFactory(client=entry.client, starts_at=NEXT_MONDAY, created_at=NOW)

        offers.sweep(now=NOW)

        entry.refresh_from_db()
        assert (entry.ended_at, entry.instead_of) == (None, later)
        assert offered() == [(entry, MONDAY, UNTIL)]

    @pytest.mark.parametrize("other", ["treatment", "client", "before"])
    def test_another_booking_changes_nothing(self, other, request):
        entry = waiting()
        about = {
            "treatment": {"client": entry.client, "treatment__slug": "another"},
            "client": {},
            "before": {"client": entry.client, "created_at": entry.created_at},
        }
        ConfirmedFactory(**{"created_at": NOW} | about[other], starts_at=MONDAY + timedelta(hours=5))

        offers.sweep(now=NOW)

        entry.refresh_from_db()
        assert entry.ended_at is None

    def test_when_the_days_are_over_they_are_told(self):
        entry = waiting()

        assert offers.sweep(now=MONDAY + timedelta(hours=14)) == 0
        entry.refresh_from_db()
        assert entry.ended_at is None

        offers.sweep(now=MONDAY + timedelta(hours=15))
        entry.refresh_from_db()
        assert entry.ended_why == Ended.OVER
        assert [message.kind for message in entry.messages.all()] == [Kind.WAIT_OVER]

    def test_a_visit_given_back_leaves_its_client_waiting_for_any_of_their_days(self):
        own = ConfirmedFactory(starts_at=MONDAY, created_at=NOW - timedelta(days=9))
        entry = waiting(client=own.client, instead_of=own, until_on=NEXT_MONDAY.date())

        lifecycle.cancel(own, by=lifecycle.CLIENT, now=NOW)
        offers.sweep(now=NOW)

        assert offered() == [(entry, MONDAY, UNTIL)]


class TestCost:
    def test_a_round_with_nobody_waiting_is_one_query(self):
        for n in range(3):
            ConfirmedFactory(starts_at=MONDAY + timedelta(days=7 * n))

        with CaptureQueriesContext(connection) as queries:
            offers.sweep(now=NOW)

        assert len(queries) == 1

    def test_those_for_whom_nothing_is_free_cost_nothing_each(self):
        ConfirmedFactory(starts_at=MONDAY)
        counts = []
        for more in (1, 9):
            for _n in range(more):
                waiting()
            with CaptureQueriesContext(connection) as queries:
                offers.sweep(now=NOW)
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 16

    def test_each_whose_answers_have_to_be_looked_at_costs_a_few(self):
        counts = []
        for more in (1, 1, 8):
            for n in range(more):
                waiting(n, answers=OPERATED)
            with CaptureQueriesContext(connection) as queries:
                offers.sweep(now=NOW)
            counts.append(len(queries))

        assert counts[2] - counts[1] == 8 * (counts[1] - counts[0])
        assert counts[1] - counts[0] <= 10
        assert not Message.objects.exists()
