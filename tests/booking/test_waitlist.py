"""Joining the waitlist and leaving it."""

import re
from datetime import date, timedelta

import pytest

from booking import lifecycle, links, offers, outbox, steps, waitlist
from booking.models import Kind, Purpose, Status, WaitlistEntry
from booking.on_file import AskAgain
from content.models import Practice
from intake import agreement, records
from intake.models import Client
from tests.booking.factories import NOW, ConfirmedFactory, FollowUpFactory, HeldFactory, TreatmentFactory
from tests.booking.rows import again
from tests.booking.waits import NEXT_MONDAY, agree, offered, one_time_a_week, the_offer, waiting
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, ScreeningFactory

pytestmark = pytest.mark.django_db
Ended = WaitlistEntry.Ended
DETAILS = {"name": "Joan Example", "email": "joan@example.com", "phone": "07700 900456", "ring_at": ""}
WISH = {
    "weekdays": [0, 4],
    "parts": ["morning"],
    "from_on": date(2027, 3, 8),
    "until_on": date(2027, 4, 8),
    "notice_hours": 24,
}
AS_KEPT = WISH | {"from_on": "2027-03-08", "until_on": "2027-04-08"}


@pytest.fixture(autouse=True)
def practice():
    one_time_a_week()
    TreatmentFactory()


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


def draft(**changes):
    parts = PLAIN_ANSWERS | {
        "errand": steps.WAITLIST,
        "treatment": "first-session",
        "agreed": agreement.current("self").to_json(),
        "details": DETAILS,
        "wish": AS_KEPT,
    }
    return records.start_draft(now=NOW, **parts | changes)


def known(**changes):
    client = ClientFactory(**changes)
    agree(client)
    ScreeningFactory(client=client, created_at=NOW - timedelta(hours=1))
    return client


def wish_of(entry):
    return {name: getattr(entry, name) for name in waitlist.WISH}


class TestJoin:
    def test_somebody_new_waits_with_the_answers_and_the_agreement_they_gave(self):
        entry = waitlist.join(draft(), now=NOW)

        entry.refresh_from_db()
        assert wish_of(entry) == WISH
        assert (entry.client.name, entry.treatment.slug, entry.created_at) == (
            "Joan Example", "first-session", NOW,
        )  # fmt: skip
        assert (entry.screening.client, entry.screening.visit_on) == (entry.client, date(2027, 3, 8))
        assert entry.client.consents.count() == 1
        assert [message.kind for message in entry.messages.all()] == [Kind.WAITING]

    def test_the_mail_leads_to_the_place_on_the_list_and_says_the_days(self, mailoutbox):
        Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
        entry = waitlist.join(draft(), now=NOW)

        outbox.send_due(now=NOW)

        (mail,) = mailoutbox
        assert (mail.subject, mail.to) == ("You are on the waitlist", ["joan@example.com"])
        for wish in (
            "Days: Mondays or Fridays",
            "Time of day: Mornings",
            "Between: Monday 8 March to Thursday 8 April",
            "Told at least: 1 day before",
        ):
            assert wish in mail.body
        (token,) = re.findall(r"http://testserver/booking/waiting/([\w-]+)/", mail.body)
        assert links.find(Purpose.WAITING, token, now=NOW).entry == entry

    def test_pressing_twice_is_joining_once(self):
        sent = draft()
        waitlist.join(sent, now=NOW)

        with pytest.raises(records.DraftGone):
            waitlist.join(sent, now=NOW)

        assert WaitlistEntry.objects.count() == Client.objects.count() == 1

    def test_joining_again_renews_the_wishes_and_keeps_the_place(self):
        first = waitlist.join(draft(), now=NOW)
        later = NOW + timedelta(days=1)

        second = waitlist.join(draft(wish=AS_KEPT | {"weekdays": [], "notice_hours": 72}), now=later)

        assert second == first
        second.refresh_from_db()
        assert wish_of(second) == WISH | {"weekdays": [], "notice_hours": 72}
        assert second.created_at == NOW
        assert second.screening.created_at == later
        assert second.messages.count() == 1

    def test_who_left_and_joins_again_waits_behind_the_others(self):
        waitlist.leave(waitlist.join(draft(), now=NOW), now=NOW)
        later = NOW + timedelta(days=1)

        entry = waitlist.join(draft(), now=later)

        assert (entry.created_at, WaitlistEntry.objects.count()) == (later, 2)

    def test_an_adult_waits_for_a_child_and_is_written_to(self):
        details = DETAILS | {
            "client_name": "Sam Example",
            "relationship": "mother",
            "has_parental_responsibility": True,
        }
        child = {"for_whom": "child", "born_on": "2018-06-15", "agreed": agreement.current("child").to_json()}

        entry = waitlist.join(draft(details=details, **child), now=NOW)

        assert (entry.client.name, entry.guardianship.adult_name) == ("Sam Example", "Joan Example")
        assert entry.email == "joan@example.com"

    def test_what_they_answer_counts_for_the_visits_they_have(self):
        client = ClientFactory(
            name=DETAILS["name"], email=DETAILS["email"], born_on=date.fromisoformat(PLAIN_ANSWERS["born_on"])
        )
        visit = ConfirmedFactory(client=client, starts_at=NEXT_MONDAY)

        waitlist.join(draft(symptoms="yes"), now=NOW)

        assert again(visit).status == Status.HELD

    def test_the_days_are_in_order(self):
        with pytest.raises(lifecycle.NotAllowed):
            waitlist.join(draft(wish=AS_KEPT | {"until_on": "2027-03-07"}), now=NOW)

        assert not WaitlistEntry.objects.exists()
        assert not Client.objects.exists()


class TestJoinOnFile:
    def test_somebody_known_waits_for_what_comes_next(self):
        FollowUpFactory()
        client = known(treated_before=True)

        entry = waitlist.join_on_file(client, WISH, now=NOW)

        assert wish_of(entry) == WISH
        assert (entry.treatment.slug, entry.screening) == ("follow-up", client.screenings.get())

    def test_they_wait_for_an_earlier_time_until_the_day_of_their_visit(self):
        client = known()
        visit = HeldFactory(client=client, starts_at=NEXT_MONDAY)

        entry = waitlist.join_on_file(client, WISH, instead_of=visit, now=NOW)

        assert (entry.instead_of, entry.until_on) == (visit, NEXT_MONDAY.date())

    @pytest.mark.parametrize("whose", ["another", "over", "too soon"])
    def test_there_has_to_be_a_visit_of_theirs_that_can_move(self, whose):
        client = known()
        visit = ConfirmedFactory(
            client=known() if whose == "another" else client,
            starts_at=NOW - timedelta(days=1) if whose == "over" else NEXT_MONDAY,
        )
        wish = WISH | {"from_on": date(2027, 3, 16)} if whose == "too soon" else WISH

        with pytest.raises(lifecycle.NotAllowed):
            waitlist.join_on_file(client, wish, instead_of=visit, now=NOW)

    def test_without_answers_on_file_they_are_asked_first(self):
        with pytest.raises(AskAgain):
            waitlist.join_on_file(ClientFactory(), WISH, now=NOW)


class TestChange:
    def test_other_wishes_keep_the_place(self):
        entry = waiting()

        waitlist.change(entry, WISH, now=NOW)

        changed = WaitlistEntry.objects.get()
        assert wish_of(changed) == WISH
        assert changed.created_at == entry.created_at

    def test_who_waits_no_longer_changes_nothing(self):
        entry = waiting(ended_at=NOW, ended_why=Ended.LEFT)

        with pytest.raises(lifecycle.NotAllowed):
            waitlist.change(entry, WISH, now=NOW)

    def test_a_wait_for_an_earlier_time_ends_with_the_day_of_the_visit(self):
        visit = ConfirmedFactory(starts_at=NEXT_MONDAY, created_at=NOW - timedelta(days=9))
        entry = waiting(client=visit.client, instead_of=visit)

        waitlist.change(entry, WISH, now=NOW)

        assert WaitlistEntry.objects.get().until_on == NEXT_MONDAY.date()


class TestLeave:
    def test_what_was_kept_for_them_goes_to_the_next_and_nobody_writes(self):
        first, second = waiting(1), waiting(2)
        offers.sweep(now=NOW)
        offer = the_offer()

        waitlist.leave(first, now=NOW)

        first.refresh_from_db()
        assert (first.ended_at, first.ended_why) == (NOW, Ended.LEFT)
        assert [entry for entry, _starts_at, _until in offered()] == [second]
        assert not offer.messages.filter(kind=Kind.OFFER_OVER).exists()

    def test_one_leaves_once(self):
        entry = waiting()
        waitlist.leave(entry, now=NOW)

        with pytest.raises(lifecycle.NotAllowed):
            waitlist.leave(entry, now=NOW)

    def test_taken_off_by_her_they_hear_that_their_offer_is_over(self, she):
        entry = waiting()
        offers.sweep(now=NOW)
        offer = the_offer()

        waitlist.take_off(entry, by=she, now=NOW)

        entry.refresh_from_db()
        assert entry.ended_why == Ended.TAKEN_OFF
        assert offer.messages.filter(kind=Kind.OFFER_OVER).exists()
        assert offer.events.last().by == she.user

    def test_only_she_takes_somebody_off(self):
        with pytest.raises(lifecycle.NotAllowed):
            waitlist.take_off(waiting(), by=lifecycle.CLIENT, now=NOW)
