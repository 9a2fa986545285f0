"""A round of the worker with nothing to send, in a diary with many old bookings, as a ratio to one with few.

`python -m tests.bench.ticking N` fills a diary with N bookings and what was written of them. Then it does one
round for each line that comes in, and prints how long it took and how many queries it asked."""

import json
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

from tests.bench import server, speed

FEW, MANY = 100, 50_000
WARM_UP, ROUNDS, REQUESTS = 5, 9, 9
MOST = 1.3


@dataclass
class Ticks:
    """What the rounds in one diary took: the median of each turn, and the queries of each."""

    process: subprocess.Popen
    p50s: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)

    def tick(self) -> float:
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.queries.add(answer["queries"])
        return answer["seconds"]

    def turn(self):
        self.p50s.append(median(self.tick() for _request in range(REQUESTS)))


def measure(env_of_few, env_of_many) -> tuple[Ticks, Ticks]:
    """Let both do their rounds in turn, so that a busy moment of the machine meets each of them."""
    with ExitStack() as stack:
        counts = ((FEW, env_of_few), (MANY, env_of_many))
        both = [Ticks(stack.enter_context(_process(count, env))) for count, env in counts]
        for ticks in both:
            for _request in range(WARM_UP):
                ticks.tick()
            ticks.queries.clear()
        for _round in range(ROUNDS):
            for ticks in both:
                ticks.turn()
    return both


def ratio(few: Ticks, many: Ticks) -> speed.Ratio:
    return speed.ratio_of(many.p50s, few.p50s)


def _process(count, env):
    command = [sys.executable, "-m", "tests.bench.ticking", str(count)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=server.BASE_DIR, env=env, **pipes)


def main(count: int):
    from django.db import connection

    from booking.management.commands import worker
    from tests.bench import diary

    diary.main(count)
    _write()
    if connection.vendor == "postgresql":
        # Its server does so by itself after a while; nobody does on SQLite.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    for _line in sys.stdin:
        asked = []
        started = time.perf_counter()
        with connection.execute_wrapper(lambda run, *query, asked=asked: asked.append(1) or run(*query)):
            is_well = worker.work(threading.Event()).went_well
        took = time.perf_counter() - started
        if not is_well:
            raise RuntimeError("A job of the round went wrong; the log says which.")
        sys.stdout.write(json.dumps({"seconds": took, "queries": len(asked)}) + "\n")
        sys.stdout.flush()


# A visit of the past was told of four times, and went through two steps.
MAILS = """
    INSERT INTO booking_message
    (booking_id, kind, version, due_at, attempts, sent_at, awaits_server, last_error, message_id)
    SELECT id, %s, version, starts_at, 1, starts_at, %s, '', CAST(id AS varchar(20)) || %s
    FROM booking_booking WHERE status = 'completed'
"""
STEPS = """
    INSERT INTO booking_bookingevent
    (booking_id, from_status, to_status, version, at, actor, why)
    SELECT id, %s, %s, version, starts_at, 'system', ''
    FROM booking_booking WHERE status = 'completed'
"""


def _write():
    """Mails and steps of each visit that has been, and the jobs of each day."""
    from django.db import connection
    from django.utils import timezone

    from booking.models import Booking, Run, Status

    with connection.cursor() as cursor:
        for kind in ("confirmed", "new_booking", "reminder", "changed"):
            cursor.execute(MAILS, [kind, False, f"-{kind}"])
        for step in (("reserved", "confirmed"), ("confirmed", "completed")):
            cursor.execute(STEPS, step)
    now = timezone.now()
    days = Booking.objects.filter(status=Status.COMPLETED).order_by().values_list("visit_on", flat=True)
    Run.objects.bulk_create(
        Run(name=name, day=day, started_at=now, finished_at=now)
        for day in days.distinct()
        for name in ("retention", "sheet")
    )


if __name__ == "__main__":
    import django

    django.setup()
    main(int(sys.argv[1]))
