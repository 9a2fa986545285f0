"""The health form as values: the questions asked, and the answers that were given to them. Pure."""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Self


class Section(StrEnum):
    """The tasks of the form, in the order they are shown."""

    ABOUT = "about"
    HEALTH = "health"
    MEDICINES = "medicines"
    OPERATIONS = "operations"
    COMPLAINTS = "complaints"
    COMFORT = "comfort"
    AGREEMENT = "agreement"


class Kind(StrEnum):
    """How a question is answered; what an answer's `value` then is."""

    # "yes", "no" or "unsure"; `details` are asked for after a yes.
    REPLY = "reply"
    LINE = "line"
    TEXT = "text"
    # One, or a list, of the codes in `choices`.
    CHOICE = "choice"
    CHOICES = "choices"
    # From 0 to 10.
    SCALE = "scale"
    # An ISO day.
    DAY = "day"


@dataclass(frozen=True)
class Question:
    """One question as it is asked now, worded for the person at the keyboard and for somebody else."""

    code: str
    section: Section
    kind: Kind
    own: str
    other: str
    hint: str = ""
    # What a yes asks for in words; empty where a yes says enough.
    details: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    # The precaution that a yes, or a not sure, stands for.
    precaution: str = ""
    # Asked only after a yes to this one.
    after: str = ""
    is_optional: bool = False
    version: int = 1
    # Written by the practitioner; the others are built in and may be reworded, never retired.
    is_hers: bool = False

    def wording(self, is_own: bool) -> str:
        return str(self.own if is_own else self.other)


# None of these prints what it holds: an answer must not reach a log by way of a message.
@dataclass(frozen=True, repr=False)
class Given:
    """One answer, with the wording, the version and the precaution of its question at that time."""

    code: str
    section: str
    kind: str
    wording: str
    version: int
    precaution: str = ""
    value: str | int | list | None = None
    details: str = ""

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> Self:
        """Read what to_json wrote; raises TypeError when it is something else."""
        return cls(**data)

    def with_value(self, value, details: str = "") -> Self:
        return replace(self, value=value, details=details)


@dataclass(frozen=True, repr=False)
class Complaint:
    """What somebody comes with: in words, where on the body, and how much it troubles them from 0 to 10."""

    code: str
    label: str
    trouble: int | None = None
    places: tuple[str, ...] = ()
    words: str = ""

    def to_json(self) -> dict:
        return asdict(self) | {"places": list(self.places)}

    @classmethod
    def from_json(cls, data: dict) -> Self:
        return cls(**data | {"places": tuple(data.get("places") or ())})
