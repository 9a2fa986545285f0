from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking import zones
from tests.booking.second_reader import zone_of

LONDON = ZoneInfo("Europe/London")


def file_with(zone) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{zone.to_ical().decode()}END:VCALENDAR\r\n"


def clock(moment: datetime, zone) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize("year", [2026, 2027, 2031])
def test_a_reader_of_the_file_alone_sees_the_right_clock_at_each_quarter_of_a_year(year):
    read = zone_of(file_with(zones.explained(LONDON, date(year, 1, 1), date(year, 12, 31))))

    quarters = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * n) for n in range(364 * 96)]

    assert [moment for moment in quarters if clock(moment, read) != clock(moment, LONDON)] == []


def test_each_change_begins_by_the_hour_that_the_clock_showed_until_then():
    zone = zones.explained(LONDON, date(2027, 1, 1), date(2027, 12, 31))

    changes = [(part.name, part["dtstart"].dt) for part in zone.subcomponents]

    assert changes == [
        ("STANDARD", datetime(2027, 1, 1)),
        ("DAYLIGHT", datetime(2027, 3, 28, 1)),
        ("STANDARD", datetime(2027, 10, 31, 2)),
    ]


def test_a_zone_without_changes_is_said_in_one_part():
    zone = zones.explained(ZoneInfo("Africa/Lagos"), date(2027, 1, 1), date(2027, 12, 31))

    (part,) = zone.subcomponents
    assert (part["tzoffsetfrom"].td, part["tzoffsetto"].td) == (timedelta(hours=1), timedelta(hours=1))


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)], ids=["spring", "autumn"])
def test_a_change_on_the_last_day_is_told(day):
    zone = zones.explained(LONDON, day, day)

    assert len(zone.subcomponents) == 2
