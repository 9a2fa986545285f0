"""What the practitioner notes about a person."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet

from intake import records
from intake.fields import Sealed
from intake.models import Note, Reading
from intake.models.base import CannotChange
from tests.intake.factories import NOW, ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
ACCESS, GENERAL = Note.Kind.ACCESS, Note.Kind.GENERAL


@pytest.fixture
def joan():
    return ClientFactory()


@pytest.fixture
def marja():
    return UserFactory()


def write(joan, marja, text, kind=GENERAL, at=NOW):
    return records.write_note(client=joan, kind=kind, text=text, by=marja, now=at)


def test_a_note_is_kept_locked(joan, marja):
    note = write(joan, marja, "A low step is hard")

    stored = bytes(Note.objects.values_list("text", flat=True).get())
    assert b"step" not in stored
    assert Note.objects.get().text == "A low step is hard"
    assert (note.client, note.kind, note.by, note.created_at) == (joan, GENERAL, marja, NOW)


def test_a_note_is_never_written_over(joan, marja):
    note = write(joan, marja, "Two pillows")

    with pytest.raises(CannotChange):
        note.save()
    with pytest.raises(CannotChange):
        Note.objects.update(kind=ACCESS)


def test_reading_notes_is_written_down_in_one_go(joan, marja, django_assert_num_queries):
    kept = [write(joan, marja, text) for text in ("one", "two", "three")]
    notes = list(joan.notes.all())

    # A savepoint, one insert, and the savepoint's end.
    with django_assert_num_queries(3):
        read = records.read_notes(notes, client=joan, by=marja, now=NOW)

    assert {one.text for one in read} == {"one", "two", "three"}
    assert {reading.row for reading in Reading.objects.all()} == {note.pk for note in kept}
    assert set(Reading.objects.values_list("what", "by", "client", "at")) == {
        ("note", marja.pk, joan.pk, NOW)
    }


def test_a_note_that_no_key_opens_is_not_read(joan, marja):
    write(joan, marja, "one")
    shut = write(joan, marja, "two", at=NOW + timedelta(days=1))
    QuerySet(Note).filter(pk=shut.pk).update(text=Sealed(b"\x01\x02t1" + bytes(40)))

    read = records.read_notes(joan.notes.all(), client=joan, by=marja, now=NOW)

    assert [one.text for one in read] == [None, "one"]
    assert Reading.objects.count() == 1


def test_no_notes_read_nothing(joan, marja):
    assert records.read_notes([], client=joan, by=marja, now=NOW) == []
    assert not Reading.objects.exists()
