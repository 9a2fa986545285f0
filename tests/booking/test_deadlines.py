from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking import deadlines

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = [date(2027, 3, 1) + timedelta(days=n) for n in range(60) if n % 7 < 5]
FAR = datetime(2027, 6, 1, tzinfo=UTC)


def due(sent_at, kept_until=FAR, working_days=WEEKDAYS):
    return deadlines.answer_due(sent_at, working_days, kept_until, LONDON)


@pytest.mark.parametrize(
    ("sent_at", "expected"),
    [
        pytest.param(datetime(2027, 3, 1, 12), datetime(2027, 3, 3, 18), id="Monday to Wednesday"),
        pytest.param(datetime(2027, 3, 1, 0, 0), datetime(2027, 3, 3, 18), id="Monday's first minute"),
        pytest.param(datetime(2027, 3, 1, 23, 59), datetime(2027, 3, 3, 18), id="Monday's last minute"),
        pytest.param(datetime(2027, 3, 4, 12), datetime(2027, 3, 8, 18), id="over a weekend"),
        pytest.param(datetime(2027, 3, 6, 12), datetime(2027, 3, 9, 18), id="sent on a Saturday"),
        pytest.param(datetime(2027, 3, 26, 12), datetime(2027, 3, 30, 17), id="18:00 is in summer time"),
        pytest.param(datetime(2027, 3, 31, 23, 30), datetime(2027, 4, 5, 17), id="the practice's next day"),
    ],
)
def test_an_answer_is_due_at_six_on_the_second_working_day(sent_at, expected):
    assert due(sent_at.replace(tzinfo=UTC)) == expected.replace(tzinfo=UTC)


def test_an_answer_is_due_before_the_time_is_let_go():
    sent_at = datetime(2027, 3, 1, 12, tzinfo=UTC)

    assert due(sent_at, kept_until=sent_at + timedelta(hours=24)) == sent_at + timedelta(hours=24)


@pytest.mark.parametrize(
    "working_days", [[], [date(2027, 3, 1), date(2027, 3, 2)]], ids=["none", "one to come"]
)
def test_without_two_working_days_only_the_kept_time_can_be_promised(working_days):
    assert due(datetime(2027, 3, 1, 12, tzinfo=UTC), working_days=working_days) == FAR


def test_a_request_is_kept_until_24_hours_before_the_visit():
    assert deadlines.held_until(FAR) == FAR - timedelta(hours=24)


def test_kept_until_counts_real_hours_through_the_change_of_the_clock():
    visit = datetime(2027, 3, 28, 10, tzinfo=LONDON)

    assert deadlines.held_until(visit) == datetime(2027, 3, 27, 9, tzinfo=UTC)


def test_she_is_reminded_after_24_and_after_44_hours():
    assert [wait / timedelta(hours=1) for wait in deadlines.REMIND_AFTER] == [24, 44]


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("visit", "asked", "hours"),
    [
        pytest.param("2027-03-10T10:00", "2027-03-08T10:00", 48, id="an ordinary week"),
        pytest.param("2027-03-29T10:00", "2027-03-27T10:00", 47, id="over the change in spring"),
        pytest.param("2027-11-01T10:00", "2027-10-30T10:00", 49, id="over the change in autumn"),
        pytest.param("2027-03-01T00:00", "2027-02-27T00:00", 48, id="midnight, over a month's end"),
    ],
)
def test_anything_changed_is_asked_two_days_before_at_the_same_time_by_the_clock(visit, asked, hours):
    moment = deadlines.asked_at(london(visit), LONDON)

    assert moment == london(asked).astimezone(UTC)
    assert london(visit).astimezone(UTC) - moment == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        pytest.param("2027-03-01T12:00", "2027-03-08T09:59", False, id="not out yet"),
        pytest.param("2027-03-01T12:00", "2027-03-08T10:00", True, id="just out"),
        pytest.param("2027-03-08T09:59", "2027-03-10T10:00", True, id="told a minute before"),
        pytest.param("2027-03-08T10:00", "2027-03-10T09:00", False, id="told at that moment"),
    ],
)
def test_what_was_told_before_it_went_out_does_not_answer_it(told, now, expected):
    visit = london("2027-03-10T10:00")

    assert deadlines.is_unanswered(visit, london(told), london(now), LONDON) == expected


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param("2027-03-08T09:59", "2027-03-08T10:00", id="a minute before"),
        pytest.param("2027-03-08T10:00", "2027-03-08T10:00", id="at that moment"),
        pytest.param("2027-03-08T10:01", None, id="a minute too late"),
    ],
)
def test_a_visit_is_free_to_cancel_until_so_many_hours_before(now, until):
    found = deadlines.free_until(london("2027-03-10T10:00"), 48, now=london(now))

    assert found == (until and london(until))
