"""What a change of hours would do, read from a diary however full, and the change itself."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking import opening
from booking.hours import Override, Period
from booking.models import Booking, HoursOverride, Status
from tests.booking.factories import (
    NOW,
    BookingPolicyFactory,
    ConfirmedFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import ScreeningFactory

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 8)
MONDAYS = Period(0, time(9), time(17))
FULL = (1, 10, 5000)
MOST = 7


def book(count):
    """Sessions three hours apart, day and night, from the week after NOW."""
    screening = ScreeningFactory()
    shared = {"treatment": TreatmentFactory(), "client": screening.client}
    starts = (NOW + timedelta(days=7, hours=3 * n) for n in range(count))
    Booking.objects.bulk_create(
        ConfirmedFactory.build(
            **shared,
            starts_at=start,
            screening=screening,
            status=Status.HELD,
            held_until=start,
            answer_due_at=NOW,
            screened_for_on=start.date(),
        )
        for start in starts
    )


@pytest.mark.parametrize("count", FULL)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"drop": [MONDAYS]}, id="a period"),
        pytest.param({"add": [Override(DAY + timedelta(days=n), True) for n in range(60)]}, id="sixty days"),
        pytest.param({"nation": "NIR"}, id="a nation"),
    ],
)
def test_a_fuller_diary_takes_no_more_queries(count, change):
    BookingPolicyFactory()
    WorkingHoursFactory(weekday=0)
    WorkingHoursFactory(weekday=2)
    book(count)

    with CaptureQueriesContext(connection) as queries:
        preview = opening.look(now=NOW, **change)

    assert len(queries) <= MOST
    assert len(preview.touched) == min(preview.touched_count, opening.MOST_LISTED)


def test_what_is_not_listed_is_counted():
    book(160)

    preview = opening.look(now=NOW, add=[Override(DAY + timedelta(days=n), True) for n in range(30)])

    assert (preview.touched_count, len(preview.touched), preview.touched_more) == (160, 100, 60)


def test_a_change_of_the_week_is_looked_at_as_far_as_anybody_is_booked():
    WorkingHoursFactory(weekday=0)
    booking = ConfirmedFactory(starts_at=datetime(2028, 6, 5, 10, tzinfo=UTC))

    preview = opening.look(now=NOW, drop=[MONDAYS])

    assert preview.touched == [booking]
    assert [month for month, _weeks in preview.months] == [
        date(2027, 3, 1),
        date(2027, 4, 1),
        date(2027, 5, 1),
        date(2028, 6, 1),
    ]


def test_a_session_that_runs_over_midnight_is_touched_by_either_day():
    booking = ConfirmedFactory(starts_at=datetime(2027, 3, 8, 23, tzinfo=UTC))

    second = opening.look(now=NOW, add=[Override(DAY + timedelta(days=1), True)])

    assert second.touched == [booking]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.COMPLETED])
def test_what_has_ended_is_not_touched(status):
    ConfirmedFactory(status=status)

    assert opening.look(now=NOW, add=[Override(DAY, True)]).touched == []


def test_the_same_change_to_the_same_people_has_the_same_name():
    change = {"add": [Override(DAY, True)]}
    first = opening.look(now=NOW, **change).seen
    again = opening.look(now=NOW, **change).seen
    other = opening.look(now=NOW, add=[Override(DAY, True, time(9), time(10))]).seen
    ConfirmedFactory()
    with_somebody = opening.look(now=NOW, **change).seen

    assert first == again
    assert len({first, other, with_somebody}) == 3


def test_days_that_come_to_the_same_are_one_line():
    WorkingHoursFactory(weekday=0)
    WorkingHoursFactory(weekday=1)

    preview = opening.look(now=NOW, add=[Override(DAY + timedelta(days=n), True) for n in (0, 1)])
    (line,) = preview.lines

    assert line == opening.Line("Monday 8 to Tuesday 9 March 2027", ["09:00–17:00"], [])
    assert not preview.is_without_effect


def test_a_change_that_changes_nothing_is_said_to():
    WorkingHoursFactory(weekday=0)

    preview = opening.look(now=NOW, add=[Override(DAY, False, time(10), time(12))])

    assert preview.is_without_effect


def test_removing_takes_only_what_is_named():
    gone, stays = HoursOverrideFactory(), HoursOverrideFactory(day=DAY + timedelta(days=1))

    opening.remove([gone])

    assert list(HoursOverride.objects.all()) == [stays]


def test_the_calendar_begins_with_the_week_that_is_not_over():
    WorkingHoursFactory(weekday=0)

    march, *_later = opening.look(now=NOW + timedelta(days=10), drop=[MONDAYS]).months

    assert [week[0].day.day for week in march[1]] == [8, 15, 22, 29]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((9, 0, 17, 0), ["9–17"]), ((9, 30, 12, 0), ["9:30–12"]), ((0, 0, 10, 5), ["0–10:05"])],
)
def test_hours_are_brief_in_a_calendar(hours, expected):
    from_hour, from_minute, to_hour, to_minute = hours
    stretch = (
        datetime(2027, 3, 8, from_hour, from_minute, tzinfo=UTC),
        datetime(2027, 3, 8, to_hour, to_minute, tzinfo=UTC),
    )

    assert opening.brief([stretch]) == expected


def test_another_nation_is_looked_at_for_a_year_at_least():
    BookingPolicyFactory()

    preview = opening.look(now=NOW, nation="SCT")

    assert [line.holiday for line in preview.lines] == [
        "Summer Bank Holiday",
        "Saint Andrew's Day",
        "New Year Holiday",
        "New Year Holiday (observed)",
    ]
