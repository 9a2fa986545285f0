import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from intake.models import ScreeningPolicy
from intake.screening import Policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_rules():
    """The row that a migration makes; tests with real transactions empty the tables behind them."""
    ScreeningPolicy.objects.get_or_create(pk=1)


def test_the_practice_starts_with_the_usual_numbers():
    policy = ScreeningPolicy.objects.get()

    assert policy.as_policy() == Policy()


def test_without_a_row_the_usual_numbers_hold():
    ScreeningPolicy.objects.all().delete()

    assert ScreeningPolicy.load().as_policy() == Policy()


@pytest.mark.parametrize(
    "changes",
    [
        {"too_soon_months": 0},
        {"too_soon_months": 4},
        {"recovering_months": 1},
        {"recovering_months": 13, "healed_months": 13},
        {"healed_months": 2},
        {"healed_months": 25},
        {"oncology_years": 0},
        {"oncology_years": 21},
        {"youngest_age": 0},
        {"overdue_days": 29},
    ],
    ids=str,
)
def test_numbers_out_of_bounds_are_refused_by_the_database(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        ScreeningPolicy.objects.update(**changes)


@pytest.mark.parametrize("changes", [{"too_soon_months": 3}, {"recovering_months": 12}, {"healed_months": 3}])
def test_numbers_at_the_bounds_are_kept(changes):
    assert ScreeningPolicy.objects.update(**changes) == 1


def test_there_is_one_policy_only():
    with pytest.raises(IntegrityError), transaction.atomic():
        ScreeningPolicy.objects.create(id=2)


def test_wrong_numbers_are_explained():
    policy = ScreeningPolicy.load()
    policy.too_soon_months = 6

    with pytest.raises(ValidationError, match="not longer than"):
        policy.full_clean()


def test_earlier_numbers_are_kept():
    policy = ScreeningPolicy.objects.get()
    policy.recovering_months = 4
    policy.save()

    assert policy.history.first().recovering_months == 4
