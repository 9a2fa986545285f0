"""Two windows in which the practitioner sets when messages go, at one moment."""

import pytest

from booking import message_rules
from booking.message_rules import SWITCHED, Rule, usual
from booking.models import MessageRule
from tests.booking.factories import NOW
from tests.booking.races import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("_round", range(5))
def test_switched_off_in_four_windows_at_once_each_is_off_and_noted_once(_round):
    wanted = {kind: Rule(False, usual(kind).number) for kind in SWITCHED}

    results = together(*[lambda: message_rules.turn(wanted, now=NOW)] * 4)

    assert sorted(results, key=str) == [0, 0, 0, len(SWITCHED)]
    assert MessageRule.history.count() == len(SWITCHED)
