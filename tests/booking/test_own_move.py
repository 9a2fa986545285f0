"""A client moves their own visit: what is on offer is accepted, and nothing else is."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booking import lifecycle, own_move
from booking.models import Booking, BookingPolicy, Kind, Status
from intake import records
from intake.answers import Answers
from intake.crypto import Unreadable
from intake.models import Client, Screening, ScreeningPolicy
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    HeldFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import PLAIN_ANSWERS, ClearanceFactory, ClientFactory, ConsentFactory, UserFactory

pytestmark = pytest.mark.django_db
WAS_AT = datetime(2027, 3, 8, 10, tzinfo=UTC)
TUESDAY = WAS_AT + timedelta(days=1)
# An operation on 20 January: too soon before 20 March, to be talked about until 20 April.
OPERATED = {
    "had_operation": "yes",
    "operations": [{"year": 2027, "month": 1, "day": 20, "what": ""}],
    "healed": "yes",
}


@pytest.fixture
def week():
    """Return the first session of a practice that is open from nine to five on weekdays."""
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday)
    return TreatmentFactory()


def screened(client, day: date, now=NOW, **answers):
    return records.record_screening(
        client=client,
        answers=Answers.from_json(PLAIN_ANSWERS | answers),
        asked=[],
        visit_on=day,
        policy=ScreeningPolicy.load().as_policy(),
        known=records.known_about(client, is_first=True, now=now),
        given_by=Screening.GivenBy.CLIENT,
        now=now,
    )


def visit_of(factory=ConfirmedFactory, *, answers=None, starts_at=WAS_AT, **more):
    client = ClientFactory()
    ConsentFactory(client=client)
    screening = screened(client, starts_at.date(), **answers or {})
    found = {"needs_review": factory is HeldFactory or screening.needs_review}
    found["needs_clearance"] = screening.needs_clearance
    return read(factory(client=client, screening=screening, starts_at=starts_at, **found | more))


def approved(answers):
    """Return a visit that is one by her yes."""
    request = visit_of(HeldFactory, answers=answers)
    lifecycle.approve(request, by=lifecycle.practitioner(UserFactory()), now=NOW - timedelta(hours=1))
    return read(request)


def read(booking):
    return Booking.objects.select_related("treatment__policy", "client", "screening").get(pk=booking.pk)


def choices(booking, *, now=NOW, weeks=4, **asked):
    times = own_move.times(booking, now=now, **asked)
    return times.look(date(2027, 3, 1), weeks * 7).choices


def move(booking, at, *, is_read_first=False, now=NOW):
    own_move.move(booking, at, is_read_first=is_read_first, now=now)
    return read(booking)


def kinds(booking):
    """What is told now; before the visit its client is asked whether anything has changed."""
    told = booking.messages.exclude(kind=Kind.CHANGED).order_by("id")
    return [message.kind for message in told]


def test_a_visit_moves_as_the_next_version_of_the_same_row(week):
    visit = visit_of(unchanged_at=NOW)

    moved = move(visit, TUESDAY)

    assert (moved.pk, moved.status, moved.version, moved.starts_at) == (
        visit.pk,
        Status.CONFIRMED,
        2,
        TUESDAY,
    )
    assert (moved.screened_for_on, moved.screening.supersedes) == (TUESDAY.date(), visit.screening)
    assert moved.unchanged_at is None
    assert kinds(moved) == [Kind.MOVED, Kind.MOVED_BY_CLIENT]


def test_the_time_it_has_is_no_other_time_and_overlapping_ones_are(week):
    starts = [choice.starts_at for choice in choices(visit_of())]

    assert WAS_AT not in starts
    assert {WAS_AT - timedelta(minutes=30), WAS_AT + timedelta(minutes=30)} < set(starts)


def test_a_day_that_has_to_be_read_first_says_so_and_leaves_her_two_days(week):
    visit = visit_of(answers=OPERATED, starts_at=datetime(2027, 4, 21, 10, tzinfo=UTC))
    day = date(2027, 4, 20)

    by_day = {choice.starts_at.date(): choice.needs_reading for choice in choices(visit, weeks=8)}

    assert (min(by_day), by_day[date(2027, 4, 19)], by_day[day]) == (date(2027, 3, 22), True, False)


def test_a_day_that_is_too_soon_is_there_for_whoever_asks(week):
    visit = visit_of(answers=OPERATED, starts_at=datetime(2027, 4, 21, 10, tzinfo=UTC))

    asked = choices(visit, is_earlier_asked=True)

    assert asked[0].starts_at == NOW + timedelta(hours=48)
    assert asked[0].needs_reading


def test_a_visit_waits_for_her_on_such_a_day_as_was_said(week):
    visit = visit_of(answers=OPERATED, starts_at=datetime(2027, 4, 21, 10, tzinfo=UTC))

    moved = move(visit, datetime(2027, 3, 24, 10, tzinfo=UTC), is_read_first=True)

    assert (moved.status, moved.version, moved.needs_review) == (Status.HELD, 2, True)
    assert Kind.NEW_REQUEST in kinds(moved)


@pytest.mark.parametrize("is_read_first", [True, False])
def test_a_move_that_means_something_else_than_was_said_does_not_happen(week, is_read_first):
    visit = visit_of(answers=OPERATED, starts_at=datetime(2027, 4, 21, 10, tzinfo=UTC))
    day = 22 if is_read_first else 19

    with pytest.raises(own_move.NotAsSaid):
        move(visit, datetime(2027, 4, day, 10, tzinfo=UTC), is_read_first=is_read_first)

    assert read(visit).version == 1


def test_a_request_is_one_on_any_day(week):
    request = visit_of(HeldFactory)

    offered = choices(request)
    moved = move(request, TUESDAY, is_read_first=True)

    assert all(choice.needs_reading for choice in offered)
    assert offered[0].starts_at == NOW + timedelta(hours=48)
    assert (moved.status, moved.version) == (Status.HELD, 2)


def test_her_yes_stays_good_on_its_own_day_alone(week):
    visit = approved({"symptoms": "yes"})

    by_day = {choice.starts_at.date(): choice.needs_reading for choice in choices(visit)}
    moved = move(visit, WAS_AT + timedelta(minutes=30))

    assert (by_day[WAS_AT.date()], by_day[TUESDAY.date()]) == (False, True)
    assert (moved.status, moved.approved_version) == (Status.CONFIRMED, 2)


def test_after_the_deadline_it_is_for_the_two_of_them_to_agree(week):
    visit = visit_of()
    deadline = WAS_AT - timedelta(hours=48)

    with pytest.raises(lifecycle.TooLate):
        move(visit, TUESDAY + timedelta(days=7), now=deadline + timedelta(seconds=1))

    assert move(visit, TUESDAY + timedelta(days=7), now=deadline).version == 2


def test_the_deadline_for_moving_is_not_the_one_for_cancelling(week):
    BookingPolicy.objects.update(move_hours=24, cancel_hours=72)
    visit, now = visit_of(), WAS_AT - timedelta(hours=25)

    assert lifecycle.may_move_alone(visit, now)
    assert not lifecycle.may_give_back(visit, now)


def test_a_request_that_was_never_agreed_has_no_deadline(week):
    request = visit_of(HeldFactory)

    assert move(request, TUESDAY + timedelta(days=7), is_read_first=True, now=WAS_AT - timedelta(hours=30))


def test_asking_late_is_noted_once_and_told_once(week):
    visit, now = visit_of(), WAS_AT - timedelta(hours=20)

    news = [lifecycle.ask_to_move(visit, now=now) for _press in range(3)]

    assert news == [True, False, False]
    assert [(event.why, event.actor) for event in visit.events.all()] == [("late_move_asked", "client")]
    assert kinds(visit) == [Kind.WANTS_TO_MOVE]
    assert read(visit).version == 1


@pytest.mark.parametrize("now", [NOW, WAS_AT], ids=["in time", "begun"])
def test_there_is_nothing_to_ask_for_before_the_deadline_and_after_the_start(week, now):
    with pytest.raises(lifecycle.NotAllowed):
        lifecycle.ask_to_move(visit_of(), now=now)


def test_what_she_moves_herself_is_no_news_to_her(week):
    visit = visit_of()
    she = lifecycle.practitioner(UserFactory())

    own_move.rebooking.move(visit, TUESDAY, by=she, now=NOW)

    assert kinds(visit) == [Kind.MOVED]


def test_what_somebody_changed_meanwhile_is_not_moved(week):
    visit = visit_of()
    move(read(visit), TUESDAY)

    with pytest.raises(lifecycle.NotAllowed):
        move(visit, TUESDAY + timedelta(days=1))


def test_what_a_person_has_answered_meanwhile_is_not_moved(week):
    request = visit_of(HeldFactory)
    lifecycle.approve(read(request), by=lifecycle.practitioner(UserFactory()), now=NOW)

    with pytest.raises(lifecycle.NotAllowed):
        move(request, TUESDAY, is_read_first=True)


def test_answers_that_no_key_opens_are_hers_to_judge(week, monkeypatch):
    def shut(screening):
        raise Unreadable

    visit = visit_of()
    monkeypatch.setattr(Screening, "given", shut)

    assert own_move.is_for_her(visit, NOW)
    with pytest.raises(lifecycle.TooLate):
        move(visit, TUESDAY)


def test_that_a_letter_is_needed_is_not_taken_back_by_moving(week):
    visit = visit_of(HeldFactory)
    Booking.objects.filter(pk=visit.pk).update(needs_clearance=True, needs_review=True)

    assert own_move.is_for_her(read(visit), NOW)
    assert not own_move.is_for_her(visit_of(HeldFactory, answers={"cancer": "yes"}, starts_at=TUESDAY), NOW)


@pytest.mark.parametrize(
    ("was_on", "moved_to", "in_utc"),
    [
        (datetime(2027, 3, 26, 10, tzinfo=UTC), date(2027, 3, 30), 9),
        (datetime(2027, 10, 29, 9, tzinfo=UTC), date(2027, 11, 1), 10),
    ],
    ids=["clocks forward", "clocks back"],
)
def test_ten_in_the_morning_is_that_on_both_sides_of_a_change_of_the_clocks(week, was_on, moved_to, in_utc):
    now = was_on - timedelta(days=20)
    visit = visit_of(starts_at=was_on)
    times = own_move.times(visit, now=now)

    offered = [choice.starts_at for choice in times.look(moved_to, 1).choices]
    moved = move(visit, datetime.combine(moved_to, time(in_utc), UTC), now=now)

    assert [f"{start:%H:%M}" for start in offered][:3] == ["09:00", "09:30", "10:00"]
    assert offered[2] == moved.starts_at


@pytest.mark.parametrize("others", [1, 10, 5000])
def test_choosing_takes_as_many_queries_however_full_the_diary_is(week, others, django_assert_num_queries):
    visit = visit_of()
    shared = {"treatment": week, "client": visit.client, "screening": visit.screening}
    Booking.objects.bulk_create(
        ConfirmedFactory.build(**shared, starts_at=NOW - timedelta(hours=3 * n), status=Status.COMPLETED)
        for n in range(1, others + 1)
    )

    with django_assert_num_queries(7):
        own_move.times(read(visit), now=NOW).look_around()


# Random diaries.

answers = st.sampled_from(
    [{}, {}, {"symptoms": "yes"}, {"cancer": "yes"}, {"cancer": "unsure"}, OPERATED, {"pregnant": "yes"}]
)
hours = st.integers(0, 20).map(lambda n: WAS_AT + timedelta(days=n // 3, minutes=30 * (n % 7)))
EXAMPLES = settings(
    max_examples=40,
    deadline=None,
    # The database is rolled back once for all examples; each takes away what it made.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@EXAMPLES
@given(
    given_answers=answers,
    is_request=st.booleans(),
    minutes=st.sampled_from([90, 105, 120]),
    others=st.lists(hours, max_size=6, unique=True),
    closed=st.lists(st.integers(1, 12), max_size=3, unique=True),
    most=st.sampled_from([None, 1, 2]),
    most_first=st.sampled_from([None, 1]),
    is_first=st.booleans(),
    notice=st.sampled_from([0, 24, 72]),
    ahead=st.integers(30, 140),
    not_before=st.none() | st.integers(0, 12),
    data=st.data(),
)
def test_what_is_offered_is_accepted_and_what_is_not_is_refused(
    week,
    given_answers,
    is_request,
    minutes,
    others,
    closed,
    most,
    most_first,
    is_first,
    notice,
    ahead,
    not_before,
    data,
):
    with transaction.atomic():
        week_policy(most, most_first, notice)
        now = WAS_AT - timedelta(hours=ahead)
        visit = a_visit(given_answers, is_request, reserved_minutes=minutes, is_first=is_first)
        fill(others)
        for n in closed:
            HoursOverrideFactory(day=WAS_AT.date() + timedelta(days=n))
        if not_before is not None:
            Client.objects.filter(pk=visit.client_id).update(
                not_before_on=WAS_AT.date() + timedelta(days=not_before)
            )
        visit = read(visit)
        offered = {
            one.starts_at.astimezone(UTC): one
            for one in choices(visit, now=now, weeks=4, is_earlier_asked=True)
        }

        every = [WAS_AT + timedelta(minutes=15 * n) for n in range(-12 * 8, 16 * 96)]
        tried = data.draw(st.lists(st.sampled_from(every), max_size=5))
        if offered:
            tried += data.draw(st.lists(st.sampled_from(sorted(offered)), min_size=1, max_size=4))
        for at in tried:
            check(visit, at, offered.get(at), now)
        transaction.set_rollback(True)


def week_policy(most, most_first, notice):
    BookingPolicy.objects.update(
        max_sessions=most, max_first_sessions=most_first, notice_hours=notice, move_hours=24
    )


def a_visit(given_answers, is_request, **more):
    request = visit_of(HeldFactory, answers=given_answers, **more)
    if not is_request:
        if request.needs_clearance:
            ClearanceFactory(client=request.client)
        she = lifecycle.practitioner(UserFactory())
        if not request.screening.has_unsettled_answer:
            lifecycle.approve(request, by=she, now=NOW - timedelta(days=1))
    return request


def fill(others):
    for at in others:
        taken = Booking.objects.occupying().between(at - timedelta(minutes=15), at + timedelta(minutes=135))
        if not taken.exists():
            ConfirmedFactory(starts_at=at, is_first=bool(at.day % 2))


def check(visit, at, choice, now):
    """Move in a transaction that is undone: it happens as it was offered, or not at all."""
    with transaction.atomic():
        try:
            own_move.move(visit, at, is_read_first=bool(choice and choice.needs_reading), now=now)
        except lifecycle.Taken:
            assert choice is None
        else:
            moved = read(visit)
            assert choice is not None
            assert (moved.starts_at, moved.status == Status.HELD) == (at, choice.needs_reading)
            assert moved.ends_at == choice.ends_at
        transaction.set_rollback(True)
