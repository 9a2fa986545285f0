"""Some days of the diary as a picture: rows in, a grid of days with entries out. Pure.

The grid is by the clock on the wall, in quarter hours from midnight, so on the nights of a clock change
a session's picture may be longer or shorter than the session; its times in words are exact."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from booking.diary_values import PER_DAY, PER_HOUR, Band, Change, Day, Entry, Grid, Kind, Rows, Rules, Visit
from booking.hours import day_range
from booking.intervals import Interval, common, merge, subtract

QUARTER = timedelta(minutes=15)
# What a week shows that holds nothing: eight to six.
USUAL = Band(8 * PER_HOUR, 10 * PER_HOUR)


def build(first_day: date, days: int, rows: Rows, *, rules: Rules, now: datetime, zone: tzinfo) -> Grid:
    """Return `days` days from `first_day`. What has run out by `now` is not there and takes nothing."""
    standing = [visit for visit in rows.visits if visit.runs_out_at is None or visit.runs_out_at > now]
    rows = replace(
        rows,
        visits=standing,
        opened=list(rows.opened),
        changes=list(rows.changes),
        busy=merge(rows.busy),
    )
    drawn = [_day(first_day + timedelta(days=n), rows, rules, now, zone) for n in range(days)]
    first, last = _window(drawn)
    return Grid(tuple(_within(day, first, last) for day in drawn), first, last)


def _day(day: date, rows: Rows, rules: Rules, now: datetime, zone: tzinfo) -> Day:
    column = _Column(day_range(day, zone), zone)
    visits = [visit for visit in rows.visits if visit.blocked.overlaps(column.whole)]
    hours = merge(Interval(open.start, open.end) for open in rows.opened if open.day == day)
    changes = [change for change in rows.changes if change.override.day == day]
    closed = [change for change in changes if change.override.is_closed]
    begun = [visit.status for visit in visits if column.holds(visit.starts_at)]
    busy = common(rows.busy, [column.whole])
    sessions = column.visits(visits, [*(change.span(zone) for change in closed), *busy], now)
    blocked = [*(visit.blocked for visit in visits), *busy]
    entries = [
        *sessions,
        *_beside(column.buffers(visits), sessions),
        *(column.closed(change) for change in closed if not change.is_whole_day),
        *(column.entry(Kind.BUSY, span, is_all_day=span == column.whole) for span in busy),
        *(column.entry(Kind.FREE, room) for room in _free(hours, blocked, rules, now, zone)),
    ]
    return Day(
        day=day,
        is_today=column.holds(now),
        holiday=(rows.holidays or {}).get(day, ""),
        hours=tuple(hours),
        ground=tuple(column.band(stretch) for stretch in hours),
        whole_day=tuple(change for change in closed if change.is_whole_day),
        extra=tuple(change for change in changes if not change.override.is_closed),
        entries=tuple(sorted(entries, key=lambda entry: (entry.starts_at, entry.kind))),
        sessions=sum(status not in ("reserved", "offered", "held") for status in begun),
        requests=begun.count("held"),
        load=_load(hours, blocked),
        now_row=column.row(now) if column.holds(now) else None,
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """One day's place in the picture."""

    whole: Interval
    zone: tzinfo

    def holds(self, at: datetime) -> bool:
        return self.whole.start <= at < self.whole.end

    def row(self, at: datetime, *, up: bool = False) -> int:
        """Return the quarter hour of the wall clock that `at` lies in, or with `up` the one it ends."""
        local = at.astimezone(self.zone)
        minutes = local.hour * 60 + local.minute + bool(up and (local.second or local.microsecond))
        return -(-minutes // 15) if up else minutes // 15

    def band(self, span: Interval) -> Band:
        """Return the span's quarter hours, rounded outward and cut at midnight; at least one."""
        row = self.row(span.start) if span.start > self.whole.start else 0
        end = self.row(span.end, up=True) if span.end < self.whole.end else PER_DAY
        return Band(row, max(1, end - row))

    def entry(self, kind: Kind, span: Interval, **more) -> Entry:
        return Entry(
            kind, span.start, span.end, self.band(span), began_before=span.start < self.whole.start, **more
        )

    def visits(self, visits: list[Visit], closed: list[Interval], now: datetime) -> list[Entry]:
        entries = [
            self.entry(
                Kind.VISIT,
                visit.session,
                visit=visit,
                over_closed=any(visit.session.overlaps(span) for span in closed),
                can_move=visit.can_move(now),
            )
            for visit in sorted(visits, key=lambda visit: visit.starts_at)
            if visit.session.overlaps(self.whole)
        ]
        return _apart(entries)

    def buffers(self, visits: list[Visit]) -> list[Entry]:
        """Return what is kept free around the sessions; buffers that touch are one."""
        spans = subtract([visit.blocked for visit in visits], [visit.session for visit in visits])
        return [self.entry(Kind.BUFFER, span) for span in spans if span.overlaps(self.whole)]

    def closed(self, change: Change) -> Entry:
        return self.entry(Kind.CLOSED, change.span(self.zone), change=change)


def _beside(buffers: list[Entry], visits: list[Entry]) -> list[Entry]:
    """Cut off what rounding lays of a buffer on the sessions next to it."""
    for visit in visits:
        buffers = [replace(buffer, band=_cut(buffer, visit)) for buffer in buffers]
    return buffers


def _cut(buffer: Entry, visit: Entry) -> Band:
    row, end = buffer.band.row, buffer.band.end
    if visit.starts_at < buffer.starts_at:
        row = max(row, min(visit.band.end, end - 1))
    else:
        end = min(end, max(visit.band.row, row + 1))
    return Band(row, end - row)


def _apart(entries: list[Entry]) -> list[Entry]:
    """Let no picture run into the next: rounding, or a clock that goes back, would lay one on the other."""
    ends = [after.band.row for _before, after in pairwise(entries)] + [PER_DAY]
    return [
        replace(entry, band=Band(entry.band.row, max(1, min(entry.band.end, end) - entry.band.row)))
        for entry, end in zip(entries, ends, strict=False)
    ]


def _free(hours, blocked, rules: Rules, now: datetime, zone: tzinfo) -> list[Interval]:
    """Return where a session has room between what is blocked and its own buffers, from now on."""
    before, after = rules.buffers.before, rules.buffers.after
    taken = [Interval(span.start - after, span.end + before) for span in blocked]
    soon = now + (datetime.min.replace(tzinfo=now.tzinfo) - now) % QUARTER
    gaps = [Interval(max(gap.start, soon), gap.end) for gap in subtract(hours, taken)]
    gaps = [Interval(_once(gap.start, zone), gap.end) for gap in gaps]
    return [gap for gap in gaps if gap.end - gap.start >= rules.shortest]


def _once(at: datetime, zone: tzinfo) -> datetime:
    """Return the first moment from `at` on whose clock time has not been before on that night."""
    while at.astimezone(zone).fold:
        at += QUARTER
    return at


def _load(hours, blocked) -> int:
    open_time = sum((end - start for start, end in hours), timedelta())
    left = sum((end - start for start, end in subtract(hours, blocked)), timedelta())
    if not open_time:
        return 100 if blocked else 0
    return round(100 * (open_time - left) / open_time)


def _window(days: list[Day]) -> tuple[int, int]:
    """Return the first and the last row of all that the days hold, in whole hours.

    Where she is busy elsewhere adds none: a day away would else be shown from midnight to midnight."""
    entries = [entry for day in days for entry in day.entries if entry.kind != Kind.BUSY]
    bands = [*(band for day in days for band in day.ground), *(entry.band for entry in entries)]
    bands = bands or [USUAL]
    first = min(band.row for band in bands) // PER_HOUR
    last = -(-max(band.end for band in bands) // PER_HOUR)
    return first * PER_HOUR, last * PER_HOUR


def _within(day: Day, first: int, last: int) -> Day:
    """Return the day with its rows counted from the first that is shown."""

    def lower(band: Band) -> Band:
        return Band(band.row - first, band.rows)

    def shown(band: Band) -> Band:
        row = max(band.row, first)
        return lower(Band(row, min(band.end, last) - row))

    entries = [replace(entry, band=shown(entry.band)) for entry in day.entries]
    is_now_shown = day.now_row is not None and first <= day.now_row < last
    return replace(
        day,
        ground=tuple(lower(band) for band in day.ground),
        entries=tuple(entry for entry in entries if entry.band.rows > 0),
        now_row=day.now_row - first if is_now_shown else None,
    )
