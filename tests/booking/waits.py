"""What the tests of the waitlist share: a practice with one time a week, and people who wait for it."""

from datetime import UTC, datetime, time, timedelta

from booking.models import Booking, Status
from intake import agreement, records
from tests.booking.factories import NOW, WaitlistEntryFactory, WorkingHoursFactory
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, ScreeningFactory

# A week after NOW.
MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)
NEXT_MONDAY = MONDAY + timedelta(days=7)
# Twelve hours after NOW, the night left out.
UNTIL = datetime(2027, 3, 2, 11, tzinfo=UTC)
OPERATED = PLAIN_ANSWERS | {
    "had_operation": "yes",
    "healed": "yes",
    "operations": [{"year": 2027, "month": 1, "day": 10, "what": ""}],
}
SYMPTOMS = PLAIN_ANSWERS | {"symptoms": "yes"}


def one_time_a_week():
    """Open on Mondays from nine to eleven: one session fits, and nothing else."""
    WorkingHoursFactory(weekday=0, starts=time(9), ends=time(11))


def agree(client, at=NOW):
    return records.give_consent(
        client=client, agreement=agreement.current("self"), given_by=client.name, relation="self", now=at
    )


def waiting(n=0, *, answers=PLAIN_ANSWERS, **changes):
    """Return the n-th who waits, for the first Monday unless told otherwise, with all that a visit takes."""
    client = changes.pop("client", None) or ClientFactory()
    agree(client)
    wait = {
        "client": client,
        "screening": ScreeningFactory(client=client, answers=answers, created_at=NOW - timedelta(hours=1)),
        "from_on": MONDAY.date(),
        "until_on": MONDAY.date(),
        "created_at": NOW + timedelta(minutes=n - 60),
    }
    return WaitlistEntryFactory(**wait | changes)


def offered() -> list:
    """Return who is offered what, and until when."""
    rows = Booking.objects.filter(status=Status.OFFERED).select_related("entry").order_by("starts_at")
    return [(row.entry, row.starts_at, row.expires_at) for row in rows]


def the_offer() -> Booking:
    return Booking.objects.select_related("entry").get(status=Status.OFFERED)
