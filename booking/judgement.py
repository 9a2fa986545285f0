"""What a visitor's answers mean for the days they can choose. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from booking.calendar import DayRule
from booking.deadlines import NOTICE_WHEN_HELD
from intake.answers import Answers
from intake.findings import Finding, Known, Outcome, Policy
from intake.screening import SafeDates, dates, outcome, screen


@dataclass(frozen=True)
class Judgement:
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
