"""Finds a key that was taken out too early, and answers that nobody agreed to: asked by `migrate`, and by
`check --database default`."""

from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, transaction

from intake import records, rotation


@register(Tags.database)
def every_key_is_known(databases=None, **kwargs):
    """Every key that something is sealed with is in HEALTH_KEYS."""
    if not databases:
        return []
    counted = rotation.by_key([column for column in rotation.columns() if _is_there(column)])
    if not rotation.missing(counted):
        return []
    return [Error(rotation.words_for_missing(counted), id="intake.E001")]


@register(Tags.database)
def every_answer_is_agreed_to(databases=None, **kwargs):
    """Behind all stored health answers stood an agreement, or what was told instead, when they were given."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            found = records.orphans()
    except DatabaseError:
        # Before its migration a column is not there yet.
        return []
    return [
        Warning(
            f"{count} × {kind}: stored without an agreement that stood when it was given.",
            hint="Open the clients’ pages, ask them, and note what they agree to; or erase what they gave.",
            id="intake.W001",
        )
        for kind, count in found.items()
    ]


def _is_there(column) -> bool:
    """Before its migration a column is not there yet."""
    try:
        with transaction.atomic():
            column.filled.exists()
    except DatabaseError:
        return False
    return True
