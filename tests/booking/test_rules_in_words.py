"""The practitioner's numbers in the texts: as they stand, and as she changes them."""

import pytest
from django.core.management import call_command

from booking import rules_in_words
from booking.models import BookingPolicy
from content.models import Practice
from intake.models import ScreeningPolicy
from tests.content.texts import RULES

pytestmark = pytest.mark.django_db


def test_the_starting_rules_are_said_as_the_tests_of_texts_read_them():
    said = {name: value() for name, (_meaning, value) in rules_in_words.PROVIDED.items()}

    assert said == RULES


@pytest.mark.parametrize(
    ("months", "words"), [((2, 3), "2 to 3 months"), ((3, 3), "3 months"), ((1, 1), "1 month")]
)
def test_the_time_after_an_operation_is_said_from_the_shortest_to_the_longest(months, words):
    ScreeningPolicy.objects.update_or_create(
        pk=1, defaults=dict(zip(("too_soon_months", "recovering_months"), months, strict=True))
    )

    _meaning, value = rules_in_words.PROVIDED["recovery_time"]
    assert value() == words


@pytest.fixture
def shown(client):
    """What a page says, asked for once before, so that it is kept."""
    call_command("load_texts", verbosity=0)
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example")
    for path in ("/prices/", "/safety/"):
        client.get(path)
    return lambda path: client.get(path).text


def test_other_deadlines_are_told_at_once(shown):
    policy, _made = BookingPolicy.objects.get_or_create(pk=1)
    policy.cancel_hours, policy.move_hours = 36, 24
    policy.save()

    assert "free of charge until 36 hours before your visit, and move it until 24 hours" in shown("/prices/")


def test_other_safety_rules_are_told_at_once(shown):
    policy, _made = ScreeningPolicy.objects.get_or_create(pk=1)
    policy.recovering_months, policy.youngest_age, policy.oncology_years = 4, 7, 6
    policy.save()

    text = shown("/safety/")
    assert "typically 2 to 4 months" in text
    assert "children from about 7" in text
    assert "in the last 6 years" in text
