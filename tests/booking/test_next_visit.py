"""The next visit of somebody who has just been: what carries it, and what it becomes."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from booking import lifecycle, merging, next_visit, on_file, rescreening
from booking.models import Booking, Kind, Message, Status
from booking.spacing import Span
from intake import agreement, records
from intake.answers import ForWhom
from intake.crypto import Unreadable
from intake.models import Client, Screening
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory, HoursOverrideFactory
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClientFactory,
    GuardianshipFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("open_week")
TODAY = NOW.date()
TUESDAY = datetime.fromisoformat("2027-03-09T10:00+00:00")


@pytest.fixture
def her():
    return lifecycle.practitioner(UserFactory())


def agreed(client, at=NOW, for_whom=ForWhom.SELF):
    return records.give_consent(
        client=client, agreement=agreement.current(for_whom), given_by=client.name, relation="self", now=at
    )


def been(client=None, *, days=2, answers=None, **more):
    """A completed visit so many days ago, at ten, of somebody who had answered on that day."""
    starts_at = NOW.replace(hour=10) - timedelta(days=days)
    client = client or ClientFactory()
    agreed(client, starts_at)
    screening = ScreeningFactory(
        client=client,
        visit_on=starts_at.date(),
        answers=PLAIN_ANSWERS | (answers or {}),
        created_at=starts_at,
        **({"needs_review": True} if answers else {}),
    )
    approved = {"approved_version": 1, "decided_by": UserFactory(), "needs_review": True} if answers else {}
    visit = ConfirmedFactory(
        client=client, screening=screening, starts_at=starts_at, status=Status.COMPLETED, **approved | more
    )
    return visit


def book(visit, her, starts_at=None, key=None, now=NOW):
    starts_at = starts_at or on_file.of_visit(visit, now=now).in_span[0]
    return next_visit.book(visit, starts_at, key=key or uuid4(), by=her, now=now)


def why(visit, now=NOW):
    with pytest.raises(on_file.AskAgain) as again:
        on_file.of_visit(visit, now=now)
    return again.value.why


def test_the_second_session_is_proposed_one_to_two_weeks_after_the_first():
    file = on_file.of_visit(been(days=3), now=NOW)

    assert file.span == Span(date(2027, 3, 5), date(2027, 3, 12))
    assert [start.strftime("%a %d %H:%M") for start in file.in_span] == [
        "Fri 05 10:00",
        "Fri 12 10:00",
        "Fri 05 12:00",
        "Fri 12 12:00",
        "Mon 08 10:00",
        "Tue 09 10:00",
    ]


def test_after_the_third_session_the_next_is_two_to_four_weeks_away():
    client = ClientFactory()
    for days in (30, 20):
        been(client, days=days)

    file = on_file.of_visit(been(client, days=3), now=NOW)

    assert file.span == Span(date(2027, 3, 12), date(2027, 3, 26))


def test_from_a_visit_to_come_the_one_after_it_is_proposed():
    client = ClientFactory()
    been(client)
    coming = ConfirmedFactory(client=client, starts_at=NOW + timedelta(days=7))

    file = on_file.of_visit(coming, now=NOW)

    assert (file.last, file.span) == (coming, Span(date(2027, 3, 15), date(2027, 3, 22)))


def test_where_the_span_has_nothing_free_the_first_times_after_it_are_shown():
    visit = been()
    for day in range(6, 14):
        HoursOverrideFactory(day=date(2027, 3, day))

    file = on_file.of_visit(visit, now=NOW)

    assert file.in_span == []
    assert {start.date() for start in file.after_span} >= {date(2027, 3, 15)}


def test_no_rule_for_clients_is_crossed_by_what_is_proposed(her):
    booking = book(been(), her)

    assert (booking.crossed, booking.status) == ([], Status.CONFIRMED)


def test_it_is_confirmed_for_the_new_day_with_the_answers_on_file(her):
    visit = been()

    booking = book(visit, her)

    booking.refresh_from_db()
    assert (booking.status, booking.is_first, booking.treatment.slug) == (
        Status.CONFIRMED,
        False,
        "follow-up",
    )
    assert (booking.screened_for_on, booking.screening.given()) == (booking.visit_on, visit.screening.given())
    assert booking.screening.given_by == Screening.GivenBy.PRACTITIONER
    assert [message.kind for message in Message.objects.all()] == [Kind.CONFIRMED, Kind.CHANGED]


def test_an_operation_that_is_too_near_on_the_new_day_holds_it(her):
    operated = {"had_operation": "yes", "healed": "yes"} | {
        "operations": [{"year": 2027, "month": 1, "day": 20, "what": ""}]
    }

    booking = book(been(answers=operated), her)

    assert booking.status == Status.HELD
    assert [found.code for found in booking.screening.found()] == ["too_soon"]


def test_her_own_note_on_the_client_holds_it(her):
    visit = been()
    Client.objects.update(talk_first=True)
    visit.client.refresh_from_db()

    assert book(visit, her).status == Status.HELD


def test_pressing_twice_books_once(her):
    visit, key = been(), uuid4()
    starts_at = on_file.of_visit(visit, now=NOW).in_span[0]

    first, second = (book(visit, her, starts_at, key) for _press in range(2))

    assert (first.pk, Booking.objects.filter(status=Status.CONFIRMED).count()) == (second.pk, 1)


def test_a_time_that_was_taken_meanwhile_is_not_booked(her):
    visit = been()
    starts_at = on_file.of_visit(visit, now=NOW).in_span[0]
    ConfirmedFactory(starts_at=starts_at)

    with pytest.raises(lifecycle.Taken):
        book(visit, her, starts_at)

    assert not Screening.objects.filter(given_by="practitioner").exists()


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime.fromisoformat("2027-03-09T06:00+00:00"),
        datetime.fromisoformat("2027-03-09T10:10+00:00"),
        NOW + timedelta(hours=1),
        NOW - timedelta(days=1),
    ],
    ids=["outside the hours", "between two starts", "within the notice", "past"],
)
def test_only_what_is_on_offer_is_booked_by_one_press(her, starts_at):
    with pytest.raises(lifecycle.Taken):
        book(been(), her, starts_at)


def test_the_usual_length_is_kept(her):
    assert book(been(ClientFactory(usual_minutes=95)), her).reserved_minutes == 95


@pytest.mark.parametrize(("now", "is_good"), [(date(2028, 2, 27), True), (date(2028, 2, 28), False)])
def test_answers_carry_another_visit_for_twelve_months(now, is_good):
    visit = been()
    at = datetime(now.year, now.month, now.day, 12, tzinfo=NOW.tzinfo)

    assert (
        (on_file.of_visit(visit, now=at).answered_on == visit.visit_on)
        if is_good
        else why(visit, at) == "old"
    )


def test_booking_the_next_one_does_not_make_the_answers_younger(her):
    visit = been()
    book(visit, her)

    assert on_file.of_visit(visit, now=NOW).answered_on == visit.visit_on


def test_answers_that_others_supersede_carry_nothing():
    visit = been()
    old = ScreeningFactory(client=visit.client, answers=PLAIN_ANSWERS | {"symptoms": "yes"}, created_at=NOW)
    newer = ScreeningFactory(client=visit.client, supersedes=old, created_at=NOW - timedelta(minutes=1))

    assert on_file.of_visit(visit, now=NOW).screening == newer


def test_an_agreement_that_was_taken_back_carries_nothing():
    visit = been()
    records.withdraw_consent(visit.client.consents.get(), now=NOW)

    assert why(visit) == "none"


def test_without_answers_on_file_nothing_is_proposed():
    assert why(ConfirmedFactory()) == "none"


def test_answers_that_no_key_opens_carry_nothing(monkeypatch):
    visit = been()
    monkeypatch.setattr(Screening, "given", shut)

    assert why(visit) == "shut"


def shut(screening):
    raise Unreadable


def test_a_child_comes_with_the_guardian_of_the_visit_before(her):
    adult = GuardianshipFactory()
    answers = {"for_whom": "child", "born_on": "2018-06-15", "pregnant": None}
    visit = been(adult.child, answers=answers, guardianship=adult)

    booking = book(visit, her)

    assert (booking.guardianship, booking.status) == (adult, Status.CONFIRMED)


def test_a_child_without_a_guardian_on_file_is_asked_about_again():
    client = ClientFactory(born_on=date(2018, 6, 15))

    assert why(been(client, answers={"for_whom": "child"})) == "guardian"


def test_who_was_merged_is_booked_as_who_they_are_now(her):
    visit = been()
    kept = visit.client
    twin = ClientFactory(merged_into=kept)
    other = ConfirmedFactory(client=twin, starts_at=NOW - timedelta(days=9), status=Status.COMPLETED)

    assert book(other, her).client == kept


def test_who_is_merged_while_the_page_is_open_is_booked_as_who_they_are_now(her):
    kept, other = ClientFactory(), ClientFactory()
    open_page = Booking.objects.select_related("client").get(pk=been(other).pk)
    merging.merge(kept, other, by=her, now=NOW)

    assert book(open_page, her, TUESDAY).client == kept


def test_a_visit_to_come_keeps_its_own_screening(her):
    """What is judged for the next day supersedes nothing: the earlier visit could else not be held again,
    nor confirmed."""
    client = ClientFactory()
    been(client)
    coming = ConfirmedFactory(client=client, starts_at=NOW + timedelta(days=2))
    book(coming, her)
    sick = ScreeningFactory(client=client, answers=PLAIN_ANSWERS | {"symptoms": "yes"}, needs_review=True)

    rescreening.after_new_answers(sick, now=NOW)

    coming.refresh_from_db()
    assert coming.status == Status.HELD
    lifecycle.approve(coming, by=her, now=NOW)
    assert coming.status == Status.CONFIRMED


def test_only_a_person_books_the_next_one():
    visit = been()

    with pytest.raises(lifecycle.NotAllowed):
        book(visit, lifecycle.SYSTEM)


def test_no_more_queries_are_asked_for_somebody_who_comes_often(django_assert_num_queries):
    client = ClientFactory()
    for days in range(3, 303, 30):
        been(client, days=days)
    visit = been(client, days=1)

    with django_assert_num_queries(11):
        file = on_file.of_visit(visit, now=NOW)
        assert [file.is_held_on(start.date()) for start in file.in_span] == [False] * 6
        assert file.after_span == []


def test_a_request_is_no_session():
    client = ClientFactory()
    visit = been(client)
    HeldFactory(client=client)

    assert on_file.of_visit(visit, now=NOW).sessions == [visit]
