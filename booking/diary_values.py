"""What the diary's picture is made of: the rows that go in, and the days and entries that come out. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from booking.hours import MIDNIGHT, Open, Override, day_range, moment
from booking.intervals import Interval
from booking.slots import Buffers

PER_HOUR, PER_DAY = 4, 96


class Kind(StrEnum):
    BUFFER = "buffer"
    BUSY = "busy"
    CLOSED = "closed"
    FREE = "free"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking's plain values; at `runs_out_at` it ends by itself."""

    pk: int
    status: str
    starts_at: datetime
    ends_at: datetime
    blocked_from: datetime
    blocked_until: datetime
    runs_out_at: datetime | None = None
    answer_due_at: datetime | None = None
    who: str = ""
    is_first: bool = False
    number: int | None = None
    minutes_given: int | None = None
    has_form: bool = True
    # There is one that no longer holds on the day; and one that lacks should be here by now.
    is_form_old: bool = False
    is_form_late: bool = False
    has_guardian: bool = False
    # Said too late to cancel, and not answered yet.
    cannot_come: bool = False
    wants_to_move: bool = False
    # Whether anything has changed was asked, and is not answered.
    is_unanswered: bool = False
    seen: str = ""

    @property
    def session(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    @property
    def blocked(self) -> Interval:
        return Interval(self.blocked_from, self.blocked_until)

    def can_move(self, now: datetime) -> bool:
        return self.status in ("held", "confirmed") and self.starts_at > now


@dataclass(frozen=True, slots=True)
class Change:
    """A change of hours as it is written down."""

    override: Override
    note: str = ""
    pk: int | None = None

    @property
    def is_whole_day(self) -> bool:
        return self.override.starts is None

    def span(self, zone: tzinfo) -> Interval:
        whole = day_range(self.override.day, zone)
        if self.is_whole_day:
            return whole
        ends = self.override.ends or MIDNIGHT
        end = whole.end if ends == MIDNIGHT else moment(self.override.day, ends, zone)
        return Interval(moment(self.override.day, self.override.starts, zone), end)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of one day's column: `row` counts quarter hours, `rows` is how many."""

    row: int
    rows: int

    @property
    def end(self) -> int:
        return self.row + self.rows


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the diary; its times are whole, its band ends where the day does."""

    kind: Kind
    starts_at: datetime
    ends_at: datetime
    band: Band
    visit: Visit | None = None
    change: Change | None = None
    began_before: bool = False
    over_closed: bool = False
    can_move: bool = False
    is_all_day: bool = False

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    is_today: bool
    holiday: str
    hours: tuple[Interval, ...]
    ground: tuple[Band, ...]
    whole_day: tuple[Change, ...]
    extra: tuple[Change, ...]
    entries: tuple[Entry, ...]
    sessions: int
    requests: int
    # How much of the hours is taken, in hundredths.
    load: int
    now_row: int | None = None

    @property
    def free(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == Kind.FREE]

    @property
    def free_minutes(self) -> int:
        return sum(entry.minutes for entry in self.free)

    @property
    def is_shut(self) -> bool:
        return bool(self.whole_day) or (bool(self.holiday) and not self.hours)


@dataclass(frozen=True, slots=True)
class Mark:
    row: int
    hour: int


@dataclass(frozen=True, slots=True)
class Grid:
    days: tuple[Day, ...]
    first_row: int
    last_row: int

    @property
    def rows(self) -> int:
        return self.last_row - self.first_row

    @property
    def rows_with_head(self) -> int:
        return self.rows + 1

    @property
    def marks(self) -> list[Mark]:
        whole_hours = range(self.first_row, self.last_row, PER_HOUR)
        return [Mark(row - self.first_row, row // PER_HOUR) for row in whole_hours]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the diary holds in some days, as it was read."""

    visits: Iterable[Visit] = ()
    opened: Iterable[Open] = ()
    changes: Iterable[Change] = ()
    holidays: Mapping[date, str] | None = None
    # When she is busy elsewhere.
    busy: Iterable[Interval] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a free time has to have room for."""

    shortest: timedelta = timedelta(minutes=90)
    buffers: Buffers = field(default_factory=Buffers)
