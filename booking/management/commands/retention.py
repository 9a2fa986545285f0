from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateformat import format as date_format

from booking.rights import retention

WORDS = {
    retention.What.RECORD: "records whose time is over",
    retention.What.CONTACT: "people who were never treated",
    retention.What.HEALTH: "health answers of people who were never treated",
    retention.What.WAITLIST: "places on the waitlist that ended",
    retention.What.FORM: "health forms that were never finished",
    retention.What.ENQUIRY: "questions from the contact form",
    retention.What.ERASURE: "notes of erasures",
}


class Command(BaseCommand):
    help = "Say what has been kept for its time and goes; with --apply delete it. It names nobody."

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true", help="Delete it. The worker does so once a day.")

    def handle(self, *, apply, **options):
        now = timezone.now()
        lines = retention.report(now=now)
        shown = None
        for line in lines:
            if (line.what, line.month) != shown:
                shown = line.what, line.month
                self.stdout.write(f"{WORDS[line.what]}, due in {date_format(line.month, 'F Y')}")
            self.stdout.write(f"  {line.count:>6}  {line.model}")
        total = sum(line.count for line in lines)
        if not apply:
            self.stdout.write(f"{total} rows would be deleted. Nothing was changed; --apply deletes them.")
            return
        self.stdout.write(f"{retention.apply(now=now).total()} rows deleted.")
