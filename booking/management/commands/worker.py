import logging
import signal
import threading
import traceback
from dataclasses import dataclass

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from booking import lifecycle, lost_links, offers, on_time, outbox, pausing
from booking.busy import keeping
from booking.letter import by_the_clock
from booking.outbox import Turn
from booking.rights import retention
from booking.written import writing
from intake import records

PAUSE_SECONDS = 5
MAILS_A_ROUND = 50
ENDING = {signal.SIGTERM, signal.SIGINT}

log = logging.getLogger(__name__)


class Stop:
    """Whether somebody has told the worker to end.

    The signals are held back and looked at: a handler that sets a threading.Event waits for ever when it
    interrupts the very moment in which that event is being waited for."""

    def __init__(self):
        self._is_told = False
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)

    def is_set(self) -> bool:
        return self._is_told or not ENDING.isdisjoint(signal.sigpending())

    def wait(self, seconds: float):
        self._is_told = self._is_told or signal.sigtimedwait(ENDING, seconds) is not None


class Command(BaseCommand):
    help = "Send the mail that is due and let go of what has run out, until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do one round and end; for cron.")

    def handle(self, *, once, **options):
        if once:
            if not work(threading.Event()).went_well:
                raise CommandError("Something went wrong in this round; the log says where.")
            return
        stop = Stop()
        while not stop.is_set():
            done = work(stop)
            close_old_connections()
            if not done.has_more:
                stop.wait(PAUSE_SECONDS)


@dataclass
class Round:
    """What came of one round: whether all of it went well, and whether more mail may be due at once."""

    went_well: bool = True
    has_more: bool = False


def work(stop) -> Round:
    """Do one round. What fails does not keep the rest from running."""
    jobs = (let_go, offer, drop_drafts, drop_links, letters, remind, keep_no_longer, send)
    done = Round()
    for job in (*jobs, read_calendars, write_calendar):
        _try(job, stop, done)
    return done


def let_go(stop):
    now = timezone.now()
    lifecycle.lapse_run_out(now=now)
    pausing.end_empty(now=now)


def offer(stop):
    """What was freed was offered at once; this is for what comes by the clock, or with new hours."""
    offers.sweep(now=timezone.now())


def drop_drafts(stop):
    records.drop_expired_drafts(now=timezone.now())


def drop_links(stop):
    lost_links.drop_old(now=timezone.now())


def keep_no_longer(stop):
    """Once a day, whichever worker comes first: what has been kept for its time is deleted."""
    retention.daily(now=timezone.now())


def letters(stop):
    by_the_clock.sweep(now=timezone.now())


def remind(stop):
    """What is due by the clock is written just before it is sent."""
    on_time.sweep(now=timezone.now())


def read_calendars(stop):
    """After the mail, and one in a round: a server that hangs holds up nobody for longer than itself."""
    if not stop.is_set():
        keeping.read_next(now=timezone.now())


def write_calendar(stop):
    """After the mail too, and no more than some steps in a round."""
    if not stop.is_set():
        writing.write_next(now=timezone.now())


def send(stop) -> bool:
    """Send one at a time, each with the clock read anew, so that a slow server wears out no lease.

    Return whether more may be due at once. A server that refuses any is left in peace for a rest."""
    turns = set()
    for _turn in range(MAILS_A_ROUND):
        if stop.is_set():
            return False
        turns.add(turn := outbox.send_next(now=timezone.now()))
        if turn in (Turn.NO_SERVER, Turn.NOTHING_DUE):
            return False
    return turns == {Turn.DONE}


def _try(job, stop, done):
    try:
        done.has_more |= bool(job(stop))
    except Exception as error:  # the next round may go well
        # Where, and of what kind: the message of a database error can quote a row.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        log.error("%s: %s at %s:%s", job.__name__, type(error).__name__, frame.filename, frame.lineno)
        done.went_well = False
