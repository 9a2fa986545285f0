"""Moving a visit from its page: the free times, what is asked once more, and the way back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from booking import outbox
from booking.admin import decisions
from booking.models import Booking, BookingEvent, HoursOverride, Kind, Message, Status
from booking.practitioner import make_practitioner
from content.models import Practice
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory, WorkingHoursFactory
from tests.booking.test_flow_tricks import spoil
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, GuardianshipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
# BookingFactory's own is Monday 8 March, noon to two.
WAS_AT = NOW + timedelta(days=7)
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)
DIARY = "/admin/booking/booking/diary/?view=week&day=2027-03-09"
# Too soon until 15 April, and recovering until 15 May.
OPERATION = {
    **PLAIN_ANSWERS,
    "had_operation": "yes",
    "operations": [{"year": 2027, "month": 2, "day": 15, "what": "a knee"}],
    "healed": "yes",
}


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green", email="joan@example.com")


@pytest.fixture
def visit(joan):
    return ConfirmedFactory(client=joan)


def url(booking, door="move"):
    return reverse(f"admin:booking_booking_{door}", args=[booking.pk])


def press(marja, booking, at="", *, seen=None, **typed):
    """Press the button of a time, or send a day and a time as typed."""
    booking = Booking.objects.get(pk=booking.pk)
    sent = {"seen": decisions.seen_of(booking) if seen is None else seen, "starts_at": at} | typed
    return marja.post(url(booking), sent)


def undo(marja, booking, **more):
    booking = Booking.objects.get(pk=booking.pk)
    return marja.post(url(booking, "move_back"), {"seen": decisions.seen_of(booking)} | more)


def said(marja):
    return marja.get(reverse("admin:index")).content.decode()


def where(booking):
    booking.refresh_from_db()
    return booking.starts_at, booking.status


def test_the_page_offers_the_free_times_around_the_visit_and_changes_nothing(marja, visit):
    ConfirmedFactory(starts_at=TUESDAY.replace(hour=12))

    page = marja.get(url(visit)).content.decode()

    assert "<h1>Move this visit</h1>" in page
    assert "Monday 8 March 2027" in page
    assert 'value="2027-03-08T09:30"' in page
    assert 'value="2027-03-09T09:30"' in page
    assert 'value="2027-03-09T10:00"' not in page
    assert 'value="2027-03-08T12:00"' not in page
    assert 'value="2027-03-15T15:00"' in page
    assert 'value="2027-03-16T09:00"' not in page
    assert where(visit) == (WAS_AT, Status.CONFIRMED)


def test_other_days_are_one_press_away(marja, visit):
    page = marja.get(f"{url(visit)}?from=2027-03-16").content.decode()

    assert 'value="2027-03-29T15:00"' not in page, "a bank holiday"
    assert 'value="2027-03-25T15:00"' in page
    assert 'href="?from=2027-03-02"' in page
    assert 'href="?from=2027-03-30"' in page


@pytest.mark.parametrize("asked", ["1999-01-01", "9999-12-31", "yesterday", "\x00", "x" * 5000])
def test_a_day_that_makes_no_sense_shows_days_all_the_same(marja, visit, asked):
    assert marja.get(url(visit), {"from": asked}).status_code == 200


def test_one_press_moves_the_visit_and_says_so(marja, user, visit):
    answer = press(marja, visit, "2027-03-09T10:00")

    assert answer.url == reverse("admin:booking_booking_change", args=[visit.pk])
    assert where(visit) == (TUESDAY, Status.CONFIRMED)
    assert BookingEvent.objects.get().by == user
    assert "Moved to Tuesday 9 March, 10:00. Joan Green gets a message." in said(marja)


def test_a_day_and_a_time_are_typed_as_people_type_them(marja, visit):
    press(marja, visit, day="9 march 2027", clock="10am")

    assert where(visit) == (TUESDAY, Status.CONFIRMED)


@pytest.mark.parametrize("at", ["2027-03-09T10:00", "2027-03-09T10:00:00+00:00", "2027-03-09T12:00+02:00"])
def test_the_diary_sends_a_time_and_where_to_go_on(marja, visit, at):
    answer = press(marja, visit, at, next=DIARY)

    assert answer.url == DIARY
    assert where(visit) == (TUESDAY, Status.CONFIRMED)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/admin/",
        "//example.com/admin/",
        "/book/",
        "javascript:alert(1)",
        "\\\\example.com",
    ],
)
def test_it_goes_on_within_the_desk_only(marja, visit, elsewhere):
    answer = press(marja, visit, "2027-03-09T10:00", next=elsewhere)

    assert answer.url == reverse("admin:booking_booking_change", args=[visit.pk])


@pytest.mark.parametrize(
    ("at", "named"),
    [
        ("2027-03-09T19:00", "outside your hours"),
        ("2027-03-01T15:00", "within 24 hours"),
        ("2027-03-01T19:00", "outside your hours and within 24 hours"),
        ("2027-10-04T10:00", "more than 180 days ahead"),
    ],
)
def test_a_time_that_crosses_a_rule_is_asked_once_more_and_names_it(marja, visit, at, named):
    page = press(marja, visit, at, next=DIARY).content.decode()

    assert "<h1>Move it all the same?</h1>" in page
    assert f"This is {named}." in page
    assert f'name="starts_at" value="{at}"' in page
    assert where(visit) == (WAS_AT, Status.CONFIRMED)


def test_it_then_moves_and_goes_on_to_where_it_was_dragged(marja, visit):
    answer = press(marja, visit, "2027-03-09T19:00", sure="closed", next=DIARY)

    assert answer.url == DIARY
    assert where(visit) == (TUESDAY.replace(hour=19), Status.CONFIRMED)
    assert visit.crossed == ["closed"]


def test_what_was_not_named_is_asked_again(marja, visit):
    page = press(marja, visit, "2027-03-01T19:00", sure="closed").content.decode()

    assert "outside your hours and within 24 hours" in page
    assert where(visit) == (WAS_AT, Status.CONFIRMED)


def test_times_that_cross_something_say_so_before(marja, joan):
    soon = ConfirmedFactory(client=joan, starts_at=NOW + timedelta(days=2))

    page = marja.get(url(soon)).content.decode()

    assert '<p class="move-says quiet">Within 24 hours</p>' in page


def test_a_new_day_on_which_something_is_found_says_so_before(marja, joan):
    visit = ConfirmedFactory(client=joan, screening__answers=OPERATION)

    page = marja.get(url(visit)).content.decode()

    assert page.count("Waits for your yes") == 9
    assert "operation" not in page


def test_dragged_to_such_a_day_it_is_asked_once_more(marja, joan):
    visit = ConfirmedFactory(client=joan, screening__answers=OPERATION)

    page = press(marja, visit, "2027-03-09T10:00", next=DIARY).content.decode()

    assert "On that day the visit waits for your yes." in page
    assert where(visit) == (WAS_AT, Status.CONFIRMED)


def test_it_is_held_there_and_the_message_says_so(marja, joan):
    visit = ConfirmedFactory(client=joan, screening__answers=OPERATION)

    press(marja, visit, "2027-03-09T10:00", sure="held")
    page = marja.get(DIARY).content.decode()

    assert where(visit) == (TUESDAY, Status.HELD)
    assert "Moved to Tuesday 9 March, 10:00. It waits for your yes. Joan Green gets a message." in page
    assert url(visit, "review") in page
    assert Message.objects.filter(kind=Kind.HELD).exists()


def test_on_the_same_day_nothing_is_judged_again(marja, joan):
    visit = ConfirmedFactory(client=joan, screening__answers=OPERATION)

    press(marja, visit, "2027-03-08T09:30")

    assert where(visit) == (WAS_AT.replace(hour=9, minute=30), Status.CONFIRMED)


def test_a_request_moves_and_stays_one(marja, joan):
    held = HeldFactory(client=joan)

    page = marja.get(url(held)).content.decode()
    press(marja, held, "2027-03-09T10:00")

    assert "It waits for your yes on any day." in page
    assert where(held) == (TUESDAY, Status.HELD)


def test_a_time_that_is_not_free_says_whose_it_is_and_what_is_near(marja, visit):
    ConfirmedFactory(starts_at=TUESDAY, client=ClientFactory(name="Robin Sample"))

    answer = press(marja, visit, day="9/3/2027", clock="11:00", next=DIARY)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Tuesday 9 March, 11:00 is not free. Nothing was moved." in page
    assert "Robin S., 10:00 to 12:00" in page
    assert '<h2 id="move-nearest">The nearest free times</h2>' in page
    assert 'value="2027-03-09T12:30"' in page
    assert 'value="9/3/2027"' in page
    assert 'value="11:00"' in page
    assert f'value="{DIARY.replace("&", "&amp;")}"' in page
    assert where(visit) == (WAS_AT, Status.CONFIRMED)


def test_somebody_who_is_booking_just_now_is_not_named(marja, visit):
    BookingFactory(starts_at=TUESDAY)

    page = press(marja, visit, "2027-03-09T10:00").content.decode()

    assert "Somebody is booking, 10:00 to 12:00" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"day": "28/3/2027", "clock": "01:30"},
            "There is no 01:30 on Sunday 28 March: clocks go forward then.",
        ),
        ({"at": "2027-03-28T01:30"}, "There is no 01:30 on Sunday 28 March: clocks go forward then."),
        ({"day": "1/3/2027", "clock": "11:00"}, "That time is over. Choose a later one."),
        ({"day": "27/2/2027", "clock": "11:00"}, "That day is over. Choose today or a later day."),
        ({"at": "2027-02-27T10:00"}, "That day is over. Choose today or a later day."),
        ({"day": "9/3/2127", "clock": "11:00"}, "Choose a day within the next two years."),
        ({"day": "soon", "clock": "11:00"}, "Enter a day like 27/3/2027."),
        ({"day": "", "clock": "11:00"}, "Enter a day like 27/3/2027."),
        ({"day": "9/3/2027", "clock": "25"}, "Enter a time like 09:00 or 14:30."),
        ({"day": "9/3/2027", "clock": ""}, "Enter a time like 09:00 or 14:30."),
        ({"at": "teatime"}, "That is not a time. Choose one below, or type a day and a time."),
        ({"at": "0001-01-01T00:00+14:00"}, "That is not a time. Choose one below, or type a day and a time."),
        ({"at": "2027-03-08T12:00"}, "The visit is at that time already. Choose another one."),
    ],
)
def test_what_is_no_time_to_move_to_gets_a_sentence(marja, visit, typed, words):
    answer = press(marja, visit, **typed)

    page = answer.content.decode()
    assert words in page
    assert "<title>Error:" in page
    assert all(f'value="{kept}"' in page for name, kept in typed.items() if name != "at" and kept)
    assert where(visit) == (WAS_AT, Status.CONFIRMED)


@pytest.mark.parametrize("field", ["starts_at", "day", "clock", "sure", "seen", "next"])
@pytest.mark.parametrize("value", ["x" * 5000, "a\x00b", "9" * 400])
def test_nonsense_moves_nothing_and_breaks_nothing(marja, visit, field, value):
    sent = {"seen": decisions.seen_of(visit), "day": "9/3/2027", "clock": "19:00"} | {field: value}

    answer = marja.post(url(visit), sent | ({"starts_at": value} if field == "starts_at" else {}))

    assert answer.status_code in (200, 400, 409)
    assert where(visit) == (WAS_AT, Status.CONFIRMED)


def test_the_night_the_clocks_go_back_means_the_first_of_the_two(marja, visit):
    press(marja, visit, day="31/10/2027", clock="01:30", sure="closed,window")

    assert visit.starts_at != where(visit)[0] == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_moved_in_two_tabs_the_second_is_told_what_it_is_now(marja, visit):
    seen = decisions.seen_of(visit)
    press(marja, visit, "2027-03-09T10:00", seen=seen)

    answer = press(marja, visit, seen=seen, day="10/3/2027", clock="14:00")
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "This visit has changed: it is now on Tuesday 9 March, 10:00, “Confirmed”." in page
    assert 'value="10/3/2027"' in page
    assert where(visit) == (TUESDAY, Status.CONFIRMED)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ConfirmedFactory(starts_at=NOW - timedelta(hours=1)),
        lambda: ConfirmedFactory(status=Status.CANCELLED),
        lambda: HeldFactory(held_until=NOW),
        BookingFactory,
    ],
    ids=["has begun", "cancelled", "has run out", "being booked"],
)
def test_what_cannot_move_says_so(marja, make):
    booking = make()
    before = where(booking)

    asked, sent = marja.get(url(booking)), press(marja, booking, "2027-03-09T10:00")

    assert (asked.status_code, sent.status_code) == (302, 302)
    assert where(booking) == before
    assert "Only one that is ahead can move." in said(marja)


def test_a_visit_whose_answers_no_key_opens_moves_on_its_own_day_only(marja, visit):
    spoil(visit.screening)

    page = marja.get(url(visit)).content.decode()
    elsewhere = press(marja, visit, "2027-03-09T10:00")
    stayed = where(visit)
    press(marja, visit, "2027-03-08T09:30")

    assert "cannot be opened with the keys in use" in page
    assert elsewhere.status_code == 409
    assert "cannot be opened with the keys in use" in elsewhere.content.decode()
    assert stayed == (WAS_AT, Status.CONFIRMED)
    assert where(visit) == (WAS_AT.replace(hour=9, minute=30), Status.CONFIRMED)


def test_who_has_no_email_is_to_be_rung(marja):
    visit = ConfirmedFactory(client=ClientFactory(name="Joan Green", email="", phone="07700 900123"))

    press(marja, visit, "2027-03-09T10:00")

    assert "Joan Green has no email, so ring." in said(marja)


def test_a_guardian_is_the_one_who_is_told(marja):
    adult = GuardianshipFactory(adult_name="Robin Example")
    visit = ConfirmedFactory(client=adult.child, guardianship=adult)

    press(marja, visit, "2027-03-08T09:30")

    assert "Robin Example gets a message." in said(marja)


def test_the_move_can_be_undone_from_the_diary_and_from_its_page(marja, visit):
    press(marja, visit, "2027-03-09T10:00")

    diary = marja.get(DIARY).content.decode()
    own = marja.get(reverse("admin:booking_booking_change", args=[visit.pk])).content.decode()

    for page in (diary, own):
        assert "Joan G.: moved from Monday 8 March, 12:00 to Tuesday 9 March, 10:00." in page
        assert url(visit, "move_back") in page


def test_undone_it_is_where_it_was_and_the_offer_turns_round(marja, visit):
    press(marja, visit, "2027-03-09T10:00")

    answer = undo(marja, visit, next=DIARY)
    page = marja.get(DIARY).content.decode()

    assert answer.url == DIARY
    assert where(visit) == (WAS_AT, Status.CONFIRMED)
    assert "Moved back to Monday 8 March, 12:00. Joan Green gets a message." in page
    assert "moved from Tuesday 9 March, 10:00 to Monday 8 March, 12:00." in page


def test_undoing_the_undoing_moves_it_once_more(marja, visit):
    press(marja, visit, "2027-03-09T10:00")
    undo(marja, visit)

    undo(marja, visit)

    assert where(visit) == (TUESDAY, Status.CONFIRMED)


def test_a_visit_that_the_move_held_is_a_visit_again_where_nothing_is_found(marja, user, joan):
    answers = OPERATION | {"operations": [{"year": 2027, "month": 3, "day": 9, "what": "a knee"}]}
    visit = ConfirmedFactory(client=joan, screening__answers=answers | {"healed": None})
    press(marja, visit, "2027-03-10T10:00", sure="held")
    held = where(visit)

    undo(marja, visit)

    assert held == (TUESDAY + timedelta(days=1), Status.HELD)
    assert where(visit) == (WAS_AT, Status.CONFIRMED)
    assert (visit.decided_by, visit.approved_version) == (user, visit.version)


def test_a_visit_of_her_yes_waits_for_it_again_after_the_way_back(marja, joan):
    visit = ConfirmedFactory(client=joan, screening__answers=OPERATION)
    press(marja, visit, "2027-03-09T10:00", sure="held")

    undo(marja, visit)

    assert where(visit) == (WAS_AT, Status.HELD)


def test_a_request_is_not_confirmed_by_undoing_its_move(marja, joan):
    held = HeldFactory(client=joan)
    press(marja, held, "2027-03-09T10:00")

    undo(marja, held)

    assert where(held) == (WAS_AT, Status.HELD)


def test_of_a_move_and_its_undoing_only_the_second_mail_goes_out(marja, visit):
    Practice.objects.create(name="NPM practice", practitioner="Marja", email="marja@example.com")
    press(marja, visit, "2027-03-09T10:00")
    undo(marja, visit)

    outbox.send_due(now=NOW)

    (letter,) = mail.outbox
    assert letter.subject == "Your session on Monday 8 March, noon"
    assert "SEQUENCE:6" in letter.attachments[0].get_content()
    first, second = Message.objects.filter(kind=Kind.MOVED).order_by("version")
    assert (first.dropped_at, second.sent_at) == (NOW, NOW)


def test_the_offer_ends_with_the_next_thing_that_happens(marja, visit):
    press(marja, visit, "2027-03-09T10:00")
    Booking.objects.filter(pk=visit.pk).update(version=7)

    answer = undo(marja, visit)
    page = said(marja)

    assert "Undo the move" not in marja.get(DIARY).content.decode()
    assert answer.status_code == 302
    assert "there is nothing to undo any more" in page
    assert where(visit) == (TUESDAY, Status.CONFIRMED)


def test_the_offer_is_for_the_last_move_only(marja, visit):
    other = ConfirmedFactory(starts_at=TUESDAY + timedelta(days=1))
    press(marja, visit, "2027-03-09T10:00")
    press(marja, other, "2027-03-11T10:00")

    undo(marja, visit)

    assert where(visit) == (TUESDAY, Status.CONFIRMED)


def test_the_offer_ends_after_an_hour(marja, visit):
    press(marja, visit, "2027-03-09T10:00")

    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        page = marja.get(DIARY).content.decode()

    assert "Undo the move" not in page


def test_nobody_undoes_what_they_did_not_do(visit, marja):
    press(marja, visit, "2027-03-09T10:00")
    other = Browser()
    other.force_login(make_practitioner("aino", "another-long-password"))

    undo(other, visit)

    assert where(visit) == (TUESDAY, Status.CONFIRMED)


def test_a_time_that_somebody_took_meanwhile_is_no_way_back(marja, visit):
    press(marja, visit, "2027-03-09T10:00")
    ConfirmedFactory(starts_at=WAS_AT, client=ClientFactory(name="Robin Sample"))

    answer = undo(marja, visit)

    assert answer.status_code == 409
    assert "Monday 8 March, 12:00 is not free any more. Nothing was moved." in answer.content.decode()
    assert where(visit) == (TUESDAY, Status.CONFIRMED)


def test_the_session_keeps_times_and_numbers_and_no_name(marja, visit):
    press(marja, visit, "2027-03-09T10:00")

    kept = dict(marja.session)["last_move"]

    assert set(kept) == {"pk", "seen", "was_at", "was_confirmed", "at"}
    assert "Joan" not in repr(kept)


@pytest.mark.parametrize("door", ["move", "move_back"])
def test_who_may_only_look_moves_nothing(marja, user, visit, door):
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_booking"))

    answer = marja.post(url(visit, door), {"seen": decisions.seen_of(visit), "starts_at": "2027-03-09T10:00"})

    assert answer.status_code == 403
    assert where(visit) == (WAS_AT, Status.CONFIRMED)


@pytest.mark.parametrize("door", ["move", "move_back"])
def test_a_stranger_is_sent_to_the_login(visit, door):
    answer = Browser().post(url(visit, door), {"seen": decisions.seen_of(visit)})

    assert answer.status_code == 302
    assert "login" in answer.url


@pytest.mark.parametrize(("door", "method"), [("move", "put"), ("move_back", "get")])
def test_another_method_is_refused(marja, visit, door, method):
    assert getattr(marja, method)(url(visit, door)).status_code == 405


@pytest.mark.parametrize("pk", [0, 99_999_999_999_999_999_999])
def test_a_visit_that_is_not_there_is_not_found(marja, pk):
    assert marja.get(f"/admin/booking/booking/{pk}/move/").status_code == 404


@pytest.mark.parametrize("others", [1, 10, 5000])
def test_the_page_asks_the_database_as_often_however_full_the_diary_is(
    marja, visit, others, django_assert_max_num_queries
):
    template = ConfirmedFactory(starts_at=NOW + timedelta(days=2))
    rows = [_copy(template, NOW + timedelta(days=10, hours=3 * n)) for n in range(others)]
    Booking.objects.bulk_create(rows, batch_size=500)

    with django_assert_max_num_queries(16):
        answer = marja.get(url(visit))

    assert answer.status_code == 200


def _copy(booking, starts_at):
    copy = Booking.objects.get(pk=booking.pk)
    copy.pk, copy.reference = None, f"{int(starts_at.timestamp()) % 10**8:08}"
    copy.starts_at, copy.visit_on = starts_at, starts_at.date()
    copy.screened_for_on = copy.visit_on
    copy.blocked_from, copy.blocked_until = (
        starts_at - timedelta(minutes=15),
        starts_at + timedelta(minutes=135),
    )
    return copy


def test_a_closed_day_is_not_offered(marja, visit):
    HoursOverride.objects.create(day=date(2027, 3, 9))
    WorkingHoursFactory(weekday=5)

    page = marja.get(url(visit)).content.decode()

    assert 'value="2027-03-09T10:00"' not in page
    assert 'value="2027-03-13T10:00"' in page
