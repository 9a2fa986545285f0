"""Precautions to talk about first: which coming visits they hold, and what her yes to them is worth."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booking import emails, health_form, lifecycle, people, rescreening
from booking.models import Kind, Status
from content.models import Practice
from intake import records
from intake.answers import REPLIES, STRICTNESS
from intake.crypto import Unreadable
from intake.findings import TalkFirst
from intake.history.precautions import Precaution
from intake.models import HealthForm, PrecautionRule, Reading, Screening
from tests.booking.factories import NOW, ConfirmedFactory
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, FormDraftFactory, UserFactory

pytestmark = pytest.mark.usefixtures("open_week")
TODAY = NOW.date()
FEVER = {"fever": "yes"}


@pytest.fixture
def visit():
    return ConfirmedFactory(client__name="Joan Heron", screening__answers=PLAIN_ANSWERS)


@pytest.fixture
def her():
    return lifecycle.practitioner(UserFactory())


def send(client, now=NOW, screening=None, by=lifecycle.CLIENT, **replies):
    given = {code: {"value": value, "details": ""} for code, value in replies.items()}
    draft = FormDraftFactory(client=client, answers={"given": given, "screening": screening})
    return health_form.send(draft, by=by, now=now)


def state(visit):
    visit.refresh_from_db()
    return visit.status


def holding(visit):
    return {(one.code, one.question) for one in visit.screening.found() if one.holds}


def switch(precaution, *, talk_first):
    PrecautionRule.objects.update_or_create(code=precaution, defaults={"talk_first": talk_first})


@pytest.mark.parametrize("reply", ["yes", "unsure"])
@pytest.mark.parametrize("code", ["fever", "infection"])
def test_what_is_talked_about_first_holds_the_visit_and_she_is_told(visit, code, reply):
    send(visit.client, **{code: reply})

    assert (state(visit), visit.held_until) == (Status.HELD, visit.starts_at)
    assert holding(visit) == {("precaution", code)}
    assert {Kind.HELD, Kind.NEW_REQUEST} <= set(visit.messages.values_list("kind", flat=True))


def test_a_recent_clot_holds_the_visit_and_an_old_one_does_not(visit):
    send(visit.client, clot="yes", clot_recent="no")
    was = state(visit)

    send(visit.client, clot="yes", clot_recent="yes")

    assert (was, state(visit)) == (Status.CONFIRMED, Status.HELD)


def test_a_precaution_that_is_only_to_be_known_holds_nothing(visit):
    send(visit.client, epilepsy="yes", blood_pressure="unsure", heart="yes")

    assert (state(visit), visit.version) == (Status.CONFIRMED, 1)


def test_her_switch_decides_what_is_talked_about_first(visit):
    switch(Precaution.EPILEPSY, talk_first=True)
    switch(Precaution.FEVER, talk_first=False)

    send(visit.client, epilepsy="yes", fever="yes")

    assert (state(visit), holding(visit)) == (Status.HELD, {("precaution", "epilepsy")})


def test_a_switch_that_is_turned_on_judges_the_coming_visits_again(visit):
    other = ConfirmedFactory(starts_at=visit.starts_at + timedelta(days=1), screening__answers=PLAIN_ANSWERS)
    send(visit.client, epilepsy="yes")

    switch(Precaution.EPILEPSY, talk_first=True)

    assert (state(visit), state(other)) == (Status.HELD, Status.CONFIRMED)


def test_a_switch_that_is_turned_off_lets_nothing_go(visit):
    send(visit.client, **FEVER)

    switch(Precaution.FEVER, talk_first=False)

    assert state(visit) == Status.HELD


def test_a_switch_that_is_taken_away_counts_as_it_was_built(visit):
    switch(Precaution.FEVER, talk_first=False)
    send(visit.client, **FEVER)
    was = state(visit)

    PrecautionRule.objects.get().delete()

    assert (was, state(visit)) == (Status.CONFIRMED, Status.HELD)


def test_the_client_is_told_kindly_and_why_is_not_named(visit):
    Practice.objects.create(name="NPM Practice", practitioner="Kim", email="kim@example.com", phone="01632")
    send(visit.client, **FEVER)
    state(visit)

    mail = emails.build(visit.messages.get(kind=Kind.HELD), now=NOW)

    assert "Please do not travel" in mail.body
    assert not re.search(r"\bfever|\bclot|infection|health", mail.subject + mail.body, re.IGNORECASE)


def test_what_she_has_said_yes_to_is_not_held_again_by_the_same_form(visit, her):
    send(visit.client, **FEVER)
    state(visit)
    lifecycle.approve(visit, by=her, now=NOW)

    rescreening.after_new_rules(now=NOW)

    assert state(visit) == Status.CONFIRMED


def test_what_she_has_said_yes_to_holds_no_other_visit_of_this_client(visit, her):
    send(visit.client, **FEVER)
    state(visit)
    lifecycle.approve(visit, by=her, now=NOW)

    known = people.known_about(visit.client, is_first=False, now=NOW)

    assert known.precautions == (TalkFirst("fever", TODAY, is_agreed=True),)


def test_her_yes_is_remembered_when_the_visit_is_screened_again(visit, her):
    send(visit.client, **FEVER)
    state(visit)
    lifecycle.approve(visit, by=her, now=NOW)
    send(visit.client, screening={"symptoms": "yes"})
    state(visit)

    known = people.known_about(visit.client, is_first=False, now=NOW)

    assert holding(visit) == {("see_doctor", "symptoms")}
    assert known.precautions == (TalkFirst("fever", TODAY, is_agreed=True),)


def test_a_fever_that_is_told_on_a_later_form_holds_again(visit, her):
    send(visit.client, **FEVER)
    state(visit)
    lifecycle.approve(visit, by=her, now=NOW)

    send(visit.client, now=NOW + timedelta(days=1), **FEVER)

    assert state(visit) == Status.HELD


def test_a_lasting_one_that_is_told_again_holds_nothing_once_she_agreed(visit, her):
    switch(Precaution.EPILEPSY, talk_first=True)
    send(visit.client, epilepsy="yes")
    state(visit)
    lifecycle.approve(visit, by=her, now=NOW)

    send(visit.client, now=NOW + timedelta(days=1), epilepsy="yes")

    assert state(visit) == Status.CONFIRMED


def test_a_yes_that_is_taken_back_holds_a_later_visit_too(visit):
    send(visit.client, **FEVER)
    send(visit.client, now=NOW + timedelta(hours=1), fever="no")

    known = people.known_about(visit.client, is_first=False, now=NOW + timedelta(hours=2))

    assert state(visit) == Status.HELD
    assert known.precautions == (TalkFirst("fever", TODAY),)


def test_a_form_of_more_than_twelve_months_ago_holds_nothing(visit):
    send(visit.client, **FEVER)
    later = NOW.replace(year=2028) + timedelta(days=2)

    known = people.known_about(visit.client, is_first=False, now=later)

    assert known.precautions == ()


def test_a_form_that_no_key_opens_asks_for_a_person(visit, monkeypatch):
    send(visit.client)

    monkeypatch.setattr(HealthForm, "given", shut)
    known = people.known_about(visit.client, is_first=False, now=NOW)

    assert (known.talk_first, known.precautions) == (True, ())


def test_a_form_holds_a_visit_whose_answers_no_key_opens(visit, monkeypatch):
    draft = FormDraftFactory(
        client=visit.client, answers={"given": {"fever": {"value": "yes", "details": ""}}}
    )

    monkeypatch.setattr(Screening, "given", shut)
    health_form.send(draft, by=lifecycle.CLIENT, now=NOW)

    assert (state(visit), visit.screening_id) == (Status.HELD, visit.screening.pk)


def shut(row):
    raise Unreadable


def test_precautions_of_many_are_opened_in_three_statements_and_written_down(django_assert_num_queries):
    her = UserFactory()
    named = [ClientFactory(form_on=None) for _n in range(5)]
    for client in named:
        send(client, epilepsy="yes", fever="no")
    send(named[0], epilepsy="unsure", now=NOW + timedelta(minutes=1))
    without = ClientFactory()

    with django_assert_num_queries(4):
        opened = records.precautions_of([one.pk for one in [*named, without]], by=her, now=NOW)

    assert {client: [one.reply for one in found] for client, found in opened.items()} == {
        client.pk: ["unsure" if client == named[0] else "yes"] for client in named
    }
    assert Reading.objects.filter(by=her, what="healthform").count() == 5


REPLY = st.sampled_from(["yes", "no", "unsure"])
SUITABILITY = st.fixed_dictionaries({}, optional={name: REPLY for name in REPLIES if name != "healed"})
TOLD = st.fixed_dictionaries({"screening": SUITABILITY}, optional={"fever": REPLY, "infection": REPLY})


@given(st.lists(TOLD, min_size=1, max_size=4))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_form_ever_loosens_what_was_found(forms):
    # Each example takes away what it made.
    with transaction.atomic():
        check_each(ConfirmedFactory(screening__answers=PLAIN_ANSWERS), forms)
        transaction.set_rollback(True)


def check_each(visit, forms):
    for n, told in enumerate(forms):
        before, replies, status = holding(visit), replies_of(visit), visit.status
        letter = visit.needs_clearance

        send(visit.client, now=NOW + timedelta(minutes=n), **told)

        state(visit)
        assert {about for _code, about in before} <= {about for _code, about in holding(visit)}
        assert all(one <= other for one, other in zip(replies, replies_of(visit), strict=True))
        assert (status, visit.status) != (Status.HELD, Status.CONFIRMED)
        assert visit.needs_clearance >= letter


def replies_of(visit):
    answers = visit.screening.given()
    return [STRICTNESS.index(getattr(answers, name)) for name in REPLIES]
