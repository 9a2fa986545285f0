"""What she can switch off, or send at another time, and what becomes of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from booking import message_rules, on_time, outbox
from booking.admin.messages import state_of
from booking.emails import TRUE_WHILE, is_still_true
from booking.message_rules import SWITCHED, WHEN, Rule, Unit
from booking.models import Kind, Message, MessageRule, Status
from tests.booking.factories import NOW, ConfirmedFactory

pytestmark = pytest.mark.usefixtures("open_week")
LONDON = ZoneInfo("Europe/London")
VISIT = NOW + timedelta(days=7)
EVE = datetime(2027, 3, 7, 18, tzinfo=UTC)
# Whoever did not get one of these would stand before a closed door, or nobody would know of them.
NEVER_OFF = {
    *(Kind.CONFIRMED, Kind.HELD, Kind.DECLINED, Kind.LATER, Kind.LAPSED, Kind.CANCELLED, Kind.MOVED),
    *(Kind.LETTER, Kind.LETTER_AGAIN, Kind.RECEIPT, Kind.LINK, Kind.FORM_LINK, Kind.OFFER, Kind.ERASED),
    *(Kind.WAITING, Kind.WAIT_OVER, Kind.CANNOT_COME, Kind.WANTS_TO_MOVE, Kind.TAKEN_BACK, Kind.ENQUIRY),
    *(Kind.BREACH_OPEN, Kind.BREACH_DUE, Kind.ACCOUNT),
}


def turn(now=NOW, **wanted):
    return message_rules.turn(wanted, now=now)


def off(kind):
    rule = message_rules.usual(kind)
    return turn(**{kind: Rule(False, rule.number)})


def waiting(kind, at, booking=None, **more):
    """A message that waits for its time."""
    booking = booking or ConfirmedFactory(starts_at=VISIT)
    name = f"<{Message.objects.count()}@booking.invalid>"
    return Message.objects.create(booking=booking, kind=kind, due_at=at, message_id=name, **more)


def due(message):
    message.refresh_from_db()
    return message.due_at


def london(*parts):
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)


def test_each_kind_is_either_switched_or_always_sent():
    assert set(SWITCHED) | NEVER_OFF == set(Kind)
    assert set(SWITCHED) & NEVER_OFF == set()
    assert set(WHEN) <= set(SWITCHED)


def test_what_is_usual_lies_within_its_bounds_and_the_database_takes_it():
    assert [kind for kind, when in WHEN.items() if not when.lowest <= when.usual <= when.highest] == []
    assert all(when.lowest >= 1 and when.highest <= 47 for when in WHEN.values())


def test_the_second_of_two_never_comes_before_the_first():
    for first, second in ((Kind.FORM_LAST, Kind.FORM_SOON), (Kind.LETTER_WAITED, Kind.LETTER_STILL)):
        assert WHEN[first].highest < WHEN[second].lowest
    assert WHEN[Kind.REQUEST_WAITING].highest < WHEN[Kind.REQUEST_DUE].lowest


def test_without_a_row_all_is_as_built():
    assert message_rules.load() == {kind: message_rules.usual(kind) for kind in SWITCHED}
    assert all(message_rules.is_on(kind) for kind in Kind)


def test_only_what_differs_is_saved_and_each_change_is_kept():
    asked = {kind: message_rules.usual(kind) for kind in SWITCHED} | {Kind.REMINDER: Rule(False, 18)}

    changed = [turn(**asked), turn(**asked)]

    assert changed == [1, 0]
    assert list(MessageRule.objects.values_list("kind", "is_on", "number")) == [(Kind.REMINDER, False, 18)]
    assert MessageRule.history.count() == 1


@pytest.mark.parametrize("number", [0, 48])
def test_the_database_refuses_a_number_that_makes_no_sense(number):
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageRule.objects.create(kind=Kind.REMINDER, number=number)


def test_what_is_found_by_the_clock_is_not_written_while_it_is_off():
    visit = ConfirmedFactory(starts_at=VISIT)
    for kind in (Kind.REMINDER, Kind.SHEET):
        off(kind)

    on_time.sweep(now=EVE)

    assert (visit.messages.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.SHEET])
def test_switched_on_again_it_catches_up_with_what_still_matters(kind):
    ConfirmedFactory(starts_at=VISIT)
    off(kind)
    on_time.sweep(now=EVE)

    turn(**{kind: Rule(True, 18)})
    on_time.sweep(now=EVE + timedelta(hours=1))

    assert Message.objects.filter(kind=kind).count() == 1


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.NEW_BOOKING])
def test_what_was_written_is_dropped_when_it_is_off_by_then(kind):
    message = waiting(kind, EVE)
    before = is_still_true(message, now=EVE)
    off(kind)

    outbox.send_due(now=EVE)

    message.refresh_from_db()
    assert (before, message.sent_at, message.dropped_at) == (True, None, EVE)
    assert state_of(message) == "Not sent: switched off by you"


def test_the_log_tells_what_was_switched_off_from_what_is_no_longer_true():
    over = ConfirmedFactory(starts_at=VISIT, status=Status.CANCELLED)
    message = waiting(Kind.REMINDER, EVE, over, last_error="The mail server answered 451.")

    outbox.send_due(now=EVE)

    message.refresh_from_db()
    assert (message.dropped_at, state_of(message)) == (EVE, "Not sent: no longer true")


@pytest.mark.parametrize("hour", [12, 21])
def test_the_reminder_goes_at_the_hour_she_set(hour):
    visit = ConfirmedFactory(starts_at=VISIT)
    turn(**{Kind.REMINDER: Rule(True, hour)})
    eve = EVE.replace(hour=hour)

    on_time.sweep(now=eve - timedelta(seconds=1))
    before = visit.messages.count()
    on_time.sweep(now=eve)

    assert before == 0
    assert visit.messages.get().due_at == eve


@pytest.mark.parametrize(
    ("kind", "at", "number", "moved"),
    [
        (Kind.FORM_SOON, london(2027, 3, 27, 10), 4, london(2027, 3, 28, 10)),
        (Kind.FORM_SOON, london(2027, 3, 29, 10), 7, london(2027, 3, 27, 10)),
        (Kind.FORM_SOON, london(2027, 10, 30, 10), 3, london(2027, 11, 1, 10)),
        (Kind.CHANGED, london(2027, 10, 30, 10), 1, london(2027, 10, 31, 10)),
        (Kind.LETTER_WAITED, london(2027, 3, 27, 10), 9, london(2027, 3, 29, 10)),
        (Kind.REQUEST_WAITING, london(2027, 3, 27, 10), 36, london(2027, 3, 27, 22)),
        (Kind.REQUEST_WAITING, london(2027, 3, 27, 18), 36, london(2027, 3, 28, 7)),
    ],
)
def test_what_waits_moves_by_the_clock_and_hours_are_real_hours(kind, at, number, moved):
    message = waiting(kind, at)

    turn(**{kind: Rule(True, number)})

    assert due(message) == moved


def test_what_was_tried_or_is_due_already_is_not_moved():
    late, tried = (
        waiting(Kind.FORM_SOON, NOW),
        waiting(Kind.FORM_SOON, EVE, ConfirmedFactory(starts_at=VISIT + timedelta(days=1)), attempts=1),
    )

    turn(**{Kind.FORM_SOON: Rule(True, 3)})

    assert (due(late), due(tried)) == (NOW, EVE)


def test_every_unit_is_used_and_every_kind_has_a_truth():
    assert {when.unit for when in WHEN.values()} == set(Unit)
    assert set(SWITCHED) <= set(TRUE_WHILE)
