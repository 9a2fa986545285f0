"""A file's bytes: sealed as answers are, and bound to their model, field and row in the same way."""

import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection
from django.test.utils import isolate_apps

from intake import crypto
from intake.fields import FILE_PADDED_TO, LARGEST_FILE, Sealed, SealedBytesField
from intake.models.base import WithKey

FILE = b"%PDF-1.7 marker-of-a-planted-letter \x00\x00"


@pytest.fixture
def models():
    """Return two models that hold files in the same way, known to nobody else."""
    with isolate_apps("intake"):

        class Letter(WithKey):
            file = SealedBytesField()
            reply = SealedBytesField(null=True)

            class Meta:
                app_label = "intake"

        class Picture(WithKey):
            file = SealedBytesField()

            class Meta:
                app_label = "intake"

        yield Letter, Picture


def sealed(row, name="file") -> Sealed:
    """The bytes that a save would write."""
    return row._meta.get_field(name).pre_save(row, add=True)


def opened(row, value, name="file"):
    return row._meta.get_field(name).open_for(row, value)


@pytest.mark.parametrize(
    "file", [b"", b"\x00", b" ", FILE, bytes(FILE_PADDED_TO), b"x" * LARGEST_FILE], ids=len
)
def test_a_file_comes_back_byte_for_byte(models, file):
    letter = models[0](file=file)

    stored = sealed(letter)

    assert opened(letter, stored) == file
    assert FILE[:4] not in stored
    assert (len(stored) - len(sealed(models[0](file=b"")))) % FILE_PADDED_TO == 0


def test_files_of_about_one_length_take_the_same_room(models):
    short, longer = models[0](file=b"x"), models[0](file=b"x" * 60_000)

    assert len(sealed(short)) == len(sealed(longer))


def test_a_file_opens_in_no_other_row_field_or_model(models):
    letter_model, picture_model = models
    letter = letter_model(file=FILE)
    stored = sealed(letter)
    elsewhere = [
        (letter_model(id=uuid.uuid4()), "file"),
        (letter_model(id=letter.id), "reply"),
        (picture_model(id=letter.id), "file"),
    ]

    for row, name in elsewhere:
        with pytest.raises(crypto.Unreadable):
            opened(row, stored, name)
    assert opened(letter_model(id=letter.id), stored) == FILE


def test_one_changed_byte_of_a_file_is_noticed(models):
    letter = models[0](file=FILE)
    stored = sealed(letter)

    for place in [*range(60), len(stored) // 2, len(stored) - 1]:
        changed = bytearray(stored)
        changed[place] ^= 1
        with pytest.raises(crypto.Unreadable):
            opened(letter, Sealed(changed))


@pytest.mark.parametrize(
    "value", ["text", {"a": 1}, 1, b"x" * (LARGEST_FILE + 1)], ids=["text", "json", "number", "too much"]
)
def test_what_is_no_such_file_is_refused(models, value):
    with pytest.raises(FieldError):
        sealed(models[0](file=value))


def test_neither_a_row_nor_its_value_shows_the_file_when_printed(models):
    letter = models[0](file=FILE)

    assert "marker" not in repr(vars(letter)) + repr(sealed(letter))


@pytest.mark.django_db(transaction=True)
def test_a_file_is_kept_in_the_database_and_none_is_not_an_empty_one(models):
    letter_model, _picture = models
    with connection.schema_editor() as editor:
        editor.create_model(letter_model)
    try:
        letter_model.objects.create(file=FILE, reply=None)
        with pytest.raises(IntegrityError):
            letter_model.objects.create()
        with pytest.raises(FieldError):
            letter_model.objects.update(file=FILE)
        kept = letter_model.objects.get()

        assert (kept.file, kept.reply) == (FILE, None)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(letter_model)
