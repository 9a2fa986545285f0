"""What a visitor's answers mean for the days they can choose. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from booking.calendar import DayRule
from booking.deadlines import NOTICE_WHEN_HELD
from intake.answers import Answers
from intake.findings import Finding, Known, Outcome, Policy
from intake.screening import SafeDates, dates, outcome, screen


class Judged:
    """Whatever says what a day comes to, says also how the page shows that day."""

    def rule(self, *, is_earlier_asked: bool):
        """Return what `calendar.allowed` asks of each day. Days that are too soon are hidden unless
        the visitor asked for an earlier one; then, too, a person decides."""

        def rule(day: date) -> DayRule:
            result = self.outcome(day)
            is_held = result > Outcome.READY
            return DayRule(
                is_hidden=result == Outcome.LATER and not is_earlier_asked,
                needs_reading=is_held,
                notice=NOTICE_WHEN_HELD if is_held else timedelta(0),
            )

        return rule


@dataclass(frozen=True)
class Judgement(Judged):
    """The answers of one person, ready to be asked about any day."""

    answers: Answers
    policy: Policy
    known: Known
    today: date

    def findings(self, day: date) -> list[Finding]:
        return screen(self.answers, day, self.policy, self.known)

    def outcome(self, day: date) -> Outcome:
        return outcome(self.findings(day))

    @property
    def safe_dates(self) -> SafeDates:
        """From when a visit can be considered, and from when it books straight through if nothing
        else holds it."""
        return dates(self.answers, self.policy, self.today)


@dataclass(frozen=True)
class Both(Judged):
    """Two people who come on the same day: the stricter judgement of the two is that of the day."""

    child: Judgement
    adult: Judgement

    @property
    def today(self) -> date:
        return self.child.today

    def outcome(self, day: date) -> Outcome:
        return max(self.child.outcome(day), self.adult.outcome(day))

    @property
    def safe_dates(self) -> SafeDates:
        """The later of the two, each: only then both can come."""
        both = self.child.safe_dates, self.adult.safe_dates
        return SafeDates(
            max((dates.considered_from for dates in both if dates.considered_from), default=None),
            max((dates.straight_from for dates in both if dates.straight_from), default=None),
        )
