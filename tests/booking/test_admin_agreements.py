"""Agreements at the desk: as the client saw them, taken back and given by telephone, and outgrown."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from booking import agreements, on_file
from booking.admin import client_due
from booking.models import Kind, Message, Status
from booking.practitioner import make_practitioner
from booking.views.own.again_shown import ANEW
from intake import agreement, records
from tests.booking.factories import NOW, ConfirmedFactory, FollowUpFactory, HeldFactory
from tests.intake.factories import (
    ClientFactory,
    ConsentFactory,
    GuardianshipFactory,
    ScreeningFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = NOW + timedelta(days=7)
BY_PHONE = {"said_by": "Joan Green", "channel": "phone"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def marja(client):
    client.force_login(make_practitioner("marja", "walking-in-birch-woods", "marja@example.com"))
    return client


@pytest.fixture
def joan():
    joan = ClientFactory(name="Joan Green")
    ConsentFactory(client=joan)
    return joan


def page_of(client):
    return reverse("admin:booking_booking_agreements", args=[client.pk])


def back_of(client, purpose="health"):
    return reverse("admin:booking_booking_take_back", args=[client.pk, purpose])


class TestTakenBack:
    def test_what_it_means_is_said_first_and_looking_notes_nothing(self, marja, joan):
        ConfirmedFactory(client=joan, starts_at=VISIT)

        page = marja.get(back_of(joan)).text

        assert "The visit of Monday 8 March 2027" in page
        assert records.is_agreed(joan)

    def test_the_second_press_notes_who_said_so_how_and_who_noted_it(self, marja, joan):
        visit = ConfirmedFactory(client=joan, starts_at=VISIT)

        answer = marja.post(back_of(joan), BY_PHONE)

        row = joan.consents.get()
        visit.refresh_from_db()
        assert answer.url == page_of(joan)
        assert (row.withdrawn_by, row.withdrawn_channel, row.withdrawal_noted_by.username) == (
            "Joan Green",
            "phone",
            "marja",
        )
        assert visit.status == Status.HELD
        assert not Message.objects.filter(kind=Kind.TAKEN_BACK).exists()

    def test_pressing_ten_times_notes_it_once(self, marja, joan):
        visit = ConfirmedFactory(client=joan, starts_at=VISIT)

        for _n in range(10):
            marja.post(back_of(joan), BY_PHONE)

        visit.refresh_from_db()
        assert (visit.version, visit.events.filter(why="agreement_ended").count()) == (2, 1)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({}, "Write who said so."),
            ({"said_by": "x" * 101, "channel": "phone"}, "at most 100 characters"),
            ({"said_by": "Joan\0", "channel": "phone"}, "Null characters"),
            ({"said_by": "Joan", "channel": "web"}, "Select a valid choice"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_noted(self, marja, joan, typed, said):
        answer = marja.post(back_of(joan), typed)

        assert said in answer.text
        assert records.is_agreed(joan)

    @pytest.mark.parametrize("purpose", ["news", "nonsense"])
    def test_what_does_not_stand_is_not_taken_back(self, marja, joan, purpose):
        answer = marja.post(back_of(joan, purpose), BY_PHONE, follow=True)

        assert marja.get(back_of(joan, purpose)).url == page_of(joan)
        assert "it does not stand any more" in answer.text

    def test_the_review_says_what_a_yes_waits_for(self, marja, joan):
        visit = HeldFactory(client=joan, starts_at=VISIT)
        marja.post(back_of(joan), BY_PHONE)

        page = marja.get(reverse("admin:booking_booking_review", args=[visit.pk])).text

        assert "They took back their agreement" in page


class TestGiven:
    def test_it_is_noted_as_said_by_phone(self, marja, joan):
        records.withdraw_consents(joan, "health", now=NOW - timedelta(days=1))

        marja.post(page_of(joan), {"health": "on", "channel": "phone"})

        row = joan.consents.get(withdrawn_at=None)
        assert (row.channel, row.page, row.given_by) == ("phone", "desk", "Joan Green")
        assert row.wording == agreement.current("self").wording

    def test_nothing_ticked_notes_nothing(self, marja, joan):
        answer = marja.post(page_of(joan), {"channel": "phone"})

        assert "Tick what you agree to" in answer.text
        assert joan.consents.count() == 1

    def test_all_are_shown_as_they_saw_them_taken_back_or_not(self, marja, joan):
        ConsentFactory(client=joan, purpose="words", wording="You may quote me.", given_by="Kim")
        records.withdraw_consents(joan, "words", now=NOW, said_by="Kim", channel="phone")

        page = marja.get(page_of(joan)).text

        assert "You may quote me." in page
        assert agreement.current("self").sha256[:12] in page
        assert "Taken back Monday 1 March 2027" in page

    def test_no_box_is_ticked_beforehand(self, marja, joan):
        assert "checked" not in marja.get(page_of(joan)).text

    def test_it_costs_the_same_for_one_and_thirty(self, marja, joan, django_assert_max_num_queries):
        marja.get(page_of(joan))
        with django_assert_max_num_queries(40) as one:
            marja.get(page_of(joan))
        for days in range(30):
            ConsentFactory(client=joan, given_at=NOW - timedelta(days=70 + days))

        with django_assert_max_num_queries(len(one)):
            marja.get(page_of(joan))

    @pytest.mark.parametrize("right", ["add", "change"])
    def test_who_only_sees_notes_nothing(self, client, joan, right):
        looker = User.objects.create_user("looker", is_staff=True)
        looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(looker)
        url, sent = {
            "add": (page_of(joan), {"doctor": "on", "channel": "phone"}),
            "change": (back_of(joan), BY_PHONE),
        }[right]

        assert (client.get(url).status_code, client.post(url, sent).status_code) == (200, 403)
        assert joan.consents.filter(withdrawn_at=None).count() == 1


def grown(born_on, **about):
    adult = GuardianshipFactory(child__born_on=born_on, child__treated_before=True)
    given = {"guardianship": adult, "given_by": "Robin Example", "relation": "parent"}
    ConsentFactory(client=adult.child, **given | about)
    ScreeningFactory(client=adult.child)
    return adult.child


def lines(client):
    found = client_due._grown(client, NOW)
    return [one.text for one in found]


class TestGrownUp:
    @pytest.mark.parametrize(
        ("born_on", "said"),
        [
            (date(2011, 3, 2), None),
            (date(2011, 3, 1), "16 years old. They may agree and book by themselves"),
            (date(2009, 3, 2), "17 years old. They may"),
            (date(2009, 3, 1), "18 years old. What Robin Example agreed to carries no new visit"),
        ],
        ids=["the day before 16", "16", "the day before 18", "18"],
    )
    def test_her_desk_says_whom_to_ask(self, born_on, said):
        found = lines(grown(born_on))

        assert [line.startswith(said) for line in found] == ([True] if said else [])

    @pytest.mark.parametrize(("born_on", "carries"), [(date(2009, 3, 2), True), (date(2009, 3, 1), False)])
    def test_at_18_what_a_parent_agreed_to_carries_no_new_visit(self, born_on, carries):
        FollowUpFactory()
        client = grown(born_on)

        try:
            on_file.of(client, now=NOW)
            why = ""
        except on_file.AskAgain as lacking:
            why = lacking.why

        assert (why == "") is carries
        assert why == "" or "From 18 on everybody agrees for themselves" in ANEW[why]

    def test_what_they_agreed_to_themselves_carries_on(self):
        client = grown(date(2009, 3, 1))
        ConsentFactory(client=client, given_at=NOW)

        assert not agreements.is_outgrown(client, now=NOW)
        assert lines(client) == []

    def test_for_another_adult_nothing_is_outgrown(self):
        client = grown(date(1950, 3, 1))

        assert not agreements.is_outgrown(client, now=NOW)
