"""When things go: both clocks, calendar months, birthdays, and what stops them."""

from datetime import date, timedelta

import pytest

from booking.rights.clock import Due, Facts, Periods, Why, due_on, years_after
from intake.months import age_on

DAY = timedelta(days=1)
ADULT = date(1980, 5, 17)


def facts(treated_on=None, ended_on=date(2027, 3, 1), born_on=ADULT, **stops):
    return Facts(born_on, treated_on, treated_on or ended_on, **stops)


@pytest.mark.parametrize(
    ("treated_on", "goes_on"),
    [
        (date(2027, 3, 1), date(2035, 3, 1)),
        (date(2026, 12, 31), date(2034, 12, 31)),
        (date(2028, 2, 29), date(2036, 2, 29)),
        # No leap year eight years on: not a day too soon.
        (date(2096, 2, 29), date(2104, 2, 29)),
        (date(2092, 2, 29), date(2100, 3, 1)),
    ],
)
def test_r1_the_record_of_an_adult_goes_eight_years_after_the_last_visit(treated_on, goes_on):
    due = due_on(facts(treated_on), Periods())

    assert due == Due(Why.ADULT, goes_on, goes_on)
    assert not due.all_goes(goes_on - DAY)
    assert due.all_goes(goes_on)
    assert due.all_goes(goes_on + DAY)


@pytest.mark.parametrize(
    ("born_on", "treated_on", "why", "goes_on"),
    [
        # Nine years old: until 25.
        (date(2018, 6, 15), date(2027, 3, 1), Why.CHILD, date(2043, 6, 15)),
        # Seventeen at the last visit: until 26, the day before the birthday too.
        (date(2010, 6, 15), date(2027, 6, 15), Why.CHILD, date(2036, 6, 15)),
        (date(2010, 6, 15), date(2028, 6, 14), Why.CHILD, date(2036, 6, 15)),
        # Sixteen until the day before: until 25.
        (date(2010, 6, 15), date(2027, 6, 14), Why.CHILD, date(2035, 6, 15)),
        # Eighteen on the day of the visit: an adult.
        (date(2010, 6, 15), date(2028, 6, 15), Why.ADULT, date(2036, 6, 15)),
    ],
)
def test_the_record_of_a_child_goes_with_a_birthday(born_on, treated_on, why, goes_on):
    assert due_on(facts(treated_on, born_on=born_on), Periods()) == Due(why, goes_on, goes_on)


@pytest.mark.parametrize(
    ("treated_on", "goes_on"),
    [
        # The 25th birthday of who was born on 29 February is 1 March.
        (date(2018, 5, 1), date(2033, 3, 1)),
        # Still seventeen on 28 February 2026: the 26th.
        (date(2026, 2, 28), date(2034, 3, 1)),
        # Eighteen on 1 March 2026, so an adult.
        (date(2026, 3, 1), date(2034, 3, 1)),
    ],
)
def test_r2_a_child_born_on_29_february_grows_older_on_1_march(treated_on, goes_on):
    due = due_on(facts(treated_on, born_on=date(2008, 2, 29)), Periods())

    assert due.contact_on == goes_on


def test_a_child_who_is_kept_eight_years_anyway_is_kept_the_longer():
    due = due_on(facts(date(2027, 3, 1), born_on=date(2010, 6, 15)), Periods(adult_years=20))

    assert due == Due(Why.ADULT, date(2047, 3, 1), date(2047, 3, 1))


def test_r3_a_new_visit_starts_the_period_again():
    before = due_on(facts(date(2027, 3, 1)), Periods())
    after = due_on(facts(date(2034, 12, 1)), Periods())

    assert (before.contact_on, after.contact_on) == (date(2035, 3, 1), date(2042, 12, 1))


@pytest.mark.parametrize(
    ("ended_on", "health_on", "contact_on"),
    [
        (date(2027, 3, 1), date(2027, 3, 31), date(2027, 9, 1)),
        # Six months after 31 August is the last day of February.
        (date(2027, 8, 31), date(2027, 9, 30), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 9, 30), date(2027, 2, 28)),
        # The clock change in between counts for nothing.
        (date(2027, 3, 27), date(2027, 4, 26), date(2027, 9, 27)),
    ],
)
def test_of_who_was_never_treated_health_goes_after_days_and_the_rest_after_months(
    ended_on, health_on, contact_on
):
    due = due_on(facts(ended_on=ended_on), Periods())

    assert due == Due(Why.NEVER_TREATED, health_on, contact_on)
    assert [due.health_goes(day) for day in (health_on - DAY, health_on)] == [False, True]
    assert [due.all_goes(day) for day in (contact_on - DAY, contact_on)] == [False, True]


def test_health_answers_never_outlive_their_person():
    due = due_on(facts(), Periods(health_days=90, contact_months=1))

    assert due.health_on == due.contact_on == date(2027, 5, 30)


@pytest.mark.parametrize("stop", ["is_busy", "is_on_hold"])
@pytest.mark.parametrize("treated_on", [None, date(2027, 3, 1)])
def test_r4_what_is_on_hold_or_still_to_come_stops_both_clocks(stop, treated_on):
    due = due_on(facts(treated_on, **{stop: True}), Periods())

    far = date(2200, 1, 1)
    assert (due.health_goes(far), due.all_goes(far)) == (False, False)
    # Yet the day is known, to be told.
    assert due.contact_on < far


def test_no_period_is_shorter_than_its_years_whatever_the_day():
    days = [date(2024, 1, 1) + n * DAY for n in range(4 * 366)]

    assert all(age_on(day, years_after(day, 8)) == 8 for day in days)
    assert all(age_on(day, years_after(day, 8) - DAY) == 7 for day in days)
