"""What was answered, as values that go into a sealed row and come out the same. Pure."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from intake import months


class Reply(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class ForWhom(StrEnum):
    SELF = "self"
    CHILD = "child"
    ADULT = "adult"


# None of these prints what it holds: an answer must not reach a log by way of a message.
@dataclass(frozen=True, repr=False)
class Operation:
    """An operation or invasive procedure, past or planned; its day may be unknown."""

    year: int
    month: int
    day: int | None = None
    what: str = ""

    @property
    def on(self) -> date:
        """The day recovery is counted from: the last of the month when the day is unknown."""
        return date(self.year, self.month, self.day or months.last_day(self.year, self.month))

    @property
    def earliest(self) -> date:
        """The first day it can have been."""
        return date(self.year, self.month, self.day or 1)


@dataclass(frozen=True, repr=False)
class Answers:
    """Everything that was answered about one person; None means that it was not asked or not answered."""

    born_on: date
    for_whom: ForWhom
    pregnant: Reply | None
    due_on: date | None
    had_operation: Reply | None
    operations: tuple[Operation, ...]
    healed: Reply | None
    cancer: Reply | None
    symptoms: Reply | None

    def to_json(self) -> dict:
        return asdict(self) | {
            "born_on": self.born_on.isoformat(),
            "due_on": self.due_on and self.due_on.isoformat(),
            "operations": [asdict(operation) for operation in self.operations],
        }

    @classmethod
    def from_json(cls, data: dict) -> Self:
        """Read what to_json wrote, or a draft's parts; raises ValueError or KeyError when it is neither."""
        return cls(
            born_on=date.fromisoformat(data["born_on"]),
            for_whom=ForWhom(data["for_whom"]),
            due_on=_day(data.get("due_on")),
            operations=tuple(Operation(**operation) for operation in data.get("operations") or ()),
            **{name: _reply(data.get(name)) for name in REPLIES},
        )


# What a later answer cannot take back by itself: a yes, or a not sure, stays until a person settles it.
STRICTNESS = (None, Reply.NO, Reply.UNSURE, Reply.YES)


def combined(earlier: Answers, later: Answers) -> Answers:
    """Return the later answers with nothing of the earlier ones loosened: of two replies the stricter,
    and the operations of both. Whom the visit is for, and the date of birth, stay the visit's own."""
    replies = {
        name: max(getattr(earlier, name), getattr(later, name), key=STRICTNESS.index) for name in REPLIES
    }
    operations = dict.fromkeys((*later.operations, *earlier.operations))
    due_on = later.due_on or earlier.due_on
    return replace(earlier, **replies, due_on=due_on, operations=tuple(operations))


REPLIES = ("pregnant", "had_operation", "healed", "cancer", "symptoms")


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _reply(value: str | None) -> Reply | None:
    return Reply(value) if value else None
