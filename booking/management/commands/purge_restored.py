from django.core.management.base import BaseCommand
from django.utils import timezone

from booking.rights import purging


class Command(BaseCommand):
    help = "After a backup was brought back: erase again whoever was erased since it was made."

    def handle(self, **options):
        again = purging.purge(now=timezone.now())
        self.stdout.write(f"Erased again: {again}.")
