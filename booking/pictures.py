"""Columns of a picture, measured for SVG: across in hundredths of its width, down in pixels. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEIGHT = 120
# How far below the surface the depth lines lie: they widen, as on a chart of a lake.
DEPTHS = (8, 17, 27, 38, 50, 63, 77, 92, 108)


@dataclass(frozen=True, slots=True)
class Bar:
    sort: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    x: str
    right: str
    middle: str
    width: str
    bars: tuple[Bar, ...] = ()
    depths: tuple[str, ...] = ()
    is_now: bool = False
    is_closed: bool = False
    is_basin: bool = False
    # On a phone there is room for every third word or so.
    is_named: bool = True

    @property
    def surface(self) -> str:
        return self.bars[0].y


@dataclass(frozen=True, slots=True)
class Water:
    """How full one column is, in hundredths; None where there is nothing to fill."""

    label: str
    share: int | None
    is_now: bool = False
    is_named: bool = True


def basins(waters: Sequence[Water], *, gap: float = 0.24) -> list[Column]:
    """Return a column for each, filled from below; more than full is drawn as full."""
    return [_basin(water, n, len(waters), gap) for n, water in enumerate(waters)]


def _basin(water: Water, n: int, count: int, gap: float) -> Column:
    height = round(HEIGHT * min(max(water.share or 0, 0), 100) / 100)
    surface = HEIGHT - height
    return Column(
        label=water.label,
        **_across(n, count, gap),
        bars=(Bar("water", str(surface), str(height)),) if height else (),
        depths=tuple(str(surface + depth) for depth in DEPTHS if surface + depth < HEIGHT),
        is_now=water.is_now,
        is_closed=water.share is None,
        is_basin=True,
        is_named=water.is_named,
    )


def stacks(
    labels: Sequence[str], values: Iterable[dict[str, int]], *, now: int | None = None, gap: float = 0.34
) -> list[Column]:
    """Return a column for each label, its values by sort laid on one another, to the scale of the tallest."""
    values = list(values)
    unit = HEIGHT / scale_of(values)
    return [
        Column(
            label=label,
            **_across(n, len(labels), gap),
            bars=tuple(_piled(sorts, unit)),
            is_now=n == now,
            is_named=(len(labels) - 1 - n) % 3 == 0,
        )
        for n, (label, sorts) in enumerate(zip(labels, values, strict=True))
    ]


def scale_of(values: Iterable[dict[str, int]]) -> int:
    """Return how many the whole height stands for: an even number, four at least."""
    most = max((sum(sorts.values()) for sorts in values), default=0)
    return max(4, most + most % 2)


def _piled(sorts: dict[str, int], unit: float):
    below = 0
    for sort, number in sorts.items():
        if number:
            top = round(HEIGHT - (below + number) * unit, 1)
            yield Bar(sort, f"{top:g}", f"{round(number * unit, 1):g}")
            below += number


def _across(n: int, count: int, gap: float) -> dict[str, str]:
    each = 100 / count
    left, width = n * each + each * gap / 2, each * (1 - gap)
    return {
        "x": f"{left:.2f}%",
        "width": f"{width:.2f}%",
        "right": f"{left + width:.2f}%",
        "middle": f"{n * each + each / 2:.2f}%",
    }
