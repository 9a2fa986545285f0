"""Working hours, changes of hours, and the other settings of the diary."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from booking.models import BookingPolicy, HoursOverride, Kind, Message, Treatment, WorkingHours
from booking.practitioner import make_practitioner
from tests.booking.factories import (
    NOW,
    BookingPolicyFactory,
    ConfirmedFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
HOURS = "/admin/booking/workinghours/"
CHANGES = "/admin/booking/hoursoverride/"
# The day of the visit that ConfirmedFactory makes: a Monday, 12:00 to 14:00.
DAY = "8/3/2027"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def close(marja, **typed):
    return marja.post(CHANGES + "add/", {"is_closed": "True", "day": DAY, "starts": "", "ends": ""} | typed)


@pytest.mark.parametrize(
    ("typed", "meant"), [("9", time(9)), ("9.30", time(9, 30)), ("2:30 pm", time(14, 30))]
)
def test_a_time_is_understood_as_people_type_it(marja, typed, meant):
    marja.post(HOURS + "add/", {"weekday": 2, "starts": typed, "ends": "18:00"})

    assert WorkingHours.objects.get().starts == meant


def test_a_day_may_have_several_periods(marja):
    WorkingHoursFactory(weekday=2, starts=time(9), ends=time(12))

    marja.post(HOURS + "add/", {"weekday": 2, "starts": "12:00", "ends": "18:00"})

    assert WorkingHours.objects.filter(weekday=2).count() == 2


@pytest.mark.parametrize(("starts", "ends"), [("11:30", "15:00"), ("08:00", "18:00"), ("9:00", "12:00")])
def test_periods_that_overlap_are_refused_by_name(marja, starts, ends):
    WorkingHoursFactory(weekday=2, starts=time(9), ends=time(12))

    page = marja.post(HOURS + "add/", {"weekday": 2, "starts": starts, "ends": ends}).content.decode()

    assert WorkingHours.objects.count() == 1
    assert "This overlaps with Wednesday 09:00–12:00" in page


@pytest.mark.parametrize(("starts", "ends"), [("12:00", "9:00"), ("9", "9"), ("25:00", "26:00"), ("NaN", "")])
def test_a_period_that_makes_no_sense_is_refused_with_what_was_typed(marja, starts, ends):
    answer = marja.post(HOURS + "add/", {"weekday": 2, "starts": starts, "ends": ends})

    assert not WorkingHours.objects.exists()
    assert f'value="{starts}"' in answer.content.decode() or starts == "12:00"


def test_a_period_can_be_changed_without_clashing_with_itself(marja):
    period = WorkingHoursFactory(weekday=2, starts=time(9), ends=time(12))

    marja.post(f"{HOURS}{period.pk}/change/", {"weekday": 2, "starts": "09:00", "ends": "13:00"})

    period.refresh_from_db()
    assert period.ends == time(13)


def test_a_free_day_is_closed_at_once(marja):
    close(marja)

    assert HoursOverride.objects.get().day == date(2027, 3, 8)


def test_a_closing_lists_whom_it_touches_before_it_is_saved(marja):
    booking = ConfirmedFactory(client=ClientFactory(name="Pat Cole"))

    page = close(marja, note="Training").content.decode()
    before = HoursOverride.objects.count()
    close(marja, note="Training", seen=str(booking.pk))

    assert "Pat C." in page
    assert 'value="Training"' in page
    assert (before, HoursOverride.objects.count()) == (0, 1)
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_a_booking_made_meanwhile_is_listed_too(marja):
    first = ConfirmedFactory()
    ConfirmedFactory(client=ClientFactory(name="Lena Frost"), starts_at=NOW + timedelta(days=7, hours=4))

    page = close(marja, seen=str(first.pk)).content.decode()

    assert "Lena F." in page
    assert not HoursOverride.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "touches"),
    [
        ("09:00", "12:00", False),
        ("14:00", "17:00", False),
        ("11:00", "12:01", True),
        ("13:59", "15:00", True),
    ],
)
def test_a_part_of_the_day_touches_only_the_sessions_in_it(marja, starts, ends, touches):
    ConfirmedFactory()

    close(marja, starts=starts, ends=ends)

    assert HoursOverride.objects.exists() is not touches


def test_extra_hours_touch_nobody(marja):
    ConfirmedFactory()

    close(marja, is_closed="False", starts="09:00", ends="12:00")

    assert HoursOverride.objects.get().is_closed is False


@pytest.mark.parametrize(
    "typed", [{"day": "9999-99-99"}, {"day": ""}, {"starts": "9:00"}, {"is_closed": "False"}]
)
def test_a_change_that_makes_no_sense_is_refused(marja, typed):
    answer = close(marja, **typed)

    assert answer.status_code == 200
    assert not HoursOverride.objects.exists()


def test_the_bank_holidays_ahead_can_be_opened(marja):
    BookingPolicyFactory()
    HoursOverrideFactory(day=date(2027, 5, 3), is_closed=False, starts=time(9), ends=time(13))

    page = marja.get(CHANGES).content.decode()

    assert "Good Friday" in page
    assert "?is_closed=False&amp;day=2027-03-26" in page
    assert "day=2027-05-03" not in page


def test_opening_a_bank_holiday_has_its_day_filled_in(marja):
    page = marja.get(CHANGES + "add/?is_closed=False&day=2027-03-26").content.decode()

    assert 'value="2027-03-26"' in page


def test_the_policy_is_one_page_with_its_history(marja):
    BookingPolicyFactory()

    answer = marja.get("/admin/booking/bookingpolicy/", follow=True)
    marja.post("/admin/booking/bookingpolicy/1/change/", _policy(buffer_after=30))

    assert answer.redirect_chain[-1][0] == "/admin/booking/bookingpolicy/1/change/"
    assert BookingPolicy.objects.get().buffer_after == 30
    assert BookingPolicy.history.first().buffer_after == 30


def _policy(**changes):
    names = ("notice_hours", "window_days", "nation", "buffer_before", "buffer_after", "cancel_hours")
    policy = BookingPolicy.objects.get()
    shown = {name: getattr(policy, name) for name in (*names, "move_hours")}
    return shown | {"max_sessions": "", "max_first_sessions": ""} | changes


@pytest.mark.parametrize("changes", [{"buffer_after": 500}, {"window_days": 0}, {"nation": "XX"}])
def test_a_policy_out_of_bounds_is_refused(marja, changes):
    BookingPolicyFactory()

    marja.post("/admin/booking/bookingpolicy/1/change/", _policy(**changes))

    assert _policy() == _policy() | {"buffer_after": 15, "window_days": 180, "nation": "ENG"}


def test_a_treatment_keeps_90_to_120_minutes(marja):
    treatment = TreatmentFactory()
    typed = {"name": "Long", "slug": "long", "sort": "first", "price": treatment.price_id, "position": 1}

    page = marja.post("/admin/booking/treatment/add/", typed | {"reserved_minutes": 150}).content.decode()

    assert Treatment.objects.count() == 1
    assert "90 to 120 minutes" in page


def test_messages_are_listed_by_what_became_of_them(marja):
    booking = ConfirmedFactory()
    row = {"booking": booking, "due_at": NOW}
    Message.objects.create(
        **row, kind=Kind.CONFIRMED, gave_up_at=NOW, last_error="no mailbox", message_id="<1@booking.invalid>"
    )
    Message.objects.create(**row, kind=Kind.NEW_BOOKING, sent_at=NOW, message_id="<2@booking.invalid>")

    everything = marja.get("/admin/booking/message/").content.decode()
    failed = marja.get("/admin/booking/message/", {"state": "given_up"}).content.decode()

    assert "Sent Monday 1 March, noon" in everything
    assert "no mailbox" in failed
    assert "Sent Monday" not in failed


@pytest.mark.parametrize("address", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_messages_cannot_be_written_by_hand(marja, address):
    message = Message.objects.create(
        booking=ConfirmedFactory(), kind=Kind.CONFIRMED, due_at=NOW, message_id="<1@booking.invalid>"
    )
    marja.force_login(UserFactory())

    answer = marja.post("/admin/booking/message/" + address.format(pk=message.pk), {"kind": "held"})

    message.refresh_from_db()
    assert (answer.status_code, message.kind) == (403, Kind.CONFIRMED)
