"""When what is kept about somebody goes. Pure: plain facts and the practitioner's numbers in, days out.

A day is the first on which it may be deleted: what is kept until 5 June is there on the 4th, and goes on the
5th. Days are the practice's; months and years are those of the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from intake import months

OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Periods:
    """The practitioner's numbers; the name of each says its unit."""

    adult_years: int = 8
    child_age: int = 25
    health_days: int = 30
    contact_months: int = 6
    waitlist_months: int = 3
    form_draft_days: int = 30
    enquiry_months: int = 6


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clocks need to know about one person."""

    born_on: date
    # The last day on which they came, for somebody who was ever treated.
    treated_on: date | None
    # The last day on which a booking, a wait or an offer of theirs ended; else when they were entered.
    ended_on: date
    # A visit is to come or has no outcome yet, or they wait for a time.
    is_busy: bool = False
    is_on_hold: bool = False


class Why(StrEnum):
    """Which rule says when."""

    ADULT = "adult"
    CHILD = "child"
    NEVER_TREATED = "never_treated"


@dataclass(frozen=True, slots=True)
class Due:
    """The day on which health answers go, and the day on which all the rest goes. Of who was treated
    both are one day."""

    why: Why
    health_on: date
    contact_on: date
    is_busy: bool = False
    is_on_hold: bool = False

    @property
    def is_stopped(self) -> bool:
        """Whether nothing goes yet, whatever the day."""
        return self.is_busy or self.is_on_hold

    def health_goes(self, today: date) -> bool:
        return not self.is_stopped and self.health_on <= today

    def all_goes(self, today: date) -> bool:
        return not self.is_stopped and self.contact_on <= today


def due_on(facts: Facts, periods: Periods) -> Due:
    """Return when what is kept about this person goes."""
    stops = {"is_busy": facts.is_busy, "is_on_hold": facts.is_on_hold}
    if facts.treated_on is None:
        health_on = facts.ended_on + timedelta(days=periods.health_days)
        # With short months for the rest, health answers still never outlive their person.
        contact_on = max(months.add(facts.ended_on, periods.contact_months), health_on)
        return Due(Why.NEVER_TREATED, health_on, contact_on, **stops)
    why, day = _record(facts.born_on, facts.treated_on, periods)
    return Due(why, day, day, **stops)


def _record(born_on: date, treated_on: date, periods: Periods) -> tuple[Why, date]:
    as_adult = years_after(treated_on, periods.adult_years)
    age = months.age_on(born_on, treated_on)
    if age >= OF_AGE:
        return Why.ADULT, as_adult
    birthday = years_after(born_on, periods.child_age + (age == OF_AGE - 1))
    return (Why.CHILD, birthday) if birthday > as_adult else (Why.ADULT, as_adult)


def years_after(day: date, years: int) -> date:
    """Return the same day so many years on; 29 February becomes 1 March, so that no period is cut short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
