"""`python -m tests.bench.copying`: print how many seconds the copy for a client with 100 visits takes."""

import sys
import time
from datetime import timedelta

import django
from django.core.management import call_command
from django.utils import timezone

VISITS = 100
MOST_SECONDS = 10


def main() -> float:
    call_command("migrate", verbosity=0)
    client, by = somebody()
    from booking.rights import bundle, export

    started = time.perf_counter()
    bundle.pack(export.gather(client, by=by, now=timezone.now()))
    return time.perf_counter() - started


def somebody():
    from booking.models import Status
    from tests.booking.kept import visit
    from tests.intake.factories import ClientFactory, HealthFormFactory, SessionNoteFactory, UserFactory

    client, by, now = ClientFactory(), UserFactory(), timezone.now()
    for n in range(VISITS):
        visit(client, Status.COMPLETED, now - timedelta(days=7 * (n + 1)))
        SessionNoteFactory(client=client, by=by)
    HealthFormFactory(client=client)
    return client, by


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{main():.3f}")
