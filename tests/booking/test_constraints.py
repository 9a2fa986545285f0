"""What the database itself refuses: each test writes past the forms and the actions."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.state import ModelState, ProjectState

from booking.models import Booking, BookingEvent, BookingPolicy, HoursOverride, Message, Status
from booking.models.booking import MOST_GIVEN
from tests.booking.factories import (
    NOW,
    BookingFactory,
    BookingPolicyFactory,
    ConfirmedFactory,
    HeldFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)

pytestmark = pytest.mark.django_db


def refused(row, **changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=row.pk).update(**changes)
    return True


def overlapping(first):
    later = first.starts_at + timedelta(minutes=149)
    return BookingFactory.build(treatment=first.treatment, starts_at=later)


def test_a_second_booking_inside_the_buffers_is_refused():
    first = BookingFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        overlapping(first).save(force_insert=True)


def test_a_booking_that_touches_the_buffers_is_accepted():
    first = BookingFactory()

    BookingFactory(starts_at=first.starts_at + timedelta(minutes=150))

    assert Booking.objects.count() == 2


def test_moving_a_booking_onto_another_is_refused():
    first = BookingFactory()
    second = BookingFactory(starts_at=first.starts_at + timedelta(hours=3))

    assert refused(second, blocked_from=first.blocked_from)


@pytest.mark.parametrize("status", [Status.LAPSED, Status.CANCELLED, Status.DECLINED])
def test_a_booking_that_gave_its_time_back_does_not_block(status, admin_user):
    first = HeldFactory()
    Booking.objects.filter(pk=first.pk).update(status=status, decided_by=admin_user)

    overlapping(first).save(force_insert=True)

    assert Booking.objects.occupying().count() == 1


def test_a_booking_that_comes_back_to_a_taken_time_is_refused():
    first = HeldFactory()
    Booking.objects.filter(pk=first.pk).update(status=Status.CANCELLED)
    overlapping(first).save(force_insert=True)

    assert refused(first, status=Status.HELD)


def test_validation_says_that_the_time_is_taken():
    first = BookingFactory()

    with pytest.raises(Exception, match="already takes this time"):
        overlapping(first).validate_constraints()


@pytest.mark.parametrize("minutes", [0, 89, 121])
def test_fewer_than_90_or_more_than_120_minutes_are_refused(minutes):
    assert refused(BookingFactory(), reserved_minutes=minutes)


def test_a_block_shorter_than_its_session_is_refused():
    row = BookingFactory()

    assert refused(row, blocked_until=row.starts_at + timedelta(minutes=119))
    assert refused(row, blocked_from=row.starts_at + timedelta(minutes=1))


def test_an_unknown_status_is_refused():
    assert refused(BookingFactory(), status="done")


def test_a_booking_without_a_client_is_refused():
    assert refused(HeldFactory(), client=None)


def test_a_reservation_that_never_runs_out_is_refused():
    assert refused(BookingFactory(), expires_at=None)


@pytest.mark.parametrize("missing", ["held_until", "answer_due_at"])
def test_a_hold_that_never_runs_out_is_refused(missing):
    assert refused(HeldFactory(), **{missing: None})


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.COMPLETED])
class TestUnsafeConfirmation:
    def test_without_a_screening(self, status):
        assert refused(ConfirmedFactory(), status=status, screening=None)

    def test_screened_for_another_day(self, status):
        assert refused(ConfirmedFactory(), status=status, screened_for_on=date(2027, 3, 9))

    def test_screened_for_no_day(self, status):
        assert refused(ConfirmedFactory(), status=status, screened_for_on=None)

    def test_needing_a_review_that_nobody_made(self, status):
        assert refused(HeldFactory(), status=status)

    def test_approved_in_another_version(self, status, admin_user):
        assert refused(HeldFactory(version=2), status=status, approved_version=1, decided_by=admin_user)

    def test_approved_in_no_version(self, status, admin_user):
        assert refused(HeldFactory(), status=status, decided_by=admin_user)

    def test_approved_by_nobody(self, status):
        assert refused(HeldFactory(), status=status, approved_version=1)

    def test_needing_a_clearance_that_is_not_set(self, status, admin_user):
        held = HeldFactory(needs_clearance=True)

        assert refused(held, status=status, approved_version=1, decided_by=admin_user)

    def test_but_one_that_was_approved_is_accepted(self, status, admin_user):
        held = HeldFactory()

        Booking.objects.filter(pk=held.pk).update(status=status, approved_version=1, decided_by=admin_user)

        assert Booking.objects.get().status == status


def test_needing_a_clearance_without_a_review_is_refused():
    assert refused(HeldFactory(), needs_clearance=True, needs_review=False)


def test_declining_by_nobody_is_refused():
    assert refused(HeldFactory(), status=Status.DECLINED)


@pytest.mark.parametrize("minutes", [0, MOST_GIVEN + 1])
def test_minutes_that_no_visit_takes_are_refused(minutes):
    assert refused(ConfirmedFactory(), status=Status.COMPLETED, minutes_given=minutes)


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.NOT_TREATED, Status.NO_SHOW, Status.CANCELLED])
def test_minutes_of_what_did_not_take_place_are_refused(status):
    assert refused(ConfirmedFactory(), status=status, minutes_given=120)


@pytest.mark.parametrize("minutes", [1, 120, MOST_GIVEN, None])
def test_minutes_of_a_completed_visit_are_accepted(minutes):
    Booking.objects.filter(pk=ConfirmedFactory().pk).update(status=Status.COMPLETED, minutes_given=minutes)

    assert Booking.objects.get().minutes_given == minutes


def alter_the_table():
    """Do what a later migration does: add a column that makes SQLite remake the table."""
    state = ProjectState.from_apps(Booking._meta.apps)
    before = state.apps.get_model("booking", "Booking")
    model_state = ModelState.from_model(Booking)
    model_state.fields["room"] = models.CharField(max_length=20, default="one")
    state.models["booking", "booking"] = model_state
    state.reload_model("booking", "booking")
    after = state.apps.get_model("booking", "Booking")
    with connection.schema_editor() as editor:
        editor.add_field(before, after._meta.get_field("room"))
    with connection.schema_editor() as editor:
        editor.remove_field(after, after._meta.get_field("room"))


@pytest.mark.django_db(transaction=True)
def test_the_guarantee_survives_a_later_migration():
    alter_the_table()
    first = BookingFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        overlapping(first).save(force_insert=True)
    assert refused(
        BookingFactory(starts_at=first.starts_at + timedelta(hours=3)), blocked_from=first.starts_at
    )


def refused_override(**fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursOverride.objects.create(day=date(2027, 3, 8), **fields)
    return True


@pytest.mark.parametrize("clock", [{"starts": time(9)}, {"ends": time(9)}])
def test_a_change_of_hours_with_one_time_is_refused(clock):
    assert refused_override(is_closed=True, **clock)


def test_a_change_of_hours_that_ends_before_it_starts_is_refused():
    assert refused_override(is_closed=True, starts=time(12), ends=time(11))


def test_extra_hours_without_times_are_refused():
    assert refused_override(is_closed=False)


def test_a_working_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingHoursFactory(starts=time(12), ends=time(12))


def test_two_working_periods_from_one_time_are_refused():
    WorkingHoursFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingHoursFactory()


@pytest.mark.parametrize("minutes", [89, 121])
def test_a_treatment_outside_90_to_120_minutes_is_refused(minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        TreatmentFactory(reserved_minutes=minutes)


def test_a_second_booking_policy_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingPolicy.objects.create(pk=2)


def test_a_buffer_longer_than_two_hours_is_refused():
    BookingPolicyFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        BookingPolicy.objects.update(buffer_before=121)


def test_an_event_of_the_practitioner_without_her_name_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingEvent.objects.create(
            booking=BookingFactory(), to_status="held", version=1, at=NOW, actor="practitioner"
        )


def test_a_second_message_of_one_kind_and_version_is_refused():
    held = HeldFactory()
    message = {"booking": held, "kind": "held", "version": 1, "due_at": NOW}
    Message.objects.create(**message, message_id="one")

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(**message, message_id="two")


def test_a_message_about_nothing_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(kind="held", due_at=NOW, message_id="one")
