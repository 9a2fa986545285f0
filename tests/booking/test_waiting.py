"""How long an offer stands, and which times somebody waits for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from booking.waiting import Wishes, offer_until, stands_until, wants

LONDON = ZoneInfo("Europe/London")


def local(text: str) -> datetime:
    """Return the moment at which the practice's clock shows this."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


STANDS = [
    pytest.param("2027-03-01 12:00", "2027-03-10 10:00", "2027-03-02 11:00", id="twelve hours over a night"),
    pytest.param("2027-03-01 08:00", "2027-03-10 10:00", "2027-03-01 20:00", id="twelve hours of one day"),
    pytest.param("2027-03-01 09:00", "2027-03-10 10:00", "2027-03-01 21:00", id="until the night begins"),
    pytest.param("2027-03-01 09:01", "2027-03-10 10:00", "2027-03-02 08:01", id="a minute into the next day"),
    pytest.param("2027-03-01 22:00", "2027-03-10 10:00", "2027-03-02 20:00", id="made in the evening"),
    pytest.param("2027-03-02 03:00", "2027-03-10 10:00", "2027-03-02 20:00", id="made in the small hours"),
    pytest.param("2027-03-01 21:00", "2027-03-10 10:00", "2027-03-02 20:00", id="made as the night begins"),
    pytest.param("2027-03-01 12:00", "2027-03-03 12:00", "2027-03-01 14:00", id="48 hours away is soon"),
    pytest.param("2027-03-01 12:00", "2027-03-03 12:01", "2027-03-02 11:00", id="a minute more is not"),
    pytest.param("2027-03-01 20:00", "2027-03-03 10:00", "2027-03-02 09:00", id="two hours over a night"),
    pytest.param("2027-03-01 19:00", "2027-03-03 10:00", "2027-03-01 21:00", id="two hours until the night"),
    pytest.param("2027-03-27 12:00", "2027-04-06 10:00", "2027-03-28 11:00", id="over the short night"),
    pytest.param("2027-03-27 20:00", "2027-03-29 10:00", "2027-03-28 09:00", id="soon, over the short night"),
    pytest.param("2027-03-28 00:30", "2027-04-06 10:00", "2027-03-28 20:00", id="made before clocks go on"),
    pytest.param("2027-10-30 12:00", "2027-11-09 10:00", "2027-10-31 11:00", id="over the long night"),
    pytest.param("2027-10-30 20:00", "2027-11-01 10:00", "2027-10-31 09:00", id="soon, over the long night"),
]


@pytest.mark.parametrize(("made", "starts", "until"), STANDS)
def test_an_offer_stands_for_hours_of_the_day_by_the_clock_on_the_wall(made, starts, until):
    assert stands_until(local(made), local(starts), LONDON) == local(until)


@pytest.mark.parametrize(
    ("made", "starts", "until"),
    [
        # 48 hours on the clock are 47 in spring and 49 in autumn: it is hours that count.
        pytest.param("2027-03-27 12:00", "2027-03-29 12:59", "2027-03-27 14:00", id="spring"),
        pytest.param("2027-10-30 12:00", "2027-11-01 11:01", "2027-10-31 11:00", id="autumn"),
    ],
)
def test_how_near_a_time_is_counts_in_real_hours(made, starts, until):
    assert stands_until(local(made), local(starts), LONDON) == local(until)


def test_whatever_the_zone_of_what_comes_in_the_answer_is_in_utc():
    made, starts = (local(text).astimezone(LONDON) for text in ("2027-07-01 12:00", "2027-07-20 10:00"))

    until = stands_until(made, starts, LONDON)

    assert (until, until.tzinfo) == (datetime(2027, 7, 2, 10, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("made", "latest", "until"),
    [
        pytest.param("2027-03-01 12:00", "2027-03-05 10:00", "2027-03-02 11:00", id="all of it"),
        pytest.param(
            "2027-03-01 12:00", "2027-03-01 18:00", "2027-03-01 18:00", id="until the notice begins"
        ),
        pytest.param("2027-03-01 12:00", "2027-03-01 14:00", "2027-03-01 14:00", id="two hours are enough"),
        pytest.param("2027-03-01 12:00", "2027-03-01 13:59", None, id="less is none"),
        pytest.param("2027-03-01 20:00", "2027-03-02 08:59", None, id="the night does not count"),
        pytest.param("2027-03-01 12:00", "2027-02-28 12:00", None, id="the notice has begun"),
    ],
)
def test_an_offer_is_answered_before_the_notice_begins(made, latest, until):
    starts = local("2027-03-09 10:00")

    found = offer_until(local(made), starts, latest=local(latest), zone=LONDON)

    assert found == (until and local(until))


def wishes(**changes) -> Wishes:
    plain = {
        "weekdays": [],
        "parts": [],
        "from_on": date(2027, 3, 1),
        "until_on": date(2027, 3, 31),
        "length": timedelta(hours=2),
    }
    return Wishes(**plain | changes)


@pytest.mark.parametrize(
    ("starts", "changes", "is_wanted"),
    [
        pytest.param("2027-03-09 10:00", {}, True, id="any time"),
        pytest.param("2027-02-28 10:00", {}, False, id="before the first day"),
        pytest.param("2027-03-01 00:00", {}, True, id="on the first day"),
        pytest.param("2027-03-31 23:30", {}, True, id="on the last day, in summer time"),
        pytest.param("2027-04-01 00:00", {}, False, id="after the last day"),
        pytest.param("2027-03-09 10:00", {"weekdays": [0, 1]}, True, id="a Tuesday of Mondays and Tuesdays"),
        pytest.param("2027-03-10 10:00", {"weekdays": [0, 1]}, False, id="a Wednesday"),
        pytest.param("2027-03-09 11:59", {"parts": ["morning"]}, True, id="before noon"),
        pytest.param("2027-03-09 12:00", {"parts": ["morning"]}, False, id="at noon"),
        pytest.param("2027-03-30 11:30", {"parts": ["morning"]}, True, id="before noon, in summer time"),
        pytest.param("2027-03-30 17:00", {"parts": ["evening"]}, True, id="at five, in summer time"),
        pytest.param(
            "2027-03-09 10:00", {"before": local("2027-03-09 14:00")}, True, id="earlier than theirs"
        ),
        pytest.param("2027-03-09 14:00", {"before": local("2027-03-09 14:00")}, False, id="as their own"),
        pytest.param(
            "2027-03-09 10:00", {"offered": [local("2027-03-09 10:00")]}, False, id="offered before"
        ),
        pytest.param(
            "2027-03-09 11:30", {"offered": [local("2027-03-09 10:00")]}, False, id="overlapping that"
        ),
        pytest.param(
            "2027-03-09 08:30", {"offered": [local("2027-03-09 10:00")]}, False, id="running into it"
        ),
        pytest.param("2027-03-09 12:00", {"offered": [local("2027-03-09 10:00")]}, True, id="after that"),
    ],
)
def test_which_times_somebody_waits_for(starts, changes, is_wanted):
    assert wants(wishes(**changes), local(starts), LONDON) is is_wanted
