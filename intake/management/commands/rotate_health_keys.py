import logging
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from intake import crypto, rotation
from intake.management.progress import Progress

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Seal everything with the newest key, so that an older one can be taken out of HEALTH_KEYS. The site "
        "may run meanwhile; stopped at any time, it goes on where it was when it is started again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only count what each key has sealed.")

    def places(self) -> list:
        return rotation.columns()

    def handle(self, *, dry_run, **options):
        places = self.places()
        before = rotation.by_key(places)
        self._say(before)
        if not dry_run:
            self._rotate(places, before)
            after = rotation.by_key(places)
            self._say(after)
            self._end(after)
        elif rotation.missing(before):
            raise CommandError(rotation.words_for_missing(before))

    def _rotate(self, places, before):
        total = before.total() - before[crypto.newest_key_id()]
        progress, shut = Progress(self.stdout, total), 0
        for place in places:
            for keys in place.old():
                started = time.monotonic()
                shut += place.seal_again(keys)
                progress.add(len(keys))
                # SQLite has one writer at a time: as long as it was kept busy, others now have it.
                time.sleep(time.monotonic() - started)
        log.warning("health keys rotated: %s sealed again, %s do not open", progress.done - shut, shut)
        self.stdout.write(f"{progress.done - shut} sealed again.")

    def _say(self, counted):
        newest, *older = [key_id for key_id, _key in settings.HEALTH_KEYS]
        self.stdout.write(f"key {newest}, the newest: {counted[newest]} sealed")
        for key_id in older:
            self.stdout.write(f"key {key_id}: {counted[key_id]} sealed")
        for key_id in rotation.missing(counted):
            self.stdout.write(f"key {key_id}, not in HEALTH_KEYS: {counted[key_id]} sealed")

    def _end(self, counted):
        newest = crypto.newest_key_id()
        if rotation.missing(counted):
            raise CommandError(rotation.words_for_missing(counted))
        left = counted.total() - counted[newest]
        if left:
            raise CommandError(
                f"{left} are still sealed with another key: what does not open, which the log names, or was "
                f"written by a process that has not been restarted with the new key. Leave the old key in."
            )
        self.stdout.write(self.style.SUCCESS(f"Everything is sealed with {newest} now: others can go."))
