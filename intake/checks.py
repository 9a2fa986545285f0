"""Finds a key that was taken out too early: asked by `migrate`, and by `check --database default`."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError, transaction

from intake import rotation


@register(Tags.database)
def every_key_is_known(databases=None, **kwargs):
    """Every key that something is sealed with is in HEALTH_KEYS."""
    if not databases:
        return []
    counted = rotation.by_key([column for column in rotation.columns() if _is_there(column)])
    if not rotation.missing(counted):
        return []
    return [Error(rotation.words_for_missing(counted), id="intake.E001")]


def _is_there(column) -> bool:
    """Before its migration a column is not there yet."""
    try:
        with transaction.atomic():
            column.filled.exists()
    except DatabaseError:
        return False
    return True
