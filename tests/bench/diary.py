"""`python -m tests.bench.diary N`: migrate an empty database and fill its diary with N bookings."""

import sys
from datetime import UTC, datetime, time, timedelta

import django
from django.core.management import call_command
from django.utils import timezone

AHEAD_DAYS = range(2, 30)
PER_DAY = 8
APART = timedelta(hours=3)
HOURS = (time(9), time(12, 30)), (time(13, 30), time(20))


def main(count: int):
    call_command("migrate", verbosity=0)
    call_command("load_texts", verbosity=0)
    today = datetime.combine(timezone.now().date(), time(), tzinfo=UTC)
    _practice()
    _somebody()
    ahead = _ahead(today)
    book(ahead[:count], today)
    book(_past(today, count - len(ahead)), today)


def _practice():
    from booking.demo import PRACTICE
    from content.models import Practice
    from tests.booking.factories import FollowUpFactory, TreatmentFactory, WorkingHoursFactory

    Practice.objects.create(**PRACTICE)
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(5):
        for starts, ends in HOURS:
            WorkingHoursFactory(weekday=weekday, starts=starts, ends=ends)


def _somebody():
    """A client whose answers on file carry more visits."""
    from intake import agreement, records
    from intake.answers import ForWhom
    from tests.intake.factories import ClientFactory, ScreeningFactory

    client = ClientFactory(treated_before=True)
    agreed = agreement.current(ForWhom.SELF)
    records.give_consent(
        client=client, agreement=agreed, given_by=client.name, relation="self", now=timezone.now()
    )
    ScreeningFactory(client=client)


def _ahead(today):
    """Two visits on each working day of four weeks: a diary as full as a healthy practice's."""
    days = [today + timedelta(days=n) for n in AHEAD_DAYS]
    hours = timedelta(hours=10), timedelta(hours=15)
    return [day + hour for day in days if day.weekday() < 5 for hour in hours]


def _past(today, count):
    days = (today - timedelta(days=n) for n in range(1, count))
    starts = (day + n * APART for day in days for n in range(PER_DAY))
    return [next(starts) for _n in range(max(count, 0))]


def book(starts, today):
    from booking.models import Booking, Status
    from tests.booking.factories import ConfirmedFactory, TreatmentFactory
    from tests.intake.factories import ScreeningFactory

    treatment, screening = TreatmentFactory(), ScreeningFactory()
    shared = {"treatment": treatment, "screening": screening, "client": screening.client}
    rows = [
        ConfirmedFactory.build(
            **shared,
            starts_at=start,
            created_at=start - timedelta(days=7),
            status=Status.CONFIRMED if start > today else Status.COMPLETED,
        )
        for start in starts
    ]
    Booking.objects.bulk_create(rows, batch_size=1000)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
