"""A believable diary for the demo: plainly made-up people, who book through the same actions as real
ones, with the clock given."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import F

from booking import (
    availability,
    demo_agreements,
    demo_form,
    demo_letter,
    demo_life,
    demo_messages,
    demo_pair,
    demo_series,
    feed,
    lifecycle,
    request,
)
from booking.models import Booking, BookingPolicy, HoursOverride, Message, Status, Treatment, WorkingHours
from booking.practitioner import make_practitioner
from content.models import Practice, Price
from intake import agreement, records
from intake.models import ScreeningPolicy

USERNAME, PASSWORD = "marja", "birch-lake-fairway"

PRACTICE = {
    "name": "Neural Pathway Massage",
    "practitioner": "Marja Example",
    "tagline": "Marja Example, Exampleton",
    "address": "Tarn House\n1 Example Street",
    "town": "Exampleton",
    "postcode": "EX0 0EX",
    "directions": (
        "Tarn House stands on the corner of Example Street and Lake Lane, with a green door.\n\n"
        "**By bus:** lines 4 and 11 stop at Example Square, two minutes on foot.\n\n"
        "**By car:** there are two places in the yard behind the house, and more in Lake Lane."
    ),
    "access": (
        "There is one low step at the door, and a ramp if you tell me beforehand. The room is on the "
        "ground floor, the door is 85 cm wide, and the table can be lowered to 50 cm."
    ),
    "phone": "07700 900123",
    "email": "marja@example.com",
    "hours_in_words": "By appointment only",
    "ico_number": "ZX000000",
    "registrations": "Insured with Example Insurance (made up for this demonstration)",
    "is_demo": True,
}
PRICES = (("first-session", "First session", 98), ("follow-up-session", "Follow-up session", 92))
TREATMENTS = (
    ("first-session", Treatment.Sort.FIRST, "For your first visit: we talk, then I choose a first map."),
    ("follow-up-session", Treatment.Sort.FOLLOW_UP, "For people I have seen before: the next map."),
)
# Weekday, from, until. The middle of the day is hers.
HOURS = (
    (1, time(10), time(13)),
    (1, time(14), time(19, 30)),
    (2, time(9, 30), time(15, 30)),
    (3, time(10), time(13)),
    (3, time(14), time(20)),
    (4, time(9), time(14, 30)),
    (5, time(9, 30), time(14)),
)
NOTHING = {
    "pregnant": "no",
    "due_on": None,
    "had_operation": "no",
    "operations": [],
    "healed": None,
    "cancer": "no",
    "symptoms": "no",
}
REGULARS = (
    "Rosalind Example", "Tom Sample", "Bea Sample", "Mira Specimen", "Omar Placename", "Ada Example",
    "Ines Sample", "Pat Specimen", "Lena Placename", "Sam Example", "Hugo Sample", "Nora Specimen",
)  # fmt: skip


def fill(now: datetime) -> Iterator[str]:
    """Fill an empty database; yield a line before each step."""
    yield "The practice, its prices, hours and rules"
    _practice(now)
    yield "The practitioner's login"
    user = make_practitioner(USERNAME, PASSWORD, PRACTICE["email"])
    yield "Eight weeks of past sessions"
    _past(now, lifecycle.practitioner(user))
    yield "Four weeks ahead, with requests that wait for an answer"
    _ahead(now)
    demo_life.wait(lifecycle.practitioner(user), now)
    demo_form.fill_in(lifecycle.practitioner(user), now)
    demo_letter.send(lifecycle.practitioner(user), now=now)
    her_feed = feed.switch_on(now=now - timedelta(days=3))
    demo_messages.word(user, now=now - timedelta(days=6))
    demo_messages.read_calendar(now=now)
    feed.note_fetch(her_feed, "", "iOS/", now=now - timedelta(minutes=25))
    # What was written while the clock ran through the past is not news to anybody.
    Message.objects.filter(due_at__lt=now - timedelta(hours=12)).update(sent_at=F("due_at"))


def _practice(now):
    Practice.objects.create(**PRACTICE)
    policy, _made = BookingPolicy.objects.get_or_create(pk=1)
    ScreeningPolicy.objects.get_or_create(pk=1)
    for position, (slug, name, amount) in enumerate(PRICES):
        Price.objects.create(
            slug=slug, name=name, amount=amount, minutes_note="90 to 120 minutes", position=position
        )
    for position, (slug, sort, summary) in enumerate(TREATMENTS):
        price = Price.objects.get(slug=slug)
        Treatment.objects.create(
            slug=slug,
            name=price.name,
            sort=sort,
            summary=summary,
            price=price,
            policy=policy,
            position=position,
        )
    WorkingHours.objects.bulk_create(WorkingHours(weekday=d, starts=s, ends=e) for d, s, e in HOURS)
    today = availability.day_of(now)
    HoursOverride.objects.create(day=today + timedelta(days=16), is_closed=True, note="Training day")


def _past(now, practitioner):
    last = None
    for n, start in enumerate(_starts(now, range(-56, 1))):
        # Every fourth is of one person, who comes in a series.
        who = n if n % 4 else 0
        booking = _book(who, start, booked_at=start - timedelta(days=5 + n % 9))
        if booking and start <= now - timedelta(hours=3):
            # How the last of them went is left for her to note.
            if last:
                demo_life.end(*last, by=practitioner)
            last = booking, n
    demo_life.settle_in(practitioner, now)


def _ahead(now):
    for n, start in enumerate(_starts(now, range(1, 28))):
        _book(n, start, booked_at=min(now - timedelta(days=1), start - timedelta(days=4)))
    for hours_ago, ahead, name, changes in _requests(now):
        sent_at = now - timedelta(hours=hours_ago)
        treatment = Treatment.objects.select_related("policy", "price").get(slug="first-session")
        slot = availability.next_free(
            treatment, 1, now=now, from_day=availability.day_of(now) + timedelta(days=ahead)
        )
        if slot:
            _place(name, slot[0].starts_at, sent_at, treatment="first-session", **changes)
    demo_pair.ask(NOTHING, now=now - timedelta(hours=3))
    demo_series.plan(now - timedelta(days=1))
    demo_agreements.say(now)


def _requests(now):
    today = availability.day_of(now)
    operated = today - timedelta(days=60)
    operation = {"year": operated.year, "month": operated.month, "day": operated.day, "what": "Knee, keyhole"}
    due = (today + timedelta(days=40)).isoformat()
    return (
        (30, 5, "Joan Request", {"cancer": "yes"}),
        (20, 6, "Lena Request", {"pregnant": "yes", "due_on": due}),
        (6, 11, "Ben Request", {"had_operation": "yes", "operations": [operation], "healed": "yes"}),
        (2, 12, "Kim Request", {"symptoms": "unsure"}),
    )


def _starts(now, days) -> Iterator[datetime]:
    """Yield one or two starts on most open days, in a pattern that looks like life."""
    treatment = Treatment.objects.select_related("policy").get(slug="follow-up-session")
    today = availability.day_of(now)
    for n in days:
        day = today + timedelta(days=n)
        early = datetime.combine(day - timedelta(days=6), time(8), tzinfo=UTC)
        free = availability.free_slots(treatment, day, 1, now=early)
        for place in {0, len(free) - 1} if n % 3 else {0}:
            if free and (n + place) % 4 and (n > 0) != (place > 6):
                yield free[place].starts_at


def _book(n, start, *, booked_at):
    name = REGULARS[n % len(REGULARS)]
    born_on = date(1950 + (n * 7) % 40, 1 + n % 12, 1 + n % 28)
    is_first = not Booking.objects.filter(client__name=name, status=Status.COMPLETED).exists()
    treatment = "first-session" if is_first else "follow-up-session"
    known = Booking.objects.filter(client__name=name).select_related("client").first()
    return _place(
        name, start, booked_at, treatment=treatment, born_on=known.client.born_on if known else born_on
    )


def _place(name, start, booked_at, *, treatment, born_on=date(1968, 5, 4), **changes):
    """Fill in the form as this person would, and send it; None when the time has gone."""
    parts = NOTHING | {
        "treatment": treatment,
        "for_whom": "self",
        "born_on": born_on.isoformat(),
        "agreed": agreement.current("self").to_json(),
        "starts_at": start.isoformat(),
        "details": {
            "name": name,
            "email": f"{name.split()[0].lower()}@example.com",
            "phone": "07700 900456",
            "ring_at": "",
        },
    }
    draft = records.start_draft(now=booked_at, **parts | changes)
    try:
        return request.place(draft, now=booked_at)
    except lifecycle.Taken:
        records.drop_draft(draft)
        return None
