"""A visit waits for her again, a request gets newer answers; and by when she answers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from booking import lifecycle
from booking.lifecycle import CLIENT, NotAllowed, Screened
from booking.models import Booking, Kind, Status
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    HoursOverrideFactory,
    WorkingHoursFactory,
)
from tests.booking.rows import DAY, DUE, VISIT, again, found, kinds, last_event
from tests.intake.factories import ScreeningFactory

pytestmark = pytest.mark.django_db

CLIENT_MESSAGES = {Kind.HELD, Kind.NEW_REQUEST, Kind.REQUEST_WAITING, Kind.REQUEST_DUE}


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


class TestHoldAgain:
    def hold_again(self, booking, screening, by=CLIENT, now=NOW, due=DUE):
        lifecycle.hold_again(booking, screening, answer_due_at=due, by=by, now=now)

    def test_a_visit_whose_answers_changed_is_kept_until_it_starts(self):
        booking = ConfirmedFactory()

        self.hold_again(booking, found(booking))

        row = again(booking)
        assert (row.status, row.version, row.held_until) == (Status.HELD, 2, VISIT)
        assert last_event(row)[:2] == (Status.CONFIRMED, Status.HELD)
        assert last_event(row)[5] == "answers_changed"
        assert kinds(row) == CLIENT_MESSAGES

    def test_an_answer_is_due_before_the_visit_starts(self):
        booking = ConfirmedFactory()

        self.hold_again(booking, found(booking), due=VISIT + timedelta(days=1))

        assert again(booking).answer_due_at == VISIT

    def test_her_former_yes_does_not_count_for_the_new_answers(self, she):
        booking = HeldFactory()
        lifecycle.approve(booking, by=she, now=NOW)

        self.hold_again(booking, found(booking))

        row = again(booking)
        assert (row.approved_version, row.decided_by, row.clearance) == (None, None, None)

    def test_an_approval_of_the_former_version_is_refused(self, she):
        booking = HeldFactory()
        opened_before = again(booking)
        lifecycle.approve(booking, by=she, now=NOW)
        self.hold_again(booking, found(booking))

        with pytest.raises(NotAllowed):
            lifecycle.approve(opened_before, by=she, now=NOW)

        assert again(booking).status == Status.HELD

    def test_also_a_ready_screening_needs_a_person_now(self):
        booking = ConfirmedFactory()

        self.hold_again(booking, found(booking, needs_review=False))

        assert again(booking).needs_review

    def test_not_with_somebody_elses_screening(self):
        booking = ConfirmedFactory()

        with pytest.raises(NotAllowed):
            self.hold_again(booking, ScreeningFactory(visit_on=DAY, needs_review=True))

    def test_not_when_the_visit_has_started(self):
        booking = ConfirmedFactory()

        with pytest.raises(NotAllowed):
            self.hold_again(booking, found(booking), now=VISIT)


class TestAdoptScreening:
    def adopt(self, booking, screening, by=CLIENT):
        lifecycle.adopt_screening(booking, screening, by=by, now=NOW)

    def test_newer_answers_keep_it_held(self):
        booking = HeldFactory()
        newer = found(booking, needs_review=False)

        self.adopt(booking, newer)

        row = again(booking)
        assert (row.status, row.screening, row.needs_review) == (Status.HELD, newer, True)
        assert last_event(row)[:2] == (Status.HELD, Status.HELD)

    def test_a_yes_to_the_answers_she_read_before_is_refused(self, she):
        booking = HeldFactory()
        opened_before = again(booking)
        self.adopt(booking, found(booking))

        with pytest.raises(NotAllowed):
            lifecycle.approve(opened_before, by=she, now=NOW)

        assert again(booking).status == Status.HELD

    def test_messages_that_wait_to_be_sent_go_with_it(self):
        booking = BookingFactory()
        screening = found(booking)
        screened = Screened(screening.client, screening, is_first=True)
        lifecycle.hold_new(booking, screened, answer_due_at=DUE, now=NOW)
        before = {message.kind: message.due_at for message in booking.messages.all()}

        self.adopt(booking, found(booking))

        after = {message.kind: message.due_at for message in booking.messages.filter(version=2)}
        assert after == before
        assert booking.messages.count() == 4

    def test_she_is_told_of_new_answers_and_not_of_her_own(self, she):
        told, own = HeldFactory(), HeldFactory(starts_at=VISIT + timedelta(days=1))

        self.adopt(told, found(told))
        self.adopt(own, found(own), by=she)

        assert kinds(told) == {Kind.NEW_REQUEST}
        assert kinds(own) == set()

    def test_not_somebody_elses_screening(self):
        with pytest.raises(NotAllowed):
            self.adopt(HeldFactory(), ScreeningFactory(needs_review=True))

    def test_only_what_is_held(self):
        booking = ConfirmedFactory()

        with pytest.raises(NotAllowed):
            self.adopt(booking, found(booking))


def test_that_a_letter_is_needed_is_taken_back_by_the_practitioner_alone(admin_user):
    held = HeldFactory(needs_clearance=True, screening__needs_clearance=True)
    ready = ScreeningFactory(client=held.client, visit_on=held.visit_on)

    with pytest.raises(NotAllowed):
        lifecycle.adopt_screening(held, ready, by=CLIENT, now=NOW)
    lifecycle.adopt_screening(held, ready, by=lifecycle.practitioner(admin_user), now=NOW)

    assert Booking.objects.get().needs_clearance is False


def test_an_answer_is_due_on_the_second_open_day():
    for weekday in (0, 1):
        WorkingHoursFactory(weekday=weekday)
    HoursOverrideFactory(day=date(2027, 3, 8))
    booking = BookingFactory(starts_at=NOW + timedelta(days=14))

    due_at = lifecycle.answer_due(booking, NOW)

    assert due_at == datetime(2027, 3, 9, 18, tzinfo=UTC)


def test_an_answer_about_a_visit_within_a_day_is_due_before_it_starts():
    booking = ConfirmedFactory(starts_at=NOW + timedelta(hours=20))

    assert lifecycle.answer_due(booking, NOW) == booking.starts_at
