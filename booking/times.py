"""The free times one visitor may choose from: what is free, as their answers allow it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from booking import availability, calendar
from booking.calendar import Choice, Day
from booking.judgement import Judgement
from booking.models import Treatment
from intake.models import Client

WEEKS_LOOKED_AT = 6


@dataclass(frozen=True)
class Times:
    treatment: Treatment
    judgement: Judgement
    now: datetime
    is_earlier_asked: bool = False
    # Who comes, once that is known: so much is kept as they usually need.
    client: Client | None = None
    # What a visit that moves brings with it; see availability.session_of.
    session: Mapping = field(default_factory=dict)

    @property
    def rule(self):
        return self.judgement.rule(is_earlier_asked=self.is_earlier_asked)

    @property
    def first_day(self) -> date:
        considered = self.judgement.safe_dates.considered_from
        return self.judgement.today if self.is_earlier_asked or considered is None else considered

    @property
    def last_day(self) -> date:
        return availability.day_of(self.now + self.treatment.policy.window)

    def look(self, first_day: date, days: int) -> "Look":
        treatment, session = self.treatment, dict(self.session)
        diary = availability.load(
            first_day, days, policy=treatment.policy, now=self.now, leave_out=session.pop("leave_out", None)
        )
        usual = {
            "length": availability.length_of(treatment, self.client),
            "is_first": treatment.is_first,
        }
        free = self.free_in(diary, **usual | session)
        choices = calendar.allowed(free, self.rule, now=self.now, zone=availability.zone())
        return Look(self, choices, diary.open_days)

    def free_in(self, diary, **session):
        return diary.free(**session)

    def first_look(self) -> "Look":
        """Look from the first day on that the answers leave open, until something is free or the booking
        window ends."""
        first_day, days = calendar.monday_of(self.first_day), WEEKS_LOOKED_AT * calendar.DAYS
        look = self.look(first_day, days)
        while not look.choices and first_day + timedelta(days=days) <= self.last_day:
            first_day += timedelta(days=days)
            look = self.look(first_day, days)
        return look

    def is_open(self, starts_at: datetime) -> bool:
        """Return whether the answers leave this start open; whether it is free is asked elsewhere."""
        day = self.rule(availability.day_of(starts_at))
        return not day.is_hidden and starts_at >= self.now + day.notice

    def notice(self, starts_at: datetime) -> timedelta:
        """Return the shortest notice for a day: longer where a person reads the answers first."""
        return self.rule(availability.day_of(starts_at)).notice


class PairTimes(Times):
    """The free times of two people who come one after the other."""

    def free_in(self, diary, **session):
        return diary.free_pairs(**session)


@dataclass(frozen=True)
class Look:
    """What was free in the days looked at."""

    times: Times
    choices: list[Choice]
    open_days: set[date]

    def week(self, monday: date) -> list[Day]:
        return calendar.week_of(monday, self.choices, self.word)

    def word(self, day: date) -> str:
        """Say why a day has nothing to choose."""
        if self.times.rule(day).is_hidden:
            return _("Before your earliest day")
        if day not in self.open_days or day < self.times.judgement.today:
            return _("Closed")
        if day > self.times.last_day:
            return _("Not open yet")
        earliest = self.times.now + max(self.times.treatment.policy.notice, self.times.rule(day).notice)
        return _("Too soon to book") if day <= availability.day_of(earliest) else _("Fully booked")
