"""A model field whose value is sealed in the database and bound to its model, field and row."""

import json
import logging

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from intake import crypto

# Without padding the length alone would tell a short answer from a long one.
PADDED_TO = 256
# A file of words is as telling by its length as a short answer is; a picture hardly grows by this.
FILE_PADDED_TO = 64 * 1024
LARGEST_FILE = 10 * 1024 * 1024
LENGTH_BYTES = 4

log = logging.getLogger(__name__)


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


class SealedField(models.BinaryField):
    """Cannot be searched, nor written without its row. What it holds is for its subclasses to say."""

    descriptor_class = SealedAttribute
    # How many are sealed again in one transaction: few enough that nobody waits for long.
    rows_at_once = 50

    def packed(self, value) -> bytes:
        """Return the value as bytes, padded."""
        raise NotImplementedError

    def unpacked(self, plain: bytes):
        """Return what was packed."""
        raise NotImplementedError

    def get_default(self):
        # A binary field's own is empty bytes, which would be sealed as if somebody had given them.
        return super().get_default() if self.has_default() else None

    def associated_data(self, instance) -> bytes:
        # A history row keeps the model and the row of its original, so it opens with the same data.
        model = getattr(type(instance), "instance_type", type(instance))
        if not instance.id:
            raise FieldError(f"{model._meta.label} needs its id before “{self.name}” can be sealed.")
        return f"{model._meta.label_lower}|{self.name}|{instance.id}".encode()

    def seal_for(self, instance, value) -> Sealed:
        return Sealed(crypto.seal(self.packed(value), self.associated_data(instance)))

    def open_for(self, instance, sealed: bytes):
        try:
            return self.unpacked(crypto.open_(sealed, self.associated_data(instance)))
        except crypto.Unreadable:
            # Changed, moved here, or its key is gone: whoever runs the site has to hear of it.
            label = f"{instance._meta.label_lower}.{self.name}"
            log.error("a sealed value does not open: %s of row %s", label, instance.pk)
            raise

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        if isinstance(value, Opened):
            return self.seal_for(instance, value.value)
        return self._under_newest_key(instance, value)

    def _under_newest_key(self, instance, value):
        """A row that was read before its key was rotated must not bring the old key back."""
        try:
            if isinstance(value, Sealed) and crypto.key_id_of(value) != crypto.newest_key_id():
                return self.seal_for(instance, self.open_for(instance, value))
        except crypto.Unreadable:
            # Nothing is lost by leaving it as it is, and the rest of the row can be saved.
            pass
        return value

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


class SealedJSONField(SealedField):
    """Anything JSON can hold, text included."""

    description = "Sealed JSON"

    def packed(self, value) -> bytes:
        plain = json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")
        return plain.ljust(_rounded_up(len(plain), PADDED_TO))

    def unpacked(self, plain: bytes):
        return json.loads(plain)


class SealedBytesField(SealedField):
    """A file's bytes, up to 10 MB of them."""

    description = "Sealed bytes"
    rows_at_once = 1

    def packed(self, value) -> bytes:
        if not isinstance(value, bytes):
            raise FieldError(f"“{self.name}” takes bytes.")
        if len(value) > LARGEST_FILE:
            raise FieldError(f"“{self.name}” takes at most {LARGEST_FILE} bytes.")
        # Zeros may end a file as well, so its length goes in front.
        plain = len(value).to_bytes(LENGTH_BYTES) + value
        return plain.ljust(_rounded_up(len(plain), FILE_PADDED_TO), b"\0")

    def unpacked(self, plain: bytes) -> bytes:
        length = int.from_bytes(plain[:LENGTH_BYTES])
        return plain[LENGTH_BYTES:][:length]


class SealedQuerySet(models.QuerySet):
    """Refuses to write a sealed field without its row, however the value is wrapped."""

    def update(self, **values):
        for name in values:
            if isinstance(self.model._meta.get_field(name), SealedField):
                raise FieldError(f"“{name}” is sealed: save it through its own row.")
        return super().update(**values)

    update.alters_data = True


def _rounded_up(length: int, step: int) -> int:
    return -(-length // step) * step
