"""An agreement that is taken back at the same moment as something else."""

from datetime import timedelta

import pytest

from booking import agreements, changed, health_form, lifecycle
from booking.models import Kind, Status
from intake import agreement, records
from intake.models import FormDraft
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory, WorkingHoursFactory
from tests.booking.races import together
from tests.intake.factories import PLAIN_ANSWERS, ConsentFactory, FormDraftFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def visit():
    WorkingHoursFactory()
    visit = ConfirmedFactory(screening__answers=PLAIN_ANSWERS)
    ConsentFactory(client=visit.client)
    return visit


def taking_back(visit, now=NOW):
    about = {"by": lifecycle.CLIENT, "said_by": "Joan", "visit": visit, "now": now}
    return lambda: agreements.take_back(visit.client, "health", **about)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_taken_back_ten_times_at_once_it_is_taken_back_once(visit, _round):
    results = together(*[taking_back(visit)] * 10)

    visit.refresh_from_db()
    assert sorted(results) == [False] * 9 + [True]
    assert (visit.status, visit.version) == (Status.HELD, 2)
    assert visit.messages.filter(kind=Kind.TAKEN_BACK).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_no_yes_outlives_it(visit, _round):
    held = HeldFactory(
        client=visit.client, screening=visit.screening, starts_at=visit.starts_at + timedelta(1)
    )
    her = lifecycle.practitioner(UserFactory())

    together(taking_back(visit), lambda: lifecycle.approve(held, by=her, now=NOW))

    held.refresh_from_db()
    assert held.status == Status.HELD
    assert records.is_taken_back(visit.client)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_new_answers_are_kept_before_it_or_not_at_all(visit, _round):
    parts = changed.begun(visit.client, None, visit, now=NOW)
    draft = records.start_draft(now=NOW, **PLAIN_ANSWERS | parts)

    taken, answered = together(taking_back(visit), lambda: changed.answer(draft, now=NOW))

    kept = visit.client.screenings.filter(answered_at=NOW).exclude(pk=visit.screening_id).exists()
    assert taken is True
    assert kept is not isinstance(answered, records.NotAgreed)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_form_is_sent_before_it_or_gone_with_it(visit, _round):
    draft = FormDraftFactory(client=visit.client)

    taken, sent = together(taking_back(visit), lambda: health_form.send(draft, by=lifecycle.CLIENT, now=NOW))

    assert taken is True
    assert visit.client.health_forms.exists() is not isinstance(sent, health_form.DraftGone)
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_agreed_to_four_times_at_once_it_is_one_agreement(visit, _round):
    agreed = [agreement.current("self", "news").to_json()]
    about = {"given_by": "Joan", "relation": "self", "page": "agreements", "now": NOW}

    together(*[lambda: agreements.give(visit.client, agreed, **about)] * 4)

    assert visit.client.consents.filter(purpose="news").count() == 1
