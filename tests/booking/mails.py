"""What the tests of mails share."""

import re
from datetime import date, timedelta

from content.models import Practice
from tests.booking.factories import NOW, HeldFactory, WaitlistEntryFactory, WorkingHoursFactory
from tests.intake.factories import ClientFactory, ScreeningFactory, WordsFactory

EVERY_FINDING = [
    {"code": code, "question": question, "outcome": "talk", "what": "hernia surgery at the hospital"}
    for code, question in [
        ("pregnancy", "pregnant"),
        ("overdue", "pregnant"),
        ("after_birth", "pregnant"),
        ("too_soon", "operation"),
        ("recovering", "operation"),
        ("planned", "operation"),
        ("not_recovered", "healed"),
        ("oncology", "cancer"),
        ("oncology_unsure", "cancer"),
        ("see_doctor", "symptoms"),
        ("too_young", "age"),
        ("child", "age"),
        ("disagrees", "cancer"),
        ("practitioner_later", "practitioner"),
    ]
]


def no_token(text: str) -> str:
    """The text of a mail without the part of a link that is made anew with each mail."""
    return re.sub(r"/booking/(\w+)/[\w-]{43}/", r"/booking/\1/", text)


def open_practice() -> Practice:
    """The practice with all its details, open on working days."""
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday)
    return Practice.objects.create(
        name="NPM Practice",
        practitioner="Kim Example",
        email="kim@example.com",
        phone="01632 960 123",
        address="1 Birch Lane",
        town="Exampleton",
        postcode="EX1 2PL",
    )


def worst_booking():
    """A held booking that was confirmed before, with everything that can be found."""
    client = ClientFactory(name="Joan Heron", email="joan@heron.example", not_before_on=date(2027, 4, 1))
    screening = ScreeningFactory(
        client=client,
        visit_on=date(2027, 3, 8),
        needs_review=True,
        needs_clearance=True,
        findings=EVERY_FINDING,
        answers={"cancer": "yes", "pregnant": "yes", "operations": [{"what": "hernia surgery"}]},
    )
    entry = WaitlistEntryFactory(client=client, screening=screening)
    booking = HeldFactory(client=client, screening=screening, entry=entry, needs_clearance=True)
    booking.expires_at = NOW + timedelta(hours=2)
    booking.events.create(
        to_status="confirmed", version=1, at=NOW, actor="system", words=WordsFactory(text="surgery")
    )
    return booking
