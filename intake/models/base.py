import uuid

from django.db import models

from intake.fields import SealedQuerySet


class CannotChange(Exception):
    """This row is kept as it was written; a new one takes its place."""


class WithKey(models.Model):
    """A row whose key is known before it is inserted, so that sealed values can be bound to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True


class WriteOnceQuerySet(SealedQuerySet):
    """Inserts and reads. Where a record may go, by its own rules, it goes past this."""

    def update(self, **values):
        raise CannotChange(f"{self.model._meta.verbose_name} cannot be changed.")

    update.alters_data = True

    def delete(self):
        raise CannotChange(f"{self.model._meta.verbose_name} cannot be deleted.")

    delete.alters_data = True
    delete.queryset_only = True

    def bulk_create(self, objs, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise CannotChange(f"{self.model._meta.verbose_name} cannot be changed.")
        return super().bulk_create(objs, *args, **kwargs)

    bulk_create.alters_data = True


class WriteOnce(WithKey):
    """A row that is inserted and never edited."""

    objects = WriteOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if not self._state.adding:
            raise CannotChange(f"{self._meta.verbose_name} cannot be changed.")
        super().save(**kwargs)

    def delete(self, *args, **kwargs):
        raise CannotChange(f"{self._meta.verbose_name} cannot be deleted.")
