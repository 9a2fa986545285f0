"""New answers and new rules look at the coming visits again."""

from datetime import timedelta

import pytest
import time_machine
from django.db.models import QuerySet

from booking import lifecycle, rescreening
from booking.admin import decisions
from booking.models import Booking, Kind, Status
from intake.answers import Reply
from intake.findings import Finding, Outcome
from intake.models import Screening, ScreeningPolicy
from tests.booking.factories import NOW, ConfirmedFactory, FollowUpFactory, HeldFactory, WorkingHoursFactory
from tests.intake.factories import PLAIN_ANSWERS, ClearanceFactory, ScreeningFactory

pytestmark = pytest.mark.django_db
OPERATED = {
    "had_operation": "yes",
    "operations": [{"year": 2026, "month": 11, "day": 20, "what": ""}],
    "healed": "yes",
}


def answers_of(booking, **changes) -> Screening:
    return ScreeningFactory(client=booking.client, answers=PLAIN_ANSWERS | changes, created_at=NOW)


@pytest.fixture
def visit():
    WorkingHoursFactory()
    return ConfirmedFactory(screening__answers=PLAIN_ANSWERS)


def test_a_new_yes_holds_the_confirmed_visit_again(visit):
    answered = answers_of(visit, symptoms="yes")

    disturbed = rescreening.after_new_answers(answered, now=NOW)

    visit.refresh_from_db()
    assert disturbed == 1
    assert (visit.status, visit.version, visit.needs_review) == (Status.HELD, 2, True)
    assert visit.held_until == visit.starts_at
    assert visit.screening.answers["symptoms"] == "yes"
    assert {Kind.HELD, Kind.NEW_REQUEST} <= set(visit.messages.values_list("kind", flat=True))


def test_a_new_yes_reaches_a_held_visit_too():
    WorkingHoursFactory()
    held = HeldFactory(screening__answers=PLAIN_ANSWERS)
    answered = answers_of(held, cancer="yes")

    rescreening.after_new_answers(answered, now=NOW)

    held.refresh_from_db()
    assert (held.status, held.needs_clearance) == (Status.HELD, True)


def test_the_same_answers_disturb_nothing(visit):
    answered = answers_of(visit)

    assert rescreening.after_new_answers(answered, now=NOW) == 0
    assert Booking.objects.get().status == Status.CONFIRMED


def test_another_persons_answers_disturb_nothing(visit):
    stranger = ScreeningFactory(answers=PLAIN_ANSWERS | {"symptoms": "yes"})

    assert rescreening.after_new_answers(stranger, now=NOW) == 0


def test_a_past_visit_is_left_alone(visit):
    answered = answers_of(visit, symptoms="yes")

    assert rescreening.after_new_answers(answered, now=visit.starts_at + timedelta(hours=1)) == 0


@time_machine.travel(NOW, tick=False)
def test_a_stricter_rule_holds_what_it_now_finds():
    WorkingHoursFactory()
    # Three months and 16 days after the operation: straight through by the usual numbers.
    visit = ConfirmedFactory(screening__answers=PLAIN_ANSWERS | OPERATED, is_first=True)
    policy = ScreeningPolicy.load()
    policy.recovering_months = 4

    policy.save()

    visit.refresh_from_db()
    assert visit.status == Status.HELD
    assert [finding.code for finding in visit.screening.found()] == ["recovering"]
    assert visit.events.last().actor == "system"


@time_machine.travel(NOW, tick=False)
def test_a_rule_that_changes_nothing_for_a_visit_leaves_it():
    visit = ConfirmedFactory(screening__answers=PLAIN_ANSWERS)
    policy = ScreeningPolicy.load()
    policy.recovering_months = 4

    policy.save()

    visit.refresh_from_db()
    assert (visit.status, visit.version) == (Status.CONFIRMED, 1)


class TestTheEndOfALetter:
    @pytest.fixture
    def she(self, admin_user):
        return lifecycle.practitioner(admin_user)

    @pytest.fixture
    def letter(self, visit, she):
        letter = ClearanceFactory(client=visit.client)
        self.confirm_on(visit, letter, she)
        return letter

    def confirm_on(self, visit, letter, she):
        needs = {"needs_review": True, "needs_clearance": True}
        QuerySet(Screening).filter(pk=visit.screening_id).update(**needs)
        approved = {"approved_version": 1, "decided_by": she.user, "clearance": letter}
        Booking.objects.filter(pk=visit.pk).update(**needs | approved)

    def test_visits_confirmed_on_it_are_held_with_a_new_screening(self, visit, letter, she):
        before = visit.screening

        held = rescreening.end_letter(letter, by=she, now=NOW)

        visit.refresh_from_db()
        assert (held, visit.status, visit.version, visit.clearance) == (1, Status.HELD, 2, None)
        assert visit.screening.supersedes == before
        assert visit.events.last().why == "letter_ended"
        assert Kind.HELD in visit.messages.values_list("kind", flat=True)

    def test_a_past_visit_and_one_on_another_letter_stay(self, visit, letter, she):
        past = ConfirmedFactory(client=visit.client, starts_at=NOW - timedelta(days=7))
        other = ConfirmedFactory(client=visit.client, starts_at=NOW + timedelta(days=14))
        self.confirm_on(past, letter, she)
        self.confirm_on(other, ClearanceFactory(client=visit.client), she)

        rescreening.end_letter(letter, by=she, now=NOW)

        past.refresh_from_db()
        other.refresh_from_db()
        assert (past.status, other.status) == (Status.CONFIRMED, Status.CONFIRMED)

    def test_ending_it_twice_is_refused(self, letter, she):
        rescreening.end_letter(letter, by=she, now=NOW)

        with pytest.raises(lifecycle.NotAllowed):
            rescreening.end_letter(letter, by=she, now=NOW)

    def test_answers_that_no_key_opens_are_held_as_they_are(self, visit, letter, she, settings):
        settings.HEALTH_KEYS = (("other", b"0123456789abcdefghijklmnopqrstuv"),)

        rescreening.end_letter(letter, by=she, now=NOW)

        visit.refresh_from_db()
        assert (visit.status, visit.needs_clearance) == (Status.HELD, True)


def test_what_she_notes_on_a_client_holds_their_visit(visit, admin_user):
    visit.client.not_before_on = visit.visit_on + timedelta(days=30)
    visit.client.save()

    disturbed = rescreening.after_her_word(visit.client, by=lifecycle.practitioner(admin_user), now=NOW)

    visit.refresh_from_db()
    assert (disturbed, visit.status) == (1, Status.HELD)


def test_that_nobody_matched_a_follow_up_stays_found():
    WorkingHoursFactory()
    unmatched = Finding("not_known", "practitioner", Outcome.TALK)
    held = HeldFactory(
        treatment=FollowUpFactory(),
        is_first=True,
        screening__answers=PLAIN_ANSWERS,
        screening__findings=[unmatched.to_json()],
    )

    rescreening.after_new_answers(answers_of(held, symptoms="yes"), now=NOW)

    held.refresh_from_db()
    assert {finding.code for finding in held.screening.found()} == {"see_doctor", "not_known"}


def test_two_visits_on_one_screening_are_both_held(visit):
    other = ConfirmedFactory(
        client=visit.client,
        screening=visit.screening,
        screened_for_on=visit.visit_on,
        starts_at=visit.starts_at + timedelta(hours=3),
    )

    disturbed = rescreening.after_new_answers(answers_of(visit, symptoms="yes"), now=NOW)

    held = Booking.objects.filter(pk__in=(visit.pk, other.pk))
    assert (disturbed, [row.status for row in held]) == (2, [Status.HELD] * 2)
    assert held[0].screening != held[1].screening


class TestAVisitThatNoKeyOpens:
    @pytest.fixture
    def shut(self, visit, settings):
        """The same visit; its own answers are sealed with a key that is lost."""
        settings.HEALTH_KEYS = (("other", b"0123456789abcdefghijklmnopqrstuv"),)
        return visit

    def test_is_held_by_what_newer_answers_find(self, shut):
        own = shut.screening

        disturbed = rescreening.after_new_answers(answers_of(shut, cancer="yes"), now=NOW)

        shut.refresh_from_db()
        assert (disturbed, shut.status, shut.screening) == (1, Status.HELD, own)

    def test_stays_when_they_find_nothing(self, shut):
        assert rescreening.after_new_answers(answers_of(shut), now=NOW) == 0

    def test_stays_when_the_rules_change(self, shut):
        assert rescreening.after_new_rules(now=NOW) == 0


class TestHerAnswerToOneRequest:
    """The client has another visit coming, which her answer is about as well."""

    @pytest.fixture
    def held(self, visit):
        return HeldFactory(
            client=visit.client,
            starts_at=visit.starts_at + timedelta(days=1),
            screening__answers=PLAIN_ANSWERS | {"cancer": "unsure"},
            screening__findings=[Finding("oncology_unsure", "cancer", Outcome.TALK).to_json()],
            screening__needs_clearance=True,
            needs_clearance=True,
        )

    def test_a_later_date_holds_what_comes_before_it(self, visit, held, admin_user):
        disturbed = decisions.offer_later(
            held.pk,
            seen=decisions.seen_of(held),
            from_on=held.visit_on + timedelta(days=30),
            note="",
            user=admin_user,
            now=NOW,
        )

        visit.refresh_from_db()
        assert (disturbed, visit.status) == (1, Status.HELD)
        assert {finding.code for finding in visit.screening.found()} == {"practitioner_later"}

    @pytest.mark.parametrize(("reply", "becomes"), [(Reply.YES, Status.HELD), (Reply.NO, Status.CONFIRMED)])
    def test_a_yes_that_she_settles_counts_for_it_too(self, visit, held, reply, becomes, admin_user):
        decisions.settle(held.pk, seen=decisions.seen_of(held), reply=reply, user=admin_user, now=NOW)

        visit.refresh_from_db()
        assert (visit.status, visit.needs_clearance) == (becomes, reply == Reply.YES)
