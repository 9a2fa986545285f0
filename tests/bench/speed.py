"""How long a page takes, as a ratio to a bare view of the same server, measured in one run."""

import time
from contextlib import closing
from dataclasses import dataclass, field
from statistics import median

from tests.bench.server import HEADERS, connect

WARM_UP, ROUNDS, REQUESTS = 100, 9, 30


@dataclass
class Path:
    """One address of one server, over a connection that is kept alive."""

    port: int
    address: str
    expected = 200
    p50s: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)

    def open(self):
        self.connection = connect(self.port)
        return closing(self.connection)

    def ask(self) -> float:
        started = time.perf_counter()
        self.send()
        response = self.connection.getresponse()
        response.read()
        took = time.perf_counter() - started
        if response.status != self.expected:
            raise RuntimeError(f"{self.address} answered {response.status}")
        self.queries.add(int(response.headers["X-Queries"]))
        return took

    def send(self):
        self.connection.request("GET", self.address, headers=HEADERS)

    def warm_up(self):
        for _request in range(WARM_UP):
            self.ask()
        self.queries.clear()

    def round(self):
        self.p50s.append(median(self.ask() for _request in range(REQUESTS)))


@dataclass(frozen=True)
class Ratio:
    """The median over the rounds, between the lowest and the highest of them."""

    low: float
    middle: float
    high: float

    def __str__(self):
        return f"{self.middle:5.2f}  ({self.low:.2f} to {self.high:.2f})"


def ratio(one: Path, other: Path) -> Ratio:
    return ratio_of(one.p50s, other.p50s)


def ratio_of(ones: list[float], others: list[float]) -> Ratio:
    """Compare what each round took, round by round."""
    rounds = [mine / its for mine, its in zip(ones, others, strict=True)]
    return Ratio(min(rounds), median(rounds), max(rounds))


def measure(paths: list[Path]):
    """Ask all in turn, round by round, so that a busy moment of the machine meets each of them."""
    for path in paths:
        with path.open():
            path.warm_up()
    for _round in range(ROUNDS):
        for path in paths:
            with path.open():
                path.round()
