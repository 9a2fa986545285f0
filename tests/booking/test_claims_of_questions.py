"""Her own words on the health form are read before people are asked in them."""

import re

import pytest

from content.models import ClaimOverride
from intake.history import editing
from intake.models import FormQuestion, FormWording
from tests.booking.test_admin_form_questions import ADD, CODE, HERS, _clock, marja, of, text_of

__all__ = ["_clock", "marja"]
pytestmark = pytest.mark.django_db
CLAIM = "This form cures sore shoulders."


def reasoned(marja, url, typed, **changes):
    """Press once, and once more with a reason for what was shown."""
    answer = marja.post(url, typed)
    mark = re.search(r'name="claims_seen" value="(\w+)"', answer.text)[1]
    given = {"claims_reason": "A reason.", "claims_sure": "on", "claims_seen": mark}
    return marja.post(url, typed | given | changes)


@pytest.mark.parametrize("field", ["own", "other", "hint", "details"])
def test_a_claim_in_a_question_is_not_saved_and_nothing_typed_is_lost(marja, field):
    answer = marja.post(of("medicines"), {"own": "Which ones?", "seen": "1", field: CLAIM})

    assert "Nobody can promise a cure" in text_of(answer)
    assert f">\n{CLAIM}</textarea>" in answer.text
    assert not FormWording.objects.exists()


@pytest.mark.parametrize("given", [{"claims_reason": " "}, {"claims_sure": ""}, {"claims_seen": "x"}])
@pytest.mark.parametrize(
    ("url", "typed"), [(of("fever"), {"own": CLAIM, "seen": "1"}), (ADD, HERS | {"own": CLAIM})]
)
def test_a_claim_in_a_question_needs_a_reason_for_what_was_shown(marja, url, typed, given):
    reasoned(marja, url, typed, **given)

    assert not FormWording.objects.exists()
    assert not ClaimOverride.objects.exists()


def test_a_claim_with_a_reason_is_asked_and_logged_and_the_reason_holds(marja):
    reasoned(marja, of("fever"), {"own": CLAIM, "seen": "1"})
    marja.post(of("fever"), {"own": CLAIM, "hint": "Or more.", "seen": "2"})

    override = ClaimOverride.objects.get()
    assert (editing.of("fever").own, editing.of("fever").version) == (CLAIM, 3)
    assert (override.model, override.row, override.field) == ("intake.formwording", "fever", "own")
    assert (override.title, override.sentence, override.reason) == (CLAIM, CLAIM, "A reason.")
    assert override.by.username == "marja"


def test_a_new_question_with_a_reason_is_asked_and_logged(marja):
    reasoned(marja, ADD, HERS | {"hint": CLAIM})

    assert editing.of(CODE).hint == CLAIM
    assert ClaimOverride.objects.get().row == CODE


def test_what_is_not_kept_of_a_new_question_is_not_read(marja):
    marja.post(ADD, HERS | {"kind": "text", "details": CLAIM})

    assert FormQuestion.objects.get().code == CODE


def test_words_that_another_window_outran_leave_no_reason(marja):
    marja.post(of("fever"), {"own": "Any fever?", "seen": "1"})

    reasoned(marja, of("fever"), {"own": CLAIM, "seen": "1"})

    assert not ClaimOverride.objects.exists()


def test_a_question_may_name_an_illness(marja):
    marja.post(of("fever"), {"own": "Do you have epilepsy or cancer?", "seen": "1"})

    assert editing.of("fever").own == "Do you have epilepsy or cancer?"
