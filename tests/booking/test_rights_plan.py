"""Every table is thought of: how it is found from a client, how it is handed out, when it goes."""

import pytest
from django.apps import apps
from django.db import models

from booking.rights import plan
from intake.fields import SealedField

OURS = ("content", "intake", "booking")


def everything():
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def originals():
    """Every table but those of earlier versions, which are as their original."""
    return {label: model for label, model in everything().items() if plan.original(label) == label}


def pointing():
    """Return the tables that a client is reached from, directly or through others, by foreign keys."""
    reached = {"intake.Client"}
    while True:
        more = {
            label
            for label, model in originals().items()
            for field in model._meta.get_fields()
            if field.concrete and field.is_relation and field.related_model
            if field.related_model._meta.label in reached
        }
        if more <= reached:
            return reached
        reached |= more


def test_every_table_is_in_the_plan_or_has_its_reason():
    planned = {line.model for line in plan.LINES}

    assert planned | set(plan.ABOUT_NOBODY) == set(originals())
    assert not planned & set(plan.ABOUT_NOBODY)
    assert len(plan.LINES) == len(planned)
    assert all(plan.ABOUT_NOBODY.values())


def test_whatever_points_to_a_client_is_in_the_plan():
    assert pointing() <= {line.model for line in plan.LINES}


def test_earlier_versions_are_kept_of_no_client():
    versions = {label for label in everything() if plan.original(label) != label}

    assert {plan.original(label) for label in versions} <= set(plan.ABOUT_NOBODY)


@pytest.mark.parametrize("line", plan.LINES, ids=lambda line: line.model)
def test_the_columns_that_a_line_names_exist(line):
    model = apps.get_model(line.model)
    names = [name for name, _value in line.blanks] + list(line.others)

    for name in names:
        assert model._meta.get_field(name)
    for path in line.paths:
        assert model._base_manager.filter(**{f"{path}__in": [1]}).query
    for column in line.held_by:
        label, _dot, name = column.rpartition(".")
        assert apps.get_model(label)._meta.get_field(name).related_model is model


@pytest.mark.parametrize("line", plan.LINES, ids=lambda line: line.model)
def test_what_is_not_handed_out_has_its_reason(line):
    assert bool(line.section) != bool(line.why)


def free_text():
    """Return each column of ours in which a person or the site can write words, in clear."""
    wordy = models.CharField | models.TextField | models.JSONField | models.BinaryField | models.FileField
    return {
        f"{label}.{field.name}"
        for label, model in originals().items()
        if model._meta.app_label in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, wordy) and not isinstance(field, SealedField) and not field.choices
    }


def test_whatever_holds_words_is_sealed_or_has_its_reason():
    unexplained = {
        name for name in free_text() if name not in plan.CLEAR and name.rpartition(".")[0] not in plan.CLEAR
    }

    assert unexplained == set()


def test_every_reason_is_about_a_column_that_exists():
    names = free_text()
    known = names | {name.rpartition(".")[0] for name in names}

    assert set(plan.CLEAR) <= known
