"""How full the diary was and is to be, as two small pictures and the tables beneath them."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from booking import counting, pictures


@dataclass(frozen=True)
class Row:
    """A day or a week in the table: its first day, and its minutes."""

    first: date
    minutes_open: int
    minutes_taken: int
    is_now: bool = False
    last: date | None = None

    @property
    def share(self) -> int | None:
        return round(100 * self.minutes_taken / self.minutes_open) if self.minutes_open else None


@dataclass(frozen=True)
class Pictures:
    coming: list[pictures.Column]
    days: list[Row]
    past: list[pictures.Column]
    weeks: list[Row]

    @property
    def coming_sum(self) -> Row:
        return _sum(self.days)

    @property
    def past_sum(self) -> Row:
        return _sum(self.weeks)


def drawn(use: counting.Use) -> Pictures:
    days = [Row(day, opened, taken, is_now=day == use.today) for day, opened, taken in use.days]
    weeks = [
        Row(
            period.span.first,
            period.minutes_open,
            period.minutes_taken,
            is_now=use.today in period.span,
            last=period.span.last,
        )
        for period in use.weeks
    ]
    return Pictures(
        coming=pictures.basins([_day(row) for row in days], gap=0.3),
        # A day that is closed has nothing to tell but that.
        days=[row for row in days if row.minutes_open],
        past=pictures.basins([_week(row, n, len(weeks)) for n, row in enumerate(weeks)]),
        weeks=weeks,
    )


def _day(row: Row) -> pictures.Water:
    is_named = row.first.weekday() == 0
    return pictures.Water(date_format(row.first, "j M") if is_named else "", row.share, row.is_now)


def _week(row: Row, n: int, count: int) -> pictures.Water:
    return pictures.Water(
        date_format(row.first, "j M"), row.share, row.is_now, is_named=(count - 1 - n) % 3 == 0
    )


def _sum(rows: list[Row]) -> Row:
    first = rows[0].first if rows else date.min
    return Row(first, sum(row.minutes_open for row in rows), sum(row.minutes_taken for row in rows))
