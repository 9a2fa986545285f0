"""The hours as visitors read them: the usual week, the days that differ, and that both are renewed."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking import opening, opening_times
from booking.hours import Override, Period
from booking.models import BookingPolicy, HoursOverride, WorkingHours
from content.models import Practice
from tests.booking.factories import NOW, TreatmentFactory, WorkingHoursFactory

pytestmark = pytest.mark.django_db
# So that no bank holiday is near.
TODAY = date(2027, 2, 1)
NINE_TO_FIVE = time(9), time(17)


def weekly(*days):
    return [Period(weekday, *hours) for weekday, *periods in days for hours in periods]


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(weekly((1, NINE_TO_FIVE)), [("Tuesday", "9am to 5pm")], id="one day"),
        pytest.param(
            weekly((1, NINE_TO_FIVE), (2, NINE_TO_FIVE)),
            [("Tuesday and Wednesday", "9am to 5pm")],
            id="two days",
        ),
        pytest.param(
            weekly(*((day, NINE_TO_FIVE) for day in range(1, 6))),
            [("Tuesday to Saturday", "9am to 5pm")],
            id="neighbours",
        ),
        pytest.param(
            weekly((0, NINE_TO_FIVE), (2, NINE_TO_FIVE)),
            [("Monday", "9am to 5pm"), ("Wednesday", "9am to 5pm")],
            id="a day off between",
        ),
        pytest.param(
            weekly((3, (time(14), time(19, 30)), (time(10), time(13)))),
            [("Thursday", "10am to 1pm and 2pm to 7:30pm")],
            id="a break",
        ),
        pytest.param(
            weekly((3, (time(9), time(12)), (time(12), time(17)))),
            [("Thursday", "9am to 5pm")],
            id="periods that touch",
        ),
    ],
)
def test_a_week_is_told_in_as_few_lines_as_it_takes(periods, told):
    assert opening_times.week(periods) == told


@pytest.fixture(autouse=True)
def week():
    """Nine to five from Tuesday to Saturday."""
    for weekday in range(1, 6):
        WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(17))
    BookingPolicy.objects.get_or_create(pk=1)


def closed(*days):
    for day in days:
        HoursOverride.objects.create(day=day, is_closed=True)


def others(today=TODAY):
    return list(opening_times.told(today).others)


def test_a_closed_day():
    closed(date(2027, 3, 5))

    assert others() == ["Closed on Friday 5 March"]


def test_closed_days_in_a_row_are_one_line_with_the_days_off_between():
    closed(date(2027, 3, 5), date(2027, 3, 6), date(2027, 3, 9))

    assert others() == ["Closed from Friday 5 to Tuesday 9 March"]


def test_a_bank_holiday_has_its_name():
    assert others(date(2027, 3, 15)) == ["Closed on Friday 26 March (Good Friday)"]


def test_a_usual_day_off_is_nothing_new():
    closed(date(2027, 3, 7))

    assert others() == []


def test_extra_hours():
    HoursOverride.objects.create(day=date(2027, 3, 8), is_closed=False, starts=time(10), ends=time(13))

    assert others() == ["Monday 8 March: 10am to 1pm"]


def test_an_early_end():
    HoursOverride.objects.create(day=date(2027, 3, 5), is_closed=True, starts=time(15), ends=time(17))

    assert others() == ["Friday 5 March: 9am to 3pm"]


def test_an_hour_taken_out_of_a_day_is_not_told():
    HoursOverride.objects.create(day=date(2027, 3, 5), is_closed=True, starts=time(12), ends=time(13))

    assert others() == []


def test_what_is_over_or_far_ahead_is_not_told():
    closed(TODAY - timedelta(days=3), TODAY + timedelta(days=46))

    assert others() == []


def test_five_lines_at_most():
    closed(*(date(2027, 3, 3) + timedelta(days=2 * n) for n in range(12)))

    assert len(others()) == 5


@pytest.fixture
def shown(client):
    """The page of contact, asked for once, so that it is kept."""
    call_command("load_texts", verbosity=0)
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example")
    TreatmentFactory()
    with time_machine.travel(NOW, tick=False):
        client.get("/contact/")
        client.get("/about/")
        yield lambda path="/about/": " ".join(client.get(path).text.split())


def test_every_page_tells_the_week_at_its_foot(shown):
    foot = shown().split("<footer")[1]

    assert "<dt>Tuesday to Saturday</dt><dd>9am to 5pm</dd>" in foot


@pytest.mark.parametrize("path", ["/contact/", "/directions/"])
def test_pages_of_where_and_when_tell_it_in_their_text(shown, path):
    main = shown(path).split("<main")[1].split("</main>")[0]

    assert "<dt>Tuesday to Saturday</dt><dd>9am to 5pm</dd>" in main


def change_week():
    opening.write_period(WorkingHours(weekday=0, starts=time(9), ends=time(17)))


def close_days():
    days = date(2027, 3, 5), date(2027, 3, 6)
    opening.write_changes([Override(day, is_closed=True) for day in days], note="")


def move_nation():
    policy = BookingPolicy.objects.get()
    policy.nation = BookingPolicy.Nation.NORTHERN_IRELAND
    policy.save()


def open_again():
    opening.remove(list(HoursOverride.objects.all()))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (change_week, "Monday to Saturday"),
        (close_days, "Closed from Friday 5 to Saturday 6 March"),
        (move_nation, "Closed on Wednesday 17 March (Saint Patrick&#x27;s Day)"),
    ],
)
def test_a_change_of_hours_is_told_at_once(shown, change, told):
    before = shown()
    change()

    assert told not in before
    assert told in shown()


def test_what_is_taken_back_is_told_no_more(shown):
    close_days()
    before = shown()
    open_again()

    assert "Closed from" in before
    assert "Closed from" not in shown()


def test_tomorrow_tells_what_lies_ahead_of_it(shown):
    closed(date(2027, 3, 2))
    today = shown()
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        later = shown()

    assert ("Closed on Tuesday 2 March" in today, "Closed on Tuesday" in later) == (True, False)


def test_a_page_seen_again_asks_for_no_hours(client, shown):
    with CaptureQueriesContext(connection) as queries:
        client.get("/about/")

    assert len(queries) == 0


def test_the_remark_stands_below_the_hours(shown):
    Practice.objects.update(hours_in_words="By appointment only")
    Practice.objects.touch()

    assert shown().count("By appointment only") == 1
