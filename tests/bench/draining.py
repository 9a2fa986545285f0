"""1,000 mails are due: how long two workers take for them, as a ratio to one, each mail sent exactly once.

`python -m tests.bench.draining fill N` writes them, `again` makes them due once more and prints how many had
not left, `work` is the worker of a real site, which begins when it is told to."""

import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from types import SimpleNamespace

from tests.bench import server, speed
from tests.booking import smtp

MAILS, ROUNDS = 1_000, 3
# A machine that is too busy to send them all by then is none to measure on.
SECONDS_FOR_ALL = 600


@dataclass
class Drained:
    """What came of the rounds of one engine: seconds for each number of workers, and mails gone astray."""

    one: list[float] = field(default_factory=list)
    two: list[float] = field(default_factory=list)
    lost: int = 0
    twice: int = 0

    @property
    def ratio(self) -> speed.Ratio:
        return speed.ratio_of(self.two, self.one)

    def pace(self) -> str:
        return f"{MAILS / median(self.one):.0f} and {MAILS / median(self.two):.0f} mails a second"


def measure(env) -> Drained:
    """Drain the queue by one worker and by two, in turn."""
    drained = Drained()
    with smtp.server(SimpleNamespace()) as post:
        env |= {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(post.port)}
        server.python("tests.bench.draining", "fill", str(MAILS), env=env)
        for _round in range(ROUNDS):
            for workers, times in ((1, drained.one), (2, drained.two)):
                times.append(_drain(post, workers, env))
                left = int(server.python("tests.bench.draining", "again", env=env))
                ids = post.ids
                drained.twice += len(ids) - len(set(ids))
                drained.lost += left + MAILS - len(set(ids))
                post.taken.clear()
    return drained


def _drain(post, workers, env) -> float:
    """Return how many seconds so many workers took from the word to the last mail."""
    with ExitStack() as stack:
        processes = [stack.enter_context(_worker(env)) for _n in range(workers)]
        for process in processes:
            process.stdout.readline()
        started = time.perf_counter()
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        while len(post.taken) < MAILS and time.perf_counter() < started + SECONDS_FOR_ALL:
            time.sleep(0.01)
        return time.perf_counter() - started


@contextmanager
def _worker(env):
    """Start one, and have it end with the mail in hand."""
    command = [sys.executable, "-m", "tests.bench.draining", "work"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=server.BASE_DIR, env=env, **pipes) as process:
        try:
            yield process
        finally:
            process.terminate()


def fill(count: int):
    from tests.bench import diary

    diary.main(0)
    queue(count)


def queue(count: int):
    """Book visits months ahead, and write of each to the client and to her."""
    from datetime import UTC, datetime
    from datetime import time as clock

    from django.db import transaction
    from django.utils import timezone

    from booking import outbox
    from booking.models import Booking, Kind
    from tests.bench import diary

    now = timezone.now()
    day = datetime.combine(now.date(), clock(), tzinfo=UTC) + timedelta(days=60)
    days, per_day = [day + timedelta(days=n) for n in range(count)], range(diary.PER_DAY)
    starts = [day + n * diary.APART for day in days for n in per_day][: count // 2]
    diary.book(starts, now)
    with transaction.atomic(), outbox.in_one_step():
        for visit in Booking.objects.filter(starts_at__in=starts):
            for kind in (Kind.CONFIRMED, Kind.NEW_BOOKING):
                outbox.put(kind, booking=visit, at=now)


def again():
    from django.utils import timezone

    from booking.models import Link, Message

    left = Message.objects.filter(sent_at=None).count()
    anew = {"sent_at": None, "dropped_at": None, "gave_up_at": None, "claimed_until": None, "attempts": 0}
    Message.objects.update(**anew, awaits_server=False, due_at=timezone.now())
    Link.objects.all().delete()
    sys.stdout.write(str(left))


def work():
    from django.core.management import execute_from_command_line

    from booking.management.commands import worker  # noqa: F401  loaded before the clock begins

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    # Nothing comes when the bench has been broken off.
    if sys.stdin.readline():
        execute_from_command_line(["manage.py", "worker"])


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": lambda: fill(int(sys.argv[2])), "again": again, "work": work}[sys.argv[1]]()
