import logging
import signal
import threading
import traceback

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from booking import lifecycle, outbox
from intake import records

PAUSE_SECONDS = 5
MAILS_A_ROUND = 50

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the mail that is due and let go of what has run out, until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do one round and end; for cron.")

    def handle(self, *, once, **options):
        stop = threading.Event()
        if once:
            if not work(stop):
                raise CommandError("Something went wrong in this round; the log says where.")
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            work(stop)
            close_old_connections()
            stop.wait(PAUSE_SECONDS)


def work(stop) -> bool:
    """Do one round; return whether all of it went well. What fails does not keep the rest from running."""
    went_well = [_try(job, stop) for job in (let_go, drop_drafts, send)]
    return all(went_well)


def let_go(stop):
    lifecycle.lapse_run_out(now=timezone.now())


def drop_drafts(stop):
    records.drop_expired_drafts(now=timezone.now())


def send(stop):
    """Send one at a time, each with the clock read anew, so that a slow server wears out no lease."""
    for _turn in range(MAILS_A_ROUND):
        if stop.is_set() or not outbox.send_due(now=timezone.now(), limit=1):
            return


def _try(job, stop):
    try:
        job(stop)
    except Exception as error:  # the next round may go well
        # Where, and of what kind: the message of a database error can quote a row.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        log.error("%s: %s at %s:%s", job.__name__, type(error).__name__, frame.filename, frame.lineno)
        return False
    return True
