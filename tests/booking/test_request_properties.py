"""Whatever somebody answers: nothing unsafe is confirmed without her yes, nobody is refused by a rule."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booking import lifecycle, request
from booking.models import Booking, Status
from booking.steps import answers as answers_of
from intake import agreement, records
from intake.answers import Reply
from intake.findings import Outcome
from intake.models import ScreeningPolicy
from intake.screening import needs_clearance, needs_review, outcome, screen
from tests.booking.factories import NOW, FollowUpFactory, TreatmentFactory, WorkingHoursFactory
from tests.intake.factories import UserFactory

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=50,
    deadline=None,
    # The database is rolled back once for all examples; each has its own draft, person and hour.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FIRST_DAY = date(2027, 3, 4)

replies = st.sampled_from([reply.value for reply in Reply])
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
operations = st.builds(
    lambda day, is_known: (
        {"year": day.year, "month": day.month, "day": day.day if is_known else None} | {"what": ""}
    ),
    days,
    st.booleans(),
)
people = st.fixed_dictionaries(
    {
        "treatment": st.sampled_from(["first-session", "follow-up"]),
        "for_whom": st.sampled_from(["self", "child", "adult"]),
        "born_on": st.dates(date(1935, 1, 1), date(2026, 12, 31)).map(date.isoformat),
        "pregnant": st.none() | replies,
        "due_on": st.none() | days.map(date.isoformat),
        "had_operation": replies,
        "operations": st.lists(operations, max_size=3),
        "healed": st.none() | replies,
        "cancer": replies,
        "symptoms": replies,
    }
)
# Mostly people with nothing to find, so that many are confirmed.
plain = {"pregnant": "no", "due_on": None, "had_operation": "no", "operations": [], "healed": None} | {
    "cancer": "no",
    "symptoms": "no",
    "for_whom": "self",
    "treatment": "first-session",
    "born_on": "1985-06-15",
}
nearly_plain = st.builds(
    lambda person, kept: plain | {name: person[name] for name in kept},
    people,
    st.sets(st.sampled_from(sorted(plain)), max_size=2),
)
visit_days = st.integers(0, 120).map(lambda n: FIRST_DAY + timedelta(days=n))


@pytest.fixture
def practice():
    """Open every day, all day, so that every date can be asked for."""
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(7):
        WorkingHoursFactory(weekday=weekday, starts=time(0), ends=time(23, 30))
    return lifecycle.practitioner(UserFactory())


def place(person, visit_on):
    """Send what this person answered for this day; None where even a request needs more notice, or the
    day is a bank holiday."""
    parts = person | {
        "agreed": agreement.current(person["for_whom"]).to_json(),
        "starts_at": datetime.combine(visit_on, time(10), tzinfo=UTC).isoformat(),
        "details": details(),
    }
    draft = records.start_draft(now=NOW, **parts)
    try:
        return request.place(draft, now=NOW)
    except lifecycle.Taken:
        return None


def details():
    """A person of their own for each example, so that no earlier answer of somebody else counts."""
    place.count = getattr(place, "count", 0) + 1
    person = {"name": f"Robin Example {place.count}", "email": "robin@example.com"}
    guardian = {"client_name": f"Kim Example {place.count}", "relationship": "aunt"}
    return person | guardian | {"phone": "07700 900456", "ring_at": "", "has_parental_responsibility": True}


def findings_of(booking):
    """Screen once more, beside the code that placed it."""
    known = records.known_about(None, is_first=True, now=NOW)
    known = replace(known, follow_up_unmatched=not booking.treatment.is_first)
    return screen(booking.screening.given(), booking.visit_on, ScreeningPolicy.load().as_policy(), known)


def empty_the_diary():
    Booking.objects.filter(status__in=[Status.CONFIRMED, Status.HELD]).update(status=Status.CANCELLED)


@EXAMPLES
@given(people | nearly_plain, visit_days)
def test_confirmed_exactly_when_nothing_holds_and_never_refused(practice, person, visit_on):
    empty_the_diary()

    booking = place(person, visit_on)

    if booking is None:
        return
    found = findings_of(booking)
    assert booking.screening.given() == answers_of(person)
    assert [one.code for one in booking.screening.found()] == [one.code for one in found]
    assert booking.needs_review is needs_review(found)
    assert booking.needs_clearance is needs_clearance(found)
    expected = Status.CONFIRMED if outcome(found) == Outcome.READY else Status.HELD
    assert (booking.status, booking.decided_by, booking.screened_for_on) == (expected, None, visit_on)


@EXAMPLES
@given(people | nearly_plain, visit_days, st.booleans(), st.integers(-3, 3))
def test_confirmed_with_a_finding_only_by_her_yes_to_that_screening_and_day(
    practice, person, visit_on, has_letter, letter_is_off_by
):
    empty_the_diary()
    booking = place(person, visit_on)
    if booking is None or booking.status != Status.HELD:
        return
    covered = visit_on + timedelta(days=letter_is_off_by)
    if has_letter:
        accept_letter(booking, covered, practice)

    with suppress(lifecycle.NotSafeYet):
        lifecycle.approve(booking, by=practice, now=NOW)

    booking.refresh_from_db()
    is_covered = not booking.needs_clearance or (has_letter and covered == visit_on)
    is_settled = not booking.screening.has_unsettled_answer
    assert (booking.status == Status.CONFIRMED) is (is_covered and is_settled)
    if booking.status == Status.CONFIRMED:
        assert (booking.approved_version, booking.decided_by) == (booking.version, practice.user)
        assert booking.screened_for_on == booking.visit_on == booking.screening.visit_on
        assert booking.clearance is None or booking.clearance.is_valid_on(visit_on)


def accept_letter(booking, day, practice):
    records.accept_clearance(
        client=booking.client, valid_from=day, valid_until=day, note="", by=practice.user, now=NOW
    )


@EXAMPLES
@given(people | nearly_plain, visit_days, st.integers(0, 90))
def test_nobody_is_declined_by_the_clock(practice, person, visit_on, days_later):
    empty_the_diary()
    booking = place(person, visit_on)
    later = NOW + timedelta(days=days_later)

    lifecycle.lapse_run_out(now=later)

    assert not Booking.objects.filter(status=Status.DECLINED, decided_by=None).exists()
    if booking is not None:
        booking.refresh_from_db()
        assert booking.status in {Status.CONFIRMED, Status.HELD, Status.LAPSED}
        assert booking.status != Status.CONFIRMED or not booking.needs_review
