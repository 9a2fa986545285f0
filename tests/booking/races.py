"""Several at one moment, each on a connection of its own. A rig for the tests of who wins."""

from datetime import timedelta
from threading import Barrier, Thread
from time import monotonic
from uuid import uuid4

from django.db import connection

from booking import lifecycle
from booking.models import WorkingHours
from tests.booking.factories import NOW, TreatmentFactory, WorkingHoursFactory


def together(*actions):
    """Run the actions at the same moment in threads; return what each gave or raised, in order."""
    barrier, results = Barrier(len(actions)), [None] * len(actions)

    def run(n, action):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            results[n] = action()
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n, action)) for n, action in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def reserving(treatment, starts_at, key=None, now=NOW):
    return lambda: lifecycle.reserve(treatment, starts_at, draft_key=key or uuid4(), now=now)


def named(results) -> list[str]:
    """What kind of thing each of them got, or raised."""
    return sorted(type(result).__name__ for result in results)


def open_every_day():
    """Return the first session of a practice that is open from nine to five on every day."""
    for weekday in WorkingHours.Weekday.values:
        WorkingHoursFactory(weekday=weekday)
    return TreatmentFactory()


def rounds(count: int, *, first: int = 30):
    """Return one moment for each round, on days of their own, the first so many days from NOW."""
    return [NOW + timedelta(days=first + n) for n in range(count)]


def until_one_waits():
    """Return once another connection waits for a lock of ours. SQLite has one writer and tells nobody who
    waits; there whoever writes second has not looked at anything yet."""
    if connection.vendor != "postgresql":
        return
    end = monotonic() + 30
    while monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits.")
