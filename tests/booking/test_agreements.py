"""Taking back what was agreed to: by a link in two presses, once, and what waits because of it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from booking import agreements, health_form, lifecycle, links, outbox
from booking.models import Kind, Purpose, Status
from booking.views.form import filling
from content.models import Practice
from intake import agreement, records
from intake.history.values import Section
from intake.models import Consent, FormDraft
from tests.booking import form_flow
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import (
    ClientFactory,
    ConsentFactory,
    FormDraftFactory,
    GuardianshipFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = NOW + timedelta(days=7)
PAGE, TAKE_BACK = "/booking/agreements/", "/booking/agreements/take-back/"
NEWS = {"purpose": "news", "condition": "consent", "wording": "You may send me a letter now and then."}


@pytest.fixture(autouse=True)
def practice():
    return Practice.objects.create(
        name="NPM Practice", practitioner="Kim", email="kim@example.com", phone="01632 960 123"
    )


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def joan():
    joan = ClientFactory(name="Joan Heron", email="joan@heron.example")
    ConsentFactory(client=joan)
    ConsentFactory(client=joan, **NEWS)
    return joan


@pytest.fixture
def visit(joan):
    return ConfirmedFactory(client=joan, starts_at=VISIT)


def arrive(client, visit, purpose=Purpose.VISIT):
    token = links.make(purpose, booking=visit, address=visit.email, now=NOW)
    answer = client.get(f"/booking/{purpose.value}/{token}/agreements/")
    assert answer.url == PAGE


def seen(visit):
    return f"{visit.reference}.{visit.version}.{visit.status}"


def press(client, visit, about="answers", **more):
    return client.post(TAKE_BACK, {"about": about, "seen": seen(visit)} | more)


def take_back(visit, purpose="health", **about):
    about = {"by": lifecycle.CLIENT, "said_by": "Joan Heron", "visit": visit, "now": NOW} | about
    return agreements.take_back(visit.client, purpose, **about)


def standing(joan):
    return list(records.standing(joan))


class TestByLink:
    @pytest.mark.parametrize("purpose", [Purpose.VISIT, Purpose.AGAIN])
    def test_each_mail_leads_to_what_was_agreed_to(self, client, joan, purpose):
        status = Status.CONFIRMED if purpose == Purpose.VISIT else Status.CANCELLED
        visit = ConfirmedFactory(client=joan, starts_at=VISIT, status=status)
        kind = Kind.CONFIRMED if purpose == Purpose.VISIT else Kind.CANCELLED
        outbox.put(kind, booking=visit, at=NOW)
        outbox.send_due(now=NOW)

        (path,) = re.findall(r"http://testserver(/\S+/agreements/)\n", mail.outbox[0].body)
        page = client.get(path, follow=True)

        assert page.redirect_chain == [(PAGE, 302)]
        assert "What you agreed to" in page.text

    def test_a_mail_that_leads_to_no_visit_leads_there_by_asking_for_a_link(self, client, joan):
        visit = ConfirmedFactory(
            client=joan, starts_at=VISIT, status=Status.DECLINED, decided_by=UserFactory()
        )
        visit.events.create(
            from_status="held", to_status="declined", version=1, at=NOW, actor="system", why="declined"
        )
        outbox.put(Kind.DECLINED, booking=visit, at=NOW)
        outbox.send_due(now=NOW)

        (path,) = re.findall(r"http://testserver(/\S*agreements/)\n", mail.outbox[0].body)

        assert (path, client.get(path).url) == (PAGE, "/booking/link/")

    def test_the_page_shows_each_as_it_was_agreed_to_and_nobodys_surname(self, client, visit):
        arrive(client, visit)

        page = client.get(PAGE).text

        assert [visit.client.consents.get(purpose=name).wording in page for name in ("health", "news")] == [
            True,
            True,
        ]
        assert ("Heron" in page, "heron" in page) == (False, False)

    def test_looking_takes_nothing_back(self, client, visit):
        arrive(client, visit)

        asked = client.get(TAKE_BACK, {"about": "answers"})

        assert "Each coming visit waits for me again" in asked.text
        assert "What I have to keep" in asked.text
        assert standing(visit.client) == ["health", "news"]

    def test_it_says_until_when_something_is_kept(self, client, visit):
        arrive(client, visit)
        before = client.get(TAKE_BACK, {"about": "answers"}).text
        ConfirmedFactory(
            client=visit.client,
            starts_at=NOW - timedelta(days=20),
            status=Status.COMPLETED,
            minutes_given=100,
        )

        after = client.get(TAKE_BACK, {"about": "answers"}).text

        assert "deleted 30 days after the last booking has ended" in before
        assert "until 9 February 2035. An insurer or a court" in after

    def test_two_presses_take_it_back_and_say_so(self, client, visit):
        arrive(client, visit)

        answer = press(client, visit)
        page = client.get(answer.url).text

        taken = visit.client.consents.get(purpose="health")
        assert (taken.withdrawn_at, taken.withdrawn_by, taken.withdrawn_channel) == (
            NOW,
            "Joan Heron",
            "web",
        )
        assert "It is taken back, and I have been told." in page
        assert standing(visit.client) == ["news"]

    def test_pressing_ten_times_takes_it_back_once(self, client, visit):
        arrive(client, visit)

        answers = [press(client, visit).status_code for _ in range(10)]

        visit.refresh_from_db()
        assert set(answers) == {302}
        assert (visit.status, visit.version) == (Status.HELD, 2)
        assert visit.messages.filter(kind=Kind.TAKEN_BACK).count() == 1

    def test_what_is_not_needed_for_a_session_disturbs_no_visit(self, client, visit):
        arrive(client, visit)

        asked = client.get(TAKE_BACK, {"about": "news"}).text
        press(client, visit, "news")

        visit.refresh_from_db()
        assert "Your visits stay as they are." in asked
        assert (visit.status, visit.version, standing(visit.client)) == (Status.CONFIRMED, 1, ["health"])

    def test_a_visit_that_moved_meanwhile_does_not_stand_in_the_way(self, client, visit):
        arrive(client, visit)
        sent = {"seen": f"{visit.reference}.9.held"}

        press(client, visit, **sent)

        assert standing(visit.client) == ["news"]

    @pytest.mark.parametrize(
        ("about", "status"), [("", 409), ("health", 409), ("doctor", 302), ("\0", 409), ("x" * 9999, 409)]
    )
    def test_what_is_none_takes_nothing_back(self, client, visit, about, status):
        arrive(client, visit)

        asked = client.get(TAKE_BACK, {"about": about})
        answer = press(client, visit, about)

        assert (asked.status_code, answer.status_code) == (302, status)
        assert standing(visit.client) == ["health", "news"]

    def test_whoever_only_typed_a_name_sees_nothing(self, client, visit):
        session = client.session
        session["draft"] = str(visit.draft_key)
        session.save()

        assert client.get(PAGE).url == "/booking/link/"

    def test_agreeing_again_is_as_easy(self, client, visit):
        arrive(client, visit)
        press(client, visit)
        visit.refresh_from_db()

        page = client.get(PAGE).text
        for _ in range(3):
            client.post(PAGE, {"health": "on", "seen": seen(visit)})

        given = visit.client.consents.filter(purpose="health", withdrawn_at=None).get()
        visit.refresh_from_db()
        assert "checked" not in page
        assert (given.page, given.given_by, given.relation) == ("agreements", "Joan Heron", "self")
        assert visit.status == Status.HELD

    def test_nothing_ticked_agrees_to_nothing_and_says_what_to_do(self, client, visit):
        arrive(client, visit)

        answer = client.post(PAGE, {"seen": seen(visit)})

        assert answer.status_code == 400
        assert "Tick what you agree to" in answer.text
        assert Consent.objects.count() == 2

    def test_what_was_only_told_has_no_button(self, client, settings):
        settings.HEALTH_CONDITION = "health_care"
        told = ClientFactory()
        ConsentFactory(client=told, condition="health_care", wording="I owe you a duty of confidentiality.")
        visit = ConfirmedFactory(client=told, starts_at=VISIT)
        arrive(client, visit)

        page = client.get(PAGE).text
        press(client, visit)

        assert "duty of confidentiality" in page
        assert "take-back" not in page
        assert client.get(TAKE_BACK, {"about": "answers"}).url == PAGE
        assert standing(told) == ["health"]

    def test_new_answers_are_asked_for_only_where_an_agreement_stands(self, client, visit):
        arrive(client, visit)
        press(client, visit)
        visit.refresh_from_db()

        answer = client.post("/booking/changed/", {"answer": "yes", "seen": seen(visit)}, follow=True)

        assert answer.redirect_chain == [(PAGE, 302)]
        assert "please agree once more" in answer.text


class TestWhatWaits:
    def test_each_coming_visit_waits_and_she_is_told_at_once(self, joan, visit):
        later = ConfirmedFactory(client=joan, starts_at=VISIT + timedelta(days=7))
        asked = HeldFactory(client=joan, starts_at=VISIT + timedelta(days=14))
        other = ConfirmedFactory(starts_at=VISIT + timedelta(days=21))
        over = ConfirmedFactory(
            client=joan, starts_at=NOW - timedelta(days=7), status=Status.COMPLETED, minutes_given=100
        )

        assert take_back(visit)

        for one in (visit, later, asked, other, over):
            one.refresh_from_db()
        assert [one.status for one in (visit, later, asked)] == [Status.HELD] * 3
        assert [one.version for one in (visit, later, asked)] == [2, 2, 2]
        assert (other.status, over.status) == (Status.CONFIRMED, Status.COMPLETED)
        assert [one.events.last().why for one in (visit, later, asked)] == ["agreement_ended"] * 3
        assert {message.kind for message in visit.messages.all()} >= {"held", "new_request", "taken_back"}

    def test_what_was_booked_together_waits_together_and_once(self, joan):
        key = uuid4()
        first = ConfirmedFactory(client=joan, starts_at=VISIT, together=key)
        second = ConfirmedFactory(client=joan, starts_at=VISIT + timedelta(days=7), together=key)

        take_back(first)

        for one in (first, second):
            one.refresh_from_db()
        assert [(one.status, one.version) for one in (first, second)] == [(Status.HELD, 2)] * 2

    def test_the_second_time_does_nothing(self, visit):
        take_back(visit)
        before = list(visit.events.values_list())

        assert not take_back(visit)
        assert list(visit.events.values_list()) == before

    def test_the_unfinished_form_is_gone(self, visit):
        FormDraftFactory(client=visit.client)

        take_back(visit)

        assert not FormDraft.objects.exists()

    def test_she_is_told_of_each_thing_that_is_taken_back(self, visit):
        take_back(visit, "news")
        outbox.send_due(now=NOW)
        ConsentFactory(client=visit.client, purpose="words")
        take_back(visit, "words", now=NOW + timedelta(hours=1))
        outbox.send_due(now=NOW + timedelta(hours=1))

        told = [one for one in mail.outbox if one.to == ["kim@example.com"]]
        assert [one.subject for one in told] == [
            "An agreement was taken back: Monday 8 March, noon",
        ] * 2

    def test_what_she_notes_herself_is_no_news_to_her(self, visit):
        her = lifecycle.practitioner(UserFactory())

        take_back(visit, by=her, channel="phone")

        taken = visit.client.consents.get(purpose="health")
        visit.refresh_from_db()
        assert (taken.withdrawn_channel, taken.withdrawal_noted_by) == ("phone", her.user)
        assert visit.status == Status.HELD
        assert not visit.messages.filter(kind__in=(Kind.TAKEN_BACK, Kind.NEW_REQUEST)).exists()
        assert visit.messages.filter(kind=Kind.HELD).exists()

    def test_no_yes_confirms_it_before_they_agree_again(self, visit):
        her = lifecycle.practitioner(UserFactory())
        take_back(visit)
        visit.refresh_from_db()

        with pytest.raises(lifecycle.NotSafeYet):
            lifecycle.approve(visit, by=her, now=NOW)
        ConsentFactory(client=visit.client, given_at=NOW)
        lifecycle.approve(visit, by=her, now=NOW)

        visit.refresh_from_db()
        assert visit.status == Status.CONFIRMED

    def test_a_child_s_is_taken_back_by_the_adult_who_gave_it(self, client):
        adult = GuardianshipFactory(child__name="Kit Heron")
        ConsentFactory(client=adult.child, guardianship=adult, relation="parent")
        visit = ConfirmedFactory(client=adult.child, guardianship=adult, starts_at=VISIT)
        arrive(client, visit)

        page = client.get(PAGE).text
        press(client, visit)

        assert "They are about Kit." in page
        assert adult.child.consents.get().withdrawn_by == adult.adult_name


class TestOnTheForm:
    def test_it_is_kept_before_the_first_answer_is(self, client):
        visit = ConfirmedFactory(client__form_on=None, starts_at=VISIT)
        form_flow.begin(client, visit)

        client.post(reverse("form:page", args=[filling.NUMBERS[Section.AGREEMENT], 1]), {"health": "on"})

        given = visit.client.consents.get()
        assert (given.purpose, given.page) == ("health", "form")
        assert records.orphans().get("unfinished health form") is None

    def test_what_stands_already_is_not_agreed_to_twice(self, visit):
        agreed = [agreement.current("self", purpose).to_json() for purpose in ("health", "words")]
        draft = FormDraftFactory(client=visit.client, answers={"agreed": agreed})

        health_form.send(draft, by=lifecycle.CLIENT, now=NOW)

        assert sorted(visit.client.consents.values_list("purpose", flat=True)) == ["health", "news", "words"]
