"""A health form that is sent at the same moment as something else."""

import pytest

from booking import health_form, lifecycle
from booking.models import Kind, Status
from intake import agreement
from intake.models import Consent, FormDraft, HealthForm
from tests.booking.factories import NOW, ConfirmedFactory, WorkingHoursFactory
from tests.booking.races import together
from tests.intake.factories import PLAIN_ANSWERS, FormDraftFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def visit():
    WorkingHoursFactory()
    return ConfirmedFactory(screening__answers=PLAIN_ANSWERS)


def draft_of(visit):
    return FormDraftFactory(
        client=visit.client,
        answers={
            "given": {"fever": {"value": "yes", "details": "since Monday"}},
            "screening": {"symptoms": "yes"},
            "agreed": [agreement.current("self").to_json()],
        },
    )


def sending(draft):
    return lambda: health_form.send(draft, by=lifecycle.CLIENT, now=NOW)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_form_that_is_sent_four_times_at_once_is_one_form_with_one_effect(visit, _round):
    draft = draft_of(visit)

    forms = together(*[sending(draft)] * 4)

    visit.refresh_from_db()
    assert {form.pk for form in forms} == {draft.pk}
    assert (HealthForm.objects.count(), Consent.objects.count(), FormDraft.objects.count()) == (1, 1, 0)
    assert (visit.status, visit.version) == (Status.HELD, 2)
    assert visit.messages.filter(kind=Kind.HELD).count() == 1
