"""`python -m tests.bench [PART …]`: ratios measured in one run, never seconds, and races for one hour."""

import json
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests import postgres
from tests.bench import beside, copying, draining, opening, server, speed, ticking
from tests.bench.showing import load, row, say, say_row

FEW, A_YEAR, MANY = 100, 5_000, 50_000
ANSWERS = 10_000
SLOTS = "/book/slots.json?treatment=first-session&days=28"


def main() -> int:
    # An end from outside goes through the context managers too, so no server and no worker is left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="npm-bench-") as name:
        folder = Path(name)
        server.python("django", "collectstatic", "--no-input", "-v0", env=sqlite(folder, FEW))
        are_met = [PARTS[part](folder) for part in sys.argv[1:] or PARTS]
    return 0 if all(are_met) else 1


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


def measure_rounds(folder) -> bool:
    """A round of the worker, all jobs of it, in a diary with many old bookings."""
    say("\nThe worker                                         median  (lowest to highest round)   queries")
    are_met = []
    # What the visits of yesterday are told is sent before the first round that counts.
    mail = {"MAIL_FOLDER": str(folder / "mail")}
    for engine, few_env, many_env in engines(folder, "ticking"):
        few, many = ticking.measure(few_env | mail, many_env | mail)
        ratio = ticking.ratio(few, many)
        are_met.append(ratio.middle <= ticking.MOST and few.queries == many.queries)
        aim = f"at most {ticking.MOST}, as many queries as with {FEW}"
        name = f"{engine}, a round, {MANY:,} old bookings / {FEW}"
        say_row(name, ratio, max(many.queries), aim, is_met=are_met[-1])
    return all(are_met)


def drain_queue(folder) -> bool:
    """1,000 mails by two workers and by one; each arrives once."""
    are_met = []
    for engine, env, _other in engines(folder, "draining"):
        drained = draining.measure(env)
        are_met.append(drained.lost == drained.twice == 0)
        say_row(
            f"{engine}, {draining.MAILS:,} mails, two workers / one",
            drained.ratio,
            "",
            f"{drained.pace()}; {drained.lost} lost, {drained.twice} twice",
            is_met=are_met[-1],
        )
    return all(are_met)


def measure_beside_mail(folder) -> bool:
    """Booking pages while the worker waits for a mail server that hangs."""
    are_met = []
    for engine, taking_env, hanging_env in engines(folder, "beside"):
        taking, hanging = beside.measure(taking_env, hanging_env, folder)
        about = {"most": beside.MOST, "queries": max(taking.press.queries)}
        are_met.append(row(f"{engine}, slots.json, mail hangs / goes", hanging.slots, taking.slots, **about))
        are_met.append(
            row(f"{engine}, a time chosen, mail hangs / goes", hanging.press, taking.press, **about)
        )
        say(f"  mail begun there {hanging.post.asked} times, taken {len(hanging.post.taken)}")
    return all(are_met)


def engines(folder, name):
    """Give two empty databases of each engine."""
    yield "SQLite", sqlite(folder, f"{name}-1"), sqlite(folder, f"{name}-2")
    with postgres.server() as one, postgres.server() as other:
        yield "PostgreSQL", server.environment(folder, one), server.environment(folder, other)


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


PARTS = {
    "speed": measure_speed,
    "copy": measure_copy,
    "opening": measure_opening,
    "rounds": measure_rounds,
    "mail": drain_queue,
    "beside": measure_beside_mail,
    "keys": rotate_keys,
    "races": run_races,
}

if __name__ == "__main__":
    sys.exit(main())
