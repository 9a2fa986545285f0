"""Booking pages while the worker waits for a mail server that never answers, as a ratio to the same pages
beside one that takes the mail.

`python -m tests.bench.beside fill` fills a diary with mail to send; `python -m tests.bench.beside visitor`
prints the session of somebody who is about to choose a time, and two times that are free."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from types import SimpleNamespace

from tests.bench import server, speed
from tests.booking import smtp

BOOKINGS, MAILS = 100, 40
# Nobody sees a difference that is smaller.
MOST = 1.1
SLOTS = "/book/slots.json?treatment=first-session&days=28"
SECONDS_TO_BEGIN = 120


@dataclass
class Press(speed.Path):
    """A visitor who chooses a time, and then another, again and again: each press writes."""

    session: str = ""
    times: list[str] = field(default_factory=list)
    expected = 302

    def __post_init__(self):
        self._next = cycle(self.times)

    def send(self):
        from tests.bench.contenders import pressed

        chosen = {"starts_at": next(self._next)}
        self.connection.request("POST", self.address, *pressed(chosen, self.session, "10.0.0.1"))


@dataclass
class Site:
    """A web server and a worker on one database, and the mail server beside them."""

    post: smtp.Post
    slots: speed.Path
    press: Press


@contextmanager
def site(env, mode, log):
    with ExitStack() as stack:
        post = stack.enter_context(smtp.server(SimpleNamespace()))
        post.mode = mode
        env |= {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(post.port)}
        server.python("tests.bench.beside", "fill", env=env)
        visitor = json.loads(server.python("tests.bench.beside", "visitor", env=env))
        port = stack.enter_context(server.running(env, log=log))
        stack.enter_context(_worker(env))
        yield Site(post, speed.Path(port, SLOTS), Press(port, "/book/time/", **visitor))


def measure(env_of_taking, env_of_hanging, folder) -> tuple[Site, Site]:
    """Ask the pages of both sites in turn, once the one worker has sent all and the other waits."""
    with ExitStack() as stack:
        taking = stack.enter_context(site(env_of_taking, smtp.Mode.ACCEPT, folder / "taking.log"))
        hanging = stack.enter_context(site(env_of_hanging, smtp.Mode.HANG, folder / "hanging.log"))
        _wait_until(lambda: len(taking.post.taken) >= MAILS and hanging.post.asked)
        speed.measure([page for one in (taking, hanging) for page in (one.slots, one.press)])
    return taking, hanging


@contextmanager
def _worker(env):
    command = [sys.executable, "manage.py", "worker"]
    with subprocess.Popen(command, cwd=server.BASE_DIR, env=env, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            # It may be waiting for the mail server, and nothing of it is wanted any more.
            process.kill()


def _wait_until(is_so):
    give_up_at = time.monotonic() + SECONDS_TO_BEGIN
    while not is_so():
        if time.monotonic() > give_up_at:
            raise RuntimeError("The workers did not come to their mail.")
        time.sleep(0.1)


def fill():
    from tests.bench import diary, draining

    diary.main(BOOKINGS)
    draining.queue(MAILS)


def visitor():
    from itertools import islice

    from tests.bench import contenders

    times = [start.isoformat() for start in islice(contenders.free_starts(), 2)]
    sys.stdout.write(json.dumps({"session": contenders.visitor(), "times": times}))


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": fill, "visitor": visitor}[sys.argv[1]]()
