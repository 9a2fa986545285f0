"""Writing down what was done in a session, and adding to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from booking import lifecycle, session_notes
from booking.models import Booking, BookingEvent, Message, Status
from intake.history.session import Rating, SessionContent
from intake.models import SessionNote
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClientFactory, SessionNoteFactory, UserFactory

pytestmark = pytest.mark.django_db
START = SessionContent(ratings=(Rating("Neck", 6),))
END = SessionContent(worked=("Neck map",), plan="Arms", ratings=(Rating("Neck", 6, 4),))


@pytest.fixture
def her():
    return lifecycle.practitioner(UserFactory())


@pytest.fixture
def visit():
    return over()


def over(days=0, **changes):
    starts_at = NOW - timedelta(days=days, hours=2)
    return ConfirmedFactory(
        starts_at=starts_at, **{"status": Status.COMPLETED, "minutes_given": 105} | changes
    )


def write(visit, said, her, now=NOW):
    return session_notes.write(visit, said, by=her, now=now)


def said_of(visit):
    return [note.said() for note in session_notes.notes_of(visit)]


def test_a_session_is_noted_once_and_then_added_to(visit, her):
    first = write(visit, START, her)
    added = write(visit, END, her, NOW + timedelta(hours=2))

    notes = session_notes.notes_of(visit)
    assert (first, added) == (True, True)
    assert [note.said() for note in notes] == [START, END]
    assert [note.adds_to for note in notes] == [None, notes[0]]
    assert {note.client_id for note in notes} == {visit.client_id}
    assert list(visit.events.values_list("why", "by", "to_status")) == [
        ("session", her.user.pk, Status.COMPLETED),
        ("session_added", her.user.pk, Status.COMPLETED),
    ]
    assert not Message.objects.exists()


def test_of_two_presses_the_second_adds_nothing(visit, her):
    assert [write(visit, END, her) for _press in range(2)] == [True, False]
    assert said_of(visit) == [END]


def test_only_what_is_new_is_added(visit, her):
    write(visit, END, her)
    write(visit, SessionContent(worked=("Neck map", "Hands"), ratings=END.ratings), her)

    assert said_of(visit)[1] == SessionContent(worked=("Hands",))


def test_nothing_said_is_not_noted(visit, her):
    assert not write(visit, SessionContent(), her)
    assert not SessionNote.objects.exists()


def test_a_visit_that_has_begun_can_be_noted_before_its_outcome_is(her):
    running = over(status=Status.CONFIRMED, minutes_given=None)

    assert write(running, START, her)


@pytest.mark.parametrize(
    "make",
    [
        ConfirmedFactory,
        HeldFactory,
        lambda: over(status=Status.NO_SHOW, minutes_given=None),
        lambda: over(status=Status.NOT_TREATED, minutes_given=None),
        lambda: over(status=Status.CANCELLED, minutes_given=None),
    ],
    ids=["to come", "held", "no-show", "not treated", "cancelled"],
)
def test_where_there_was_no_session_there_is_none_to_note(make, her):
    with pytest.raises(lifecycle.NotAllowed):
        write(make(), END, her)

    assert not SessionNote.objects.exists()


def test_only_a_person_notes_a_session(visit):
    with pytest.raises(lifecycle.NotAllowed):
        write(visit, END, lifecycle.SYSTEM)


def test_a_visit_cancelled_meanwhile_is_seen_as_it_is_now(visit, her):
    Booking.objects.filter(pk=visit.pk).update(status=Status.CANCELLED, minutes_given=None)

    with pytest.raises(lifecycle.NotAllowed):
        write(visit, END, her)


class TestTheDatabase:
    def event(self, visit, her, why, note):
        with transaction.atomic():
            BookingEvent.objects.create(
                booking=visit, to_status=visit.status, version=1, at=NOW, actor="practitioner",
                by=her.user, why=why, session_note=note,
            )  # fmt: skip

    def test_refuses_a_second_first_note(self, visit, her):
        write(visit, END, her)

        with pytest.raises(IntegrityError):
            self.event(visit, her, "session", SessionNoteFactory())

    def test_refuses_one_note_for_two_visits(self, visit, her):
        write(visit, END, her)

        with pytest.raises(IntegrityError):
            self.event(over(days=7), her, "session", SessionNote.objects.get())

    def test_refuses_a_note_under_another_step(self, visit, her):
        with pytest.raises(IntegrityError):
            self.event(visit, her, "receipt", SessionNoteFactory())


def test_the_sessions_of_a_client_come_newest_first_with_their_notes(her, django_assert_num_queries):
    joan = ClientFactory()
    older, newer, unnoted = (over(days=days, client=joan) for days in (14, 7, 1))
    other = over(days=3)
    for visit, said in ((older, END), (newer, START), (newer, END), (other, END)):
        write(visit, said, her)

    with django_assert_num_queries(2):
        found = session_notes.of_client(joan)

    assert [(one.booking, len(one.notes)) for one in found] == [(newer, 2), (older, 1)]
    assert [one.booking for one in session_notes.of_client(joan, before=newer.starts_at)] == [older]
    assert [one.booking for one in session_notes.of_client(joan, most=1)] == [newer]
    assert session_notes.of_visits([unnoted]) == []
