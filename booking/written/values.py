"""What should stand in the calendar, what was written into it, and what is found there. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# How many steps of one round: mail is not kept waiting for more.
MOST_STEPS = 25


class Change(StrEnum):
    """What somebody else did to a session over there."""

    MOVED = "moved"
    DELETED = "deleted"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session that should stand there in the file `name`, from `starts_at` to `ends_at`, UTC."""

    visit: int
    name: str
    digest: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What was written last. `trying` is set while it is not known whether that came to stand there."""

    visit: int
    name: str
    etag: str
    digest: str
    starts_at: datetime
    ends_at: datetime
    trying: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a file that is not as it was written. `has_more`: more than a time and a title.

    A file that makes no sense has neither."""

    starts_at: datetime | None
    ends_at: datetime | None
    summary: str = ""
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class There:
    """A file of ours that is there. Without `is_looked`, what stands in it was not looked at; without a
    digest, nothing that this diary would write stands in it."""

    etag: str
    is_looked: bool = False
    digest: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One request: PUT or DELETE, of what has just this etag, or of what is not there yet."""

    method: str
    name: str
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What somebody else did over there, and where the session stands since, if it was moved."""

    name: str
    change: Change
    was_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done; `agreed` are files that came to hold what they should, with their etags, `gone`
    those that nobody misses. With `is_all`, everything is in step once that is done."""

    steps: tuple[Step, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    agreed: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    is_all: bool = True
