"""What was rated before and after each session, drawn: sessions down, 0 to 10 across. Pure.

Across and down are in the units of the SVG, which is as wide as a small phone shows it in pixels. It says
what was written down and nothing else: no line leads from one session to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from intake.history.session import LEAST, MOST, Rating

WIDTH, ROW, TOP, YEAR = 280, 40, 30, 30
# Where 0 stands, and how far it is from one number to the next.
ZERO, STEP = 88, 16
# From the middle of a mark to its number.
BESIDE = 14
TICKS = (0, 5, 10)
# Of more sessions the newest are shown.
MOST_SESSIONS = 20


@dataclass(frozen=True)
class Mark:
    """A number at its place; `anchor` says on which side its label stands, "" that it has none of its own."""

    number: int
    x: int
    anchor: str = "start"

    @property
    def label_x(self) -> int:
        return self.x + (-BESIDE if self.anchor == "end" else BESIDE)


@dataclass(frozen=True)
class Row:
    """One session; without marks where it was not asked. `year_y` is where its year is named, if it is."""

    day: date
    y: int
    before: Mark | None = None
    after: Mark | None = None
    year_y: int | None = None

    @property
    def is_same(self) -> bool:
        return bool(self.before and self.after and self.before.x == self.after.x)

    @property
    def is_joined(self) -> bool:
        return bool(self.before and self.after) and not self.is_same


@dataclass(frozen=True)
class Tick:
    number: int
    x: int


@dataclass(frozen=True)
class Picture:
    """One complaint over the sessions, the oldest on top."""

    label: str
    rows: tuple[Row, ...]
    height: int
    width: int = WIDTH
    top: int = TOP
    ticks: tuple[Tick, ...] = tuple(Tick(number, ZERO + STEP * number) for number in TICKS)


def pictures(sessions: Sequence[tuple[date, Iterable[Rating]]]) -> list[Picture]:
    """Return a picture of each complaint that was ever rated, the first one rated first.

    The sessions come with the oldest first. Each complaint is shown from the session that rated it first to
    the last one that did; a session between that did not is a gap."""
    rated = [(day, {one.key: one for one in ratings}) for day, ratings in sessions[-MOST_SESSIONS:]]
    labels = {key: one.label for _day, ratings in rated for key, one in ratings.items()}
    return [
        _picture(label, [(day, ratings.get(key)) for day, ratings in rated]) for key, label in labels.items()
    ]


def _picture(label: str, told) -> Picture:
    asked = [n for n, (_day, rating) in enumerate(told) if rating is not None]
    rows, y, year = [], TOP, None
    for day, rating in told[asked[0] : asked[-1] + 1]:
        year_y = y + YEAR // 2 if day.year != year else None
        y += YEAR if year_y else 0
        rows.append(Row(day, y + ROW // 2, *_marks(rating), year_y))
        y, year = y + ROW, day.year
    return Picture(label, tuple(rows), height=y)


def _marks(rating: Rating | None) -> tuple[Mark | None, Mark | None]:
    """Return both marks; their numbers stand on the outer sides, and one does for two that are the same."""
    if rating is None:
        return None, None
    before, after = (None if n is None else min(max(n, LEAST), MOST) for n in rating.numbers)
    if before is None or after is None:
        return _mark(before), _mark(after)
    if before == after:
        return _mark(before, ""), _mark(after)
    return _mark(before, "end" if before < after else "start"), _mark(
        after, "end" if after < before else "start"
    )


def _mark(number: int | None, anchor: str = "start") -> Mark | None:
    return None if number is None else Mark(number, ZERO + STEP * number, anchor)
