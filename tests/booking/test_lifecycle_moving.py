"""The same visit at another time: what is refused, what is held, what stays good, and who is told."""

from datetime import UTC, datetime, timedelta

import pytest

from booking import lifecycle, rebooking
from booking.lifecycle import CLIENT, NotAllowed, Taken
from booking.models import Booking, BookingEvent, HoursOverride, Kind, Message, Status, Treatment
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClearanceFactory,
    ClientFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
# BookingFactory's own is Monday 8 March, noon.
WAS_AT = NOW + timedelta(days=7)
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)
SAME_DAY = WAS_AT + timedelta(hours=2)


@pytest.fixture
def she():
    return lifecycle.practitioner(UserFactory())


def screened(booking, at, **found):
    """Return a screening of the same person for the day of that time."""
    return ScreeningFactory(client=booking.client, visit_on=at.date(), **found)


def move(booking, at, by, *, screening=None, **found):
    screening = screening or screened(booking, at, **found)
    lifecycle.reschedule(booking, at, screening=screening, by=by, now=NOW)
    booking.refresh_from_db()


def test_a_visit_moves_as_the_next_version_of_itself(she):
    visit = ConfirmedFactory(reserved_minutes=90)
    screening = screened(visit, TUESDAY)

    move(visit, TUESDAY, she, screening=screening)

    assert (visit.status, visit.version, visit.starts_at) == (Status.CONFIRMED, 2, TUESDAY)
    assert (visit.visit_on, visit.screened_for_on, visit.screening) == (
        TUESDAY.date(),
        TUESDAY.date(),
        screening,
    )
    assert (visit.blocked_from, visit.blocked_until) == (
        TUESDAY - timedelta(minutes=15),
        TUESDAY + timedelta(minutes=105),
    )
    assert visit.reserved_minutes == 90


def test_where_it_was_and_who_moved_it_is_noted(she):
    visit = ConfirmedFactory()

    move(visit, TUESDAY, she)

    event = BookingEvent.objects.get()
    assert (event.from_status, event.to_status, event.version) == (Status.CONFIRMED, Status.CONFIRMED, 2)
    assert (event.was_at, event.why, event.by, event.at) == (WAS_AT, "moved", she.user, NOW)


def test_the_client_is_told_of_a_visit_that_stays_one(she):
    move(ConfirmedFactory(), TUESDAY, she)

    message = Message.objects.get(kind=Kind.MOVED)
    assert (message.version, message.due_at) == (2, NOW)


def test_a_move_that_somebody_else_has_made_meanwhile_is_refused(she):
    visit = ConfirmedFactory()
    stale = Booking.objects.get(pk=visit.pk)
    move(visit, TUESDAY, she)

    with pytest.raises(NotAllowed):
        move(stale, TUESDAY + timedelta(days=1), she)

    visit.refresh_from_db()
    assert (visit.version, visit.starts_at) == (2, TUESDAY)
    assert (BookingEvent.objects.count(), Message.objects.count()) == (1, 2)


@pytest.mark.parametrize("minutes", [-149, 0, 149], ids=["before", "the same", "after"])
def test_a_time_whose_buffers_meet_another_visit_is_taken(she, minutes):
    ConfirmedFactory(starts_at=TUESDAY + timedelta(minutes=minutes))
    visit = ConfirmedFactory()

    with pytest.raises(Taken) as error:
        move(visit, TUESDAY, she)

    visit.refresh_from_db()
    assert (visit.version, visit.starts_at) == (1, WAS_AT)
    assert error.value.nearest
    assert not BookingEvent.objects.exists()


def test_a_time_right_behind_another_visit_is_free(she):
    ConfirmedFactory(starts_at=TUESDAY - timedelta(minutes=150))
    visit = ConfirmedFactory()

    move(visit, TUESDAY, she)

    assert visit.starts_at == TUESDAY


def test_a_visit_may_move_into_a_part_of_its_own_time(she):
    visit = ConfirmedFactory()

    move(visit, WAS_AT + timedelta(minutes=30), she)

    assert visit.starts_at == WAS_AT + timedelta(minutes=30)


def test_what_has_run_out_gives_its_time_to_the_move(she):
    lost = HeldFactory(starts_at=TUESDAY, held_until=NOW)

    move(ConfirmedFactory(), TUESDAY, she)

    lost.refresh_from_db()
    assert lost.status == Status.LAPSED


def test_a_time_she_is_closed_in_is_hers_to_take_and_the_row_says_so(she):
    HoursOverride.objects.create(day=TUESDAY.date())
    visit = ConfirmedFactory()

    move(visit, TUESDAY, she)

    assert visit.crossed == ["closed"]


def test_what_a_time_crossed_is_forgotten_at_the_next(she):
    visit = ConfirmedFactory(crossed=["notice"])

    move(visit, TUESDAY, she)

    assert visit.crossed == []


@pytest.mark.parametrize(
    ("at", "crossed"),
    [
        (NOW + timedelta(hours=2), ["notice"]),
        (TUESDAY + timedelta(days=210), ["window"]),
        (TUESDAY.replace(hour=18), ["closed"]),
        (NOW + timedelta(hours=5), ["notice", "closed"]),
        (TUESDAY + timedelta(minutes=7), []),
    ],
    ids=["soon", "far ahead", "in the evening", "this evening", "between two starts"],
)
def test_the_rules_for_clients_are_named_and_do_not_stop_her(she, at, crossed):
    visit = ConfirmedFactory()

    move(visit, at, she)

    assert (visit.starts_at, visit.crossed) == (at, crossed)


def test_the_limits_of_the_day_are_named_too(she):
    ConfirmedFactory(starts_at=TUESDAY.replace(hour=14))
    visit = ConfirmedFactory()
    policy = visit.treatment.policy
    policy.max_sessions = policy.max_first_sessions = 1
    policy.save()

    move(Booking.objects.get(pk=visit.pk), TUESDAY, she)

    visit.refresh_from_db()
    assert visit.crossed == ["day_full", "first_full"]


@pytest.mark.parametrize("at", [NOW + timedelta(hours=2), TUESDAY.replace(hour=18)], ids=["soon", "closed"])
def test_the_client_is_bound_by_those_rules(at):
    visit = ConfirmedFactory()

    with pytest.raises(Taken):
        move(visit, at, CLIENT)

    visit.refresh_from_db()
    assert visit.starts_at == WAS_AT


def approved(she, **found):
    """Return a visit that is one by her yes."""
    visit = HeldFactory(**found)
    lifecycle.approve(visit, by=she, now=NOW - timedelta(hours=1))
    Message.objects.all().delete()
    return visit


def test_her_yes_stays_good_at_another_time_of_the_same_day(she):
    visit = approved(she)
    decided = visit.decided_by, visit.decided_at

    move(visit, SAME_DAY, she, screening=visit.screening)

    assert (visit.status, visit.version, visit.approved_version) == (Status.CONFIRMED, 2, 2)
    assert (visit.decided_by, visit.decided_at) == decided
    assert set(Message.objects.values_list("kind", flat=True)) == {Kind.MOVED, Kind.CHANGED}


def test_other_answers_on_the_same_day_need_her_yes_again(she):
    visit = approved(she)

    move(visit, SAME_DAY, she, needs_review=True)

    assert (visit.status, visit.approved_version, visit.decided_by) == (Status.HELD, None, None)


def test_her_yes_is_not_taken_along_to_another_day(she):
    visit = approved(she)

    move(visit, TUESDAY, she, needs_review=True)

    assert (visit.status, visit.approved_version, visit.decided_by) == (Status.HELD, None, None)
    assert [message.kind for message in Message.objects.all()] == [
        Kind.HELD,
        Kind.REQUEST_WAITING,
        Kind.REQUEST_DUE,
    ]


def with_letter(she):
    visit = HeldFactory(needs_clearance=True, screening__needs_clearance=True)
    letter = ClearanceFactory(client=visit.client)
    lifecycle.approve(visit, by=she, now=NOW - timedelta(hours=1))
    return visit, letter


def test_a_letter_stays_with_its_visit_on_the_same_day(she):
    visit, letter = with_letter(she)

    move(visit, SAME_DAY, she, screening=visit.screening)

    assert (visit.status, visit.clearance) == (Status.CONFIRMED, letter)


def test_a_letter_that_has_ended_meanwhile_holds_the_visit(she):
    visit, letter = with_letter(she)
    letter.ended_at = NOW
    letter.save()

    move(Booking.objects.get(pk=visit.pk), SAME_DAY, she, screening=visit.screening)

    visit.refresh_from_db()
    assert (visit.status, visit.clearance) == (Status.HELD, None)


def test_a_letter_is_looked_at_anew_for_another_day(she):
    visit, _letter = with_letter(she)

    move(visit, TUESDAY, she, needs_review=True, needs_clearance=True)

    assert (visit.status, visit.needs_clearance, visit.clearance) == (Status.HELD, True, None)


def test_a_visit_that_a_new_day_holds_is_kept_until_it_starts(she):
    visit = ConfirmedFactory()

    move(visit, TUESDAY, she, needs_review=True)

    assert (visit.status, visit.held_until) == (Status.HELD, TUESDAY)
    assert visit.answer_due_at == datetime(2027, 3, 3, 18, tzinfo=UTC)


def test_it_is_kept_so_after_a_second_move_as_well(she):
    visit = ConfirmedFactory()
    move(visit, TUESDAY, she, needs_review=True)

    move(visit, TUESDAY + timedelta(days=1), she, needs_review=True)

    assert visit.held_until == TUESDAY + timedelta(days=1)


def test_an_answer_is_due_by_the_new_time_and_not_by_the_old(she):
    visit = ConfirmedFactory(starts_at=NOW + timedelta(hours=1))

    move(visit, TUESDAY, she, needs_review=True)

    assert visit.answer_due_at == datetime(2027, 3, 3, 18, tzinfo=UTC)


def test_a_request_stays_one_and_the_answer_stays_due_when_it_was(she):
    held = HeldFactory(answer_due_at=NOW + timedelta(hours=5))

    move(held, TUESDAY, she)

    assert (held.status, held.version, held.needs_review) == (Status.HELD, 2, True)
    assert (held.held_until, held.answer_due_at) == (TUESDAY - timedelta(hours=24), NOW + timedelta(hours=5))


def test_a_request_that_was_near_is_let_go_a_day_before_its_new_time(she):
    held = HeldFactory()
    near = NOW + timedelta(hours=20)
    move(held, near, she)
    assert (held.held_until, held.answer_due_at) == (near, near)

    move(held, TUESDAY, she)

    assert held.held_until == TUESDAY - timedelta(hours=24)


def test_a_request_whose_answer_is_late_is_promised_one_anew(she):
    held = HeldFactory(answer_due_at=NOW - timedelta(hours=1))

    move(held, TUESDAY, she)

    assert held.answer_due_at == datetime(2027, 3, 3, 18, tzinfo=UTC)


def test_a_request_for_a_time_that_is_near_is_kept_until_it_starts(she):
    held = HeldFactory()
    soon = NOW + timedelta(hours=2)

    move(held, soon, she)

    assert (held.held_until, held.answer_due_at) == (soon, soon)


def test_a_letter_that_is_about_to_be_asked_for_is_still_asked_for(she):
    held = HeldFactory()
    lifecycle.ask_for_letter(held, by=she, now=NOW)

    move(held, TUESDAY, she)

    assert Message.objects.get(kind=Kind.LETTER).version == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: ConfirmedFactory(starts_at=NOW),
        lambda: HeldFactory(held_until=NOW),
        lambda: ConfirmedFactory(status=Status.CANCELLED),
        lambda: ConfirmedFactory(status=Status.COMPLETED, starts_at=NOW - timedelta(days=1)),
        lambda: BookingFactory(client=ClientFactory()),
    ],
    ids=["has begun", "has run out", "cancelled", "completed", "being booked"],
)
def test_there_is_nothing_to_move_when_it(she, make):
    booking = make()
    before = booking.starts_at

    with pytest.raises(NotAllowed):
        move(booking, TUESDAY + timedelta(days=2), she)

    booking.refresh_from_db()
    assert booking.starts_at == before


@pytest.mark.parametrize("at", [NOW, NOW - timedelta(days=1), WAS_AT], ids=["now", "past", "where it is"])
def test_a_visit_does_not_move_to(she, at):
    with pytest.raises(NotAllowed):
        move(ConfirmedFactory(), at, she)

    assert not Message.objects.exists()


def test_a_screening_of_another_day_moves_nothing(she):
    visit = ConfirmedFactory()

    with pytest.raises(NotAllowed):
        move(visit, TUESDAY, she, screening=visit.screening)


def test_somebody_elses_screening_moves_nothing(she):
    with pytest.raises(NotAllowed):
        move(ConfirmedFactory(), TUESDAY, she, screening=ScreeningFactory(visit_on=TUESDAY.date()))


def test_the_client_does_not_move_a_letter_away():
    held = HeldFactory(needs_clearance=True, screening__needs_clearance=True)

    with pytest.raises(NotAllowed):
        move(held, TUESDAY, CLIENT)


def test_what_has_no_answers_to_judge_does_not_move(she):
    held = HeldFactory(screening=None)

    with pytest.raises(NotAllowed):
        rebooking.move(held, TUESDAY, by=she, now=NOW)


def test_that_nobody_matched_a_follow_up_is_found_on_another_day_too(she):
    visit = ConfirmedFactory(
        treatment=Treatment.objects.get(slug="follow-up"), is_first=True, screening__answers=PLAIN_ANSWERS
    )

    rebooking.move(visit, TUESDAY, by=she, now=NOW)

    visit.refresh_from_db()
    assert visit.status == Status.HELD
    assert [finding.code for finding in visit.screening.found()] == ["not_known"]


def test_a_client_moves_into_a_time_that_only_their_own_length_fits(she):
    last = TUESDAY.replace(hour=15, minute=30)
    short, usual = (
        ConfirmedFactory(reserved_minutes=90),
        ConfirmedFactory(starts_at=WAS_AT + timedelta(days=3)),
    )

    move(short, last, CLIENT)
    with pytest.raises(Taken):
        move(usual, last + timedelta(days=1), CLIENT)

    assert short.starts_at == last


@pytest.mark.parametrize("hours", [45, 47], ids=["near", "nearly far enough"])
def test_what_she_has_to_read_first_leaves_a_client_two_days(hours):
    near = datetime(2027, 3, 3, 9, tzinfo=UTC) + timedelta(hours=hours - 45)
    visit, request = ConfirmedFactory(), HeldFactory(starts_at=WAS_AT + timedelta(days=1))

    with pytest.raises(Taken) as of_visit:
        move(visit, near, CLIENT, needs_review=True)
    with pytest.raises(Taken) as of_request:
        move(request, near, CLIENT)

    offered = [slot.starts_at for slot in of_visit.value.nearest + of_request.value.nearest]
    assert min(offered) == NOW + timedelta(hours=48)


def test_what_needs_no_reading_may_be_nearer():
    visit, near = ConfirmedFactory(), NOW + timedelta(hours=24)

    move(visit, near, CLIENT)

    assert (visit.status, visit.starts_at) == (Status.CONFIRMED, near)


def test_the_word_that_nothing_has_changed_was_of_the_day_before(she):
    visit = ConfirmedFactory(unchanged_at=NOW)

    move(visit, TUESDAY, she)

    assert visit.unchanged_at is None
