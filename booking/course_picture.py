"""A series as a picture: the weeks one below the other, and a path from session to session. Pure.

What comes out are numbers and names for an SVG; sizes are its own units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

COLUMN, ROW, LEFT, TOP = 44, 42, 52, 34
DAYS = 7
WIDTH = LEFT + DAYS * COLUMN
# How far its handles swing out: the path itself comes three quarters as far, and so runs between the days.
SWING = COLUMN * 2 // 3


@dataclass(frozen=True)
class Mark:
    """One session: which one, on which day, and whether it is read first."""

    number: int
    day: date
    needs_reading: bool = False


@dataclass(frozen=True)
class Cell:
    day: date
    x: int
    y: int
    mark: Mark | None = None


@dataclass(frozen=True)
class Band:
    """The days of one month in one week, tinted for every other month."""

    x: int
    y: int
    width: int
    is_tinted: bool
    height: int = ROW


@dataclass(frozen=True)
class Label:
    """The name of a month beside its first week in the picture."""

    day: date
    y: int


@dataclass(frozen=True)
class Picture:
    weekdays: list[Cell]
    bands: list[Band]
    cells: list[Cell]
    labels: list[Label]
    path: str
    height: int
    width: int = WIDTH


def picture(marks: Sequence[Mark]) -> Picture | None:
    """Return the weeks from the first to the last session, and one more on each side; None without any."""
    if not marks:
        return None
    marked = {mark.day: mark for mark in marks}
    first = _monday(min(marked)) - timedelta(days=DAYS)
    weeks = (_monday(max(marked)) - first).days // DAYS + 2
    days = [first + timedelta(days=n) for n in range(weeks * DAYS)]
    cells = [Cell(day, *_middle(day, first), marked.get(day)) for day in days]
    return Picture(
        weekdays=[Cell(cell.day, cell.x, TOP // 2) for cell in cells[:DAYS]],
        bands=list(_bands(days, first)),
        cells=cells,
        labels=list(_labels(days, first)),
        path=_path([_middle(day, first) for day in sorted(marked)]),
        height=TOP + weeks * ROW,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _middle(day: date, first: date) -> tuple[int, int]:
    row, column = divmod((day - first).days, DAYS)
    return LEFT + column * COLUMN + COLUMN // 2, TOP + row * ROW + ROW // 2


def _bands(days, first):
    for start in range(0, len(days), DAYS):
        week = days[start : start + DAYS]
        for month in sorted({(day.year, day.month) for day in week}):
            own = [day for day in week if (day.year, day.month) == month]
            x, y = _middle(own[0], first)
            yield Band(x - COLUMN // 2, y - ROW // 2, len(own) * COLUMN, month[1] % 2 == 0)


def _labels(days, first):
    """A month is named beside the first week that ends in it."""
    named = None
    for sunday in days[DAYS - 1 :: DAYS]:
        if (sunday.year, sunday.month) != named:
            named = sunday.year, sunday.month
            yield Label(sunday, _middle(sunday, first)[1])


def _path(points) -> str:
    if len(points) < 2:
        return ""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for n, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        # Where it goes straight down it swings to one side and then to the other.
        swing = 0 if x1 != x2 else SWING if n % 2 == 0 else -SWING
        down = (y2 - y1) // 2
        parts.append(f"C{x1 + swing} {y1 + down} {x2 + swing} {y2 - down} {x2} {y2}")
    return "".join(parts)
