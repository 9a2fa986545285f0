"""The usual week, and the other settings of the diary."""

from datetime import time

import pytest
import time_machine
from django.test import Client as Browser

from booking.models import BookingPolicy, Kind, Message, Treatment, WorkingHours
from booking.practitioner import make_practitioner
from tests.booking.factories import (
    NOW,
    BookingPolicyFactory,
    ConfirmedFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.booking.hours_pages import look, save, seen_on
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
HOURS = "/admin/booking/workinghours/"
# ConfirmedFactory makes a visit on Monday 8 March, 12:00 to 14:00.
MONDAY = 0


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


@pytest.mark.parametrize(
    ("typed", "meant"), [("9", time(9)), ("9.30", time(9, 30)), ("2:30 pm", time(14, 30))]
)
def test_a_time_is_understood_as_people_type_it(marja, typed, meant):
    save(marja, HOURS + "add/", {"weekday": 2, "starts": typed, "ends": "18:00"})

    assert WorkingHours.objects.get().starts == meant


def test_a_day_may_have_several_periods(marja):
    WorkingHoursFactory(weekday=2, starts=time(9), ends=time(12))

    save(marja, HOURS + "add/", {"weekday": 2, "starts": "12:00", "ends": "18:00"})

    assert WorkingHours.objects.filter(weekday=2).count() == 2


@pytest.mark.parametrize(("starts", "ends"), [("11:30", "15:00"), ("08:00", "18:00"), ("9:00", "12:00")])
def test_periods_that_overlap_are_refused_by_name(marja, starts, ends):
    WorkingHoursFactory(weekday=2, starts=time(9), ends=time(12))

    page = save(marja, HOURS + "add/", {"weekday": 2, "starts": starts, "ends": ends}).content.decode()

    assert WorkingHours.objects.count() == 1
    assert "This overlaps with Wednesday 09:00–12:00" in page


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("12:00", "9:00", "Enter a time after 12:00, when it begins."),
        ("9", "9", "Enter a time after 09:00, when it begins."),
        ("25:00", "26:00", "Enter a time like 09:00 or 14:30."),
        ("NaN", "", "Enter a time like 09:00 or 14:30."),
        ("9\x00", "10", "Enter a time like 09:00 or 14:30."),
        ("9" * 9000, "10", "Enter a time like 09:00 or 14:30."),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_with_what_was_typed(marja, starts, ends, sentence):
    answer = save(marja, HOURS + "add/", {"weekday": 2, "starts": starts, "ends": ends}, seen="")

    assert (answer.status_code, WorkingHours.objects.count()) == (200, 0)
    assert sentence in answer.content.decode()
    assert f'value="{starts}"' in answer.content.decode()


@pytest.mark.parametrize("weekday", ["7", "-1", "Monday", ""])
def test_a_day_that_no_week_has_is_refused(marja, weekday):
    answer = save(marja, HOURS + "add/", {"weekday": weekday, "starts": "9", "ends": "10"}, seen="")

    assert (answer.status_code, WorkingHours.objects.count()) == (200, 0)


def test_a_period_can_be_changed_without_clashing_with_itself(marja):
    period = WorkingHoursFactory(weekday=2, starts=time(9), ends=time(12))

    save(marja, f"{HOURS}{period.pk}/change/", {"weekday": 2, "starts": "09:00", "ends": "13:00"})

    period.refresh_from_db()
    assert period.ends == time(13)


def test_looking_saves_nothing(marja):
    page = look(marja, HOURS + "add/", {"weekday": MONDAY, "starts": "9", "ends": "12"})

    assert not WorkingHours.objects.exists()
    assert "Every Monday" in page
    assert "Nobody is booked in that time." in page


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ({"weekday": MONDAY, "starts": "9", "ends": "13:30"}, True),
        ({"weekday": MONDAY, "starts": "9", "ends": "14:00"}, False),
        ({"weekday": 1, "starts": "9", "ends": "17"}, True),
    ],
)
def test_a_shorter_or_moved_period_lists_whom_it_leaves_outside(marja, typed, listed):
    period = WorkingHoursFactory(weekday=MONDAY)
    booking = ConfirmedFactory(client=ClientFactory(name="Pat Cole"))
    address = f"{HOURS}{period.pk}/change/"

    page = look(marja, address, typed)
    save(marja, address, typed)

    booking.refresh_from_db()
    period.refresh_from_db()
    assert ("Pat C." in page, "1 booking in that time" in page) == (listed, listed)
    assert (period.weekday, booking.status) == (typed["weekday"], "confirmed")


def test_removing_a_period_asks_with_whom_it_leaves_outside(marja):
    period = WorkingHoursFactory(weekday=MONDAY)
    booking = ConfirmedFactory(client=ClientFactory(name="Pat Cole"))
    address = f"{HOURS}{period.pk}/delete/"

    page = marja.get(address).content.decode()
    marja.post(address, {"act": "save"})
    before = WorkingHours.objects.count()
    answer = marja.post(address, {"act": "save", "seen": seen_on(page)}, follow=True)

    booking.refresh_from_db()
    assert "Pat C." in page
    assert (before, WorkingHours.objects.count(), booking.status) == (1, 0, "confirmed")
    assert "1 booking in that time stays booked" in answer.content.decode()


def test_what_was_not_shown_is_not_saved(marja):
    shown = seen_on(look(marja, HOURS + "add/", {"weekday": MONDAY, "starts": "9", "ends": "12"}))

    answer = save(marja, HOURS + "add/", {"weekday": MONDAY, "starts": "9", "ends": "15"}, seen=shown)

    assert not WorkingHours.objects.exists()
    assert "This is not what you looked at before." in answer.content.decode()


def test_a_booking_made_after_the_look_is_shown_first(marja):
    period = WorkingHoursFactory(weekday=MONDAY)
    shown = seen_on(marja.get(f"{HOURS}{period.pk}/delete/").content.decode())
    ConfirmedFactory(client=ClientFactory(name="Lena Frost"))

    answer = marja.post(f"{HOURS}{period.pk}/delete/", {"act": "save", "seen": shown})

    assert "Lena F." in answer.content.decode()
    assert WorkingHours.objects.count() == 1


def test_the_week_is_read_day_by_day(marja):
    BookingPolicyFactory()
    period = WorkingHoursFactory(weekday=MONDAY, starts=time(9, 30), ends=time(13))

    page = marja.get(HOURS).content.decode()

    assert "3 hours 30 minutes a week" in page
    assert f"{HOURS}{period.pk}/change/" in page
    assert page.count("status--closed") == 6
    assert "Bank holidays of England" in page


@pytest.mark.parametrize("address", ["", "add/", "{pk}/change/", "{pk}/delete/", "{pk}/run/"])
@pytest.mark.parametrize("kind", ["workinghours", "hoursoverride"])
def test_hours_are_for_those_who_may_change_them(kind, address):
    rows = {"workinghours": WorkingHoursFactory, "hoursoverride": HoursOverrideFactory}
    somebody = Browser()
    somebody.force_login(UserFactory(is_staff=True, is_superuser=False))

    answer = somebody.get(f"/admin/booking/{kind}/{address.format(pk=rows[kind]().pk)}")

    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["99999999999999999999/change/", "x/change/", "0/delete/", "x/run/"])
@pytest.mark.parametrize("kind", ["workinghours", "hoursoverride"])
def test_hours_that_are_not_there_are_not_found(marja, kind, address):
    assert marja.get(f"/admin/booking/{kind}/{address}").status_code == 404


@pytest.mark.parametrize("kind", ["workinghours", "hoursoverride"])
def test_a_list_of_hours_is_only_read(marja, kind):
    row = HoursOverrideFactory()

    answer = marja.post(f"/admin/booking/{kind}/", {"action": "delete_selected", "_selected_action": row.pk})

    assert answer.status_code == 405


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

    assert "Sent Mon 1 Mar 2027, 12:00" in everything
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
