"""The form before a visit: by when, when it is asked for, and when nobody is asked any more."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking import form_due, health_form, lifecycle, outbox
from booking.deadlines import form_asked_at, form_due_at
from booking.emails import build, is_still_true
from booking.lifecycle import Screened
from booking.models import Kind, Message, Status
from content.models import Practice
from intake.history.catalogue import CHANGED
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClientFactory,
    FormDraftFactory,
    GuardianshipFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("open_week")
LONDON = ZoneInfo("Europe/London")
VISIT = NOW + timedelta(days=14)
SOON, LAST = VISIT - timedelta(days=5), VISIT - timedelta(days=2)
ASKED = (Kind.FORM_SOON, Kind.FORM_LAST)


@pytest.fixture(autouse=True)
def practice(open_week):
    Practice.objects.create(name="NPM Practice", practitioner="Kim", email="kim@example.com", phone="01632")


@pytest.fixture
def client():
    return ClientFactory(form_on=None, name="Joan Heron")


def booked(client, starts_at=VISIT, now=NOW, **about):
    """Book for this client at `now`, as the site does."""
    visit = BookingFactory(starts_at=starts_at, expires_at=now + timedelta(minutes=15), **about)
    screening = ScreeningFactory(client=client, visit_on=visit.visit_on, answers=PLAIN_ANSWERS)
    lifecycle.confirm_new(visit, Screened(client, screening, is_first=visit.is_first), now=now)
    return visit


def asked(visit):
    rows = Message.objects.filter(booking=visit, version=visit.version, kind__in=ASKED, dropped_at=None)
    return [(row.kind, row.due_at) for row in rows.order_by("due_at")]


def sent(visit, now):
    """Send what is due at this moment; return which messages about the form went out then."""
    outbox.send_due(now=now)
    return list(visit.messages.filter(sent_at=now, kind__in=ASKED).values_list("kind", flat=True))


def london(*parts):
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("visit", "soon", "last"),
    [
        pytest.param((2027, 3, 30, 10), (2027, 3, 25, 10), (2027, 3, 28, 10), id="the clocks go forward"),
        pytest.param((2027, 11, 2, 10), (2027, 10, 28, 10), (2027, 10, 31, 10), id="the clocks go back"),
        pytest.param((2027, 6, 10, 9, 30), (2027, 6, 5, 9, 30), (2027, 6, 8, 9, 30), id="summer"),
    ],
)
def test_it_is_asked_for_five_and_two_days_before_by_the_clock(visit, soon, last):
    assert form_asked_at(london(*visit), LONDON) == (london(*soon), london(*last))


def test_it_is_due_24_real_hours_before():
    assert form_due_at(london(2027, 3, 28, 10)) == london(2027, 3, 27, 9)


def test_booking_a_first_visit_writes_both_messages(client):
    assert asked(booked(client)) == [(Kind.FORM_SOON, SOON), (Kind.FORM_LAST, LAST)]


def test_what_was_due_before_the_booking_or_on_its_day_is_not_written(client):
    on_the_day = booked(client, now=LAST - timedelta(hours=2))

    assert asked(on_the_day) == []


def test_only_the_last_is_left_for_a_visit_four_days_away(client):
    assert asked(booked(client, now=VISIT - timedelta(days=4))) == [(Kind.FORM_LAST, LAST)]


@pytest.mark.parametrize("form_on", [NOW.date(), NOW.date() - timedelta(days=300)])
def test_nobody_is_asked_for_a_form_that_holds(client, form_on):
    client.form_on = form_on
    client.save()

    assert asked(booked(client)) == []


def test_a_follow_up_without_any_form_is_not_asked(client):
    assert asked(booked(client, is_first=False)) == []


def test_a_follow_up_whose_form_will_have_run_out_is_asked(client):
    client.form_on = VISIT.date().replace(year=2026)
    client.save()

    assert [kind for kind, _at in asked(booked(client, is_first=False))] == list(ASKED)


def test_the_messages_go_out_when_they_are_due(client):
    visit = booked(client)

    went = [sent(visit, moment) for moment in (NOW, SOON, LAST)]

    assert went == [[], [Kind.FORM_SOON], [Kind.FORM_LAST]]


def test_no_message_goes_out_once_the_form_is_here(client):
    visit = booked(client)
    health_form.send(FormDraftFactory(client=client), by=lifecycle.CLIENT, now=NOW)

    assert (sent(visit, SOON), sent(visit, LAST)) == ([], [])


@pytest.mark.parametrize("end", ["cancelled", "held", "moved", "over"])
def test_no_message_goes_out_for_a_visit_that_is_not_as_it_was(client, end):
    visit = booked(client)
    message = visit.messages.get(kind=Kind.FORM_LAST)
    now = LAST
    if end == "cancelled":
        lifecycle.cancel(visit, by=lifecycle.CLIENT, now=NOW)
    elif end == "held":
        lifecycle.hold_again(visit, visit.screening, answer_due_at=VISIT, by=lifecycle.CLIENT, now=NOW)
    elif end == "moved":
        lifecycle.reschedule(
            visit, VISIT + timedelta(hours=1), screening=visit.screening, by=lifecycle.CLIENT, now=NOW
        )
    else:
        now = VISIT

    message.refresh_from_db()

    assert not is_still_true(message, now=now)


def test_a_visit_that_moved_is_asked_about_by_its_new_time(client):
    visit = booked(client)
    at = VISIT + timedelta(hours=1)

    lifecycle.reschedule(visit, at, screening=visit.screening, by=lifecycle.CLIENT, now=NOW)

    assert [moment for _kind, moment in asked(visit)] == [at - timedelta(days=5), at - timedelta(days=2)]


def test_a_request_is_asked_about_once_she_has_said_yes(client):
    held = HeldFactory(client=client, starts_at=VISIT, screening__answers=PLAIN_ANSWERS)
    before = asked(held)

    lifecycle.approve(held, by=lifecycle.practitioner(UserFactory()), now=NOW)

    assert (before, [kind for kind, _at in asked(held)]) == ([], list(ASKED))


def test_who_comes_several_times_is_asked_once(client):
    visits = [booked(client, VISIT + timedelta(days=7 * n)) for n in range(3)]

    assert [form_due.is_asked_for(visit, NOW) for visit in visits] == [True, False, False]


def test_when_the_first_is_cancelled_the_next_is_asked_about(client):
    first, second = (booked(client, VISIT + timedelta(days=7 * n)) for n in range(2))
    lifecycle.cancel(first, by=lifecycle.CLIENT, now=NOW)

    assert form_due.is_asked_for(second, LAST)


def test_the_question_whether_anything_has_changed_waits_for_the_form(client):
    visit = booked(client)

    outbox.send_due(now=LAST)

    went = set(visit.messages.filter(sent_at=LAST).values_list("kind", flat=True))
    assert Kind.FORM_LAST in went
    assert Kind.CHANGED not in went


def test_a_form_answers_whether_anything_has_changed(client):
    visit = booked(client)
    given = {CHANGED: {"value": "no", "details": ""}}

    health_form.send(FormDraftFactory(client=client, answers={"given": given}), by=lifecycle.CLIENT, now=LAST)

    visit.refresh_from_db()
    assert visit.unchanged_at == LAST


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("form_on", [None, VISIT.date().replace(year=2026)])
def test_the_mail_has_one_link_and_says_by_when(client, kind, form_on):
    client.form_on = form_on
    client.save()
    visit = booked(client)

    mail = build(visit.messages.get(kind=kind), now=LAST)

    assert mail.subject == "One thing to do before your visit"
    assert len(re.findall(r"/booking/visit/[^/]+/form/", mail.body)) == 1
    assert "Please send it by Sunday 14 March, noon." in mail.body
    assert ("more than a year old" in mail.body) == (form_on is not None)


def test_the_mail_to_a_guardian_says_whose_form_it_is(client):
    visit = booked(client)
    visit.guardianship = GuardianshipFactory(child=client)
    visit.save()

    mail = build(visit.messages.get(kind=Kind.FORM_SOON), now=SOON)

    assert "Joan comes to me" in mail.body
    assert mail.to == ["robin@example.com"]


def test_a_form_is_late_a_day_before(client):
    visit = ConfirmedFactory(client=client, starts_at=VISIT)
    due = VISIT - timedelta(hours=24)

    late = [form_due.is_late(visit, moment) for moment in (due - timedelta(seconds=1), due)]

    assert (late, visit.status) == ([False, True], Status.CONFIRMED)
