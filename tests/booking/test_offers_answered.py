"""An offer is taken up, let go or runs out: once, and its time is never lost."""

import re
from datetime import timedelta

import pytest

from booking import availability, lifecycle, links, merging, offers, outbox, places
from booking.ahead import MOST
from booking.lifecycle import NotAllowed
from booking.models import Booking, Kind, Purpose, Status, WaitlistEntry
from booking.on_file import AskAgain
from content.models import Practice
from intake import records
from tests.booking.factories import NOW, ConfirmedFactory, FollowUpFactory
from tests.booking.rows import again, kinds
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
BEFORE = NOW - timedelta(days=9)


@pytest.fixture(autouse=True)
def practice():
    one_time_a_week()
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


def offer_to(entry, now=NOW):
    offers.sweep(now=now)
    offer = the_offer()
    assert offer.entry == entry
    return offer


def ended(entry):
    entry.refresh_from_db()
    return entry.ended_at, entry.ended_why


def of_one_who_has_a_visit(**changes):
    """Return a visit on the second Monday, and the wait of its client for an earlier one."""
    screening = ScreeningFactory(visit_on=NEXT_MONDAY.date(), created_at=BEFORE)
    about = {"client": screening.client, "screening": screening, "created_at": BEFORE}
    own = ConfirmedFactory(**about | changes, starts_at=NEXT_MONDAY)
    return own, waiting(client=own.client, instead_of=own, screening=own.screening)


class TestAccept:
    def test_it_becomes_a_visit_of_whoever_waited(self):
        entry = waiting()

        visit = offers.accept(offer_to(entry), now=NOW)

        visit = again(visit)
        assert (visit.status, visit.starts_at, visit.expires_at) == (Status.CONFIRMED, MONDAY, None)
        assert visit.screening.visit_on == visit.screened_for_on == visit.visit_on == MONDAY.date()
        assert kinds(visit) == {Kind.OFFER, Kind.CONFIRMED, Kind.OFFER_TAKEN, Kind.CHANGED}
        assert ended(entry) == (NOW, Ended.BOOKED)

    def test_something_found_since_makes_it_a_request(self):
        entry = waiting()
        offer = offer_to(entry)
        ScreeningFactory(client=entry.client, answers=SYMPTOMS, created_at=NOW)

        visit = offers.accept(offer, now=NOW)

        visit = again(visit)
        assert (visit.status, visit.held_until) == (Status.HELD, MONDAY - timedelta(hours=24))
        assert visit.needs_review
        assert kinds(visit) >= {Kind.HELD, Kind.NEW_REQUEST}
        assert ended(entry) == (NOW, Ended.BOOKED)

    def test_a_request_for_a_time_that_is_near_is_kept_until_it_starts(self, she):
        entry = waiting(answers=SYMPTOMS)
        offer = offers.offer_by_hand(entry, MONDAY, by=she, now=MONDAY - timedelta(hours=23))

        visit = offers.accept(offer, now=MONDAY - timedelta(hours=22))

        assert (visit.status, visit.held_until) == (Status.HELD, MONDAY)

    def test_pressing_twice_takes_it_once(self):
        offer = offer_to(waiting())

        first, second = offers.accept(offer, now=NOW), offers.accept(offer, now=NOW)

        assert first == second
        assert first.events.count() == 2
        assert first.client.screenings.count() == 2

    def test_what_has_run_out_cannot_be_taken(self):
        entry = waiting()
        offer = offer_to(entry)

        with pytest.raises(NotAllowed):
            offers.accept(offer, now=UNTIL)

        assert ended(entry) == (None, "")

    @pytest.mark.parametrize("gone", ["refused", "left", "withdrawn"])
    def test_what_is_gone_cannot_be_taken(self, gone, she):
        entry = waiting()
        offer = offer_to(entry)
        if gone == "refused":
            offers.refuse(offer, now=NOW)
        elif gone == "left":
            places.end(entry, Ended.LEFT, now=NOW, by=lifecycle.CLIENT)
        else:
            offers.withdraw(offer, by=she, now=NOW)

        with pytest.raises(NotAllowed):
            offers.accept(offer, now=NOW)

    def test_answers_that_may_not_be_used_any_more_take_up_nothing(self):
        entry = waiting()
        offer = offer_to(entry)
        records.withdraw_consent(entry.client.consents.get(), now=NOW)

        with pytest.raises(AskAgain):
            offers.accept(offer, now=NOW)

        assert again(offer).status == Status.OFFERED

    def test_as_many_visits_as_can_be_booked_online_are_enough(self):
        entry = waiting()
        offer = offer_to(entry)
        for n in range(MOST):
            ConfirmedFactory(
                client=entry.client, starts_at=MONDAY + timedelta(days=30 + n), created_at=entry.created_at
            )

        with pytest.raises(lifecycle.TooMany):
            offers.accept(offer, now=NOW)

        assert again(offer).status == Status.OFFERED

    def test_whoever_has_been_here_since_gets_a_follow_up(self):
        FollowUpFactory()
        entry = waiting()
        offer = offer_to(entry)
        entry.client.treated_before = True
        entry.client.save()

        visit = offers.accept(offer, now=NOW)

        assert (visit.treatment.slug, visit.price, visit.is_first) == ("follow-up", 92, False)


class TestInsteadOfAVisit:
    def test_that_visit_moves_and_its_old_time_is_offered_on(self):
        own, entry = of_one_who_has_a_visit()
        next_one = waiting(1, from_on=NEXT_MONDAY.date(), until_on=NEXT_MONDAY.date())
        offer = offer_to(entry)

        visit = offers.accept(offer, now=NOW)

        own = again(own)
        assert visit == own
        assert (own.status, own.starts_at, own.version) == (Status.CONFIRMED, MONDAY, 2)
        assert kinds(own) == {Kind.MOVED, Kind.MOVED_BY_CLIENT, Kind.CHANGED}
        assert (again(offer).status, kinds(offer)) == (Status.CANCELLED, {Kind.OFFER})
        assert offered() == [(next_one, NEXT_MONDAY, UNTIL)]
        assert ended(entry) == (NOW, Ended.BOOKED)

    def test_pressing_twice_moves_it_once(self):
        own, entry = of_one_who_has_a_visit()
        offer = offer_to(entry)

        first, second = offers.accept(offer, now=NOW), offers.accept(offer, now=NOW)

        assert first == second == own
        assert again(own).version == 2

    def test_what_the_earlier_day_finds_holds_it(self):
        """In March the operation is two months ago; the visit in May needed no reading."""
        later = MONDAY + timedelta(days=70)
        screening = ScreeningFactory(visit_on=later.date(), answers=OPERATED, created_at=BEFORE)
        own = ConfirmedFactory(
            client=screening.client, screening=screening, starts_at=later, created_at=BEFORE
        )
        entry = waiting(client=own.client, screening=screening, instead_of=own, until_on=NEXT_MONDAY.date())

        visit = offers.accept(offer_to(entry), now=NOW)

        assert (visit.pk, visit.starts_at, visit.status) == (own.pk, NEXT_MONDAY, Status.HELD)

    def test_on_the_same_day_her_yes_stays(self, she):
        own, entry = of_one_who_has_a_visit(needs_review=True, approved_version=1, decided_by=she.user)
        offer = offers.offer_by_hand(entry, NEXT_MONDAY - timedelta(hours=3), by=she, now=NOW)

        visit = offers.accept(offer, now=NOW)

        assert (visit.status, visit.approved_version, visit.screening) == (
            Status.CONFIRMED, 2, own.screening,
        )  # fmt: skip
        assert visit.crossed == ["closed"]

    def test_a_visit_given_back_meanwhile_leaves_the_offer_to_be_a_visit_of_its_own(self):
        own, entry = of_one_who_has_a_visit()
        offer = offer_to(entry)
        lifecycle.cancel(own, by=lifecycle.CLIENT, now=NOW)

        visit = offers.accept(offer, now=NOW)

        assert (visit.pk, visit.status) == (offer.pk, Status.CONFIRMED)

    def test_what_cannot_move_keeps_the_offer_as_it_was(self, monkeypatch):
        own, entry = of_one_who_has_a_visit()
        offer = offer_to(entry)
        Booking.objects.filter(pk=own.pk).update(reserved_minutes=120, starts_at=NEXT_MONDAY)
        monkeypatch.setattr(lifecycle, "reschedule", _taken)

        with pytest.raises(lifecycle.Taken):
            offers.accept(offer, now=NOW)

        assert again(offer).status == Status.OFFERED
        assert ended(entry) == (None, "")


def _taken(*args, **kwargs):
    raise lifecycle.Taken


class TestRefuse:
    def test_the_next_is_asked_and_the_place_is_kept(self):
        first, second = waiting(1), waiting(2)
        offer = offer_to(first)

        offers.refuse(offer, now=NOW)

        assert offered() == [(second, MONDAY, UNTIL)]
        assert kinds(offer) == {Kind.OFFER}
        assert ended(first) == (None, "")

    def test_it_is_refused_once(self):
        offer = offer_to(waiting())
        offers.refuse(offer, now=NOW)

        with pytest.raises(NotAllowed):
            offers.refuse(offer, now=NOW)

        assert offer.events.count() == 2

    def test_a_visit_is_not_refused(self):
        offer = offer_to(waiting())
        offers.accept(offer, now=NOW)

        with pytest.raises(NotAllowed):
            offers.refuse(offer, now=NOW)

        assert again(offer).status == Status.CONFIRMED


class TestMails:
    def send(self, mailoutbox, now=NOW):
        mailoutbox.clear()
        while outbox.send_due(now=now):
            pass
        return [mail.subject for mail in mailoutbox]

    def test_an_offer_says_when_and_until_when_and_names_what_it_replaces(self, mailoutbox):
        _own, entry = of_one_who_has_a_visit()
        offer_to(entry)

        assert self.send(mailoutbox) == ["A time for you: Monday 8 March, 9am"]

        (mail,) = mailoutbox
        for line in (
            "I keep it for you until Tuesday 2 March, 11am.",
            "When: Monday 8 March 2027, 9am",
            "Instead of: Monday 15 March 2027, 9am",
        ):
            assert line in mail.body
        assert mail.to == [entry.client.email]
        (token,) = re.findall(r"http://testserver/booking/offer/([\w-]+)/", mail.body)
        assert links.find(Purpose.OFFER, token, now=UNTIL).booking == the_offer()
        assert links.find(Purpose.VISIT, token, now=UNTIL) is None

    def test_whoever_heard_of_an_offer_hears_that_it_is_over(self, mailoutbox):
        offer_to(waiting())
        self.send(mailoutbox)

        lifecycle.lapse_run_out(now=UNTIL)

        assert self.send(mailoutbox, UNTIL) == ["No longer kept for you: Monday 8 March, 9am"]
        assert "You keep your place on the waitlist." in mailoutbox[0].body

    def test_whoever_did_not_hear_of_an_offer_hears_nothing(self, mailoutbox):
        offer_to(waiting())

        lifecycle.lapse_run_out(now=UNTIL)

        assert self.send(mailoutbox, UNTIL) == []

    def test_an_offer_that_was_taken_is_not_offered_any_more(self, mailoutbox):
        offers.accept(offer_to(waiting()), now=NOW)

        assert sorted(self.send(mailoutbox)) == [
            "Offer taken: Monday 8 March, 9am",
            "Your session on Monday 8 March, 9am",
        ]


def test_a_time_goes_from_hand_to_hand_until_somebody_takes_it(she):
    """Refused, run out, left, taken back, taken: at each moment it is kept for exactly one."""
    entries = [waiting(n) for n in range(6)]
    seen, now = [], NOW

    for step in ("refuse", "run out", "leave", "withdraw", "accept"):
        offers.sweep(now=now)
        ((entry, starts_at, _until),) = offered()
        seen.append((step, entries.index(entry), starts_at))
        offer = the_offer()
        if step == "refuse":
            offers.refuse(offer, now=now)
        elif step == "run out":
            now = offer.expires_at
            lifecycle.lapse_run_out(now=now)
        elif step == "leave":
            places.end(entry, Ended.LEFT, now=now, by=lifecycle.CLIENT)
        elif step == "withdraw":
            offers.withdraw(offer, by=she, now=now)
        else:
            offers.accept(offer, now=now)

    assert seen == [
        (step, n, MONDAY) for n, step in enumerate(("refuse", "run out", "leave", "withdraw", "accept"))
    ]
    rows = Booking.objects.order_by("pk").values_list("status", flat=True)
    assert list(rows) == [Status.LAPSED] * 4 + [Status.CONFIRMED]
    waits = WaitlistEntry.objects.order_by("created_at").values_list("ended_why", flat=True)
    assert list(waits) == ["", "", Ended.LEFT, "", Ended.BOOKED, ""]
    assert offers.sweep(now=now) == 0


def test_two_records_of_one_person_keep_the_earlier_place_and_one_offer(she):
    kept = ClientFactory()
    first, second = (
        waiting(1, client=kept, until_on=NEXT_MONDAY.date()),
        waiting(2, until_on=NEXT_MONDAY.date()),
    )
    offers.sweep(now=NOW)

    merging.merge(kept, second.client, is_one_person=True, by=she, now=NOW)

    assert offered() == [(first, MONDAY, UNTIL)]
    assert ended(second) == (NOW, Ended.TAKEN_OFF)


def test_the_time_of_an_offer_is_not_free_for_anybody_else():
    entry = waiting()
    offer_to(entry)

    assert not availability.is_free(entry.treatment, MONDAY, now=NOW)
    assert availability.is_free(entry.treatment, MONDAY, now=UNTIL)
