"""`python -m tests.bench`: ratios measured in one run, never seconds, and races for the same hour."""

import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests import postgres
from tests.bench import copying, opening, server, speed

FEW, A_YEAR, MANY = 100, 5_000, 50_000
ANSWERS = 10_000
SLOTS = "/book/slots.json?treatment=first-session&days=28"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="npm-bench-") as name:
        folder = Path(name)
        server.python("django", "collectstatic", "--no-input", "-v0", env=sqlite(folder, FEW))
        is_fast = measure_speed(folder)
        is_fast &= measure_copy(folder)
        is_fast &= measure_opening(folder)
        is_rotated = rotate_keys(folder)
        is_safe = run_races(folder)
    return 0 if is_fast and is_rotated and is_safe else 1


def sqlite(folder, name):
    return server.environment(folder, f"sqlite:///{folder}/{name}.sqlite3")


def measure_speed(folder) -> bool:
    with ExitStack() as stack:
        ports = {}
        for count in (FEW, A_YEAR, MANY):
            say(f"Filling a diary with {count:,} bookings")
            env = sqlite(folder, count)
            server.python("tests.bench.diary", str(count), env=env)
            ports[count] = stack.enter_context(server.running(env, log=folder / f"{count}.log"))
        bare, few, page, home = (
            speed.Path(ports[FEW], address) for address in ("/bare/", SLOTS, "/safety/", "/")
        )
        bare_of_many, many = (speed.Path(ports[MANY], address) for address in ("/bare/", SLOTS))
        plan, slots_of_year = (speed.Path(ports[A_YEAR], address) for address in ("/plan/", SLOTS))
        say(f"Asking each address {speed.REQUESTS} times in each of {speed.ROUNDS} rounds, load {load()}\n")
        speed.measure([bare, few, page, home, bare_of_many, many, plan, slots_of_year])
    say("p50 as a ratio                                     median  (lowest to highest round)   queries")
    return all(
        [
            row(f"slots.json, {FEW:,} bookings / bare view", few, bare, most=10, queries=4),
            row(f"slots.json, {MANY:,} bookings / bare view", many, bare_of_many, most=10, queries=4),
            row(f"slots.json, {MANY:,} / {FEW:,} bookings", many, few, most=1.3, queries=4),
            # Seven are the planning; the others read who it is and what is on file.
            row(f"five sessions planned / slots.json, {A_YEAR:,}", plan, slots_of_year, most=5, queries=12),
            row("/safety/ / bare view", page, bare, most=10, queries=1),
            # Once a minute it looks up the next free time.
            row("/ with the next free time / bare view", home, bare, most=10, queries=5),
            few.queries == many.queries,
        ]
    )


def measure_copy(folder) -> bool:
    """The one aim in seconds: somebody sits and waits for it."""
    took = float(server.python("tests.bench.copying", env=sqlite(folder, "copy")))
    is_met = took <= copying.MOST_SECONDS
    aim = f"at most {copying.MOST_SECONDS} s: {'met' if is_met else 'NOT MET'}"
    say(f"{f'a copy for a client with {copying.VISITS} visits':50} {f'{took:.2f} s':28}       {aim}")
    return is_met


def measure_opening(folder) -> bool:
    results = json.loads(server.python("tests.bench.opening", env=sqlite(folder, "opening")))
    for name, result in results.items():
        between = f"{result['ratio']:5.2f}  ({result['low']:.2f} to {result['high']:.2f})"
        aim = f"at most {opening.MOST}: {'met' if result['ratio'] <= opening.MOST else 'NOT MET'}"
        say(f"{f'100 visits, {name} / nothing sealed':50} {between:28} {result['queries']:>3}   {aim}")
    return all(result["ratio"] <= opening.MOST for result in results.values())


def rotate_keys(folder) -> bool:
    """Seal many answers again while others are read; not one may fail to open."""
    result = json.loads(server.python("tests.bench.rotation", str(ANSWERS), env=sqlite(folder, "rotation")))
    is_met = result["reads"] > 0 and result["failed"] == result["left"] == 0
    say(
        f"\n{ANSWERS:,} answers under a new key in {result['seconds']:.0f} s; "
        f"{result['reads']:,} read meanwhile, {result['failed']} failed; {result['left']} on the old key: "
        f"{'met' if is_met else 'NOT MET'}"
    )
    return is_met


def row(name, one, other, *, most, queries) -> bool:
    ratio = speed.ratio(one, other)
    is_met = ratio.middle <= most and max(one.queries) <= queries
    counted = "–".join(map(str, sorted({min(one.queries), max(one.queries)})))
    aim = f"at most {most:g}, {queries} queries: {'met' if is_met else 'NOT MET'}"
    say(f"{name:50} {ratio!s:28} {counted:>3}   {aim}")
    return is_met


def run_races(folder) -> bool:
    with postgres.server() as url:
        places = {"SQLite": sqlite(folder, "races"), "PostgreSQL": server.environment(folder, url)}
        won = [race(engine, env, folder / f"{engine}.log") for engine, env in places.items()]
    return all(won)


def race(engine, env, log) -> bool:
    server.python("tests.bench.diary", "0", env=env)
    with server.running(env, log=log, workers=2) as port:
        results = json.loads(server.python("tests.bench.contenders", str(port), env=env))
    said = log.read_text().lower()
    faults = {words: said.count(words) for words in ("database is locked", "deadlock", "traceback")}
    is_won = True
    for name, result in results.items():
        is_won &= result["rounds"] == result["one_winner"] and not any(faults.values())
        rounds, one_winner = result["rounds"], result["one_winner"]
        say(f"\n{engine}, {name}: one winner in {one_winner} of {rounds} rounds ({result['most']} at most)")
        say(f"  answers {result['statuses']}; in the log {faults}")
    return is_won


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def say(text: str):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
