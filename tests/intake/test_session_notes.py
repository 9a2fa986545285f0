"""What the practitioner notes of sessions, as the record keeps and opens it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from intake import records
from intake.fields import Sealed
from intake.history.session import Rating, SessionContent
from intake.models import Reading, SessionNote
from intake.models.base import CannotChange
from tests.intake.factories import NOW, ClientFactory, HealthFormFactory, SessionNoteFactory, UserFactory

pytestmark = pytest.mark.django_db
SAID = SessionContent(worked=("Heron map",), plan="Otter next", ratings=(Rating("Lynx", 6, 4),))
SHUT = Sealed(b"\x01\x02t1" + bytes(40))


@pytest.fixture
def joan():
    return ClientFactory()


@pytest.fixture
def marja():
    return UserFactory()


def write(joan, marja, said=SAID, **more):
    return records.write_session_note(client=joan, content=said, by=marja, now=NOW, **more)


def test_a_session_note_is_kept_locked(joan, marja):
    note = write(joan, marja)

    stored = bytes(SessionNote.objects.values_list("content", flat=True).get())
    assert [word for word in (b"Heron", b"Otter", b"Lynx") if word in stored] == []
    assert SessionNote.objects.get().said() == SAID
    assert (note.client, note.by, note.created_at, note.adds_to) == (joan, marja, NOW, None)


def test_what_is_sealed_of_one_note_opens_in_no_other(joan, marja):
    first, other = write(joan, marja), write(joan, marja, SessionContent(words="Wren"))
    sealed = SessionNote.objects.filter(pk=first.pk).values_list("content", flat=True).get()
    QuerySet(SessionNote).filter(pk=other.pk).update(content=sealed)

    read = records.open_session_notes(SessionNote.objects.filter(pk=other.pk))

    assert [one.said for one in read] == [None]


def test_a_session_note_is_never_written_over(joan, marja):
    note = write(joan, marja)

    with pytest.raises(CannotChange):
        note.save()
    with pytest.raises(CannotChange):
        SessionNote.objects.update(created_at=NOW + timedelta(days=1))
    with pytest.raises(CannotChange):
        SessionNote.objects.bulk_update([note], ["created_at"])


def test_what_is_added_points_to_the_first_note_of_the_same_client(joan, marja):
    first = write(joan, marja)

    added = write(joan, marja, SessionContent(words="Wren"), adds_to=first)

    assert list(first.additions.all()) == [added]
    for wrong in ({"adds_to": added}, {"adds_to": SessionNoteFactory()}):
        with pytest.raises(ValueError, match="first note"):
            write(joan, marja, **wrong)


def test_the_database_refuses_a_note_that_adds_to_itself(joan, marja):
    note = write(joan, marja)

    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(SessionNote).filter(pk=note.pk).update(adds_to=note)


def test_reading_is_written_down_in_one_go(joan, marja, django_assert_num_queries):
    kept = [write(joan, marja) for _session in range(3)]
    notes = list(joan.session_notes.all())

    # A savepoint, one insert, and the savepoint's end.
    with django_assert_num_queries(3):
        read = records.read_session_notes(notes, client=joan, by=marja, now=NOW)

    assert [one.said for one in read] == [SAID] * 3
    assert {reading.row for reading in Reading.objects.all()} == {note.pk for note in kept}
    assert set(Reading.objects.values_list("what", "by", "client", "at")) == {
        ("session_note", marja.pk, joan.pk, NOW)
    }


def test_a_note_that_no_key_opens_is_not_read(joan, marja):
    write(joan, marja)
    shut = write(joan, marja)
    QuerySet(SessionNote).filter(pk=shut.pk).update(content=SHUT)

    read = records.read_session_notes(joan.session_notes.order_by("pk"), client=joan, by=marja, now=NOW)

    assert {one.note.pk: one.said for one in read}[shut.pk] is None
    assert Reading.objects.count() == 1


def test_opening_for_the_client_themselves_is_nobody_s_reading(joan, marja):
    write(joan, marja)

    assert [one.said for one in records.open_session_notes(joan.session_notes.all())] == [SAID]
    assert not Reading.objects.exists()


class TestComplaints:
    NECK = {"code": "neck", "label": "Neck and shoulders", "trouble": 6, "places": [], "words": "since May"}

    def test_the_newest_form_says_what_somebody_comes_with_and_that_is_a_reading(self, joan, marja):
        HealthFormFactory(client=joan, sent_at=NOW - timedelta(days=400))
        form = HealthFormFactory(client=joan, answers={"given": [], "complaints": [self.NECK]})

        found = records.read_complaints(joan, by=marja, now=NOW)

        assert [(one.code, one.label, one.trouble) for one in found] == [("neck", "Neck and shoulders", 6)]
        assert Reading.objects.values_list("what", "row", "client", "by").get() == (
            "health_form", form.pk, joan.pk, marja.pk,
        )  # fmt: skip

    def test_without_a_form_nothing_is_opened(self, joan, marja):
        assert records.read_complaints(joan, by=marja, now=NOW) == ()
        assert not Reading.objects.exists()

    def test_a_form_that_no_key_opens_is_no_reading(self, joan, marja):
        form = HealthFormFactory(client=joan)
        QuerySet(type(form)).filter(pk=form.pk).update(answers=SHUT)

        assert records.read_complaints(joan, by=marja, now=NOW) == ()
        assert not Reading.objects.exists()
