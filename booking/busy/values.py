"""What is asked of a calendar elsewhere, what is found there, and why nothing was. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from booking.intervals import Interval

ICS, CALDAV = "ics", "caldav"
# What working out the times may take.
READ_SECONDS = 15


class Trouble(StrEnum):
    NOT_FOUND = "not_found"
    UNREACHABLE = "unreachable"
    NOT_ALLOWED = "not_allowed"
    CERTIFICATE = "certificate"
    PASSWORD = "password"  # noqa: S105  the name of a trouble
    NOT_A_CALENDAR = "not_a_calendar"
    TOO_LARGE = "too_large"
    TOO_MUCH = "too_much"
    TIMED_OUT = "timed_out"
    REFUSED = "refused"
    SHUT = "shut"
    # Of a calendar that is to be written to.
    READ_ONLY = "read_only"


class Failed(Exception):
    """The calendar could not be read, or not be written. It carries no word of what the server said."""

    def __init__(self, trouble: Trouble):
        super().__init__(str(trouble))
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Access:
    """Where a calendar is, and what opens it. None of it is ever printed."""

    address: str = field(repr=False)
    user_name: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ask:
    """What to read: the busy times in `[start, end)`, UTC; floating times are those of `zone`, by its name.

    What belongs to `own_host` was written by this site and is left out. With `on_loopback` plain http to
    this machine is allowed, and else nothing but https to a public address."""

    kind: str
    access: Access
    start: datetime
    end: datetime
    zone: str
    own_host: str = ""
    etag: str = ""
    on_loopback: bool = False
    read_seconds: float = READ_SECONDS


@dataclass(frozen=True, slots=True)
class Found:
    """The busy times, half-open, merged, in order, UTC; `unread` entries made no sense and are not among
    them. Without times, nothing has changed since `etag`."""

    times: tuple[Interval, ...] | None
    unread: int = 0
    etag: str = ""
