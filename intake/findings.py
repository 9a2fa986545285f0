"""What a screening goes by, and what it finds. Pure."""

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import IntEnum
from typing import Self

from intake.answers import Answers


class Outcome(IntEnum):
    """Ordered: the strictest of several names the outcome."""

    READY = 0
    TALK = 1
    LETTER = 2
    LATER = 3


@dataclass(frozen=True)
class Policy:
    """The practitioner's numbers; the last three are not hers to change."""

    too_soon_months: int = 2
    recovering_months: int = 3
    healed_months: int = 12
    oncology_years: int = 5
    youngest_age: int = 5
    overdue_days: int = 21
    pregnancy_from_age: int = 12
    guardian_under_age: int = 16
    adult_from_age: int = 18


@dataclass(frozen=True)
class TalkFirst:
    """A precaution that a health form names, and that is talked about before a visit.

    `on` is the day of the form for what passes, None for what lasts; `what` the wording of a question of
    the practitioner's own. `is_agreed` once she has said yes to a visit with it."""

    code: str
    on: date | None = None
    is_agreed: bool = False
    what: str = field(default="", repr=False)


@dataclass(frozen=True)
class Known:
    """What the practice knows beside the answers.

    `earlier` holds the day and the answers of earlier screenings; those of the 12 months before
    `answered_on` count, and all of them when it is not given.
    """

    is_first: bool
    follow_up_unmatched: bool = False
    earlier: tuple[tuple[date, Answers], ...] = ()
    not_before_on: date | None = None
    talk_first: bool = False
    answered_on: date | None = None
    precautions: tuple[TalkFirst, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing that was found; `on` is its day: the operation, the due date, the earlier answer."""

    code: str
    question: str
    outcome: Outcome
    considered_from: date | None = None
    straight_from: date | None = None
    on: date | None = None
    is_day_known: bool = True
    what: str = field(default="", repr=False)

    @property
    def holds(self) -> bool:
        return self.outcome > Outcome.READY

    def to_json(self) -> dict:
        days = {name: getattr(self, name) and getattr(self, name).isoformat() for name in DAYS}
        return asdict(self) | days | {"outcome": self.outcome.name.lower()}

    @classmethod
    def from_json(cls, data: dict) -> Self:
        days = {name: data[name] and date.fromisoformat(data[name]) for name in DAYS}
        return cls(**data | days | {"outcome": Outcome[data["outcome"].upper()]})


DAYS = ("considered_from", "straight_from", "on")
