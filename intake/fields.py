"""A model field whose value is sealed in the database and bound to its model, field and row."""

import json

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from intake import crypto

# Without padding the length alone would tell a short answer from a long one.
PADDED_TO = 256


class Sealed(bytes):
    """A value as it lies in the database; its text says nothing."""

    def __repr__(self):
        return "<sealed>"

    __str__ = __repr__


class Opened:
    """A readable value kept on an instance; printing or pickling the instance must not show it."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return "<sealed>"

    def __reduce__(self):
        raise TypeError("A sealed field that was opened cannot be pickled.")


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is first read."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = Opened(self.field.open_for(instance, value))
            instance.__dict__[self.field.attname] = value
        return value.value if isinstance(value, Opened) else value

    def __set__(self, instance, value):
        is_plain = value is not None and not isinstance(value, (Sealed, Opened))
        instance.__dict__[self.field.attname] = Opened(value) if is_plain else value


class SealedJSONField(models.BinaryField):
    """Anything JSON can hold, text included. Cannot be searched, nor written without its row."""

    description = "Sealed JSON"
    descriptor_class = SealedAttribute

    def associated_data(self, instance) -> bytes:
        # A history row keeps the model and the row of its original, so it opens with the same data.
        model = getattr(type(instance), "instance_type", type(instance))
        if not instance.id:
            raise FieldError(f"{model._meta.label} needs its id before “{self.name}” can be sealed.")
        return f"{model._meta.label_lower}|{self.name}|{instance.id}".encode()

    def seal_for(self, instance, value) -> Sealed:
        plain = json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")
        padded = plain.ljust(-(-len(plain) // PADDED_TO) * PADDED_TO)
        return Sealed(crypto.seal(padded, self.associated_data(instance)))

    def open_for(self, instance, sealed: bytes):
        return json.loads(crypto.open_(sealed, self.associated_data(instance)))

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        return self.seal_for(instance, value.value) if isinstance(value, Opened) else value

    def get_prep_value(self, value):
        if value is None or isinstance(value, Sealed):
            return value
        raise FieldError(f"“{self.name}” is sealed: save it through its own row.")

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def value_to_string(self, obj):
        raise FieldError(f"“{self.name}” is sealed and is not written out.")

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name):
        return None


class SealedQuerySet(models.QuerySet):
    """Refuses to write a sealed field without its row, however the value is wrapped."""

    def update(self, **values):
        for name in values:
            if isinstance(self.model._meta.get_field(name), SealedJSONField):
                raise FieldError(f"“{name}” is sealed: save it through its own row.")
        return super().update(**values)

    update.alters_data = True
