"""Seals everything again with the newest key, while people go on reading and writing."""

from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import BinaryField, Model, QuerySet
from django.db.models.functions import Substr

from intake import crypto
from intake.fields import SealedField

# What a damaged value is counted under: it names no key.
NO_KEY = "?"


class Column:
    """One sealed field of one model."""

    def __init__(self, model: type[Model], field: SealedField):
        self.field, self.rows_at_once = field, field.rows_at_once
        self.label = f"{model._meta.label_lower}.{field.name}"
        # A plain queryset: rows that are never edited still have to follow their keys. Only the head of a
        # value is asked for, since a file may have ten megabytes.
        head = Substr(field.name, 1, crypto.LONGEST_HEADER, output_field=BinaryField())
        self.rows = QuerySet(model)
        self.filled = self.rows.exclude(**{f"{field.name}__isnull": True}).annotate(head=head)

    def by_key(self) -> Counter[str]:
        """Count the values by the id of their key."""
        heads = self.filled.order_by().values_list("head", flat=True)
        return Counter(_key_id(bytes(head)) for head in heads.iterator())

    def old(self) -> Iterator[list]:
        """Yield, batch by batch, the keys of the rows that another key than the newest has sealed."""
        newest, batch = crypto.newest_key_id(), []
        # All of them first: an open cursor would hold the rows as they were, and SQLite's log with them.
        for pk, head in list(self.filled.order_by("pk").values_list("pk", "head")):
            if _key_id(bytes(head)) != newest:
                batch.append(pk)
            if len(batch) == self.rows_at_once:
                yield batch
                batch = []
        if batch:
            yield batch

    @transaction.atomic
    def seal_again(self, keys: list) -> int:
        """Seal these rows anew; return how many do not open. Each is locked, so no write is written over."""
        shut = 0
        rows = self.rows.select_for_update().filter(pk__in=keys).order_by("pk")
        for row in rows.only("id", self.field.name):
            try:
                value = self.field.seal_for(row, getattr(row, self.field.attname))
            except crypto.Unreadable:
                shut += 1
            else:
                self.rows.filter(pk=row.pk).update(**{self.field.name: value})
        return shut


def columns() -> list[Column]:
    """Everything that is sealed in a field of its own, earlier versions included."""
    return [
        Column(model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedField)
    ]


def by_key(places) -> Counter[str]:
    """Count what is sealed in all these places by the id of its key."""
    return sum((place.by_key() for place in places), Counter())


def missing(counted: Counter[str]) -> list[str]:
    """Return the ids of keys that are needed and not in HEALTH_KEYS, in order."""
    return sorted(set(counted) - {key_id for key_id, _key in settings.HEALTH_KEYS})


def words_for_missing(counted: Counter[str]) -> str:
    """Say what to do about keys that are gone."""
    gone = missing(counted)
    values = sum(counted[key_id] for key_id in gone)
    return (
        f"{values} sealed values cannot be opened: they need a key with the id {', '.join(gone)}. Put the "
        f"line with it back into HEALTH_KEYS, after the newest, and start again. An id “{NO_KEY}” is a "
        f"damaged value: bring it back from a backup."
    )


def _key_id(head: bytes) -> str:
    try:
        return crypto.key_id_of(head)
    except crypto.Unreadable:
        return NO_KEY
