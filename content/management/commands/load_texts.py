from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from content import textfiles


class Command(BaseCommand):
    help = "Make the pages and questions that are missing from the text files; change none that are there."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=textfiles.FOLDER, help="where the text files are")

    def handle(self, *args, folder, verbosity, **options):
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            with transaction.atomic():
                lines = list(textfiles.load(folder))
        except textfiles.Unusable as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for line in lines:
            if verbosity:
                self.stdout.write(line)
