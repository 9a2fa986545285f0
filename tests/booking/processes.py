"""Real processes that work on the database of a test, and can be killed.

`python -m tests.booking.processes DATABASE` loads the site once, and then makes a process of its own of each
thing that it is told to do. It opens no connection itself."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIED = 9


class Nursery:
    """What starts them; each sends by the server at `port`."""

    def __init__(self, process):
        self._process = process
        self.port = None

    def start(self, what, *args) -> int:
        """Begin with it in a process of its own; return its number."""
        return int(self._ask("start", self.port, what, *args))

    def ended(self, pid) -> int:
        """Wait for its end; return how it ended: minus the signal, or its code."""
        return int(self._ask("ended", pid))

    def run(self, what, *args) -> int:
        return self.ended(self.start(what, *args))

    def _ask(self, *words):
        self._process.stdin.write(json.dumps([str(word) for word in words]) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def nursery(database):
    """Yield what starts processes on the database of this name."""
    command = [sys.executable, "-m", "tests.booking.processes", str(database)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:
        yield Nursery(process)
        process.stdin.close()


def main(database):
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    _warm_up()
    for line in sys.stdin:
        order, *words = json.loads(line)
        sys.stdout.write(f"{_start(*words) if order == 'start' else _ended(*words)}\n")
        sys.stdout.flush()


def _warm_up():
    """Load what each of them would load by itself: a name that is looked up, pages, the mail."""
    from django.core.mail.utils import DNS_NAME
    from django.template.loader import get_template
    from django.urls import reverse

    from booking.management.commands import worker

    return worker, str(DNS_NAME), reverse("admin:index"), get_template("booking/emails/confirmed.txt")


def _start(port, what, *args) -> int:
    from django.conf import settings

    from tests.booking import smtp

    # None of them meets a server that hangs: a busy machine is to be waited for.
    settings.MAILERS = smtp.mailers(int(port), patience=30)
    pid = os.fork()
    if pid == 0:
        _do(what, args)
    return pid


def _do(what, args):
    """Nothing but this process ends here, whatever happens."""
    code = 1
    try:
        ACTS[what](*args)
        code = 0
    finally:
        os._exit(code)


def _ended(pid) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(int(pid), 0)[1])


def _send(moment):
    from booking import outbox

    outbox.send_due(now=datetime.fromisoformat(moment))


def _work(moment):
    """One round of the worker, as the command does it."""
    import time_machine
    from django.core.management import call_command

    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        call_command("worker", once=True)


def _send_and_die(moment):
    """Die once the server has the mail, and before that is written down."""
    from django.core.mail.backends.smtp import EmailBackend

    send = EmailBackend.send_messages
    EmailBackend.send_messages = lambda server, mails: send(server, mails) and os._exit(DIED)
    _send(moment)


def _approve_and_die(booking, user, moment, when):
    """Confirm a request as the review page does, and die before the commit, or right after it."""
    from django.contrib.auth.models import User
    from django.db import transaction

    from booking import lifecycle
    from booking.models import Booking

    with transaction.atomic():
        by = lifecycle.practitioner(User.objects.get(pk=user))
        lifecycle.approve(Booking.objects.get(pk=booking), by=by, now=datetime.fromisoformat(moment))
        if when == "before":
            os._exit(DIED)
    os._exit(DIED)


ACTS = {
    "send": _send,
    "work": _work,
    "send and die": _send_and_die,
    "approve and die": _approve_and_die,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
