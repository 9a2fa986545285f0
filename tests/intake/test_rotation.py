import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import override_settings

from intake import crypto
from intake.models import Clearance, Draft, Screening
from tests.intake.factories import ClearanceFactory, DraftFactory, ScreeningFactory

pytestmark = pytest.mark.django_db

OLD = ("t1", b"tests-only-tests-only-tests-only")
NEW = ("k2", bytes(range(32)))


def key_ids(model, field):
    return {crypto.key_id_of(value) for value in QuerySet(model).values_list(field, flat=True) if value}


def rotate(capsys):
    call_command("rotate_health_keys")
    return capsys.readouterr().out


def test_after_rotation_the_old_key_can_go(capsys):
    DraftFactory(answers={"a": 1})
    ScreeningFactory(findings=[{"b": 2}])
    ClearanceFactory(note="letter")
    ClearanceFactory(note=None)

    with override_settings(HEALTH_KEYS=(NEW, OLD)):
        said = rotate(capsys)

    assert said.startswith("5 sealed again.")
    with override_settings(HEALTH_KEYS=(NEW,)):
        assert Draft.objects.get().answers == {"a": 1}
        assert Screening.objects.get().findings == [{"b": 2}]
        assert {one.note for one in Clearance.objects.all()} == {"letter", None}
    assert key_ids(Screening, "answers") == {"k2"}


def test_rotation_that_was_stopped_goes_on_where_it_was(capsys):
    with override_settings(HEALTH_KEYS=(NEW, OLD)):
        DraftFactory()
    DraftFactory()

    with override_settings(HEALTH_KEYS=(NEW, OLD)):
        first, second = rotate(capsys), rotate(capsys)

    assert first.startswith("1 sealed again.")
    assert second.startswith("0 sealed again.")
    assert key_ids(Draft, "answers") == {"k2"}


def test_rotation_stops_at_what_it_cannot_open():
    draft = DraftFactory()

    with override_settings(HEALTH_KEYS=(NEW,)), pytest.raises(crypto.Unreadable):
        call_command("rotate_health_keys")

    draft.refresh_from_db()
    assert draft.answers["cancer"] == "no"
