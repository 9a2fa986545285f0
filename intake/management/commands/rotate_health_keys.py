from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import QuerySet

from intake import crypto
from intake.fields import SealedField


class Command(BaseCommand):
    help = (
        "Seal everything with the newest key, so that an older one can be taken out of HEALTH_KEYS. "
        "Can be stopped and started again at any time."
    )

    def handle(self, *args, **options):
        newest = crypto.newest_key_id()
        done = sum(self._rotate(model, field, newest) for model, field in _sealed_fields())
        self.stdout.write(f"{done} sealed again. Everything is sealed with {newest} now.")

    def _rotate(self, model, field, newest: str) -> int:
        # Read by plain querysets: rows that are never edited still have to follow their keys.
        rows = QuerySet(model)
        keys = rows.exclude(**{f"{field.name}__isnull": True}).values_list("pk", field.name)
        old = [pk for pk, sealed in keys.iterator() if crypto.key_id_of(sealed) != newest]
        return sum(_seal_again(rows, field, pk) for pk in old)


def _sealed_fields():
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedField):
                yield model, field


@transaction.atomic
def _seal_again(rows: QuerySet, field: SealedField, pk) -> int:
    # A transaction a row: nobody waits for long, and what was done stays done.
    row = rows.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    return rows.filter(pk=pk).update(**{field.name: field.seal_for(row, getattr(row, field.attname))})
